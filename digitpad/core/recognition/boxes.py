"""The boxes of a number's digits: which ink lies in which, and how one is split, joined and moved."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.edit import refined
from digitpad.core.drawing.strokes import Drawing, Stroke

# Left, top, right and bottom, y down.
Box = tuple[float, float, float, float]
_Points = npt.NDArray[np.floating]
_Indices = npt.NDArray[np.intp]

_WHOLE = 0.8  # of a piece: in a box that holds so much of it, all of it lies
_MIDDLE = 0.25, 0.75  # of a box's width: where it may be split
_SHARED = 0.5  # of the narrower digit's width: what two may overlap at most
_BINS = 40


def around(points: _Points) -> Box:
    """The box around points (n, 2), n >= 1."""
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return left, top, right, bottom


def joined(*boxes: Box) -> Box:
    """The box around boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def centre(box: Box) -> float:
    return (box[0] + box[2]) / 2


def share_out(points: _Points, pieces: _Indices, boxes: Sequence[Box]) -> _Indices:
    """The number (n,) of the box that each point (n, 2) of ink belongs to, -1 for none.

    A piece (n,), such as a stroke, of which nearly all lies in one box belongs to that, also where boxes overlap.
    Another is cut where the boxes end; what lies in several goes to the one whose middle is nearest.
    """
    if not len(points):
        return np.empty(0, np.intp)
    corners = np.array(boxes, np.float64).reshape(-1, 4)
    beyond = np.concatenate([corners[:, :2] - points[:, None], points[:, None] - corners[:, 2:]], axis=2)
    inside: npt.NDArray[np.bool_] = beyond.max(axis=2) <= 0
    distance = np.abs(points[:, None] - (corners[:, :2] + corners[:, 2:]) / 2)
    owner = np.where(inside.any(axis=1), np.where(inside, distance.max(axis=2), np.inf).argmin(axis=1), -1)
    for piece in np.unique(pieces):
        own = pieces == piece
        shares = inside[own].mean(axis=0)
        holders = np.flatnonzero(shares >= _WHOLE).tolist()
        if holders:
            owner[own] = min(holders, key=lambda box: (-round(shares[box], 2), _area(boxes[box])))
    return owner.astype(np.intp)


def split(points: _Points, pieces: _Indices, box: Box) -> tuple[Box, Box]:
    """Two boxes for the ink in one: between pieces (n,) that hardly overlap, near its middle, or cut upright there.

    Without ink on both sides, the halves of the box.
    """
    own = share_out(points, pieces, [box]) == 0
    points, pieces = points[own], pieces[own]
    left, top, right, bottom = box
    low, high = (left + share * (right - left) for share in _MIDDLE)
    apart = _between(points, pieces, low, high)
    if apart is not None:
        return around(points[apart]), around(points[~apart])
    # Where fewest points lie.
    edges = np.linspace(low, high, _BINS + 1)
    counts = np.convolve(np.histogram(points[:, 0], edges)[0], [1, 1, 1], "same") if len(points) else np.zeros(_BINS)
    fewest = np.flatnonzero(counts == counts.min())
    middle = (edges[:-1] + edges[1:]) / 2
    cut = float(middle[fewest[np.abs(fewest - _BINS / 2 + 0.5).argmin()]])
    first = points[:, 0] < cut
    for piece in np.unique(pieces):  # a stroke that leans over the cut
        some = pieces == piece
        share = first[some].mean()
        if max(share, 1 - share) >= _WHOLE:
            first[some] = share > 0.5
    if not (first.any() and (~first).any()):
        return (left, top, cut, bottom), (cut, top, right, bottom)
    return around(points[first]), around(points[~first])


def _between(points: _Points, pieces: _Indices, low: float, high: float) -> npt.NDArray[np.bool_] | None:
    """Which points are of the left one of two groups of pieces: those that overlap least, and meet in between."""
    names, piece = np.unique(pieces, return_inverse=True)
    if len(names) < 2:
        return None
    boxes = np.array([around(points[piece == number]) for number in range(len(names))])
    order = np.argsort(boxes[:, 0] + boxes[:, 2], kind="stable")
    begins, ends = np.minimum.accumulate(boxes[order[::-1], 0])[::-1], np.maximum.accumulate(boxes[order, 2])
    end, begin = ends[:-1], begins[1:]  # of the left groups, and of the right ones
    narrower = np.minimum(end - begins[0], ends[-1] - begin)
    shared = np.maximum(end - begin, 0) / np.maximum(narrower, 1e-9)
    middle = (end + begin) / 2
    fits = (shared <= _SHARED) & (low <= middle) & (middle <= high)
    if not fits.any():
        return None
    last = np.lexsort((np.abs(middle - (low + high) / 2), np.where(fits, shared, np.inf)))[0]
    return np.isin(piece, order[: last + 1])


def points_of(drawing: Drawing) -> tuple[_Points, _Indices]:
    """Points (n, 2) close together along the strokes, in the drawing's units, and the stroke (n,) of each."""
    fine = [refined(stroke.samples)[:, :2] for stroke in drawing]
    return np.concatenate([np.empty((0, 2)), *fine]), np.repeat(np.arange(len(fine)), [len(each) for each in fine])


def parts_in(drawing: Drawing, boxes: Sequence[Box]) -> list[Drawing]:
    """For each box the strokes, and parts of strokes, that belong to it."""
    points, pieces = points_of(drawing)
    owner = share_out(points, pieces, boxes)
    parts: list[list[Stroke]] = [[] for _ in boxes]
    for number, stroke in enumerate(drawing):
        samples, own = refined(stroke.samples), owner[pieces == number]
        ends = np.flatnonzero(np.diff(own)) + 1
        for box, part in zip(own[[0, *ends]], np.split(samples, ends), strict=True):
            if box >= 0:
                parts[box].append(Stroke(part, stroke.device))
    return [tuple(part) for part in parts]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
