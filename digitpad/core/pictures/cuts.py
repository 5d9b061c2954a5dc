"""Where digits that touch may be cut apart: along paths from top to bottom that cross as little ink as can be."""

import numpy as np
import numpy.typing as npt

from digitpad.core.pictures.labelling import Mask

_Indices = npt.NDArray[np.intp]

_ROWS = 40  # the work is done on a shape about so high
_WIDE = 0.75  # what is narrower, in parts of its height, is no two digits
_NARROWEST = 0.2  # what is cut off, in parts of the height
_MOST_INK = 0.35  # that a cut may cross, in parts of the height
_BEND = 0.1  # the cost of a step aside, in rows of ink
_EVERY = 0.4  # so many parts of the height hold one cut, at most


def cuts(shape: Mask) -> _Indices:
    """The paths (n, height), from left to right: the column, in each row of a shape (height, width), where it is cut.

    None where the shape is no wider than a digit.
    """
    height, width = shape.shape
    if width < _WIDE * height:
        return np.empty((0, height), np.intp)
    by = max(1, height // _ROWS)
    rows, columns = -(-height // by), -(-width // by)
    padded = np.pad(shape, ((0, rows * by - height), (0, columns * by - width)))
    ink = padded.reshape(rows, by, columns, by).mean(axis=(1, 3))
    middle = rows // 2
    above, from_above = _cheapest(ink[: middle + 1])
    below, from_below = _cheapest(ink[: middle - 1 if middle else None : -1])
    cost = above + below - ink[middle]
    narrowest = max(2, round(_NARROWEST * rows))
    chosen: list[int] = []
    for column in np.argsort(cost[narrowest : columns - narrowest], kind="stable") + narrowest:
        if cost[column] > _MOST_INK * rows or len(chosen) >= columns / rows / _EVERY:
            break
        if all(abs(column - each) >= narrowest for each in chosen):
            chosen.append(int(column))
    paths = [np.concatenate([_path(from_above, c)[::-1], _path(from_below, c)[1:]]) for c in sorted(chosen)]
    return np.array([np.repeat(path * by, by)[:height] for path in paths], np.intp).reshape(-1, height)


def _cheapest(ink: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """The least cost (columns,) of a path to each place in the last row, and each place's last step (rows, columns)."""
    cost = ink[0]
    ways = np.zeros(ink.shape, np.int8)
    for row in range(1, len(ink)):
        near = np.pad(cost, 1, constant_values=np.inf)
        choices = np.stack([near[1:-1], near[:-2] + _BEND, near[2:] + _BEND])
        best = choices.argmin(axis=0)
        ways[row] = np.array([0, -1, 1], np.int8)[best]
        cost = ink[row] + choices.min(axis=0)
    return cost, ways


def _path(ways: npt.NDArray[np.int8], column: int) -> _Indices:
    """The path's columns from the last row, where it is in this one, back to the first."""
    path = [column]
    for row in range(len(ways) - 1, 0, -1):
        path.append(path[-1] + int(ways[row, path[-1]]))
    return np.array(path, np.intp)
