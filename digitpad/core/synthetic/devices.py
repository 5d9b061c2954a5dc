"""Strokes as one device or another would have recorded them: a coarse grid, few points, points twice, hooks."""

import math
from collections.abc import Sequence

import numpy as np

from digitpad.core.drawing.rasterise import Polyline

# What share of the drawings each weakness meets, independently of the others.
_HOOKED, _FEW, _COARSE, _DOUBLED = 0.2, 0.15, 0.2, 0.15
_HOOK = (0.02, 0.12)  # a hook's length
_POINTS = (6, 14)  # that are left of each stroke
_STEPS = (14, 60)  # of the grid, along the longer side


def as_recorded(paths: Sequence[Polyline], rng: np.random.Generator) -> list[Polyline]:
    """The paths (n, 2), n >= 1, of any units, as a device might have recorded them, or as they are.

    The same state of `rng` gives the same paths.
    """
    strokes = [np.asarray(path, np.float64) for path in paths]
    if not strokes:
        return []
    points = np.concatenate(strokes)
    extent = float(np.ptp(points, axis=0).max())
    hooked, few, coarse, doubled = rng.random(4)
    if hooked < _HOOKED:
        strokes = [_hooked(each, extent, rng) for each in strokes]
    if few < _FEW:
        most = int(rng.integers(*_POINTS))
        strokes = [each[np.unique(np.linspace(0, len(each) - 1, most).round().astype(int))] for each in strokes]
    if coarse < _COARSE and extent:
        step = extent / rng.uniform(*_STEPS)
        strokes = [np.round(each / step) * step for each in strokes]
    if doubled < _DOUBLED:
        strokes = [np.repeat(each, 1 + (rng.random(len(each)) < 0.15), axis=0) for each in strokes]
    return strokes


def _hooked(stroke: Polyline, extent: float, rng: np.random.Generator) -> Polyline:
    """With a hook where the pen touches down, or where it leaves."""
    angle, length = rng.uniform(0, 2 * math.pi), extent * rng.uniform(*_HOOK)
    away = length * np.array([[math.cos(angle), math.sin(angle)]])
    if rng.random() < 0.4:
        return np.concatenate([stroke[:1] + away, stroke])
    return np.concatenate([stroke, stroke[-1:] + away])
