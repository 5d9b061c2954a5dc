"""Turning images, and finding out which way round they are: as a network that reads digits reads them best."""

from collections.abc import Callable
from functools import cache

import numpy as np

from digitpad import paths
from digitpad.core.dataset import scale_to_input
from digitpad.core.models.arrays import read_model
from digitpad.core.network import Labels, Network
from digitpad.core.readers.raw import Array

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
