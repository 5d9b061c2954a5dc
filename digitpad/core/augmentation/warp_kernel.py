"""Resampling an image along a field of displacements, as augment.py does it for many."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import GRID, MIN_INK, WEIGHTS
from digitpad.core.jit.decorators import jit_inline
from digitpad.core.network import BACKGROUND, PIXELS, SIDE, Floats

MARGIN = 2  # of background about a padded image
INSIDE_END = MARGIN + SIDE


@jit_inline
def thicken(padded: Floats, pixels: float, changed: Floats, eroded: Floats) -> None:
    """Put the padded image (32, 32), its strokes that many pixels wider, into `changed`.

    `eroded` is scratch. Both are of the shape of `padded`, and background where the image is not.
    """
    part = padded.dtype.type(abs(pixels) / 2)
    if pixels >= 0:
        for i in range(MARGIN, INSIDE_END):
            for j in range(MARGIN, INSIDE_END):
                ink = padded[i, j]
                changed[i, j] = ink + part * (_largest(padded, i, j) - ink)
        return
    for i in range(MARGIN, INSIDE_END):
        for j in range(MARGIN, INSIDE_END):
            eroded[i, j] = _smallest(padded, i, j)
    for i in range(MARGIN, INSIDE_END):
        for j in range(MARGIN, INSIDE_END):
            changed[i, j] = padded[i, j] + part * (eroded[i, j] - _largest(eroded, i, j))


@jit_inline
def _largest(image: Floats, i: int, j: int) -> np.floating:
    return max(max(image[i - 1, j], image[i + 1, j]), max(max(image[i, j - 1], image[i, j + 1]), image[i, j]))


@jit_inline
def _smallest(image: Floats, i: int, j: int) -> np.floating:
    return min(min(image[i - 1, j], image[i + 1, j]), min(min(image[i, j - 1], image[i, j + 1]), image[i, j]))


Reals = npt.NDArray[np.float64]

PADDED = SIDE + 2 * MARGIN
_NEXT, _BELOW = np.uint64(1), np.uint64(PADDED)
_ACROSS = np.ascontiguousarray(WEIGHTS.T)
_FIRST_CONTROL = np.array([int(np.flatnonzero(row)[0]) for row in WEIGHTS])
_ROWS, _COLUMNS = (place.ravel() + 0.5 for place in np.mgrid[:SIDE, :SIDE])


class Sampling(NamedTuple):
    """A padded image (1024,), and room for one row of what it becomes: of control points, and where its pixels look."""

    padded: Floats
    controls: Reals
    corners: npt.NDArray[np.int32]
    down: Floats
    right: Floats

    @classmethod
    def of(cls, padded: Floats) -> "Sampling":
        """For what `padded` (32, 32) holds at the time."""
        down, right = np.empty((2, SIDE), padded.dtype)
        return cls(padded.reshape(-1), np.empty(GRID), np.empty(SIDE, np.int32), down, right)


@jit_inline
def spread(controls: Reals, room: Sampling, field: Reals) -> None:
    """Put the field of the control points (GRID, GRID) into `field` (28, 28)."""
    column_controls = room.controls
    for i in range(SIDE):
        first = _FIRST_CONTROL[i]
        for b in range(GRID):
            column_controls[b] = 0.0
            for a in range(4):
                column_controls[b] += WEIGHTS[i, first + a] * controls[first + a, b]
        for j in range(SIDE):
            total = 0.0
            for b in range(GRID):
                total += column_controls[b] * _ACROSS[b, j]
            field[i, j] = total


@jit_inline
def sample(fields: Reals, down: float, right: float, room: Sampling, moved: Floats) -> None:
    """Put what each pixel of the room's image shows into `moved` (784,).

    It looks fields (2, 28, 28) pixels, and `down` and `right` more, beside itself.
    """
    padded, corners, parts_down, parts_right = room.padded, room.corners, room.down, room.right
    for i in range(SIDE):
        # Two loops: the first is vectorised, as it has no look-ups.
        for j in range(SIDE):
            y, x = fields[0, i, j] + down, fields[1, i, j] + right
            whole_y, whole_x = np.floor(y), np.floor(x)
            parts_down[j], parts_right[j] = y - whole_y, x - whole_x
            row = np.int32(min(max(whole_y + (i + MARGIN), 0.0), PADDED - 2.0))
            column = np.int32(min(max(whole_x + (j + MARGIN), 0.0), PADDED - 2.0))
            corners[j] = row * np.int32(PADDED) + column
        for j in range(SIDE):
            # Unsigned, or each look-up would first see whether it counts from the end.
            corner = np.uint64(corners[j])
            top_left, top_right = padded[corner], padded[corner + _NEXT]
            bottom_left, bottom_right = padded[corner + _BELOW], padded[corner + _BELOW + _NEXT]
            upper = top_left + parts_right[j] * (top_right - top_left)
            lower = bottom_left + parts_right[j] * (bottom_right - bottom_left)
            moved[i * SIDE + j] = upper + parts_down[j] * (lower - upper)


@jit_inline
def centre_of_mass(image: Floats) -> tuple[float, float, bool]:
    """Where the ink of an image (784,) has its centre, down and right, and whether there is any ink."""
    total = down = right = 0.0
    for k in range(PIXELS):
        ink = image[k] - BACKGROUND
        total += ink
        down += ink * _ROWS[k]
        right += ink * _COLUMNS[k]
    if total < MIN_INK:
        return 0.0, 0.0, False
    return down / total, right / total, True
