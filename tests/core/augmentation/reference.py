"""The slow and obvious way to vary images: one at a time, pixel by pixel. The fast ways are tested against it.

Coordinates are in pixels, y down and x right, from the corner of the image: the middle of its first pixel is
(0.5, 0.5) and the image's centre (14, 14). Outside the image is background.
"""

import math
from collections.abc import Callable

import numpy as np

from digitpad.core.augmentation.augment import (
    CENTRING_PASSES,
    CONTROLS,
    MIN_INK,
    SPACING,
    Reals,
    SampledTransforms,
    b_spline,
    draw,
)
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import Keys
from digitpad.core.network import BACKGROUND, SIDE, Floats

_CENTRE = SIDE / 2


def augmented_slowly(X: Floats, keys: Keys, augmentation: Augmentation) -> Floats:
    """See augment.augmented."""
    amounts = draw(keys, augmentation)
    images = X.astype(np.float64).reshape(-1, SIDE, SIDE)
    varied = [
        transformed(image, SampledTransforms(*(amount[i] for amount in amounts)), augmentation.deforms)
        for i, image in enumerate(images)
    ]
    return np.array(varied).reshape(X.shape).astype(X.dtype)


def transformed(image: Reals, amounts: SampledTransforms, keep_centre: bool) -> Reals:
    """The image (28, 28) varied by the amounts of one image.

    With `keep_centre` the centre of mass ends where it was, plus the shift: the images of MNIST are centred by it.
    """
    inked = thickened(image, float(amounts.thickness))
    moved = warped(inked, amounts, amounts.shift)
    shift = amounts.shift
    for _ in range(CENTRING_PASSES if keep_centre else 0):
        missed = centre_of_mass(image) + amounts.shift - centre_of_mass(moved)
        if not np.isnan(missed).any():
            shift = shift + missed
            moved = warped(inked, amounts, shift)
    return np.clip(moved + amounts.noise.reshape(SIDE, SIDE), -1, 1)


def thickened(image: Reals, pixels: float) -> Reals:
    """The image with strokes that many pixels wider, at most 2; thinner if negative.

    Dilation moves each edge by one pixel, and a blend with the image by a part of a pixel. Erosion does the same
    inwards, but leaves nothing of a stroke of 2 pixels. What it cannot give back, the image less its opening, is kept.
    """
    if pixels >= 0:
        target = _neighbours(image, max)
    else:
        eroded = _neighbours(image, min)
        target = eroded + image - _neighbours(eroded, max)
    return image + abs(pixels) / 2 * (target - image)


def warped(image: Reals, amounts: SampledTransforms, shift: Reals) -> Reals:
    """The image rotated, scaled, slanted and distorted about its centre, then shifted by `shift` (2,).

    What the middle p of a pixel shows lies in the image at c + M (p - c - shift) + elastic(p), where c is the centre
    and M the inverse of scale · rotation · shear.
    """
    cos, sin = math.cos(amounts.rotation), math.sin(amounts.rotation)
    unrotated = np.array([[cos, sin], [-sin, cos]])
    unsheared = np.array([[1, 0], [float(amounts.shear), 1]])
    inverse = math.exp(-amounts.scale) * unsheared @ unrotated
    result = np.empty((SIDE, SIDE))
    for row in range(SIDE):
        for column in range(SIDE):
            from_centre = np.array([row + 0.5, column + 0.5]) - _CENTRE
            y, x = _CENTRE + inverse @ (from_centre - shift) + _displacement(from_centre, amounts.elastic)
            result[row, column] = _between_pixels(image, y, x)
    return result


def centre_of_mass(image: Reals) -> Reals:
    """Where the ink has its centre (2,); nan for an image without ink."""
    ink = image - BACKGROUND
    if ink.sum() < MIN_INK:
        return np.full(2, np.nan)
    middles = np.arange(SIDE) + 0.5
    moments: Reals = np.array([ink.sum(axis=1) @ middles, ink.sum(axis=0) @ middles])
    return moments / float(ink.sum())


def _displacement(from_centre: Reals, controls: Reals) -> Reals:
    """The elastic displacement (2,) at a place, given those of the control points (2, GRID, GRID)."""
    weights_y = np.array([b_spline((from_centre[0] - at) / SPACING) for at in CONTROLS])
    weights_x = np.array([b_spline((from_centre[1] - at) / SPACING) for at in CONTROLS])
    return np.array([weights_y @ controls[0] @ weights_x, weights_y @ controls[1] @ weights_x])


def _between_pixels(image: Reals, y: float, x: float) -> float:
    """The image at any place, linear between the middles of the four pixels about it."""
    top, left = math.floor(y - 0.5), math.floor(x - 0.5)
    down, right = y - 0.5 - top, x - 0.5 - left
    upper = (1 - right) * _pixel(image, top, left) + right * _pixel(image, top, left + 1)
    lower = (1 - right) * _pixel(image, top + 1, left) + right * _pixel(image, top + 1, left + 1)
    return (1 - down) * upper + down * lower


def _neighbours(image: Reals, choose: Callable[[list[float]], float]) -> Reals:
    """The largest or smallest (`choose`) of each pixel and the four that share an edge with it."""
    result = np.empty((SIDE, SIDE))
    for row in range(SIDE):
        for column in range(SIDE):
            places = [(row, column), (row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
            result[row, column] = choose([_pixel(image, *place) for place in places])
    return result


def _pixel(image: Reals, row: int, column: int) -> float:
    inside = 0 <= row < SIDE and 0 <= column < SIDE
    return float(image[row, column]) if inside else BACKGROUND
