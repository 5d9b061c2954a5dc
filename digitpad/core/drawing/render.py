"""The one way from strokes to the network's pictures, for the window, the command line, the training and the tests.

Compiled where that has been asked for and Numba is there, plain NumPy otherwise; the pictures are the same to float
rounding.
"""

import importlib.util
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import DEFAULT, Normalisation, normalise
from digitpad.core.drawing.rasterise import Ink, Polyline
from digitpad.core.network import SIDE

_Numbers = npt.NDArray[np.float64]
_Indices = npt.NDArray[np.intp]

_FIRST = np.zeros(1, np.intp)
_AS_THEY_ARE = np.eye(2)[None]


@dataclass(frozen=True, eq=False)
class PackedDrawings:
    """Many drawings in three arrays.

    Path p is points[path_starts[p] : path_starts[p + 1]], of points (N, 2) in any units, y down. Drawing i has the
    paths drawing_starts[i] to drawing_starts[i + 1], those of its strokes.
    """

    points: npt.NDArray[np.float64]
    path_starts: npt.NDArray[np.intp]
    drawing_starts: npt.NDArray[np.intp]

    @classmethod
    def of(cls, drawings: Iterable[Sequence[Polyline]]) -> "PackedDrawings":
        """From the paths (n, 2), n >= 1, of each drawing."""
        paths: list[Polyline] = []
        counts: list[int] = []
        for drawing in drawings:
            paths.extend(drawing)
            counts.append(len(drawing))
        return cls(np.concatenate([np.empty((0, 2)), *paths]), _starts(map(len, paths)), _starts(counts))

    def __len__(self) -> int:
        return len(self.drawing_starts) - 1

    def paths(self, index: int) -> list[Polyline]:
        """The paths of one drawing."""
        first, last = self.drawing_starts[index : index + 2]
        starts = self.path_starts[first : last + 1]
        return [self.points[start:end] for start, end in pairwise(starts)]


# Fills the last argument; the others are those of `render`, one for each drawing.
_Way = Callable[[PackedDrawings, Normalisation, _Indices, _Numbers, _Numbers, _Numbers, Ink], None]


def load_kernel() -> bool:
    """Render compiled from now on, if Numba is installed; returns whether that is so.

    Loading takes half a second, and the first time on a machine the compiling some more: worth it for a thousand
    drawings, not for one. Can be called from any thread: until it is done, the others go on without it.
    """
    global _way
    if _way is _one_by_one and importlib.util.find_spec("numba"):
        compiled = _compiled()
        _draw(compiled, PackedDrawings.of([[np.zeros((1, 2))]]), DEFAULT)
        _way = compiled
    return _way is not _one_by_one


def render(
    drawings: PackedDrawings,
    how: Normalisation,
    which: npt.NDArray[np.integer] | None = None,
    *,
    pen_widths: npt.NDArray[np.floating] | None = None,
    boxes: npt.NDArray[np.floating] | None = None,
    affines: npt.NDArray[np.floating] | None = None,
    out: Ink | None = None,
) -> Ink:
    """The pictures (n, 28, 28), ink 0 to 1, of the drawings `which` (n,), or of all.

    For a training that varies its drawings, each has a pen width (n,) and a box (n,) instead of those of `how`, and the
    points of each go through the linear map of `affines` (n, 2, 2), matrix times (x, y), before they are fitted. `out`
    (n, 28, 28) float32 is filled if it is given. Raises IndexError for a drawing that is not there.
    """
    return _draw(_way, drawings, how, which, pen_widths, boxes, affines, out)


def render_one(paths: Sequence[Polyline], how: Normalisation) -> Ink:
    """The picture (28, 28), ink 0 to 1, of one drawing."""
    (image,) = render_each_way(paths, [how])
    return image


def render_each_way(paths: Sequence[Polyline], ways: Sequence[Normalisation]) -> list[Ink]:
    """A picture (28, 28), ink 0 to 1, of one drawing for each of the ways to bring it into form."""
    if _way is _one_by_one:
        return [normalise(paths, how) for how in ways]
    drawing = PackedDrawings.of([paths])
    images = np.empty((len(ways), SIDE, SIDE), np.float32)
    # What a pen draws is rendered at each of its moves: `render` looks at far more than one drawing needs.
    for how, image in zip(ways, images, strict=True):
        pen_width, box = np.array([[how.pen_width], [how.box]], np.float64)
        _way(drawing, how, _FIRST, pen_width, box, _AS_THEY_ARE, image[None])
    return list(images)


def _draw(
    way: _Way,
    drawings: PackedDrawings,
    how: Normalisation,
    which: npt.NDArray[np.integer] | None = None,
    pen_widths: npt.NDArray[np.floating] | None = None,
    boxes: npt.NDArray[np.floating] | None = None,
    affines: npt.NDArray[np.floating] | None = None,
    out: Ink | None = None,
) -> Ink:
    indices = np.arange(len(drawings)) if which is None else np.array(which, np.intp)
    n = len(indices)
    if out is None:
        out = np.empty((n, SIDE, SIDE), np.float32)
    # The compiled way looks at neither.
    if n and not 0 <= indices.min() <= indices.max() < len(drawings):
        raise IndexError(f"A drawing is asked for that is not among the {len(drawings)}.")
    if out.shape != (n, SIDE, SIDE) or out.dtype != np.float32 or not out.flags.c_contiguous:
        raise ValueError(f"The pictures need a contiguous float32 array of shape {(n, SIDE, SIDE)}.")
    pens, sides = _each(how.pen_width, pen_widths, (n,)), _each(how.box, boxes, (n,))
    way(drawings, how, indices, pens, sides, _each(np.eye(2), affines, (n, 2, 2)), out)
    return out


def _starts(counts: Iterable[int]) -> _Indices:
    return np.array([*accumulate(counts, initial=0)], np.intp)


def _each(usual: Any, given: npt.NDArray[np.floating] | None, shape: tuple[int, ...]) -> _Numbers:
    return np.array(np.broadcast_to(usual if given is None else given, shape), np.float64, order="C")


def _one_by_one(
    drawings: PackedDrawings,
    how: Normalisation,
    which: _Indices,
    pen_widths: _Numbers,
    boxes: _Numbers,
    affines: _Numbers,
    out: Ink,
) -> None:
    each = zip(which, pen_widths, boxes, affines, out, strict=True)
    for index, pen_width, box, affine, image in each:
        paths = [path @ affine.T for path in drawings.paths(index)]
        image[...] = normalise(paths, replace(how, pen_width=float(pen_width), box=float(box)))


def _compiled() -> _Way:
    from digitpad.core.drawing.rasterise_kernel import normalise_many  # takes half a second

    def compiled(
        drawings: PackedDrawings,
        how: Normalisation,
        which: _Indices,
        pen_widths: _Numbers,
        boxes: _Numbers,
        affines: _Numbers,
        out: Ink,
    ) -> None:
        arrays = drawings.points, drawings.path_starts, drawings.drawing_starts
        ends = drawings.path_starts[drawings.drawing_starts]
        most = int((ends[which + 1] - ends[which]).max(initial=0))
        room = np.empty((most, 2)), np.empty((SIDE, SIDE))
        numbers = float(how.soft_edge), float(how.centre), how.passes
        steps = how.fit, how.even_pen, how.centred
        normalise_many(*arrays, which, pen_widths, boxes, affines, *numbers, *steps, *room, out)

    return compiled


_way: _Way = _one_by_one


def stages(paths: Sequence[Polyline], how: Normalisation) -> tuple[Ink, Ink, Ink, Ink]:
    """Pictures (28, 28) of paths (n, 2) in canvas units: as drawn, fitted, with an even pen, and centred.

    Each has the steps before it, as far as `how` takes them; the last is what the network sees.
    """
    drawn = replace(how, fit=False, centred=False)
    fitted = replace(how, even_pen=False, centred=False)
    even = replace(how, centred=False)
    first, second, third, last = render_each_way(paths, [drawn, fitted, even, how])
    return first, second, third, last
