"""The random amounts by which each image is varied.

Each is made from random numbers with a fixed place in the sequence that belongs to the image's key, so that it does not
depend on which other parts are on. augment_kernel.py makes the same amounts from the same places.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import Keys, uniform
from digitpad.core.network import PIXELS, SIDE

GRID = 7  # control points along each side
SPACING = 7.0  # pixels
# Images with less ink than one pixel of full ink has (2, from -1 to 1) have no centre of mass worth keeping.
MIN_INK = 2.0
# The elastic distortion does not move with the ink that is put back, so the ink changes a little with its place.
CENTRING_PASSES = 2
# Where the control points lie along a side, in pixels from the image's centre; one is beyond each edge.
CONTROLS = SPACING * (np.arange(GRID) - (GRID - 1) / 2)


def b_spline(t: float) -> float:
    """The cubic B-spline at a distance of t control points: a bump of width 4; copies at distance 1 add up to 1."""
    t = abs(t)
    if t < 1:
        return 2 / 3 - t * t + t**3 / 2
    return (2 - t) ** 3 / 6 if t < 2 else 0.0


# (28, GRID): how much each control point counts for each pixel; the field of controls C is WEIGHTS C WEIGHTS^T.
WEIGHTS = np.array([[b_spline((pixel + 0.5 - SIDE / 2 - at) / SPACING) for at in CONTROLS] for pixel in range(SIDE)])


# Where in a key's sequence of random numbers each part has its own.
SHIFT, ROTATION, SCALE, SHEAR, THICKNESS, ELASTIC = 0, 2, 3, 4, 5, 6
NOISE = ELASTIC + 2 * GRID * GRID
_END = NOISE + 3 * PIXELS

Reals = npt.NDArray[np.float64]


class SampledTransforms(NamedTuple):
    """Amounts for n images. The first of two axes is always down, the second right."""

    shift: Reals  # pixels (n, 2)
    rotation: Reals  # radians anticlockwise (n,)
    scale: Reals  # the logarithm of the factor (n,)
    shear: Reals  # (n,)
    thickness: Reals  # pixels (n,)
    elastic: Reals  # displacement of the control points in pixels (n, 2, GRID, GRID)
    noise: Reals  # what is added to each pixel (n, 784)


def draw(keys: Keys, augmentation: Augmentation) -> SampledTransforms:
    """The amounts for the images with these keys (n,)."""
    numbers = uniform(keys, _END if augmentation.noise else NOISE)
    even = 2 * numbers[:, :NOISE] - 1  # from -1 to 1
    n = len(keys)
    if augmentation.resamples:
        shift = augmentation.shift * even[:, SHIFT:ROTATION]
    else:
        shift = np.floor(numbers[:, SHIFT:ROTATION] * (2 * augmentation.shift + 1)) - augmentation.shift
    normal = np.zeros((n, PIXELS))
    if augmentation.noise:
        # Three even numbers add up to something close to a normal distribution, of variance 1/4; it ends at 3 sd.
        normal = 2 * numbers[:, NOISE:].reshape(n, PIXELS, 3).sum(axis=2) - 3
    return SampledTransforms(
        shift=shift,
        rotation=np.radians(augmentation.rotation) * even[:, ROTATION],
        scale=augmentation.scale * even[:, SCALE],
        shear=augmentation.shear * even[:, SHEAR],
        thickness=augmentation.thickness * even[:, THICKNESS],
        elastic=augmentation.elastic * even[:, ELASTIC:NOISE].reshape(n, 2, GRID, GRID),
        noise=augmentation.noise * normal,
    )
