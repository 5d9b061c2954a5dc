"""The pieces of ink on a picture that may be digits, where those that touch may be cut apart, and what tells that none
was written at all.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.pictures.find import OUTLINED, SOLID, FoundInk, outlined
from digitpad.core.pictures.ink import Reason, gaps
from digitpad.core.pictures.labelling import Labels, Mask
from digitpad.core.pictures.normalise import cropped, thickness
from digitpad.core.pictures.paper import sampled
from digitpad.core.recognition.number import Boxes, Group
from digitpad.core.recognition.predict import RejectionReason

_ROWS = 40  # the work is done on a shape about so high
_WIDE = 0.5  # what is narrower, in parts of its height, is no two digits
_LOW = 0.5  # of the tallest shape's height
_NARROWEST = 0.13  # what is cut off, in parts of the height
_MOST_INK = 0.5  # that a cut may cross, in parts of the height
_BEND = 0.5  # the cost of a step aside, in rows of ink
_EVERY = 0.2  # so many parts of the height hold one cut, at most

_CLUTTER, _AROUND = 0.5, 6  # other ink, and that along the border of a photograph, in parts of the written
_NEAR = 0.5  # of the longer side of what was written: how far from it other ink counts
_SOFT = 2  # pixels: how wide the soft edge of a piece is
_MOST_SHAPES = 3  # of one digit
_DETAILS, _MAIN = 8, 0.35  # of so many components of one digit, the main one has so much of the ink
_DARK = 0.3  # of the brightest paper: the paper in no shadow is as dark


def cuts(shape: Mask) -> npt.NDArray[np.intp]:
    """The paths (n, height), from left to right: the column, in each row of a shape (height, width), to cut it at."""
    height, width = shape.shape
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


def _path(ways: npt.NDArray[np.int8], column: int) -> npt.NDArray[np.intp]:
    """The path's columns from the last row, where it is in this one, back to the first."""
    path = [column]
    for row in range(len(ways) - 1, 0, -1):
        path.append(path[-1] + int(ways[row, path[-1]]))
    return np.array(path, np.intp)


class Pieces(NamedTuple):
    """The number (height, width) of the piece that each pixel belongs to, -1 for none, and the pieces' boxes (n, 4).

    `soft` has the labels of the soft edges, too. `shapes` (n,) tells which pieces were cut from the same shape.
    """

    labels: Labels
    soft: Labels
    boxes: Boxes
    shapes: Labels

    def window(self, group: Group) -> tuple[slice, slice]:
        """The rows and columns in which these pieces lie with their soft edges."""
        low, high = self.boxes[list(group), :2].min(axis=0), self.boxes[list(group), 2:].max(axis=0)
        left, top = np.maximum(low - _SOFT, 0).astype(int).tolist()
        right, bottom = (high + _SOFT).astype(int).tolist()
        return slice(top, bottom), slice(left, right)

    def cut(self, group: Group) -> bool:
        """Whether these pieces were cut off from others."""
        return bool(np.isin(self.shapes, self.shapes[list(group)]).sum() > len(group))


def no_writing(found: FoundInk) -> RejectionReason | None:
    """Why what was found is no writing: it is filled, has no outline, or is one of many things, or within a chart."""
    ink, reasons, written = found.sorted.found, found.sorted.reasons, found.sorted.mask()
    left, top, right, bottom = found.box
    near = gaps(ink.boxes, np.array(found.box)) <= _NEAR * max(right - left, bottom - top)
    others = ink.areas[near & np.isin(reasons, (Reason.FAINT, Reason.SPECK, Reason.APART))].sum()
    around = 0 if found.ground.even else ink.areas[reasons == Reason.BORDER].sum()
    paper = found.ground.paper
    if (reasons == Reason.AXES).any() or others > _CLUTTER * written.sum() or around > _AROUND * written.sum():
        return RejectionReason.CLUTTER
    in_the_dark = np.median(paper[written]) < _DARK * np.quantile(sampled(paper), 0.9)
    if in_the_dark or outlined(found) < OUTLINED:
        return RejectionReason.CLUTTER
    return RejectionReason.SOLID if thickness(cropped(found.written)) > SOLID else None


def clutter(found: FoundInk) -> RejectionReason | None:
    """Whether what was written consists of more components, beside its details, than a digit has, or of details."""
    boxes = found.sorted.found.boxes[found.sorted.written]
    left, top, right, bottom = found.box
    large = (boxes[:, 2:] - boxes[:, :2]).max(axis=1) > 0.25 * max(right - left, bottom - top)
    areas = found.sorted.found.areas[found.sorted.written]
    details = len(areas) > _DETAILS and areas.max() < _MAIN * areas.sum()
    return RejectionReason.CLUTTER if large.sum() > _MOST_SHAPES or details else None


def cut_apart(shape: Mask) -> Labels:
    """The number (height, width), from left to right, of the part of a shape between two cuts; -1 elsewhere."""
    columns = np.arange(shape.shape[1])
    parts = np.zeros(shape.shape, np.intp)
    for cut in cuts(shape):
        parts += columns >= cut[:, None]
    return np.where(shape, parts, -1)


def pieces_of(found: FoundInk, parts_of: Callable[[Mask], Labels] = cut_apart) -> Pieces:
    """The components of what was written; those that may be digits that touch are parted."""
    ink = found.sorted.found
    labels = np.full(ink.shape, -1, np.intp)
    written = ink.boxes[found.sorted.written]
    tallest = (written[:, 3] - written[:, 1]).max(initial=0)
    boxes: list[tuple[int, int, int, int]] = []
    shapes: list[int] = []
    for which in np.flatnonzero(found.sorted.written):
        left, top, right, bottom = ink.boxes[which].tolist()
        pixels = ink.pixels[ink.labels == which]
        rows, columns = np.divmod(pixels, ink.shape[1])
        shape = np.zeros((bottom - top, right - left), np.bool_)
        shape[rows - top, columns - left] = True
        # Narrow shapes are no two digits, nor are low ones, such as bars and hooks.
        one = bottom - top < _LOW * tallest or right - left < _WIDE * (bottom - top)
        part = np.zeros(len(pixels), np.intp) if one else parts_of(shape)[rows - top, columns - left]
        for number in np.unique(part):
            own = part == number
            labels.ravel()[pixels[own]] = len(boxes)
            shapes.append(int(which))
            x, y = columns[own], rows[own]
            boxes.append((int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1))
    return Pieces(labels, softened(labels), np.array(boxes, np.float64).reshape(-1, 4), np.array(shapes, np.intp))


def softened(labels: Labels) -> Labels:
    """Labels (height, width) with those of the soft edges, which belong to the piece beside them."""
    for axis in (0, 1):
        for way in (1, -1) * _SOFT:
            labels = np.where(labels < 0, np.roll(labels, way, axis), labels)
    return labels
