"""Bringing ink into the form the network was trained on.

As MNIST was made (LeCun et al. 1998): the ink fits a box of 20×20 with its aspect kept, and its centre of mass lies at
the centre of the 28×28. Here the strokes are moved and scaled, not the pixels, so that the pen keeps its width
whatever the size of the drawing.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.rasterise import Image, Path, rasterise
from digitpad.core.network import SIDE, Floats

BOX = 20.0
# Where MNIST's images have their centre of mass: pixel index 14, whose middle is 14.5 in canvas units.
CENTRE = 14.5
# The ink's pixels change a little with its place, so the place is found in two passes; then it is right to 0.02 px.
_PASSES = 2
PEN_WIDTH = 2.4
PEN_WIDTHS = (1.0, 5.0)


def normalise(paths: Sequence[Path], pen_width: float = PEN_WIDTH) -> Image:
    """The normalised ink (28, 28), 0 to 1, of paths in any units; an empty image when there are none.

    The drawn ink, pen included, is BOX pixels along its longer side. A drawing without extent is a centred dot.
    """
    if not paths:
        return np.zeros((SIDE, SIDE), np.float32)
    everything = np.concatenate(paths)
    low, high = everything.min(axis=0), everything.max(axis=0)
    extent = float((high - low).max())
    scale = (BOX - pen_width) / extent if extent > 0 else 0.0
    middle = (low + high) / 2
    boxed = [(path - middle) * scale for path in paths]
    # Lopsided ink may come less far than its centre of mass asks for: it stays inside the image, whole.
    room = SIDE / 2 - (high - low) * scale / 2 - pen_width / 2
    place = np.full(2, CENTRE)
    for _ in range(_PASSES):
        ink = rasterise([path + place for path in boxed], pen_width)
        place = np.clip(place + CENTRE - centre_of_mass(ink), SIDE / 2 - room, SIDE / 2 + room)
    return rasterise([path + place for path in boxed], pen_width)


def centre_of_mass(ink: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """The centre of mass (x, y) of ink (rows, columns) in canvas units; the middle of the image when it is empty."""
    total = float(ink.sum())
    rows, columns = ink.shape
    if total <= 0:
        return np.array([columns / 2, rows / 2])
    x = ink.sum(axis=0) @ (np.arange(columns) + 0.5)
    y = ink.sum(axis=1) @ (np.arange(rows) + 0.5)
    return np.array([x, y], np.float64) / total


def to_input(ink: Image) -> Floats:
    """One image (28, 28) of ink 0 to 1 as the network takes it: (1, 784) float32 in [-1, 1]."""
    return ink.reshape(1, -1) * np.float32(2) - np.float32(1)
