"""The printed lines of forms about a digit: the walls between boxes, and rows of boxes or combs for several digits."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.pictures.labelling import Components, Mask, grown
from digitpad.core.pictures.paper import opened

_SLIM = 0.12  # of its height: how wide a wall's box is, with its lean
_LEVEL = 0.05  # of their height: by how much walls end at different heights
_END = 2  # pixels between a wall and the ruled line at its end
_WIDE = 1.4  # of its height: a row of boxes is wider
_HOLLOW = 0.4  # of its box is ink at most
# Of a row of boxes: how long each line is at least, in parts of its height, and how much of its ink lies in such lines.
_STRAIGHT, _LINES = 0.4, 0.85
_LEAST, _THIN = 8, 3  # pixels: no line is shorter, nor too thick if it is no thicker
# Of the shorter side of all lines' box: what was written is so long; so much of it is in that box.
_CLEAR, _WITHIN = 0.3, 0.3
_ENDS = 0.05  # of the width of a row of boxes: how near its ends it has walls


class Form(NamedTuple):
    """Which components (n,) of ink are lines of a form, and which lie beside it."""

    lines: Mask
    beside: Mask


def find_form(found: Components, ruling: Mask) -> Form | None:
    """The form in whose boxes something was written, if there is one.

    ruling: the lines (height, width) from edge to edge, which have been removed.
    """
    lines: Mask = np.zeros(len(found), np.bool_)
    lines[_rows_of_boxes(found)] = True
    if ruling.any():
        near = grown(ruling, _END)
        lines |= _walls(found.boxes, near) | _walls(found.boxes[:, [1, 0, 3, 2]], near.T)
    if not lines.any():
        return None
    low, high = found.boxes[lines, :2].min(axis=0), found.boxes[lines, 2:].max(axis=0)
    within = np.minimum(found.boxes[:, 2:], high) - np.maximum(found.boxes[:, :2], low)
    sides = found.boxes[:, 2:] - found.boxes[:, :2]
    main = int(np.where(lines, 0, sides[:, 1]).argmax())  # of a page of text, the largest shape lies beside its lines
    clear = not lines[main] and sides[main].max() > _CLEAR * (high - low).min()
    return Form(lines, (within < 0).any(axis=1)) if clear and (within[main] >= _WITHIN * sides[main]).all() else None


def _walls(boxes: npt.NDArray[np.intp], near: Mask) -> Mask:
    """Which boxes (n, 4) are slim and go from one ruled line, `near` (height, width) it, to another, or, several side
    by side, stand on one.
    """
    left, top, right, bottom = boxes.T
    tall = bottom - top
    ends = np.zeros(len(boxes), np.intp)
    for which in np.flatnonzero((right - left <= np.maximum(_SLIM * tall, _THIN)) & (tall >= _LEAST)):
        columns = slice(left[which], right[which])
        ends[which] = near[top[which], columns].any() + near[bottom[which] - 1, columns].any()
    lines: Mask = ends == 2
    for which in np.flatnonzero(ends == 1):
        uneven = np.maximum(abs(top - top[which]), abs(bottom - bottom[which]))
        lines[which] = ((ends > 0) & (uneven <= _LEVEL * tall[which] + 1)).sum() > 1
    return lines


def _rows_of_boxes(found: Components) -> npt.NDArray[np.intp]:
    """Components that consist of straight lines that lie and stand, in a wide box."""
    left, top, right, bottom = found.boxes.T
    wide, tall = right - left, bottom - top
    large = (wide > _WIDE * tall) & (tall >= _LEAST) & (found.areas < _HOLLOW * wide * tall)
    return np.array([i for i in np.flatnonzero(large) if _is_straight(found, int(i))], np.intp)


def _is_straight(found: Components, which: int) -> bool:
    left, top, right, bottom = found.boxes[which].tolist()
    rows, columns = np.divmod(found.pixels[found.labels == which], found.shape[1])
    shape = np.zeros((bottom - top, right - left), np.bool_)
    shape[rows - top, columns - left] = True
    length = max(5, round(_STRAIGHT * len(shape)))
    standing = opened(shape.T, length).T
    straight = opened(shape, length) | standing
    ends = max(1, round(_ENDS * shape.shape[1]))
    at_ends = standing[:, :ends].any() and standing[:, -ends:].any()  # those of a chart's axes stand at one
    return bool(at_ends and straight.sum() >= _LINES * shape.sum() and straight.any(axis=0).mean() > _LINES)
