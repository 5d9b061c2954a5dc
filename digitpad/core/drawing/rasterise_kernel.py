"""Normalising many drawings in one call, compiled: what `normalise` does with each, and the same picture.

It runs without Python's lock, so the window stays quick while a training renders its strokes afresh.
"""

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import ROUNDING, SMALLEST, Ink
from digitpad.core.jit.decorators import jit, jit_entry, jit_inline
from digitpad.core.network import SIDE

_FAR = 1e30

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


@jit_entry
def normalise_many(
    points: Numbers,
    path_starts: Indices,
    drawing_starts: Indices,
    pen_widths: Numbers,
    boxes: Numbers,
    affines: Numbers,
    edge: float,
    centre: float,
    passes: int,
    fit: bool,
    even_pen: bool,
    centred: bool,
    moved: Numbers,
    nearest: Numbers,
    out: Ink,
) -> None:
    """The ink `out` (n, 28, 28) of n drawings, after the affine maps (n, 2, 2) of their points.

    Drawing i has the paths drawing_starts[i] to drawing_starts[i + 1], path p the points (N, 2) path_starts[p] to
    path_starts[p + 1]. The other arguments are those of Normalisation, pen width and box for each drawing; `moved`, of
    as many points as the largest drawing has, and `nearest` (28, 28) are room.
    """
    for k in range(len(out)):
        ink = out[k]
        paths = path_starts[drawing_starts[k] : drawing_starts[k + 1] + 1]
        first = paths[0]
        n = paths[-1] - first
        if n == 0:
            ink[:] = 0
            continue
        low_x = low_y = np.inf
        high_x = high_y = -np.inf
        for j in range(n):
            x, y = points[first + j, 0], points[first + j, 1]
            x, y = affines[k, 0, 0] * x + affines[k, 0, 1] * y, affines[k, 1, 0] * x + affines[k, 1, 1] * y
            moved[j, 0], moved[j, 1] = x, y
            low_x, high_x = min(low_x, x), max(high_x, x)
            low_y, high_y = min(low_y, y), max(high_y, y)
        pen, scale = pen_widths[k], 1.0
        x = y = origin_x = origin_y = 0.0
        if fit:
            origin_x, origin_y = low_x / 2 + high_x / 2, low_y / 2 + high_y / 2
            extent = max(high_x - low_x, high_y - low_y)
            largest = max(max(abs(low_x), abs(high_x)), max(abs(low_y), abs(high_y)))
            if extent <= ROUNDING * largest + SMALLEST:
                scale = 0.0
            elif even_pen:
                scale = (boxes[k] - pen) / extent
            else:
                scale = boxes[k] / (extent + pen)
                pen *= scale
            x = y = centre if centred else SIDE / 2
        for j in range(n):
            moved[j, 0] = (moved[j, 0] - origin_x) * scale
            moved[j, 1] = (moved[j, 1] - origin_y) * scale
        if centred:
            near_x, far_x = pen / 2 - (low_x - origin_x) * scale, SIDE - pen / 2 - (high_x - origin_x) * scale
            near_y, far_y = pen / 2 - (low_y - origin_y) * scale, SIDE - pen / 2 - (high_y - origin_y) * scale
            for _ in range(passes):
                _rasterise(moved, paths, x, y, pen, edge, nearest, ink)
                mass_x, mass_y = _centre_of_mass(ink)
                x = min(max(x + centre - mass_x, min(near_x, far_x)), max(near_x, far_x))
                y = min(max(y + centre - mass_y, min(near_y, far_y)), max(near_y, far_y))
        _rasterise(moved, paths, x, y, pen, edge, nearest, ink)


@jit
def _rasterise(
    points: Numbers,
    paths: Indices,
    place_x: float,
    place_y: float,
    pen: float,
    edge: float,
    nearest: Numbers,
    ink: Ink,
) -> None:
    """The ink (28, 28) of points moved by a place; paths[p] to paths[p + 1] are those of path p, paths[0] the first."""
    reach = (pen + edge) / 2
    nearest[:] = _FAR
    for p in range(len(paths) - 1):
        first, last = paths[p] - paths[0], paths[p + 1] - paths[0] - 1
        for start in range(first, max(last, first + 1)):
            end = min(start + 1, last)
            x, y = points[start, 0] + place_x - 0.5, points[start, 1] + place_y - 0.5
            dx, dy = points[end, 0] - points[start, 0], points[end, 1] - points[start, 1]
            _approach(x, y, dx, dy, reach, nearest)
    for row in range(SIDE):
        for column in range(SIDE):
            ink[row, column] = min(max((reach - np.sqrt(nearest[row, column])) / edge, 0.0), 1.0)


@jit_inline
def _approach(x: float, y: float, dx: float, dy: float, reach: float, nearest: Numbers) -> None:
    """Lower `nearest`, squared distances of the pixels, to those to the segment from (x, y) on by (dx, dy)."""
    top, bottom = _pixels(min(y, y + dy) - reach, max(y, y + dy) + reach)
    left, right = _pixels(min(x, x + dx) - reach, max(x, x + dx) + reach)
    length = dx * dx + dy * dy
    inverse = 1 / length if length > 1e-300 else 0.0  # or it would be infinite
    for row in range(top, bottom):
        down = row - y
        for column in range(left, right):
            across = column - x
            along = min(max((across * dx + down * dy) * inverse, 0.0), 1.0)
            ex, ey = across - along * dx, down - along * dy
            squared = ex * ex + ey * ey
            nearest[row, column] = min(nearest[row, column], squared)


@jit_inline
def _pixels(low: float, high: float) -> tuple[int, int]:
    """The first pixel from `low` on, and the first beyond `high`, of those in the image."""
    return int(np.ceil(min(max(low, 0.0), float(SIDE)))), int(np.floor(min(max(high, -1.0), SIDE - 1.0))) + 1


@jit_inline
def _centre_of_mass(ink: Ink) -> tuple[float, float]:
    total = x = y = 0.0
    for row in range(SIDE):
        for column in range(SIDE):
            mass = ink[row, column]
            total += mass
            x += mass * column
            y += mass * row
    if total <= 0:
        return SIDE / 2, SIDE / 2
    return x / total + 0.5, y / total + 0.5
