"""Turning and fitting images: which way round they are, and the form in which a network reads digits best."""

from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image

from digitpad import paths
from digitpad.core.dataset import scale_to_input
from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.models.arrays import read_model
from digitpad.core.network import SIDE, Labels, Network
from digitpad.core.pictures.normalise import centred, cropped
from digitpad.core.readers.raw import Array

_STRETCHED = 1.02  # an image whose ink is so near to the wanted size is not resampled

# What each does to images (n, height, width); views where NumPy can.
TURNED: dict[str, Callable[[Array], Array]] = {
    "none": lambda images: images,
    "transpose": lambda images: images.swapaxes(1, 2),
    "mirror": lambda images: images[:, :, ::-1],
    "flip": lambda images: images[:, ::-1],
    "rotate-left": lambda images: images.swapaxes(1, 2)[:, ::-1],
    "rotate-right": lambda images: images.swapaxes(1, 2)[:, :, ::-1],
    "rotate-180": lambda images: images[:, ::-1, ::-1],
}
_SAMPLE = 500
_SURELY = 0.5  # read correctly by so many when turned the right way, where digits are concerned
_MARGIN = 0.2  # more than any other way


@cache
def referee() -> Network:
    """The built-in network, which knows how digits stand."""
    return read_model(paths.BUNDLED_MODEL).network


def sample_rows(n: int, most: int = _SAMPLE) -> Array:
    """Up to `most` of n rows at equal distances."""
    return np.linspace(0, n - 1, min(n, most)).astype(np.intp)


def accuracy_of(ink: Array, y: Labels, full: float) -> float:
    """How many of the images (n, 28, 28), ink from 0 to `full`, the built-in network reads as their labels say."""
    Z = referee().forward(scale_to_input(ink, full).astype(referee().dtype, copy=False)).Z
    return float((Z.argmax(axis=1) == y).mean())


def best_turn(ink: Array, y: Labels, full: float) -> str:
    """By which turn the images (n, 28, 28) fit digits best; "none" unless one is better than as they stand by far."""
    found = {name: accuracy_of(np.ascontiguousarray(turn(ink)), y, full) for name, turn in TURNED.items()}
    best = max(found, key=lambda name: found[name])
    return best if found[best] > _SURELY and found[best] > found["none"] + _MARGIN else "none"


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
    strongest = float(image.max())
    if strongest <= 0:
        return image
    ink = cropped(np.asarray(image / strongest, np.float32))
    scale = DEFAULT.box / max(ink.shape)
    if not 1 / _STRETCHED < scale < _STRETCHED:
        height, width = (max(1, round(side * scale)) for side in ink.shape)
        way = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
        ink = np.clip(np.asarray(Image.fromarray(np.ascontiguousarray(ink)).resize((width, height), way)), 0, 1)
        ink = ink / max(float(ink.max()), 1e-6)
    return centred(ink * np.float32(strongest), DEFAULT.centre)
