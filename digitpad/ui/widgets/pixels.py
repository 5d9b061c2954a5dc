"""28×28 pixels of ink as Qt paints them: white on black in either theme, as in the data."""

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from digitpad.core.drawing.rasterise import Image
from digitpad.core.network import SIDE


def to_qimage(ink: Image) -> QImage:
    """Ink (28, 28) from 0 to 1 as a grey image."""
    grey = np.ascontiguousarray(ink * 255 + 0.5, np.uint8)
    # A copy, since QImage does not keep the array alive.
    return QImage(grey.data, SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8).copy()


def square_in(widget: QWidget) -> QRect:
    """The largest centred square of the widget whose 28×28 pixels are all of one whole size."""
    side = max(min(widget.width(), widget.height()) // SIDE, 1) * SIDE
    return QRect((widget.width() - side) // 2, (widget.height() - side) // 2, side, side)


class ImageView(QWidget):
    """A small picture of 28×28 pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = np.zeros((SIDE, SIDE), np.float32)
        self._image = to_qimage(self._ink)
        self.setFixedSize(3 * SIDE, 3 * SIDE)

    def set_image(self, ink: Image) -> None:
        """Show ink (28, 28) from 0 to 1."""
        if ink is not self._ink:
            self._ink, self._image = ink, to_qimage(ink)
            self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.drawImage(square_in(self), self._image)
        painter.end()
