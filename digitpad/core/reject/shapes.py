"""Whether a drawing has two shapes beside each other, as the digits of a number."""

from collections.abc import Sequence

import numpy as np

from digitpad.core.drawing.rasterise import Path

# In parts of the drawing's height: the gap between the shapes, and how tall each is at least. Of the 7,494 drawings in
# UCI's pen digits (training part), three are two shapes by that.
_GAP = 0.05
_TALL = 0.7


def stand_apart(paths: Sequence[Path]) -> bool:
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
