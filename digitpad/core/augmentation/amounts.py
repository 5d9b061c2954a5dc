"""The random amounts by which each image is varied.

Each is made from random numbers with a fixed place in the sequence that belongs to the image's key, so that it does not
depend on which other parts are on. augment_kernel.py makes the same amounts from the same places.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.augmentation.spline import GRID
from digitpad.core.counter_random import Keys, uniform
from digitpad.core.network import PIXELS

# Where in a key's sequence of random numbers each part has its own.
SHIFT, ROTATION, SCALE, SHEAR, THICKNESS, ELASTIC = 0, 2, 3, 4, 5, 6
NOISE = ELASTIC + 2 * GRID * GRID
_END = NOISE + 3 * PIXELS

Reals = npt.NDArray[np.float64]


class Amounts(NamedTuple):
    """Amounts for n images. The first of two axes is always down, the second right."""

    shift: Reals  # pixels (n, 2)
    rotation: Reals  # radians anticlockwise (n,)
    scale: Reals  # the logarithm of the factor (n,)
    shear: Reals  # (n,)
    thickness: Reals  # pixels (n,)
    elastic: Reals  # displacement of the control points in pixels (n, 2, GRID, GRID)
    noise: Reals  # what is added to each pixel (n, 784)


def draw(keys: Keys, augmentation: Augmentation) -> Amounts:
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
    return Amounts(
        shift=shift,
        rotation=np.radians(augmentation.rotation) * even[:, ROTATION],
        scale=augmentation.scale * even[:, SCALE],
        shear=augmentation.shear * even[:, SHEAR],
        thickness=augmentation.thickness * even[:, THICKNESS],
        elastic=augmentation.elastic * even[:, ELASTIC:NOISE].reshape(n, 2, GRID, GRID),
        noise=augmentation.noise * normal,
    )
