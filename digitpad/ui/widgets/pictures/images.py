"""Numbers as colours, the same in every view: signed ones diverge from zero in the middle, others are brightness."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.network import SIDE, Floats
from digitpad.ui.theme import colours

_RADIUS = 4
RGB = npt.NDArray[np.uint8]


def signed_colours(values: Floats, limit: float | None = None) -> RGB:
    """Colours (..., 3) for signed values: blue above zero, the page's colour at zero, orange below.

    So what speaks for an answer has the answer's colour. `limit` is the size that has the full colour; by default the
    largest of the values.
    """
    theme = colours()
    ground, above, below = (_rgb(each) for each in (theme.surface, theme.training, theme.validation))
    size = np.abs(values).max(initial=0.0) if limit is None else limit
    strength = np.clip(np.asarray(values, np.float64) / (size or 1.0), -1, 1)[..., None]
    full = np.where(strength < 0, below, above)
    rgb: RGB = np.round(ground + np.abs(strength) * (full - ground)).astype(np.uint8)
    return rgb


def _rgb(colour: str) -> Floats:
    shade = QColor(colour)
    return np.array((shade.red(), shade.green(), shade.blue()), np.float64)


def grey(values: Floats, limit: float | None = None) -> RGB:
    """Colours (..., 3) for values from 0: black at zero, white at `limit`, by default the largest of the values."""
    size = values.max(initial=0.0) if limit is None else limit
    level = np.clip(np.asarray(values, np.float64) / (size or 1.0), 0, 1)[..., None]
    rgb: RGB = np.round(255 * np.repeat(level, 3, axis=-1)).astype(np.uint8)
    return rgb


def to_qimage(rgb: RGB) -> QImage:
    """Colours (height, width, 3) as an image."""
    data = np.ascontiguousarray(rgb)
    height, width, _ = data.shape
    # A copy, since QImage does not keep the array alive.
    return QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def ink_to_qimage(ink: Ink) -> QImage:
    """Ink (height, width) from 0 to 1 as a grey image."""
    grey = np.ascontiguousarray(ink * 255 + 0.5, np.uint8)
    height, width = grey.shape
    # A copy, since QImage does not keep the array alive.
    return QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


def square_in(widget: QWidget) -> QRect:
    """The largest centred square of the widget whose 28×28 pixels are all of one whole size."""
    side = max(min(widget.width(), widget.height()) // SIDE, 1) * SIDE
    return QRect((widget.width() - side) // 2, (widget.height() - side) // 2, side, side)


class ImageView(QWidget):
    """A small picture of 28×28 pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._ink = np.zeros((SIDE, SIDE), np.float32)
        self._image = ink_to_qimage(self._ink)
        self.setFixedSize(3 * SIDE, 3 * SIDE)

    def set_image(self, ink: Ink) -> None:
        """Show ink (28, 28) from 0 to 1."""
        if ink is not self._ink:
            self._ink, self._image = ink, ink_to_qimage(ink)
            self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawImage(square_in(self), self._image)
        painter.end()
