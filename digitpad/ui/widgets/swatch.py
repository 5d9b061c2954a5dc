"""Pieces of line for legends."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from digitpad.ui.theme import SPACE, colours


class Swatch(QWidget):
    """A piece of line as it is drawn in the plots."""

    def __init__(self, colour: str, style: Qt.PenStyle, width: int, opacity: float = 1.0) -> None:
        super().__init__()
        self._colour = colour
        self._style = style
        self._width = width
        self._opacity = opacity
        self.setFixedSize(QSize(4 * SPACE, 2 * SPACE))

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.setPen(QPen(QColor(getattr(colours(), self._colour)), self._width, self._style))
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()
