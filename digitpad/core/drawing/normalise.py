"""Drawing paths with a round, antialiased pen, and bringing ink into the form the network was trained on.

This is the definition, in NumPy; `rasterise_kernel` does the same, compiled.

As MNIST was made (LeCun et al. 1998): the ink fits a box of 20×20 with its aspect kept, and its centre of mass lies at
the centre of the 28×28. Here the strokes are moved and scaled, not the pixels, so that the pen keeps its width
whatever the size of the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.errors import DataError
from digitpad.core.network import PIXELS, SIDE, Floats

Polyline = npt.NDArray[np.float64]
Ink = npt.NDArray[np.float32]

# Width of the pen's soft edge in pixels: ink fades from full to none over this distance.
SOFT_EDGE = 1.0
_LONGEST_PIECE = 1.0
# Nothing from beyond here reaches the canvas, whatever the pen, and whichever way the ink is moved to be centred.
_FAR = (-SIDE, 2 * SIDE)
PEN_WIDTH = 2.4
PEN_WIDTHS = (1.0, 5.0)
_LIMITS = {
    "box": (8.0, 28.0),
    "pen_width": PEN_WIDTHS,
    "soft_edge": (0.1, 2.0),
    "centre": (10.0, 18.0),
    "passes": (1, 8),
}
# A drawing smaller than this share of its coordinates has no form: what is left of it are roundings.
ROUNDING = 1e-9
SMALLEST = 1e-100


class Pieces(NamedTuple):
    """Straight pieces, none longer than a pixel: starts (2, m), unit directions (2, m), lengths (m,)."""

    starts: Polyline
    directions: Polyline
    lengths: Polyline


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
    """The ink (28, 28), 0 to 1, of the pieces moved by `place` (2,).

    The pixel in row i and column j covers y from i to i+1 and x from j to j+1. A pixel's ink depends only on the
    distance d of its centre to the nearest piece, and is clip((radius - d) / edge + 1/2). A path of one point, or of
    repeated points, is a dot. Ink outside the canvas is left out.
    """
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


@dataclass(frozen=True)
class Normalisation:
    """The numbers and steps of the way from strokes to the picture (28, 28). Raises DataError for one out of range.

    box: pixels that the longer side of the drawn ink, pen included, is scaled to.
    pen_width, soft_edge: pixels; see `rasterise`.
    centre: where the ink's centre of mass is moved to, x and y alike. MNIST's images have it at pixel index 14, whose
        middle is 14.5 in canvas units.
    passes: the ink's pixels change a little with its place, so the place is found in several passes.
    fit, even_pen, centred: whether the drawing is scaled to the box, whether the pen keeps its width then or is scaled
        as a picture would be, and whether the centre of mass is moved. A network needs what it was trained with; they
        are switched off to see what they are for.
    """

    box: float = 20.0
    pen_width: float = PEN_WIDTH
    soft_edge: float = SOFT_EDGE
    centre: float = 14.5
    passes: int = 2
    fit: bool = True
    even_pen: bool = True
    centred: bool = True

    def __post_init__(self) -> None:
        for name, (low, high) in _LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise DataError(f"The drawings' {name} is {value!r}; a number from {low:g} to {high:g} is needed.")


DEFAULT = Normalisation()
# The ink as it stands on the canvas.
AS_DRAWN = Normalisation(fit=False, centred=False)


def normalise(paths: Sequence[Polyline], normalisation: Normalisation = DEFAULT) -> Ink:
    """The normalised ink (28, 28), 0 to 1, of paths (n, 2) in any units; an empty image when there are none.

    The drawn ink, pen included, is `how.box` pixels along its longer side; a drawing without extent is a dot. Lopsided
    ink may come less far than its centre of mass asks for: it stays inside the image, whole.
    Without `how.fit` the units are those of the canvas.
    """
    if not paths:
        return np.zeros((SIDE, SIDE), np.float32)
    points = np.array(np.concatenate(paths).T, np.float64, order="C")
    low, high = points.min(axis=1), points.max(axis=1)
    scale, pen_width, place = 1.0, normalisation.pen_width, np.zeros(2)
    if normalisation.fit:
        middle = low / 2 + high / 2
        scale, pen_width = _fitted(float((high - low).max()), float(max(-low.min(), high.max())), normalisation)
        points, low, high = ((each.T - middle).T * scale for each in (points, low, high))
        place += normalisation.centre if normalisation.centred else SIDE / 2
    pieces = pieces_of(points, [len(path) for path in paths])
    if normalisation.centred:
        one_edge, other_edge = pen_width / 2 - low, SIDE - pen_width / 2 - high
        nearest, farthest = np.minimum(one_edge, other_edge), np.maximum(one_edge, other_edge)
        for _ in range(normalisation.passes):
            wanted = (
                place + normalisation.centre - centre_of_mass(ink_of(pieces, place, pen_width, normalisation.soft_edge))
            )
            place = np.minimum(np.maximum(wanted, nearest), farthest)
    return ink_of(pieces, place, pen_width, normalisation.soft_edge)


def _fitted(extent: float, largest: float, normalisation: Normalisation) -> tuple[float, float]:
    """Scale and pen width for a drawing of this extent, whose coordinates are at most `largest`."""
    if extent <= ROUNDING * largest + SMALLEST:
        return 0.0, normalisation.pen_width
    if normalisation.even_pen:
        return (normalisation.box - normalisation.pen_width) / extent, normalisation.pen_width
    scale = normalisation.box / (extent + normalisation.pen_width)
    return scale, normalisation.pen_width * scale


def centre_of_mass(ink: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """The centre of mass (x, y) of ink (rows, columns) in canvas units; the middle of the image when it is empty."""
    rows, columns = ink.sum(axis=1, dtype=np.float64), ink.sum(axis=0, dtype=np.float64)
    total = rows.sum()
    if total <= 0:
        return np.array([len(columns) / 2, len(rows) / 2])
    moments = np.array([columns @ np.arange(len(columns)), rows @ np.arange(len(rows))], np.float64)
    centre: npt.NDArray[np.float64] = moments / total + 0.5
    return centre


def to_ink_image(X: Floats) -> Ink:
    """The ink 0 to 1, (28, 28) or (n, 28, 28), of inputs X (784,) or (n, 784): what `to_input` takes back."""
    return ((X.reshape(*X.shape[:-1], SIDE, SIDE) + 1) / 2).astype(np.float32, copy=False)


def to_input(ink: Ink) -> Floats:
    """Images (28, 28) or (n, 28, 28) of ink 0 to 1 as the network takes them: (n, 784) float32 in [-1, 1]."""
    return ink.reshape(-1, PIXELS) * np.float32(2) - np.float32(1)
