"""Images of any shape and range become (n, 28, 28) with ink, as bytes where nothing is lost by that."""

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image

from digitpad.core.errors import DataError
from digitpad.core.network import SIDE
from digitpad.core.readers.pairs import image_axis
from digitpad.core.readers.raw import Array

_BOX = 20  # pixels; digits fill this much of an image of MNIST, and all of a smaller image
_AT_ONCE = 10_000
_STANDARDISED = (-0.4242, 2.8215)  # (0 - mean) / sd and (1 - mean) / sd of MNIST
_NEAR = 0.01


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
        for start in range(0, len(part), _AT_ONCE):
            some = part[start : start + _AT_ONCE]
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
    for start in range(0, n, _AT_ONCE):
        some = images[start : start + _AT_ONCE].astype(np.float32)
        bounds = some.min(), some.max()
        place[start : start + _AT_ONCE] = np.clip(down @ some @ across.T, *bounds)
    verb = "scaled down" if side > SIDE else "enlarged"
    notes.append(
        f"{height}×{width} {verb} to {size[0]}×{size[1]}" + (" in the middle of 28×28" if inner < SIDE else "")
    )
    return result


def _resampling(before: int, after: int) -> Array:
    """The matrix (after, before) that resamples a column of pixels: bicubic, or averages when it gets smaller."""
    way = Image.Resampling.BICUBIC if after > before else Image.Resampling.BOX
    return np.asarray(Image.fromarray(np.eye(before, dtype=np.float32)).resize((before, after), way))
