"""Digits in several rows: which pieces of ink are one row, from top to bottom, and what is read in each."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digitpad.core.recognition.number import (
    Boxes,
    Group,
    Parting,
    PlacedPrediction,
    Predict,
    Reading,
    Shapes,
    candidates,
    is_clear,
    side_by_side,
)
from digitpad.core.recognition.predict import Prediction

_MOST_PIECES = 400
_MOST_CANDIDATES = 1000  # for a digit: 80 digits in rows have some 700, a page of text more
FEWEST = 4  # digits
# In parts of the usual digit's height: what is lower is a part of one; the widest gap in a row; in parts of the lower
# one, how far neighbours in a row overlap upright.
_LOW, _WIDEST_GAP, _OVERLAP = 0.5, 4.0, 0.5
_CLEAR = 0.8  # of the digits
# Of a page of text some shapes tell: if of so many no more are digits, nothing is read.
_SOME, _HOPELESS = 24, 0.3


def read_rows(whole: Prediction, boxes: Boxes, predict: Predict, shapes: Shapes) -> Reading | None:
    """What pieces with boxes (n, 4) show, row by row; None unless there are several rows and most digits are clear.

    boxes, shapes: as in a `Parting`.
    """
    rows = rows_of(boxes) if FEWEST <= len(boxes) <= _MOST_PIECES else []
    if len(rows) < 2 or sum(len(candidates(boxes[row])) for row in rows) > _MOST_CANDIDATES:
        return None
    if _hopeless(boxes, predict, shapes):
        return None
    digits: list[PlacedPrediction] = []
    counts: list[int] = []
    for row in rows:

        def predict_row(groups: Sequence[Group], row: npt.NDArray[np.intp] = row) -> Sequence[Prediction]:
            return predict([tuple(row[list(group)].tolist()) for group in groups])

        some, _ = side_by_side(Parting(boxes[row], predict_row, shapes[row]))
        digits += some
        counts.append(len(some))
    heights = np.array([bottom - top for _, top, _, bottom in (each.box for each in digits)])
    alike = heights.min() >= _LOW * np.median(heights)
    clear = sum(map(is_clear, digits))
    if len(digits) < FEWEST or not alike or clear < _CLEAR * len(digits):
        return None
    return Reading(whole, tuple(digits), tuple(counts))


def _hopeless(boxes: Boxes, predict: Predict, shapes: Shapes) -> bool:
    """Whether hardly any of some large shapes that are in one piece, anywhere, is a digit."""
    high = boxes[:, 3] - boxes[:, 1]
    whole = np.bincount(shapes)[shapes] == 1
    large = np.flatnonzero(whole & (high >= _LOW * np.median(high)))
    some = large[:: 1 + len(large) // _SOME]
    answers = predict([(int(each),) for each in some]) if len(some) else []
    return sum(each.rejection is None for each in answers) < _HOPELESS * len(some)


def rows_of(boxes: Boxes) -> list[npt.NDArray[np.intp]]:
    """The pieces (indices) of each row, from top to bottom. Rows may slope; small pieces go with what is nearest."""
    left, top, right, bottom = boxes.T
    high = bottom - top
    usual = float(np.median(high[high >= _LOW * np.quantile(high, 0.9)]))
    large = np.flatnonzero(high >= _LOW * usual)
    overlap = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    apart = np.maximum.outer(left, left) - np.minimum.outer(right, right)
    joined = (overlap > _OVERLAP * np.minimum.outer(high, high)) & (apart < _WIDEST_GAP * usual)
    row = np.full(len(boxes), -1)
    for first in large:
        if row[first] < 0:
            waiting, row[first] = [first], first
            while waiting:
                near = large[joined[waiting.pop()][large] & (row[large] < 0)]
                row[near] = first
                waiting += near.tolist()
    down = np.maximum(-overlap, 0)
    gaps = np.hypot(np.maximum(apart, 0), down)
    for small in np.flatnonzero(row < 0):
        row[small] = row[large[gaps[small, large].argmin()]]
    rows = [np.flatnonzero(row == each) for each in np.unique(row)]
    return sorted(rows, key=lambda some: float(np.mean(top[some] + bottom[some])))
