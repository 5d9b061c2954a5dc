"""Varying images with compiled loops, to the same numbers as augment.py."""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import (
    CENTRING_PASSES,
    CONTROLS,
    ELASTIC,
    GRID,
    NOISE,
    ROTATION,
    SCALE,
    SHEAR,
    SHIFT,
    THICKNESS,
)
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.augmentation.warp_kernel import MARGIN, PADDED, Sampling, centre_of_mass, sample, spread, thicken
from digitpad.core.counter_random import Keys
from digitpad.core.jit.decorators import jit, jit_entry, jit_inline
from digitpad.core.jit.random_kernel import bell_at, uniform_at
from digitpad.core.network import BACKGROUND, PIXELS, SIDE, Floats

Reals = npt.NDArray[np.float64]
Rows = npt.NDArray[np.integer[Any]]


@jit_inline
def even_number(key: np.uint64, place: int) -> float:
    """The number at `place` of those that belong to the key, from -1 to 1."""
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


class Room(NamedTuple):
    """Room for one image, padded (32, 32) or not, and for the field that it is varied by."""

    ink: Floats
    source: Floats
    eroded: Floats
    thick: Floats
    inverse: Reals
    controls: Reals
    fields: Reals
    sampling: Sampling

    @classmethod
    def of(cls, dtype: np.dtype[Any]) -> "Room":
        """For images of that dtype; what is about the image in `ink` and `source` is background."""
        ink, source, eroded = (np.full((PADDED, PADDED), BACKGROUND, dtype) for _ in range(3))
        fields = np.empty((2, 2)), np.empty((2, GRID, GRID)), np.empty((2, SIDE, SIDE))
        return cls(ink, source, eroded, np.empty(PIXELS, dtype), *fields, Sampling.of(ink))


class Strength(NamedTuple):
    """An Augmentation that does more than shift, as plain numbers that kernels read, and room for what it does."""

    affine: tuple[float, float, float]
    elastic: float
    thickness: float
    noise: float
    resamples: bool
    deforms: bool
    room: Room


class AugmentationParams(NamedTuple):
    """An Augmentation as kernels read it; `strength` is None if it shifts by whole pixels and does nothing else."""

    shift: float
    strength: Strength | None

    @classmethod
    def of(cls, augmentation: Augmentation, dtype: np.dtype[Any]) -> "AugmentationParams":
        """For images of that dtype."""
        a = augmentation
        if a.only_shifts:
            return cls(float(a.shift), None)
        affine = float(a.rotation), float(a.scale), float(a.shear)
        numbers = float(a.elastic), float(a.thickness), float(a.noise)
        return cls(float(a.shift), Strength(affine, *numbers, a.resamples, a.deforms, Room.of(dtype)))


def augmented_with_kernel(X: Floats, keys: Keys, augmentation: Augmentation) -> Floats:
    """See augment.augmented."""
    if X.shape != (len(keys), PIXELS):
        raise ValueError(f"{len(keys)} keys do not fit images of shape {X.shape}")  # kernels check no bounds
    # Read-only arrays would be another type, and compiled for once more.
    X, keys = np.require(X, requirements=["C", "W"]), np.require(keys, requirements=["C", "W"])
    result = np.empty_like(X)
    _augment_images(X, np.arange(len(X)), keys, *AugmentationParams.of(augmentation, X.dtype), result)
    return result


@jit_entry
def _augment_images(X: Floats, rows: Rows, keys: Keys, shift: float, strength: Strength | None, result: Floats) -> None:
    augment_rows(X, rows, keys, shift, strength, result)


@jit
def augment_rows(X: Floats, rows: Rows, keys: Keys, shift: float, strength: Strength | None, result: Floats) -> None:
    """Put the images `rows` (n,) of X, each varied by its key (n,), into `result` (n, 784).

    See AugmentationParams for shift and strength; there is room for more images than n in the keys and the result.
    """
    whole = math.floor(shift)
    if strength is None:
        for n in range(len(rows)):
            down, right = whole_shift(keys[n], 0, whole), whole_shift(keys[n], 1, whole)
            _copy_shifted(X[rows[n]], down, right, result[n])
    else:
        if strength.resamples:
            _resample(X, rows, keys, shift, strength, result)
        else:
            _thicken_and_shift(X, rows, keys, whole, strength, result)
        if strength.noise > 0:
            _add_noise(result[: len(rows)], keys, strength.noise)


@jit
def _resample(X: Floats, rows: Rows, keys: Keys, shift: float, strength: Strength, result: Floats) -> None:
    room = strength.room
    inverse, controls, fields = room.inverse, room.controls, room.fields
    rotation, scale, shear = strength.affine
    for n in range(len(rows)):
        image, key = X[rows[n]], keys[n]
        _put_ink(image, key, strength.thickness, room)
        draw_inverse(key, rotation, scale, shear, inverse)
        draw_controls(key, strength.elastic, inverse, controls)
        spread(controls[0], room.sampling, fields[0])
        spread(controls[1], room.sampling, fields[1])
        down, right = real_shift(key, 0, shift), real_shift(key, 1, shift)
        _sample_shifted(fields, inverse, down, right, room.sampling, result[n])
        if not strength.deforms:
            continue
        y, x, inked = centre_of_mass(image)
        y, x = y + down, x + right
        for _ in range(CENTRING_PASSES):
            moved_y, moved_x, still_inked = centre_of_mass(result[n])
            if inked and still_inked:
                down, right = down + (y - moved_y), right + (x - moved_x)
                _sample_shifted(fields, inverse, down, right, room.sampling, result[n])


@jit
def _thicken_and_shift(X: Floats, rows: Rows, keys: Keys, shift: int, strength: Strength, result: Floats) -> None:
    thickness, ink, thick = strength.thickness, strength.room.ink, strength.room.thick
    for n in range(len(rows)):
        image = X[rows[n]]
        down, right = whole_shift(keys[n], 0, shift), whole_shift(keys[n], 1, shift)
        if thickness == 0:
            _copy_shifted(image, down, right, result[n])
            continue
        _put_ink(image, keys[n], thickness, strength.room)
        for i in range(SIDE):
            for j in range(SIDE):
                thick[i * SIDE + j] = ink[i + MARGIN, j + MARGIN]
        _copy_shifted(thick, down, right, result[n])


@jit
def _add_noise(X: Floats, keys: Keys, deviation: float) -> None:
    for n in range(len(X)):
        for pixel in range(PIXELS):
            noisy = X[n, pixel] + deviation * bell_at(keys[n], NOISE + 3 * pixel)
            X[n, pixel] = min(max(noisy, -1.0), 1.0)


@jit_inline
def _put_ink(image: Floats, key: np.uint64, thickness: float, room: Room) -> None:
    """Put the image (784,), its strokes as wide as its key has it, inside the room's ink."""
    padded = room.source if thickness > 0 else room.ink
    for i in range(SIDE):
        for j in range(SIDE):
            padded[i + MARGIN, j + MARGIN] = image[i * SIDE + j]
    if thickness > 0:
        thicken(padded, thickness_of(key, thickness), room.ink, room.eroded)


@jit_inline
def _sample_shifted(fields: Reals, inverse: Reals, down: float, right: float, room: Sampling, moved: Floats) -> None:
    looks_down = -(inverse[0, 0] * down + inverse[0, 1] * right)
    looks_right = -(inverse[1, 0] * down + inverse[1, 1] * right)
    sample(fields, looks_down, looks_right, room, moved)


@jit_inline
def _copy_shifted(image: Floats, down: int, right: int, moved: Floats) -> None:
    moved[:] = BACKGROUND
    for i in range(max(0, down), min(SIDE, SIDE + down)):
        row, moved_row = image[(i - down) * SIDE + max(0, -right) :], moved[i * SIDE + max(0, right) :]
        for j in range(SIDE - abs(right)):
            moved_row[j] = row[j]
