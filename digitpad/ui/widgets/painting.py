"""Words and frames as widgets paint them."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from digitpad.ui.style.type import Role, font_of
from digitpad.ui.theme import colours

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def smooth_painter(widget: QWidget) -> QPainter:
    """A painter of a widget, whose lines have smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def write(
    painter: QPainter,
    role: Role,
    colour: QColor | str,
    place: QRect | QRectF,
    text: str,
    flags: Qt.AlignmentFlag | Qt.TextFlag | int = CENTRE,
) -> None:
    """Write a text in a role of the type scale at a place, by default in its middle."""
    painter.setFont(font_of(role))
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(place), int(flags), text)


def frame_focus(painter: QPainter, place: QRect, radius: float = 0) -> None:
    """The frame about a widget that has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours().accent), 2))
    painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), radius, radius)
