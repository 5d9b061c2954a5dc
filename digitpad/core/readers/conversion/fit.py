"""Fitting and centring images as drawings are: the form in which digits are read best."""

import numpy as np
from PIL import Image

from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.network import SIDE
from digitpad.core.readers.raw import Array

_NOISE = 0.1  # ink weaker than this share of the strongest is none
_STRETCHED = 1.02  # an image whose ink is so near to the wanted size is not resampled


def fitted(ink: Array) -> Array:
    """The images (n, 28, 28), bytes from 0 to 255 or float32 from -1 to 1, each with its ink scaled to the box that
    drawings are fitted to and its centre of mass in the middle. Images without ink stay as they are."""
    whole = ink.dtype == np.uint8
    result = np.empty((len(ink), SIDE, SIDE), ink.dtype)
    for number, image in enumerate(ink):
        values = image.astype(np.float32) / 255 if whole else (image.astype(np.float32) + 1) / 2
        fit = _fitted(values)
        result[number] = np.round(fit * 255) if whole else fit * 2 - 1
    return result


def _fitted(image: Array) -> Array:
    """An image (28, 28) of ink from 0 to 1."""
    strongest = image.max()
    rows, columns = (np.flatnonzero((image > _NOISE * strongest).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return image
    ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = DEFAULT.box / max(ink.shape)
    if not 1 / _STRETCHED < scale < _STRETCHED:
        height, width = (max(1, round(side * scale)) for side in ink.shape)
        way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
        ink = np.clip(np.asarray(Image.fromarray(np.ascontiguousarray(ink)).resize((width, height), way)), 0, 1)
        ink = ink * (strongest / max(float(ink.max()), 1e-6))
    return _centred(ink)


def _centred(ink: Array) -> Array:
    """Ink placed so that its centre of mass lies as near as whole pixels allow to the centre, and none is cut off."""
    total = ink.sum()
    height, width = ink.shape
    down = float((ink.sum(axis=1) @ (np.arange(height) + 0.5)) / total)
    across = float((ink.sum(axis=0) @ (np.arange(width) + 0.5)) / total)
    top = min(max(round(DEFAULT.centre - down), 0), SIDE - height)
    left = min(max(round(DEFAULT.centre - across), 0), SIDE - width)
    image = np.zeros((SIDE, SIDE), np.float32)
    image[top : top + height, left : left + width] = ink
    return image
