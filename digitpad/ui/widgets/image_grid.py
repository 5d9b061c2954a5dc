"""Many small pictures of digits."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.network import SIDE, Floats
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.pixels import to_qimage

_GAP = SPACE // 2


class ImageGrid(QWidget):
    """Images in rows and columns, as large as whole multiples of their pixels allow."""

    def __init__(self, columns: int, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns, self._rows = columns, rows
        self._images: list[QImage] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_images(self, ink: Floats) -> None:
        """Show ink (n, 28, 28) from 0 to 1; the first ones, if there are more than have room."""
        self._images = [to_qimage(each) for each in ink[: self._columns * self._rows]]
        self.update()

    def sizeHint(self) -> QSize:
        return self._size(2)

    def minimumSizeHint(self) -> QSize:
        return self._size(1)

    def paintEvent(self, _event: object) -> None:
        across = (self.width() - (self._columns - 1) * _GAP) // (self._columns * SIDE)
        down = (self.height() - (self._rows - 1) * _GAP) // (self._rows * SIDE)
        scale = max(1, min(across, down))
        whole = self._size(scale)
        left, top = (self.width() - whole.width()) // 2, (self.height() - whole.height()) // 2
        painter = QPainter(self)
        for number, image in enumerate(self._images):
            row, column = divmod(number, self._columns)
            x, y = left + column * (scale * SIDE + _GAP), top + row * (scale * SIDE + _GAP)
            painter.drawImage(QRect(x, y, scale * SIDE, scale * SIDE), image)
        painter.end()

    def _size(self, scale: int) -> QSize:
        width, height = (n * scale * SIDE + (n - 1) * _GAP for n in (self._columns, self._rows))
        return QSize(width, height)
