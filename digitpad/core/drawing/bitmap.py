"""Bringing a picture of a digit, from a scan or another program, into the form the network was trained on."""

import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow

from digitpad.core.drawing.normalise import DEFAULT, Normalisation, centre_of_mass
from digitpad.core.drawing.pen_width import with_trained_pen
from digitpad.core.drawing.rasterise import Image
from digitpad.core.errors import DataError
from digitpad.core.network import SIDE

# Ink weaker than this share of the strongest is paper, shade or compression noise.
_NOISE = 0.1
_FAINTEST = 0.05


def normalise_bitmap(grey: npt.NDArray[np.float32], how: Normalisation = DEFAULT) -> Image:
    """The normalised ink (28, 28), 0 to 1, of a picture (height, width) of grey values 0 to 1.

    The paper's grey is the median of the picture's border, so dark on light and light on dark are read alike. The ink
    is cropped, its pen is made as wide as the network knows, it is fitted into the box with its aspect kept, and its
    centre of mass moved to the centre by whole pixels, as was done for MNIST: an image of MNIST itself comes back
    nearly as it was. Raises DataError for a picture without contrast.
    """
    ink = _cropped(with_trained_pen(_cropped(_ink(grey))))
    scale = how.box / max(ink.shape)
    height, width = (max(1, round(side * scale)) for side in ink.shape)
    fitted = Pillow.fromarray(ink).resize(
        (width, height), Pillow.Resampling.BOX if scale < 1 else Pillow.Resampling.BILINEAR
    )
    # Thin lines of a large picture fade as it shrinks; the strongest ink is full ink again.
    shrunk = np.clip(np.asarray(fitted), 0, 1)
    return _centred(shrunk / shrunk.max(), how.centre)


def _cropped(ink: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    rows, columns = (np.flatnonzero((ink > _NOISE).any(axis=axis)) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _ink(grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """How much each pixel differs from the paper, towards the side that differs most: 0 none, 1 the most."""
    paper = np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]))
    difference = grey - paper
    if -difference.min() > difference.max():
        difference = -difference
    strongest = difference.max()
    if strongest < _FAINTEST:
        raise DataError("The picture shows nothing that stands out from its background; give one with more contrast.")
    ink: Image = np.clip(difference, 0, None) / strongest
    return ink


def _centred(ink: npt.NDArray[np.float32], centre: float) -> Image:
    """Ink of at most 28×28 placed so that its centre of mass lies as near as whole pixels allow to the centre."""
    image = np.zeros((SIDE, SIDE), np.float32)
    x, y = np.round(centre - centre_of_mass(ink)).astype(int)
    height, width = ink.shape
    # Very lopsided ink stays inside the image rather than being cut off.
    left, top = min(max(x, 0), SIDE - width), min(max(y, 0), SIDE - height)
    image[top : top + height, left : left + width] = ink
    return image
