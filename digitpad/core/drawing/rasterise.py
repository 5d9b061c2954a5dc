"""Drawing paths with a round, antialiased pen onto 28×28 pixels."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digitpad.core.network import SIDE

Path = npt.NDArray[np.float64]
Image = npt.NDArray[np.float32]

# Width of the pen's soft edge in pixels: ink fades from full to none over this distance.
SOFT_EDGE = 1.0
_LONGEST_PIECE = 1.0


def rasterise(paths: Sequence[Path], pen_width: float) -> Image:
    """The ink (28, 28), 0 to 1, of `paths`, each (n, 2) in canvas units.

    The pixel in row i and column j covers y from i to i+1 and x from j to j+1. A pixel's ink depends only on the
    distance d of its centre to the nearest path, and is clip((radius - d) / edge + 1/2).
    A path of one point, or of repeated points, is a dot. Ink outside the canvas is left out.
    """
    reach = (pen_width + SOFT_EDGE) / 2
    starts, ends = _pieces(paths)
    middle = (starts + ends) / 2
    near = ((middle > -reach - 1) & (middle < SIDE + reach + 1)).all(axis=1)
    starts, ends, middle = starts[near], ends[near], middle[near]
    nearest = np.full(SIDE * SIDE, np.inf)
    if len(starts):
        # Only the pixels in a small window about each short piece can be within the pen's reach. The nearest pixel
        # outside the window has its centre at least half + 1/2 from the middle of the piece.
        longest = float(np.hypot(*(ends - starts).T).max())
        half = max(int(np.ceil(reach + longest / 2 - 0.5)), 1)
        corner = np.floor(middle).astype(np.intp)
        offsets = np.arange(-half, half + 1)
        columns = corner[:, 0, None, None] + offsets[None, None, :]
        rows = corner[:, 1, None, None] + offsets[None, :, None]
        squared = _squared_distances(columns + 0.5, rows + 0.5, starts, ends)
        inside = (columns >= 0) & (columns < SIDE) & (rows >= 0) & (rows < SIDE)
        np.minimum.at(nearest, (rows * SIDE + columns)[inside], squared[inside])
    ink: Image = np.clip((reach - np.sqrt(nearest)) / SOFT_EDGE, 0, 1, dtype=np.float32)
    return ink.reshape(SIDE, SIDE)


def _pieces(paths: Sequence[Path]) -> tuple[Path, Path]:
    """Start and end points (m, 2) of straight pieces, none longer than a pixel, that make up the paths."""
    segments = [np.concatenate([path[:-1], path[1:]], axis=1) if len(path) > 1 else np.tile(path, 2) for path in paths]
    if not segments:
        return np.empty((0, 2)), np.empty((0, 2))
    ends = np.concatenate(segments)
    steps = ends[:, 2:] - ends[:, :2]
    counts = np.maximum(np.ceil(np.hypot(*steps.T) / _LONGEST_PIECE), 1).astype(np.intp)
    which = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    piece = steps[which] / counts[which, None]
    starts = ends[which, :2] + piece * number[:, None]
    return starts, starts + piece


def _squared_distances(
    x: npt.NDArray[np.floating], y: npt.NDArray[np.floating], starts: Path, ends: Path
) -> npt.NDArray[np.float64]:
    """Squared distance from the points (x, y) about each piece to that piece, (m, rows, columns)."""
    dx, dy = (ends - starts).T[:, :, None, None]
    px, py = x - starts[:, 0, None, None], y - starts[:, 1, None, None]
    length = dx * dx + dy * dy
    along = np.clip((px * dx + py * dy) / np.where(length > 0, length, 1), 0, 1)
    result: npt.NDArray[np.float64] = (px - along * dx) ** 2 + (py - along * dy) ** 2
    return result
