"""What an empty canvas shows: that one can draw here, and how."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from digitpad.ui.style.type import CAPTION, FIGURE, NAME, TITLE, font_of
from digitpad.ui.widgets.painting import write

_TOP = 0.76  # of the height: where the words begin


def paint_hint(painter: QPainter, frame: QRectF, hint: tuple[str, str]) -> None:
    """A pale seven with the way of the pen, and the words."""
    scale = frame.width() / 336
    seven = QPainterPath(QPointF(114, 87))
    seven.lineTo(220, 85)
    seven.quadTo(QPointF(168, 152), QPointF(148, 234))
    painter.save()
    painter.scale(scale, scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)  # the canvas' own would fill half of the seven
    for pen in (_wide(QColor(38, 38, 38), 22), _dashed(QColor(200, 200, 200))):
        painter.setPen(pen)
        painter.drawPath(seven)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.white)
    painter.drawEllipse(QPointF(114, 87), 5, 5)
    painter.restore()
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    room = QRectF(8, 0, frame.width() - 16, frame.height() * (1 - _TOP) - 8)
    for roles in ((TITLE, CAPTION), (NAME, CAPTION), (FIGURE, CAPTION)):  # the largest words that fit
        metrics = (QFontMetricsF(font_of(role)) for role in roles)
        heights = [each.boundingRect(room, flags, text).height() for each, text in zip(metrics, hint, strict=True)]
        if sum(heights) + 4 <= room.height():
            break
    top = min(frame.height() * _TOP, frame.height() - 8 - sum(heights) - 4)
    for role, text, height, grey in zip(roles, hint, heights, (235, 168), strict=True):
        write(painter, role, QColor(grey, grey, grey), QRectF(8, top, frame.width() - 16, height), text, flags)
        top += height + 4


def _wide(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _dashed(colour: QColor) -> QPen:
    pen = QPen(colour, 1.6)
    pen.setDashPattern([4, 3])
    return pen
