"""The same strokes as another hand and another device would have them.

The whole is bent smoothly, strokes are moved against each other, the pen trembles, the device misses samples, and
strokes start late or end early. Lengths are in parts of the drawing's longer side.

This is the definition, in NumPy; `writing_kernel` does the same, compiled. Each random number has a fixed place in the
sequence of the drawing's key, or in that of the stroke's key, so that a drawing depends on its key alone.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digitpad.core.counter_random import bell, derived, uniform
from digitpad.core.drawing.normalise import Polyline

WARP = 0.05  # standard deviation of the control points, times 0 to 1.5
CELLS = 3  # of the grid of control points, along each side
CONTROLS = CELLS + 3
# Every other drawing has its strokes moved; standard deviations of place, angle (radians) and logarithm of size.
LOOSE, OFFSET, ROTATION, SCALE = 0.5, 0.03, 0.08, 0.06
# Some drawings tremble by up to so much, some have samples that lie at least so far apart.
TREMBLING, JITTER = 0.35, 0.012
SPARSE, SPACING = 0.25, (0.04, 0.16)
# Half the ends of strokes of more than 12 points are cut, by up to so much of the points.
CUT, CUT_SHARE, FEWEST = 0.5, 0.08, 12
SMALLEST = 1e-6
EDGE = 1e-4  # so far from the far edge of the grid's last cell a point still is in it

# Places of a drawing's random numbers, and of a stroke's; bell-shaped numbers take three.
AT_WARP, AT_SPARSE, AT_SPACING, AT_TREMBLING, AT_JITTER, AT_LOOSE, AT_CONTROLS = range(7)
AT_FIRST_CUT, AT_FIRST_SHARE, AT_LAST_CUT, AT_LAST_SHARE = range(4)
AT_ANGLE, AT_SIZE, AT_OFFSET, AT_POINTS = 4, 7, 10, 16


def as_written(paths: Sequence[Polyline], rng: np.random.Generator) -> list[Polyline]:
    """The paths (n, 2), n >= 1, of any units, written another way: about the origin, the longer side about 1.

    There are as many paths as before, each of as many points or fewer. The same state of `rng` gives the same paths.
    """
    return written(paths, rng.integers(0, 2**64, dtype=np.uint64))


def written(paths: Sequence[Polyline], key: np.uint64) -> list[Polyline]:
    """The same with random numbers of the key."""
    if not paths:
        return []
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, extent = (low + high) / 2, max(float((high - low).max()), SMALLEST)
    numbers = uniform(key, AT_CONTROLS + 6 * CONTROLS**2)
    controls = WARP * 1.5 * numbers[AT_WARP] * bell(numbers[AT_CONTROLS:].reshape(2, CONTROLS, CONTROLS, 3))
    near, far = SPACING
    spacing = near + (far - near) * numbers[AT_SPACING] if numbers[AT_SPARSE] < SPARSE else 0.0
    jitter = JITTER * numbers[AT_JITTER] if numbers[AT_TREMBLING] < TREMBLING else 0.0
    strokes = []
    for number, path in enumerate(paths):
        own = uniform(derived(key, np.array([number]))[0], AT_POINTS + 6 * len(path))
        first, last = _cut(len(path), own)
        stroke = (path[first:last] - middle) / extent
        # About the middle of all its points: those that will be missed too.
        about = stroke.mean(axis=0)
        kept = _kept(stroke, spacing)
        moved = _moved(stroke[kept], about, own) if numbers[AT_LOOSE] < LOOSE else stroke[kept]
        tremor = bell(own[AT_POINTS:].reshape(-1, 2, 3)[first:last][kept])
        strokes.append(moved + _displacements(moved, controls) + jitter * tremor)
    return strokes


def _cut(n: int, numbers: npt.NDArray[np.float64]) -> tuple[int, int]:
    """The first point that is left of a stroke of n points, and the one after the last."""
    first = last = 0
    if n > FEWEST:
        if numbers[AT_FIRST_CUT] < CUT:
            first = int(numbers[AT_FIRST_SHARE] * CUT_SHARE * n)
        if numbers[AT_LAST_CUT] < CUT:
            last = int(numbers[AT_LAST_SHARE] * CUT_SHARE * n)
    return first, n - last


def _kept(stroke: Polyline, spacing: float) -> list[int]:
    """Which points remain: the first, the last, and those between that lie `spacing` or more from the one before."""
    if spacing == 0 or len(stroke) < 3:
        return list(range(len(stroke)))
    kept = [0]
    for number in range(1, len(stroke) - 1):
        if math.dist(stroke[number], stroke[kept[-1]]) >= spacing:
            kept.append(number)
    return [*kept, len(stroke) - 1]


def _moved(stroke: Polyline, about: npt.NDArray[np.float64], numbers: npt.NDArray[np.float64]) -> Polyline:
    """The stroke turned and scaled about a point, and shifted."""
    angle, size, *offset = bell(numbers[AT_ANGLE:AT_POINTS].reshape(4, 3))
    scale = math.exp(SCALE * size)
    cos, sin = scale * math.cos(ROTATION * angle), scale * math.sin(ROTATION * angle)
    moved: Polyline = about + (stroke - about) @ np.array([[cos, sin], [-sin, cos]]) + OFFSET * np.array(offset)
    return moved


def _displacements(points: Polyline, controls: npt.NDArray[np.float64]) -> Polyline:
    """The displacement (n, 2) of each point in the field of `controls` (2, rows, columns) over a box of side 1.

    A uniform cubic B-spline over the box about the origin; beyond its edge the field is as at the edge.
    """
    at = np.clip((points + 0.5) * CELLS, 0, CELLS - EDGE)
    cell = at.astype(np.intp)
    t = (at - cell)[..., None]
    # (n, 2, 4): how much each of the four control points about it counts, along x and along y.
    u = 1 - t
    parts = [u**3, 3 * t**3 - 6 * t**2 + 4, 3 * u**3 - 6 * u**2 + 4, t**3]
    weights = np.concatenate(parts, axis=-1) / 6
    columns, rows = (cell[:, axis, None] + np.arange(4) for axis in (0, 1))
    near = controls[:, rows[:, :, None], columns[:, None, :]]
    moves: Polyline = np.einsum("dnrc,nr,nc->nd", near, weights[:, 1], weights[:, 0])
    return moves
