"""A person's drawing of a digit, changed to another way in which people write that digit.

Zeros are struck, ones lose their marks or stand on a foot, sevens gain or lose the bar; and the pen of any digit lifts
where it did not, or does not where it did.
"""

from collections.abc import Sequence

import numpy as np

from digitpad.core.drawing.rasterise import Path
from digitpad.core.drawing.styles.pieces import line
from digitpad.core.drawing.styles.zero_to_four import struck

_CHANGED = 0.6  # of the zeros, ones and sevens
_JOINED, _BROKEN = 0.1, 0.06  # of all drawings
_NEAR = 0.35  # joined is what lies no further apart
_BREAKABLE = 12  # points
_SMALLEST = 1e-6


def in_another_style(label: int, paths: Sequence[Path], rng: np.random.Generator) -> list[Path]:
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


def _one(drawing: list[Path], rng: np.random.Generator) -> list[Path]:
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


def _seven(drawing: list[Path], rng: np.random.Generator) -> list[Path]:
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


def _joined(drawing: list[Path]) -> list[Path]:
    """With strokes that begin near the end of the one before going on from there."""
    out = [drawing[0]]
    for path in drawing[1:]:
        if np.hypot(*(path[0] - out[-1][-1])) < _NEAR:
            out[-1] = np.concatenate([out[-1], path])
        else:
            out.append(path)
    return out


def _broken(drawing: list[Path], rng: np.random.Generator) -> list[Path]:
    """With a stroke in two parts, and a sample less between them or none."""
    number = int(rng.integers(len(drawing)))
    path = drawing[number]
    if len(path) < _BREAKABLE:
        return drawing
    at, gap = int(rng.integers(4, len(path) - 5)), int(rng.integers(0, 2))
    return [*drawing[:number], path[:at], path[at + gap :], *drawing[number + 1 :]]
