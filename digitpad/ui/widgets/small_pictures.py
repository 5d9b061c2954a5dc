"""Small pictures of 28×28 pixels side by side."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE
from digitpad.ui.colour_scales import RGB, to_qimage
from digitpad.ui.theme import SPACE, colours, scaled

_GAP = SPACE // 2


class SmallPictures(QWidget):
    """Up to `columns` × `rows` pictures, each with a caption beneath it, with room for all from the beginning."""

    def __init__(self, columns: int, rows: int = 1, pixel: int = 1, parent: QWidget | None = None) -> None:
        """`pixel` is the size of a picture's pixel on the screen."""
        super().__init__(parent)
        self._columns, self._rows = columns, rows
        self._side = pixel * SIDE
        self._pictures = np.empty((0, SIDE, SIDE, 3), np.uint8)
        self._captions: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self._columns * (self._side + _GAP) - _GAP
        return QSize(width, round(self._rows * (self._side + self._caption_height() + _GAP) - _GAP))

    def set_pictures(self, pictures: RGB, captions: Sequence[str]) -> None:
        """Show pictures (n, 28, 28, 3) and a caption for each."""
        self._pictures, self._captions = pictures, captions
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        theme = colours()
        painter.setFont(scaled(self.font(), 0.8))
        caption_height = self._caption_height()
        for number in range(self._columns * self._rows):
            row, column = divmod(number, self._columns)
            left, top = column * (self._side + _GAP), row * (self._side + caption_height + _GAP)
            square = QRectF(left, top, self._side, self._side)
            if number >= len(self._pictures):
                painter.fillRect(square, QColor(theme.track))
                continue
            painter.drawImage(square, to_qimage(self._pictures[number]))
            painter.setPen(QColor(theme.faint))
            below = QRectF(left - _GAP, square.bottom(), self._side + 2 * _GAP, caption_height)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._captions[number])
        painter.end()

    def _caption_height(self) -> float:
        return QFontMetricsF(scaled(self.font(), 0.8)).height()
