"""Where on a drawing evidence lies: which parts of it speak for a digit, and which against it.

The ink's box is cut into three rows and three columns. A part that is one level stroke is a bar, one upright stroke in
the middle a stem; all others are called by their place.
"""

from collections import defaultdict
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.network import SIDE, Floats

DrawingPart = Literal[
    "top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right",
    "left side", "right side", "top bar", "bar", "bottom bar", "stem",
]  # fmt: skip
PARTS: tuple[DrawingPart, ...] = get_args(DrawingPart)

_PLACES: tuple[tuple[DrawingPart, ...], ...] = (
    ("top left", "top", "top right"),
    ("left", "middle", "right"),
    ("bottom left", "bottom", "bottom right"),
)
_BARS: tuple[DrawingPart, ...] = ("top bar", "bar", "bottom bar")
_SLIM = 2.2  # times as high as wide, a drawing has no left and right
_STROKE = 0.85  # of the length of a part, and
_LONGER = 1.5  # times its width, makes a stroke level or upright
_INK = 0.3
_SECOND = 0.5  # of the evidence of the strongest part, for a second one to be worth a word
_EDGES: dict[DrawingPart, frozenset[DrawingPart]] = {
    "top": frozenset(_PLACES[0]),
    "bottom": frozenset(_PLACES[2]),
    "left side": frozenset(row[0] for row in _PLACES),
    "right side": frozenset(row[2] for row in _PLACES),
}


def evidence_by_part(pixels: Floats, ink: Ink) -> dict[DrawingPart, float]:
    """The sum of the evidence (784,) in each part of the ink (28, 28); nothing for a blank page."""
    found: defaultdict[DrawingPart, float] = defaultdict(float)
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    if not len(rows):
        return {}
    evidence = pixels.reshape(SIDE, SIDE)
    (top, bottom), (left, right) = ((each[0], each[-1] + 1) for each in (rows, columns))
    height, width = bottom - top, right - left
    down = _cut(top, bottom, 1 if width > _SLIM * height else 3)
    across = _cut(left, right, 1 if height > _SLIM * width else 3)
    for row, vertical in enumerate(down):
        for column, horizontal in enumerate(across):
            at = (row if len(down) == 3 else 1), (column if len(across) == 3 else 1)
            part = _part_at(*at, ink[vertical, horizontal]) if len(down) == len(across) else _slim_part(*at)
            found[part] += float(evidence[vertical, horizontal].sum(dtype=np.float64))
    return dict(found)


def speaking_parts(evidence: dict[DrawingPart, float]) -> tuple[tuple[DrawingPart, ...], tuple[DrawingPart, ...]]:
    """The one or two parts that speak most for a digit, and those that speak most against it; perhaps none."""
    return _strongest(evidence), _strongest({part: -value for part, value in evidence.items()})


def _strongest(evidence: dict[DrawingPart, float]) -> tuple[DrawingPart, ...]:
    """Two in the same row or column at the edge are one side of the drawing."""
    ranked = sorted((part for part in evidence if evidence[part] > 0), key=lambda part: -evidence[part])
    chosen = tuple(part for part in ranked[:2] if evidence[part] >= _SECOND * evidence[ranked[0]])
    if len(chosen) == 2:
        whole = next((name for name, edge in _EDGES.items() if edge.issuperset(chosen)), None)
        return (whole,) if whole else chosen
    return chosen


def _cut(start: int, end: int, count: int) -> list[slice]:
    edges = np.linspace(start, end, count + 1).round().astype(int).tolist()
    return [slice(*each) for each in pairwise(edges)]


def _slim_part(row: int, column: int) -> DrawingPart:
    return _PLACES[row][column]


def _part_at(row: int, column: int, ink: Ink) -> DrawingPart:
    mask = ink > _INK
    level, upright = _longest_run(mask), _longest_run(mask.T)
    if mask.size and level >= _STROKE * mask.shape[1] and level >= _LONGER * upright:
        return _BARS[row]
    if column == 1 and row > 0 and mask.size and upright >= _STROKE * mask.shape[0] and upright >= _LONGER * level:
        return "stem"
    return _PLACES[row][column]


def _longest_run(mask: npt.NDArray[np.bool_]) -> int:
    """The most pixels in one row of a mask that lie side by side."""
    longest, run = 0, np.zeros(len(mask), np.int64)
    for column in mask.T:
        run = np.where(column, run + 1, 0)
        longest = max(longest, int(run.max(initial=0)))
    return longest
