"""Putting drawings together: turned, beside each other, over each other."""

import math
from collections.abc import Sequence

import numpy as np

from digitpad.core.drawing.rasterise import Path

_SIZES = 0.12  # standard deviation of the logarithm
_UP_AND_DOWN = 0.06  # of the height
_GAPS = (-0.03, 0.5)  # between two drawings, of the height
_FLATTEST = 0.6  # a drawing that is flatter than this is not made as high as the others
_SMALLEST = 1e-6


def turned(path: Path, angle: float) -> Path:
    """The path turned about the origin."""
    cos, sin = math.cos(angle), math.sin(angle)
    moved: Path = path @ np.array([[cos, -sin], [sin, cos]])
    return moved


def side_by_side(drawings: Sequence[Sequence[Path]], rng: np.random.Generator) -> list[Path]:
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


def over(drawing: Sequence[Path], scribble: Sequence[Path], rng: np.random.Generator) -> list[Path]:
    """The drawing with a scribble of about its size over it."""
    low, size = _box(drawing)
    scribble_low, scribble_size = _box(scribble)
    scale = size / np.maximum(scribble_size, _SMALLEST) * rng.uniform(0.8, 1.2)
    return [*drawing, *((path - scribble_low) * scale + low for path in scribble)]


def _box(drawing: Sequence[Path]) -> tuple[Path, Path]:
    points = np.concatenate(list(drawing))
    low = points.min(axis=0)
    return low, points.max(axis=0) - low
