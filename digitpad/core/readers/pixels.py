"""Images of any shape and range become (n, 28, 28) with ink, as bytes where nothing is lost by that; turned the right
way round, and fitted as a network reads digits best.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from PIL import Image

from digitpad import paths
from digitpad.core.dataset import scale_to_input
from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.errors import DataError
from digitpad.core.models.arrays import read_model
from digitpad.core.network import SIDE, Labels, Network
from digitpad.core.pictures.normalise import centred, cropped
from digitpad.core.readers.pairs import Array, image_axis
from digitpad.core.tasks import chunks

_BOX = 20  # pixels; digits fill this much of an image of MNIST, and all of a smaller image
_CHUNK_SIZE = 10_000
_STANDARDISED = (-0.4242, 2.8215)  # (0 - mean) / sd and (1 - mean) / sd of MNIST
_NEAR = 0.01
_STRETCHED = 1.02  # an image whose ink is so near to the wanted size is not resampled
_SAMPLE = 500
_SURELY = 0.5  # read correctly by so many when turned the right way, where digits are concerned
_MARGIN = 0.2  # more than any other way


def squared(images: Array, n: int | None, columns: bool, notes: list[str]) -> Array:
    """A view (n, height, width) of images of any form, grey if they were in colour."""
    axis = image_axis(images, n)
    if axis is None:
        raise DataError(f"the images are {images.dtype} {images.shape}, but (n, 784) or (n, 28, 28) is needed.")
    if axis:
        notes.append(f"images taken from the last axis of {images.shape}")
        columns_last = columns and images.ndim == 3
        images = np.moveaxis(images, axis, 0)
        if columns_last:
            return images
    if images.ndim == 2:
        side = math.isqrt(images.shape[1])
        images = images.reshape(len(images), side, side)
    elif images.ndim == 4:
        images = _one_channel(images, notes)
    return images


def _one_channel(images: Array, notes: list[str]) -> Array:
    channels = 1 if images.shape[1] in (1, 3, 4) and images.shape[3] not in (1, 3, 4) else 3
    planes = np.moveaxis(images, channels, 0)
    if len(planes) == 1:
        grey: Array = planes[0]
        return grey
    notes.append("colours turned into grey")
    red, green, blue = planes[:3]
    mixed: Array = np.float32(0.299) * red + np.float32(0.587) * green + np.float32(0.114) * blue
    return np.round(mixed).astype(np.uint8) if images.dtype == np.uint8 else mixed


def range_of(parts: Sequence[Array]) -> tuple[float, float, bool]:
    """Minimum, maximum, and whether all values are whole numbers. Raises DataError unless all are finite."""
    low, high, whole = math.inf, -math.inf, True
    for part in parts:
        for rows in chunks(len(part), _CHUNK_SIZE):
            some = part[rows]
            if some.dtype.kind == "f":
                if not np.isfinite(some).all():
                    raise DataError("the images have values that are not finite numbers; clean the file.")
                whole = whole and bool((some == np.round(some)).all())
            low, high = min(low, float(some.min())), max(high, float(some.max()))
    return low, high, whole


def scale_of(low: float, high: float, whole: bool, side: int) -> tuple[float, float]:
    """The values of background and of full ink, by the range in which all values lie.

    Raises DataError for a range that no usual file has.
    """
    if low >= 0:
        if high <= 1:
            return 0.0, 1.0
        if whole and high <= 16 and side == 8:
            return 0.0, 16.0
        if high <= 255 and (whole or high > 2):
            return 0.0, 255.0
        if whole and high <= 65535:
            return 0.0, 65535.0
    if -1 <= low < -0.9 and high <= 1:  # the background is there in every set
        return -1.0, 1.0
    if -0.5 <= low < -0.45 and high <= 0.5:
        return -0.5, 0.5
    if all(abs(one - other) < _NEAR for one, other in zip((low, high), _STANDARDISED, strict=True)):
        return low, high
    raise DataError(
        f"the images go from {low:g} to {high:g}, but 0 to 1, -1 to 1 or 0 to 255 is needed; say with --pixel-range "
        "LOW HIGH what is background and what is ink."
    )


def resized(images: Array, low: float, notes: list[str]) -> Array:
    """Images (n, height, width) of any size in 28×28: small ones enlarged to the size of MNIST's digits, large ones
    scaled down; `low` is the value of the background around them."""
    n, height, width = images.shape
    side = max(height, width)
    if (height, width) == (SIDE, SIDE):
        return images
    inner = SIDE if side > SIDE else max(side, _BOX)
    size = [max(1, round(each * inner / side)) for each in (height, width)]
    dtype = images.dtype if inner == side else np.dtype(np.float32)
    result = np.full((n, SIDE, SIDE), low, dtype)
    top, left = ((SIDE - each) // 2 for each in size)
    place = result[:, top : top + size[0], left : left + size[1]]
    if inner == side:
        place[:] = images
        notes.append(f"{height}×{width} placed in the middle of 28×28")
        return result
    down, across = _resampling(height, size[0]), _resampling(width, size[1])
    for rows in chunks(n, _CHUNK_SIZE):
        some = images[rows].astype(np.float32)
        bounds = some.min(), some.max()
        place[rows] = np.clip(down @ some @ across.T, *bounds)
    verb = "scaled down" if side > SIDE else "enlarged"
    notes.append(
        f"{height}×{width} {verb} to {size[0]}×{size[1]}" + (" in the middle of 28×28" if inner < SIDE else "")
    )
    return result


def _resampling(before: int, after: int) -> Array:
    """The matrix (after, before) that resamples a column of pixels: bicubic, or averages when it gets smaller."""
    way = Image.Resampling.BICUBIC if after > before else Image.Resampling.BOX
    return np.asarray(Image.fromarray(np.eye(before, dtype=np.float32)).resize((before, after), way))


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


@cache
def referee() -> Network:
    """The built-in network, which knows how digits stand."""
    return read_model(paths.BUNDLED_MODEL).network


def sample_rows(n: int, most: int = _SAMPLE) -> Array:
    """Up to `most` of n rows at equal distances."""
    return np.linspace(0, n - 1, min(n, most)).astype(np.intp)


def accuracy_of(ink: Array, y: Labels, full: float) -> float:
    """How many of the images (n, 28, 28), ink from 0 to `full`, the built-in network reads as their labels say."""
    Z = referee().forward(scale_to_input(ink, full)).Z
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
