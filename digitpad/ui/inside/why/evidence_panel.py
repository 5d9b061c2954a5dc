"""The evidence of each pixel for one digit rather than another, and its sums."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.inspection.evidence import Evidence
from digitpad.core.network import SIDE
from digitpad.ui.inside.for_and_against import ForAndAgainst
from digitpad.ui.style.type import NAME
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import caption, text_label
from digitpad.ui.widgets.pictures.images import signed_colours
from digitpad.ui.widgets.pictures.pixel_map import PixelMap, Place

_PICTURE = 310  # pixels at 100 %


class EvidencePicture(QWidget):
    """A signed picture, and what the pixel pointed at says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence: Evidence | None = None
        self._ink: Ink = np.zeros((SIDE, SIDE), np.float32)
        self._place: Place | None = None
        self.picture = PixelMap(_PICTURE, pointable=True)
        self.picture.setAccessibleName(self.tr("Evidence of each pixel"))
        self.picture.setToolTip(
            self.tr("Blue: ink that speaks for the digit; orange: ink that speaks for its rival. Arrow keys move.")
        )
        self.picture.pointed.connect(self._point)
        self.pixel = caption()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.pixel)
        layout.addStretch(1)

    def set_evidence(self, found: Evidence, ink: Ink) -> None:
        """Show the evidence in the ink (28, 28) from 0 to 1."""
        self._evidence, self._ink = found, ink
        limit = float(f"{np.abs(found.pixels).max():.2g}") or 1.0
        self.picture.set_colours(signed_colours(found.pixels.reshape(SIDE, SIDE), limit), ink)
        self._show_pixel()

    def _point(self, place: Place | None) -> None:
        self._place = place
        self._show_pixel()

    def _show_pixel(self) -> None:
        if self._evidence is None or self._place is None:
            self.pixel.setText(self.tr("Point at a pixel to see its share."))
            return
        row, column = self._place
        ink, share = float(self._ink[row, column]), float(self._evidence.pixels[row * SIDE + column])
        if not ink:
            text = self.tr("Row {row}, column {column}: no ink, no evidence")
            self.pixel.setText(text.format(row=row, column=column))
            return
        text = self.tr("Row {row}, column {column}: x + 1 = {ink}, times {weight} = {share}")
        numbers = {"ink": f"{2 * ink:.2f}", "weight": _signed(share / (2 * ink)), "share": _signed(share)}
        self.pixel.setText(text.format(row=row, column=column, **numbers))


class EvidenceSums(QWidget):
    """What the pixels come to, as bars, and why one may add them up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = ForAndAgainst()
        self.method = caption()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(text_label(self.tr("For and against"), NAME))
        layout.addWidget(self.bars)
        layout.addWidget(self.method)

    def set_evidence(self, found: Evidence, digit: int, rival: int) -> None:
        """Show the sums of the evidence for `digit` rather than `rival`."""
        self.bars.set_evidence(found, digit, rival)
        text = (
            self.tr("Exact: with the same units on, the network is a sum over pixels. Without ink: {rest} for {digit}.")
            if found.exact
            else self.tr("Averaged along the way from a blank page to the drawing, which gives {rest} for {digit}.")
        )
        self.method.setText(text.format(rest=f"{abs(found.rest):.1f}", digit=digit if found.rest >= 0 else rival))


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")
