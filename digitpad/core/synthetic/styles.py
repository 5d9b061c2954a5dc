"""A digit made up: which one, in which style, how slanted and how wide; and as a device would have recorded it."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from digitpad.core.counter_random import Keys
from digitpad.core.drawing.normalise import Polyline
from digitpad.core.drawing.render import PackedDrawings
from digitpad.core.synthetic.five_to_nine import eight, five, nine, seven, six
from digitpad.core.synthetic.pieces import line
from digitpad.core.synthetic.writing import CONTROLS, written
from digitpad.core.synthetic.zero_to_four import four, one, struck, three, two, zero

_DIGITS: tuple[Callable[[np.random.Generator], list[Polyline]], ...] = (
    *(zero, one, two, three, four),
    *(five, six, seven, eight, nine),
)
_SLANT = (0.08, 0.18)  # mean and standard deviation; most people lean to the right
_ASPECT = 0.18  # standard deviation of the logarithm of the width
_CHANGED = 0.6  # of the zeros, ones and sevens
_JOINED, _BROKEN = 0.1, 0.06  # of all drawings
_NEAR = 0.35  # joined is what lies no further apart
_BREAKABLE = 12  # points
_SMALLEST = 1e-6
# What share of the drawings each weakness meets, independently of the others.
_HOOKED, _FEW, _COARSE, _DOUBLED = 0.2, 0.15, 0.2, 0.15
_HOOK = (0.02, 0.12)  # a hook's length
_POINTS = (6, 14)  # that are left of each stroke
_STEPS = (14, 60)  # of the grid, along the longer side


def procedural_digit(rng: np.random.Generator) -> tuple[int, list[Polyline]]:
    """A label, each as likely, and the paths (n, 2) of that digit in a random style, proportion and slant.

    The digit is about 1 high, y down. The same state of `rng` gives the same digit.
    """
    label = int(rng.integers(len(_DIGITS)))
    paths = _DIGITS[label](rng)
    slant, aspect = rng.normal(*_SLANT), math.exp(rng.normal(0, _ASPECT))
    return label, [np.stack([(x - slant * (y - 0.5)) * aspect, y], axis=1) for x, y in (path.T for path in paths)]


def in_another_style(label: int, paths: Sequence[Polyline], rng: np.random.Generator) -> list[Polyline]:
    """The paths (n, 2), n >= 1, of any units, in another style or as they are: about the origin, the longer side 1.

    The same state of `rng` gives the same paths.
    """
    if not paths:
        return []
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = max(float((high - low).max()), _SMALLEST)
    drawing = [(path - (low + high) / 2) / extent for path in paths]
    if rng.random() < _CHANGED:
        if label == 0 and len(drawing) == 1:
            drawing = struck(drawing[0], rng)
        elif label == 1:
            drawing = _one(drawing, rng)
        elif label == 7:
            drawing = _seven(drawing, rng)
    change = rng.random()
    if change < _JOINED:
        return _joined(drawing)
    return _broken(drawing, rng) if change < _JOINED + _BROKEN else drawing


def _one(drawing: list[Polyline], rng: np.random.Generator) -> list[Polyline]:
    """With a foot, or without its second stroke."""
    if len(drawing) > 1 or rng.random() < 0.2:
        return drawing[:1]
    u = rng.uniform
    stem = drawing[0]
    height = np.ptp(stem[:, 1])
    bottom = stem[stem[:, 1].argmax()]
    width, place, tilt = u(0.25, 0.9) * height, u(-0.15, 0.15), u(-0.06, 0.06) * height
    x, y = bottom[0] + place * width, bottom[1] + u(-0.04, 0.06) * height
    return [stem, line(x - width / 2, y + tilt, x + width / 2, y - tilt, u(-0.06, 0.06))]


def _seven(drawing: list[Polyline], rng: np.random.Generator) -> list[Polyline]:
    """With a bar if it had none, and the other way about."""
    u = rng.uniform
    body = max(drawing, key=lambda path: float(np.ptp(path[:, 1])))
    top, height = body[:, 1].min(), np.ptp(body[:, 1])
    if len(drawing) == 2:
        other = drawing[0] if body is drawing[1] else drawing[1]
        # A second stroke that lies lower is the bar, if the body has the roof of a seven.
        return [body] if other[:, 1].mean() > top + 0.25 * height and np.ptp(body[:, 0]) > 0.25 else drawing
    leg = body[body[:, 1] > top + 0.3 * height]
    if len(drawing) > 2 or not len(leg):
        return drawing
    y = top + u(0.38, 0.62) * height
    x, reach = leg[np.abs(leg[:, 1] - y).argmin(), 0], u(0.12, 0.35)
    return [body, line(x - reach, y + u(-0.05, 0.08), x + reach, y + u(-0.08, 0.05), u(-0.08, 0.08))]


def _joined(drawing: list[Polyline]) -> list[Polyline]:
    """With strokes that begin near the end of the one before going on from there."""
    out = [drawing[0]]
    for path in drawing[1:]:
        if np.hypot(*(path[0] - out[-1][-1])) < _NEAR:
            out[-1] = np.concatenate([out[-1], path])
        else:
            out.append(path)
    return out


def _broken(drawing: list[Polyline], rng: np.random.Generator) -> list[Polyline]:
    """With a stroke in two parts, and a sample less between them or none."""
    number = int(rng.integers(len(drawing)))
    path = drawing[number]
    if len(path) < _BREAKABLE:
        return drawing
    at, gap = int(rng.integers(4, len(path) - 5)), int(rng.integers(0, 2))
    return [*drawing[:number], path[:at], path[at + gap :], *drawing[number + 1 :]]


def rewritten(
    drawings: PackedDrawings, which: npt.NDArray[np.integer], keys: Keys, compiled: bool = False
) -> PackedDrawings:
    """The drawings `which` (n,), all of which are there, each written another way, as its key (n,) has it.

    See `as_written`. `compiled` needs Numba; the drawings are the same to rounding.
    """
    indices = np.array(which, np.intp)
    if not compiled:
        return PackedDrawings.of([written(drawings.paths(i), key) for i, key in zip(indices, keys, strict=True)])
    # Here, since it imports Numba, which takes half a second.
    from digitpad.core.synthetic.writing_kernel import write_many

    firsts, lasts = drawings.drawing_starts[indices], drawings.drawing_starts[indices + 1]
    starts = drawings.path_starts
    drawing_starts = np.concatenate([[0], np.cumsum(lasts - firsts)])
    points = np.empty((int((starts[lasts] - starts[firsts]).sum()), 2))
    path_starts = np.empty(drawing_starts[-1] + 1, np.intp)
    arrays = drawings.points, starts, drawings.drawing_starts
    controls = np.empty((2, CONTROLS, CONTROLS))
    n = write_many(*arrays, indices, np.array(keys, np.uint64), controls, points, path_starts)
    return PackedDrawings(points[:n], path_starts, drawing_starts)


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
