"""Thousands of points as one picture, each a dot or its digit, faster than a painter draws them."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from digitpad.core.network import CLASSES, Floats, Labels
from digitpad.ui.style.type import NAME, px
from digitpad.ui.theme import colours
from digitpad.ui.widgets.painting import digit_colours

_FADED = 0.15  # how much of its colour a faded point keeps
_FAINTEST = 0.1  # part of a pixel that a shape covers and that is painted
_SIDE = 9  # of a stamp, in device-independent pixels at 100 %

# The rows and columns of a shape's pixels, and their colours as 0xRRGGBB.
Shape = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.uint32]]


class Stamps:
    """The shape of each digit's points as pixels beside the point's own and the colours these get."""

    def __init__(self, as_digits: bool, ratio: float, font: QFont) -> None:
        """`ratio` is the number of pixels for each device-independent one. The colours are those of the theme now."""
        self._ground = QColor(colours().surface)
        self._side = round(px(_SIDE) * ratio) | 1
        self._shapes = {
            (digit, faded): self._shape(digit, as_digits, faded, font)
            for digit in range(CLASSES)
            for faded in (True, False)
        }

    def paint(self, places: Floats, digits: Labels, among: npt.NDArray[np.bool_], width: int, height: int) -> QImage:
        """A picture of points (n, 2), x and y in pixels, of digits (n,). Those not `among` (n,) are faded."""
        margin = self._side
        padded = np.full((height + 2 * margin, width + 2 * margin), self._ground.rgb(), np.uint32)
        flat = padded.ravel()
        corner = np.round(places).astype(np.intp) + margin - self._side // 2
        inside = ((corner >= 0) & (corner < np.array([width, height]) + margin)).all(axis=1)
        start = corner[:, 1] * padded.shape[1] + corner[:, 0]
        for faded in (True, False):
            for digit in range(CLASSES):
                chosen = start[inside & (digits == digit) & (among != faded)]
                rows, columns, colour = self._shapes[digit, faded]
                flat[chosen[:, None] + rows * padded.shape[1] + columns] = colour
        cut = np.ascontiguousarray(padded[margin : margin + height, margin : margin + width])
        return QImage(cut.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()

    def _shape(self, digit: int, as_digit: bool, faded: bool, font: QFont) -> Shape:
        alpha = self._alpha(digit if as_digit else None, font)
        rows, columns = np.nonzero(alpha > _FAINTEST)
        strength = alpha[rows, columns, None] * (_FADED if faded else 1.0)
        ground, full = (np.array([c.red(), c.green(), c.blue()]) for c in (self._ground, digit_colours()[digit]))
        red, green, blue = np.round(ground + strength * (full - ground)).astype(np.uint32).T
        return rows, columns, (red << 16) | (green << 8) | blue

    def _alpha(self, digit: int | None, font: QFont) -> Floats:
        """How much of a stamp's pixels (side, side) is covered, 0 to 1."""
        side = self._side
        image = QImage(side, side, QImage.Format.Format_Grayscale8)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if digit is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("white"))
            painter.drawEllipse(QRectF(side * 0.22, side * 0.22, side * 0.56, side * 0.56))
        else:
            glyph = QFont(font)
            glyph.setPixelSize(round(side * 1.15))
            glyph.setWeight(NAME.weight)
            painter.setFont(glyph)
            painter.setPen(QColor("white"))
            painter.drawText(QRectF(-side, -side, 3 * side, 3 * side), Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.end()
        alpha: Floats = np.array(image.constBits()).reshape(side, image.bytesPerLine())[:, :side] / 255
        return alpha
