"""28×28 numbers as a picture in colours, with a pixel pointed at by mouse or arrow keys."""

import numpy as np
from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from digitpad.core.network import SIDE
from digitpad.ui.colour_scales import RGB, to_qimage
from digitpad.ui.theme import colours

Place = tuple[int, int]
_MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class PixelMap(QWidget):
    """Shows a picture of 28×28 pixels, each `size` pixels of the screen wide.

    `pointed` gives the row and the column under the mouse, or where the arrow keys have moved to; None when it leaves.
    """

    pointed = Signal(object)

    def __init__(self, size: int, *, pointable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = to_qimage(np.zeros((SIDE, SIDE, 3), np.uint8))
        self._place: Place | None = None
        self._size = size
        self._pointable = pointable
        self.setFixedSize(SIDE * size + 2, SIDE * size + 2)
        if pointable:
            self.setMouseTracking(True)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_colours(self, rgb: RGB) -> None:
        """Show colours (28, 28, 3)."""
        self._image = to_qimage(rgb)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row, column = (int((each - 1) // self._size) for each in (event.position().y(), event.position().x()))
        self._point((row, column) if 0 <= row < SIDE and 0 <= column < SIDE else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pointable and event.key() in _MOVES:
            row, column = self._place or (SIDE // 2, SIDE // 2)
            down, right = _MOVES[Qt.Key(event.key())]
            self._point((min(max(row + down, 0), SIDE - 1), min(max(column + right, 0), SIDE - 1)))
        elif self._place and event.key() == Qt.Key.Key_Escape:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.drawImage(self.rect().adjusted(1, 1, -1, -1), self._image)
        painter.setPen(QColor(colours().accent if self.hasFocus() else colours().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._place:
            row, column = self._place
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(QRect(column * self._size + 1, row * self._size + 1, self._size, self._size))
        painter.end()

    def _point(self, place: Place | None) -> None:
        if self._pointable and place != self._place:
            self._place = place
            self.update()
            self.pointed.emit(place)
