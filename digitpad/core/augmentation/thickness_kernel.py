"""Wider and thinner strokes. The method is described at reference.thickened."""

import numpy as np

from digitpad.core.compiling import helper
from digitpad.core.network import SIDE, Floats

MARGIN = 2  # of background about a padded image
INSIDE_END = MARGIN + SIDE


@helper
def thicken(padded: Floats, pixels: float, changed: Floats, eroded: Floats) -> None:
    """Put the padded image (32, 32), its strokes that many pixels wider, into `changed`.

    `eroded` is scratch. Both are of the shape of `padded`, and background where the image is not.
    """
    part = padded.dtype.type(abs(pixels) / 2)
    if pixels >= 0:
        for i in range(MARGIN, INSIDE_END):
            for j in range(MARGIN, INSIDE_END):
                ink = padded[i, j]
                changed[i, j] = ink + part * (_largest(padded, i, j) - ink)
        return
    for i in range(MARGIN, INSIDE_END):
        for j in range(MARGIN, INSIDE_END):
            eroded[i, j] = _smallest(padded, i, j)
    for i in range(MARGIN, INSIDE_END):
        for j in range(MARGIN, INSIDE_END):
            changed[i, j] = padded[i, j] + part * (eroded[i, j] - _largest(eroded, i, j))


@helper
def _largest(image: Floats, i: int, j: int) -> np.floating:
    return max(max(image[i - 1, j], image[i + 1, j]), max(max(image[i, j - 1], image[i, j + 1]), image[i, j]))


@helper
def _smallest(image: Floats, i: int, j: int) -> np.floating:
    return min(min(image[i - 1, j], image[i + 1, j]), min(min(image[i, j - 1], image[i, j + 1]), image[i, j]))
