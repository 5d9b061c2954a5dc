"""Drawing paths with a round, antialiased pen onto 28×28 pixels.

This is the definition, in NumPy; `rasterise_kernel` does the same, compiled.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.network import SIDE

Polyline = npt.NDArray[np.float64]
Ink = npt.NDArray[np.float32]

# Width of the pen's soft edge in pixels: ink fades from full to none over this distance.
SOFT_EDGE = 1.0
_LONGEST_PIECE = 1.0
# Nothing from beyond here reaches the canvas, whatever the pen, and whichever way the ink is moved to be centred.
_FAR = (-SIDE, 2 * SIDE)


class Pieces(NamedTuple):
    """Straight pieces, none longer than a pixel: starts (2, m), unit directions (2, m), lengths (m,)."""

    starts: Polyline
    directions: Polyline
    lengths: Polyline


def rasterise(paths: Sequence[Polyline], pen_width: float) -> Ink:
    """The ink (28, 28), 0 to 1, of `paths`, each (n, 2) in canvas units.

    The pixel in row i and column j covers y from i to i+1 and x from j to j+1. A pixel's ink depends only on the
    distance d of its centre to the nearest path, and is clip((radius - d) / edge + 1/2).
    A path of one point, or of repeated points, is a dot. Ink outside the canvas is left out.
    """
    points = np.concatenate([np.empty((0, 2)), *paths]).T
    return ink_of(pieces_of(points, [len(path) for path in paths]), np.zeros(2), pen_width, SOFT_EDGE)


def pieces_of(points: Polyline, counts: Sequence[int]) -> Pieces:
    """The pieces of paths with so many points each, all points together (2, n), without what is far from the canvas."""
    # The last point of each path stays as a segment without length: none leads from one path to the next.
    steps = np.zeros(points.shape)
    np.subtract(points[:, 1:], points[:, :-1], out=steps[:, :-1])
    steps[:, np.cumsum(counts, dtype=np.intp) - 1] = 0
    if points.size and (points.min() < _FAR[0] or points.max() > _FAR[1]):
        points, steps = _clipped(points, steps)
    lengths = np.hypot(*steps)
    directions = steps / np.where(lengths > 0, lengths, 1)
    directions[0, lengths == 0] = 1  # a dot has none, and any will do
    if lengths.max(initial=0) > _LONGEST_PIECE:
        counts = np.maximum(np.ceil(lengths / _LONGEST_PIECE), 1).astype(np.intp)
        which = np.repeat(np.arange(len(counts)), counts)
        number = np.arange(len(which)) - (np.cumsum(counts) - counts)[which]
        lengths, directions = (lengths / counts)[which], directions[:, which]
        points = points[:, which] + directions * (lengths * number)
    return Pieces(points, directions, lengths)


def ink_of(pieces: Pieces, place: Polyline, pen_width: float, soft_edge: float) -> Ink:
    """The ink (28, 28) of the pieces moved by `place` (2,)."""
    reach = (pen_width + soft_edge) / 2
    # Only the pixels in a small window about each piece can be within the pen's reach. The nearest pixel
    # outside the window has its centre at least half + 1/2 from the middle of the piece.
    half = max(int(np.ceil(reach + _LONGEST_PIECE / 2 - 0.5)), 1)
    starts, directions, lengths = pieces.starts + place[:, None], pieces.directions, pieces.lengths
    corner = np.floor(starts + directions * (lengths / 2))
    if corner.size and (corner.min() < -half or corner.max() >= SIDE + half):
        near = ((corner >= -half) & (corner < SIDE + half)).all(axis=0)
        starts, directions, lengths, corner = starts[:, near], directions[:, near], lengths[near], corner[:, near]
    # A margin takes what the windows reach beyond the image.
    margin = 2 * half
    side = SIDE + 2 * margin
    nearest = np.full(side * side, np.inf)
    window = np.arange(-half, half + 1)
    squared = _squared_distances(corner + (0.5 - starts), directions, lengths, window)
    column, row = corner.astype(np.intp) + margin
    pixels = (window[:, None] * side + window).reshape(-1, 1) + (row * side + column)
    np.minimum.at(nearest, pixels.ravel(), squared.ravel())
    inside = nearest.reshape(side, side)[margin : margin + SIDE, margin : margin + SIDE]
    ink: Ink = np.minimum(np.maximum((reach - np.sqrt(inside)) / soft_edge, 0), 1).astype(np.float32)
    return ink


def _clipped(starts: Polyline, steps: Polyline) -> tuple[Polyline, Polyline]:
    """The parts of segments that lie between _FAR (Liang and Barsky 1984), so that none has endless pieces."""
    low, high = _FAR
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        edges = np.stack([(low - starts) / steps, (high - starts) / steps])
    # A segment along one axis is cut by the edges across the other alone.
    within = (starts >= low) & (starts <= high)
    first = np.where(steps == 0, np.where(within, 0, np.inf), edges.min(axis=0)).max(axis=0)
    last = np.where(steps == 0, 1, edges.max(axis=0)).min(axis=0)
    first, last = np.maximum(first, 0), np.minimum(last, 1)
    kept = first <= last
    starts, steps, first, last = starts[:, kept], steps[:, kept], first[kept], last[kept]
    return starts + steps * first, steps * (last - first)


def _squared_distances(
    corner: Polyline, directions: Polyline, lengths: Polyline, window: npt.NDArray[np.intp]
) -> npt.NDArray[np.float64]:
    """Squared distances (k, k, m) from each piece to the pixels at `window` (k,) rows and columns about its corner.

    `corner` (2, m) leads from the start of a piece to the middle of the pixel that its window is about.
    """
    dx, dy = directions
    px, py = corner[:, None, :] + window[:, None]
    along = px * dx + (py * dy)[:, None, :]
    squared: npt.NDArray[np.float64] = px * -dy + (py * dx)[:, None, :]
    squared *= squared
    nearest = np.maximum(along, 0)
    np.minimum(nearest, lengths, out=nearest)
    along -= nearest
    along *= along
    squared += along
    return squared
