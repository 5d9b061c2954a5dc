"""The detector of what is not a digit: a small network on the hidden layer of the one that reads digits.

    score = relu(A2 V1 + c1) V2 + c2

A2 (n, H) is what the hidden layer makes of the images; V1 (H, k), c1 (k,), V2 (k,), c2 a number. The score is the
logarithm of the odds that an image shows no digit, as fitted on as many digits as other things; a drawing whose score
is above the threshold is refused. The network and its ten probabilities stay as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import Polyline
from digitpad.core.network import Floats

Scores = npt.NDArray[np.floating]


class Level(NamedTuple):
    """A threshold, and what it costs: the share of digits refused, and of other things accepted."""

    threshold: float
    digits_refused: float
    others_accepted: float


@dataclass(frozen=True, eq=False)
class Detector:
    """The head's weights, the levels it can be set to from lenient to strict, and which of them holds."""

    V1: Floats
    c1: Floats
    V2: Floats
    c2: float
    levels: tuple[Level, ...]
    level: int

    def scores(self, A2: Floats) -> Scores:
        """How much each image looks like no digit (n,), from its hidden layer A2 (n, H)."""
        scores: Scores = np.maximum(A2 @ self.V1 + self.c1, 0) @ self.V2 + self.c2
        return scores

    def excess(self, A2: Floats) -> Scores:
        """By how much each score (n,) is above the threshold."""
        return self.scores(A2) - self.levels[self.level].threshold

    def rejects(self, A2: Floats) -> npt.NDArray[np.bool_]:
        """Whether each image (n,) is taken for no digit."""
        return self.excess(A2) > 0

    def at(self, level: int) -> "Detector":
        """As strict as the level of that number; of the nearest one there is."""
        return replace(self, level=min(max(level, 0), len(self.levels) - 1))


# In parts of the drawing's height: the gap between the shapes, and how tall each is at least. Of the 7,494 drawings in
# UCI's pen digits (training part), three are two shapes by that.
_GAP = 0.05
_TALL = 0.7


def stand_apart(paths: Sequence[Polyline]) -> bool:
    """Whether an upright gap parts the strokes (n, 2) into two groups that are both tall."""
    if len(paths) < 2:
        return False
    # For each stroke: its left and right end, its top and its bottom, from left to right.
    boxes = np.array([[*path.min(axis=0), *path.max(axis=0)] for path in paths])[:, [0, 2, 1, 3]]
    boxes = boxes[boxes[:, 0].argsort()]
    left, right, top, bottom = boxes.T
    height = bottom.max() - top.min()
    tall_left = np.maximum.accumulate(bottom) - np.minimum.accumulate(top)
    tall_right = (np.maximum.accumulate(bottom[::-1]) - np.minimum.accumulate(top[::-1]))[::-1]
    gaps = left[1:] - np.maximum.accumulate(right)[:-1]
    tall = np.minimum(tall_left[:-1], tall_right[1:]) >= _TALL * height
    return bool((tall & (gaps > _GAP * height)).any())
