"""What the curves say at the cursor: legend and values in one, above the plot."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.style.type import CAPTION, TITLE, Role, font_of, px
from digitpad.ui.theme import SPACE, colours

_SWATCH = 16
_MOST_IN_FULL = 4  # curves whose values stand in large figures


class Value(NamedTuple):
    """A curve's name, the name of its colour (empty: none), its value, and what is said beside it."""

    title: str
    colour: str
    dashed: bool
    value: str
    beside: str


class OverlayReadout(QWidget):
    """A block for each curve, in rows. Painted as a whole: labels would have the window laid out anew at each move."""

    def __init__(self) -> None:
        super().__init__()
        self._values: Sequence[Value] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_values(self, values: Sequence[Value]) -> None:
        """Show these values."""
        titles = [each.title for each in self._values]
        self._values = values
        self.setAccessibleName("; ".join(f"{each.title} {each.value} {each.beside}".strip() for each in values))
        if titles != [each.title for each in values]:
            self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        blocks = self._blocks(width)
        return round(max((rect.bottom() for rect, _ in blocks), default=0))

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(self.width() or 320))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = colours()
        caption, figure = font_of(CAPTION), font_of(self._role())
        above, below = QFontMetricsF(caption).height(), QFontMetricsF(figure).height()
        for rect, value in self._blocks(self.width()):
            left = rect.left()
            if value.colour:
                style = Qt.PenStyle.DashLine if value.dashed else Qt.PenStyle.SolidLine
                painter.setPen(QPen(QColor(getattr(theme, value.colour)), 3, style))
                y = rect.top() + above / 2
                painter.drawLine(round(left), round(y), round(left) + px(_SWATCH), round(y))
                left += px(_SWATCH) + SPACE
            painter.setFont(caption)
            painter.setPen(QColor(theme.second))
            painter.drawText(QRectF(left, rect.top(), rect.right() - left, above), value.title)
            painter.setFont(figure)
            painter.setPen(QColor(theme.text))
            line = QRectF(rect.left(), rect.top() + above + 4, rect.width(), below)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, value.value)
            line.setLeft(rect.left() + QFontMetricsF(figure).horizontalAdvance(value.value) + SPACE)
            painter.setFont(caption)
            painter.setPen(QColor(theme.second))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, value.beside)

    def _role(self) -> Role:
        return TITLE if len(self._values) <= _MOST_IN_FULL + 1 else CAPTION

    def _blocks(self, width: int) -> list[tuple[QRectF, Value]]:
        """Where each block lies."""
        caption, figure = QFontMetricsF(font_of(CAPTION)), QFontMetricsF(font_of(self._role()))
        height = caption.height() + 4 + figure.height()
        blocks: list[tuple[QRectF, Value]] = []
        left = top = 0.0
        for value in self._values:
            beside = caption.horizontalAdvance("00.0 to 00.0") + SPACE if value.beside else 0.0
            head = caption.horizontalAdvance(value.title) + (px(_SWATCH) + SPACE if value.colour else 0)
            room = min(max(head, figure.horizontalAdvance(value.value) + beside), float(max(width, 1)))
            if left and left + room > width:
                left, top = 0.0, top + height + SPACE
            blocks.append((QRectF(left, top, room, height), value))
            left += room + 3 * SPACE
        return blocks
