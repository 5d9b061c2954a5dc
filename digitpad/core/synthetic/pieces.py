"""What the digits are made of: curves through points, arcs and lines.

Each is a path (n, 2), float64, in a box of about 1×1, x to the right, y down.
"""

import math
from collections.abc import Sequence

import numpy as np

from digitpad.core.drawing.normalise import Polyline

Point = tuple[float, float]
_SIZES = 0.12  # standard deviation of the logarithm
_UP_AND_DOWN = 0.06  # of the height
_GAPS = (-0.03, 0.5)  # between two drawings, of the height
_FLATTEST = 0.6  # a drawing that is flatter than this is not made as high as the others
_SMALLEST = 1e-6


def smooth(controls: Sequence[Point], per_piece: int = 8) -> Polyline:
    """A curve through the control points (Catmull and Rom 1974); a point given twice running is a corner."""
    c = np.array(controls, np.float64)
    c = np.concatenate([2 * c[:1] - c[1:2], c, 2 * c[-1:] - c[-2:-1]])
    before, start, end, after = c[:-3], c[1:-2], c[2:-1], c[3:]
    pieces = (start != end).any(axis=1)
    before, start, end, after = (each[pieces, None] for each in (before, start, end, after))
    # At a corner the tangent is that of the piece itself.
    before = np.where((before == start).all(axis=2, keepdims=True), 2 * start - end, before)
    after = np.where((after == end).all(axis=2, keepdims=True), 2 * end - start, after)
    t = np.arange(per_piece)[:, None] / per_piece
    linear, square = end - before, 2 * before - 5 * start + 4 * end - after
    curve = start + 0.5 * t * (linear + t * (square + t * (3 * start - before - 3 * end + after)))
    return np.concatenate([curve.reshape(-1, 2), c[-2:-1]])


def arc(cx: float, cy: float, rx: float, ry: float, start: float, sweep: float, drift: float = 1.0) -> Polyline:
    """Part of an ellipse from the angle `start` over `sweep` degrees, clockwise on the screen, 0 to the right.

    Its radii end `drift` times as large as they began.
    """
    n = max(int(abs(sweep) / 12), 3)
    a = np.radians(start + np.linspace(0, sweep, n))
    k = np.linspace(1, drift, n)
    return np.stack([cx + rx * k * np.cos(a), cy + ry * k * np.sin(a)], axis=1)


def line(x0: float, y0: float, x1: float, y1: float, bow: float = 0.0, n: int = 7) -> Polyline:
    """A line with a slight bow sideways, in parts of its length."""
    t = np.linspace(0, 1, n)
    dx, dy = x1 - x0, y1 - y0
    side = bow * 4 * t * (1 - t)
    return np.stack([x0 + dx * t - dy * side, y0 + dy * t + dx * side], axis=1)


def freehand(points: Sequence[Point], rng: np.random.Generator, sd: float = 0.025) -> Polyline:
    """A curve through the control points, each moved a little; a point given twice running stays one corner."""
    moved: list[Point] = []
    for i, (x, y) in enumerate(points):
        if i and points[i - 1] == (x, y):
            moved.append(moved[-1])
        else:
            moved.append((x + rng.normal(0, sd), y + rng.normal(0, sd)))
    return smooth(moved)


def corner(x: float, y: float) -> list[Point]:
    """Control points at which `smooth` turns sharply."""
    return [(x, y), (x, y)]


def turned(path: Polyline, angle: float) -> Polyline:
    """The path turned about the origin."""
    cos, sin = math.cos(angle), math.sin(angle)
    moved: Polyline = path @ np.array([[cos, -sin], [sin, cos]])
    return moved


def side_by_side(drawings: Sequence[Sequence[Polyline]], rng: np.random.Generator) -> list[Polyline]:
    """The drawings in a row, all about 1 high, with a gap or a slight overlap between neighbours."""
    strokes = []
    x = 0.0
    for drawing in drawings:
        low, size = _box(drawing)
        scale = math.exp(rng.normal(0, _SIZES)) / max(size[1], _FLATTEST * size[0], _SMALLEST)
        middle = np.array([low[0], low[1] + size[1] / 2])
        place = np.array([x, rng.normal(0, _UP_AND_DOWN)])
        strokes += [(path - middle) * scale + place for path in drawing]
        x += float(size[0]) * scale + rng.uniform(*_GAPS)
    return strokes


def over(drawing: Sequence[Polyline], scribble: Sequence[Polyline], rng: np.random.Generator) -> list[Polyline]:
    """The drawing with a scribble of about its size over it."""
    low, size = _box(drawing)
    scribble_low, scribble_size = _box(scribble)
    scale = size / np.maximum(scribble_size, _SMALLEST) * rng.uniform(0.8, 1.2)
    return [*drawing, *((path - scribble_low) * scale + low for path in scribble)]


def _box(drawing: Sequence[Polyline]) -> tuple[Polyline, Polyline]:
    points = np.concatenate(list(drawing))
    low = points.min(axis=0)
    return low, points.max(axis=0) - low
