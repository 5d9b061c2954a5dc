"""The random amounts of one image, as amounts.py has them for many."""

import math

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.amounts import CONTROLS, ELASTIC, GRID, NOISE, ROTATION, SCALE, SHEAR, SHIFT, THICKNESS
from digitpad.core.jit.decorators import jit_inline
from digitpad.core.jit.random_kernel import uniform_at

Reals = npt.NDArray[np.float64]


@jit_inline
def even_number(key: np.uint64, place: int) -> float:
    """The same from -1 to 1."""
    return 2 * uniform_at(key, place) - 1


@jit_inline
def whole_shift(key: np.uint64, axis: int, most: int) -> int:
    """A whole number of pixels from -most to most, down for axis 0, right for axis 1."""
    return math.floor(uniform_at(key, SHIFT + axis) * (2 * most + 1)) - most


@jit_inline
def real_shift(key: np.uint64, axis: int, most: float) -> float:
    """Pixels from -most to most, down for axis 0, right for axis 1."""
    return most * even_number(key, SHIFT + axis)


@jit_inline
def thickness_of(key: np.uint64, most: float) -> float:
    """Pixels by which strokes get wider."""
    return most * even_number(key, THICKNESS)


@jit_inline
def draw_inverse(key: np.uint64, rotation: float, scale: float, shear: float, inverse: Reals) -> None:
    """Put the inverse of scale · rotation · shear into `inverse` (2, 2); rotation in degrees."""
    angle = math.radians(rotation) * even_number(key, ROTATION)
    slant = shear * even_number(key, SHEAR)
    factor = math.exp(-scale * even_number(key, SCALE))
    cos, sin = math.cos(angle), math.sin(angle)
    inverse[0, 0], inverse[0, 1] = factor * cos, factor * sin
    inverse[1, 0], inverse[1, 1] = factor * (slant * cos - sin), factor * (slant * sin + cos)


@jit_inline
def draw_controls(key: np.uint64, elastic: float, inverse: Reals, controls: Reals) -> None:
    """Put the displacement of the control points, affine and elastic, into `controls` (2, GRID, GRID)."""
    for axis in range(2):
        for i in range(GRID):
            for j in range(GRID):
                own = CONTROLS[i] if axis == 0 else CONTROLS[j]
                place = ELASTIC + (axis * GRID + i) * GRID + j
                affine = inverse[axis, 0] * CONTROLS[i] + inverse[axis, 1] * CONTROLS[j] - own
                controls[axis, i, j] = affine + elastic * even_number(key, place)


@jit_inline
def normal_number(key: np.uint64, pixel: int) -> float:
    """Noise of standard deviation 1 for a pixel: the sum of three even numbers is close to a normal distribution."""
    place = NOISE + 3 * pixel
    three = uniform_at(key, place) + uniform_at(key, place + 1) + uniform_at(key, place + 2)
    return 2 * three - 3
