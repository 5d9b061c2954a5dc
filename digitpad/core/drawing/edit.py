"""Changing strokes after they were drawn: rubbing out, choosing, moving and scaling."""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.strokes import Drawing, Stroke
from digitpad.core.network import SIDE

_FINE = 0.25  # canvas units between the places at which a stroke can be cut

Points = npt.NDArray[np.float64]


def erase(drawing: Drawing, start: Points, end: Points, radius: float) -> Drawing:
    """The drawing without what lies within `radius` of the line from `start` to `end` (2,), in canvas units.

    A stroke that is cut becomes several; those that are not touched come back as they are, and so does the drawing
    itself if none is.
    """
    kept: list[Stroke] = []
    for stroke in drawing:
        longest = np.linalg.norm(np.diff(stroke.points, axis=0), axis=1).max(initial=0.0)
        if _distance(stroke.points, start, end).min() > radius + longest / 2:
            kept.append(stroke)
            continue
        fine = refined(stroke.samples)
        outside = _distance(fine[:, :2], start, end) > radius
        if outside.all():
            kept.append(stroke)
            continue
        edges = np.flatnonzero(np.diff(np.concatenate([[False], outside, [False]]).astype(np.int8)))
        kept += [Stroke(fine[low:high].copy(), stroke.device) for low, high in edges.reshape(-1, 2)]
    unchanged = len(kept) == len(drawing) and all(a is b for a, b in zip(kept, drawing, strict=True))
    return drawing if unchanged else tuple(kept)


def strokes_in(drawing: Drawing, corner: Points, opposite: Points) -> frozenset[int]:
    """The numbers of the strokes of which at least half the samples lie in the box between two corners (2,)."""
    low, high = np.minimum(corner, opposite), np.maximum(corner, opposite)
    inside = [np.all((each.points >= low) & (each.points <= high), axis=1).mean() for each in drawing]
    return frozenset(number for number, share in enumerate(inside) if share >= 0.5)


def box_of(drawing: Drawing, chosen: Collection[int]) -> tuple[Points, Points]:
    """The top left and bottom right corners (2,) of the chosen strokes, at least one."""
    points = np.concatenate([drawing[number].points for number in sorted(chosen)])
    return points.min(axis=0), points.max(axis=0)


def transformed(drawing: Drawing, chosen: Collection[int], scale: float, about: Points, offset: Points) -> Drawing:
    """The drawing with the chosen strokes scaled about a point (2,) and then moved by `offset` (2,).

    They stay on the canvas: ink that nobody sees would still be fitted and read.
    """
    changed = []
    for number, stroke in enumerate(drawing):
        if number in chosen:
            samples = stroke.samples.copy()
            samples[:, :2] = np.clip((stroke.points - about) * scale + about + offset, 0, SIDE)
            stroke = Stroke(samples, stroke.device)
        changed.append(stroke)
    return tuple(changed)


def _distance(points: Points, start: Points, end: Points) -> Points:
    """How far each point (n, 2) lies from the line between two others."""
    way = end - start
    length = float(way @ way)
    along = np.clip((points - start) @ way / length, 0, 1) if length else np.zeros(len(points))
    distance: Points = np.linalg.norm(points - (start + along[:, None] * way), axis=1)
    return distance


def refined(samples: Points) -> Points:
    """The samples with others between them wherever two are farther apart than a cut is fine."""
    lengths = np.linalg.norm(np.diff(samples[:, :2], axis=0), axis=1)
    pieces = np.maximum(np.ceil(lengths / _FINE), 1).astype(np.intp)
    places = np.concatenate([[0.0], *(number + np.arange(1, n + 1) / n for number, n in enumerate(pieces))])
    numbers = np.arange(len(samples))
    return np.stack([np.interp(places, numbers, column) for column in samples.T], axis=1)
