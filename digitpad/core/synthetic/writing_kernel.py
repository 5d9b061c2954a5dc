"""Writing many drawings another way in one call, compiled: what `written` does with each."""

import math

import numpy as np
import numpy.typing as npt

from digitpad.core.counter_random import Keys
from digitpad.core.jit.decorators import jit_entry, jit_inline
from digitpad.core.jit.random_kernel import bell_at, derived_at, uniform_at
from digitpad.core.synthetic.writing import (
    AT_ANGLE,
    AT_CONTROLS,
    AT_FIRST_CUT,
    AT_FIRST_SHARE,
    AT_JITTER,
    AT_LAST_CUT,
    AT_LAST_SHARE,
    AT_LOOSE,
    AT_OFFSET,
    AT_POINTS,
    AT_SIZE,
    AT_SPACING,
    AT_SPARSE,
    AT_TREMBLING,
    AT_WARP,
    CELLS,
    CONTROLS,
    CUT,
    CUT_SHARE,
    EDGE,
    FEWEST,
    JITTER,
    LOOSE,
    OFFSET,
    ROTATION,
    SCALE,
    SMALLEST,
    SPACING,
    SPARSE,
    TREMBLING,
    WARP,
)

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]

_NEAR, _FAR = SPACING


@jit_entry
def write_many(
    points: Numbers,
    path_starts: Indices,
    drawing_starts: Indices,
    which: Indices,
    keys: Keys,
    controls: Numbers,
    new_points: Numbers,
    new_path_starts: Indices,
) -> int:
    """Write the drawings `which` (n,) with their keys (n,) into new arrays, and return how many points they have.

    The first three are those of PackedDrawings, and so are the last two, which must be long enough for all the points
    and paths of the drawings. `controls` (2, CONTROLS, CONTROLS) is room.
    """
    filled = path = 0
    new_path_starts[0] = 0
    for k in range(len(which)):
        key = keys[k]
        first_path, end_path = drawing_starts[which[k]], drawing_starts[which[k] + 1]
        low_x = low_y = np.inf
        high_x = high_y = -np.inf
        for j in range(path_starts[first_path], path_starts[end_path]):
            x, y = points[j, 0], points[j, 1]
            low_x, high_x = min(low_x, x), max(high_x, x)
            low_y, high_y = min(low_y, y), max(high_y, y)
        extent = max(max(high_x - low_x, high_y - low_y), SMALLEST)
        _draw_controls(key, controls)
        spacing = jitter = 0.0
        if uniform_at(key, AT_SPARSE) < SPARSE:
            spacing = _NEAR + (_FAR - _NEAR) * uniform_at(key, AT_SPACING)
        if uniform_at(key, AT_TREMBLING) < TREMBLING:
            jitter = JITTER * uniform_at(key, AT_JITTER)
        for p in range(first_path, end_path):
            own = derived_at(key, p - first_path)
            first, last = _cut(path_starts[p + 1] - path_starts[p], own)
            stroke = points[path_starts[p] + first : path_starts[p] + last]
            moved = new_points[filled : filled + len(stroke)]
            for j in range(len(stroke)):
                moved[j, 0] = (stroke[j, 0] - (low_x + high_x) / 2) / extent
                moved[j, 1] = (stroke[j, 1] - (low_y + high_y) / 2) / extent
            filled += _write(moved, own, first, spacing, uniform_at(key, AT_LOOSE) < LOOSE, jitter, controls)
            path += 1
            new_path_starts[path] = filled
    return filled


@jit_inline
def _draw_controls(key: np.uint64, controls: Numbers) -> None:
    size = WARP * 1.5 * uniform_at(key, AT_WARP)
    place = AT_CONTROLS
    for axis in range(2):
        for row in range(CONTROLS):
            for column in range(CONTROLS):
                controls[axis, row, column] = size * bell_at(key, place)
                place += 3


@jit_inline
def _cut(n: int, own: np.uint64) -> tuple[int, int]:
    """The first point that is left of a stroke of n points, and the one after the last."""
    first = last = 0
    if n > FEWEST:
        if uniform_at(own, AT_FIRST_CUT) < CUT:
            first = int(uniform_at(own, AT_FIRST_SHARE) * CUT_SHARE * n)
        if uniform_at(own, AT_LAST_CUT) < CUT:
            last = int(uniform_at(own, AT_LAST_SHARE) * CUT_SHARE * n)
    return first, n - last


@jit_inline
def _write(
    stroke: Numbers, own: np.uint64, first: int, spacing: float, loose: bool, jitter: float, controls: Numbers
) -> int:
    """Change the stroke (n, 2), whose points are those from `first` on; returns how many of them remain."""
    n = len(stroke)
    about_x = about_y = 0.0
    for j in range(n):
        about_x += stroke[j, 0] / n
        about_y += stroke[j, 1] / n
    cos, sin, right, down = 1.0, 0.0, 0.0, 0.0
    if loose:
        angle, scale = ROTATION * bell_at(own, AT_ANGLE), math.exp(SCALE * bell_at(own, AT_SIZE))
        cos, sin = scale * math.cos(angle), scale * math.sin(angle)
        right, down = OFFSET * bell_at(own, AT_OFFSET), OFFSET * bell_at(own, AT_OFFSET + 3)
    kept = 0
    last_x = last_y = np.inf
    for j in range(n):
        x, y = stroke[j, 0], stroke[j, 1]
        if 0 < j < n - 1 and math.hypot(x - last_x, y - last_y) < spacing:
            continue
        last_x, last_y = x, y
        x, y = x - about_x, y - about_y
        x, y = about_x + x * cos - y * sin + right, about_y + x * sin + y * cos + down
        across, along = _displacement(x, y, controls)
        place = AT_POINTS + 6 * (first + j)
        if jitter > 0:
            across += jitter * bell_at(own, place)
            along += jitter * bell_at(own, place + 3)
        stroke[kept, 0], stroke[kept, 1] = x + across, y + along
        kept += 1
    return kept


@jit_inline
def _displacement(x: float, y: float, controls: Numbers) -> tuple[float, float]:
    x = min(max((x + 0.5) * CELLS, 0.0), CELLS - EDGE)
    y = min(max((y + 0.5) * CELLS, 0.0), CELLS - EDGE)
    column, row = int(x), int(y)
    columns, rows = _weights(x - column), _weights(y - row)
    across = along = 0.0
    for i in range(4):
        for j in range(4):
            weight = rows[i] * columns[j]
            across += weight * controls[0, row + i, column + j]
            along += weight * controls[1, row + i, column + j]
    return across, along


@jit_inline
def _weights(t: float) -> tuple[float, float, float, float]:
    """How much each of the four control points about a point counts."""
    u = 1 - t
    tt, uu = t * t, u * u
    return uu * u / 6, (3 * tt * t - 6 * tt + 4) / 6, (3 * uu * u - 6 * uu + 4) / 6, tt * t / 6
