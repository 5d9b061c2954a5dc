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

from digitpad.core.drawing.normalise import DEFAULT, Ink, Normalisation, Polyline, normalise
from digitpad.core.network import SIDE

_Numbers = npt.NDArray[np.float64]

_AS_THEY_ARE = np.eye(2)[None]
_kernel: Callable[..., None] | None = None  # once it has been asked for


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


def load_kernel() -> bool:
    """Render compiled from now on, if Numba is installed; returns whether that is so.

    Loading takes half a second, and the first time on a machine the compiling some more: worth it for a thousand
    drawings, not for one. Can be called from any thread: until it is done, the others go on without it.
    """
    global _kernel
    if _kernel is None and importlib.util.find_spec("numba"):
        from digitpad.core.drawing.rasterise_kernel import normalise_many  # takes half a second

        _fill(normalise_many, PackedDrawings.of([[np.zeros((1, 2))]]), DEFAULT, *_alone(DEFAULT), _room(1))
        _kernel = normalise_many
    return _kernel is not None


def render(
    drawings: PackedDrawings,
    normalisation: Normalisation,
    *,
    pen_widths: npt.NDArray[np.floating] | None = None,
    boxes: npt.NDArray[np.floating] | None = None,
    affines: npt.NDArray[np.floating] | None = None,
) -> Ink:
    """The pictures (n, 28, 28), ink 0 to 1, of n drawings.

    For a training that varies its drawings, each has a pen width (n,) and a box (n,) instead of those of
    `normalisation`, and the points of each go through the linear map of `affines` (n, 2, 2), matrix times (x, y),
    before they are fitted.
    """
    n = len(drawings)
    pens, sides = _each(normalisation.pen_width, pen_widths, (n,)), _each(normalisation.box, boxes, (n,))
    maps, out = _each(np.eye(2), affines, (n, 2, 2)), _room(n)
    if _kernel is not None:
        _fill(_kernel, drawings, normalisation, pens, sides, maps, out)
        return out
    for number, (pen_width, box, affine) in enumerate(zip(pens, sides, maps, strict=True)):
        paths = [path @ affine.T for path in drawings.paths(number)]
        out[number] = normalise(paths, replace(normalisation, pen_width=float(pen_width), box=float(box)))
    return out


def render_one(paths: Sequence[Polyline], normalisation: Normalisation) -> Ink:
    """The picture (28, 28), ink 0 to 1, of one drawing."""
    (image,) = render_each_way(paths, [normalisation])
    return image


def render_each_way(paths: Sequence[Polyline], ways: Sequence[Normalisation]) -> list[Ink]:
    """A picture (28, 28), ink 0 to 1, of one drawing for each of the ways to bring it into form."""
    if _kernel is None:
        return [normalise(paths, normalisation) for normalisation in ways]
    drawing, images = PackedDrawings.of([paths]), _room(len(ways))
    # What a pen draws is rendered at each of its moves: `render` looks at far more than one drawing needs.
    for number, normalisation in enumerate(ways):
        _fill(_kernel, drawing, normalisation, *_alone(normalisation), images[number : number + 1])
    return list(images)


def _fill(
    kernel: Callable[..., None],
    drawings: PackedDrawings,
    normalisation: Normalisation,
    pen_widths: _Numbers,
    boxes: _Numbers,
    affines: _Numbers,
    out: Ink,
) -> None:
    """Compiled; the arrays are those of `render`, one entry for each drawing."""
    most = int(np.diff(drawings.path_starts[drawings.drawing_starts]).max(initial=0))
    numbers, steps = (
        (float(normalisation.soft_edge), float(normalisation.centre), normalisation.passes),
        (normalisation.fit, normalisation.even_pen, normalisation.centred),
    )
    arrays = drawings.points, drawings.path_starts, drawings.drawing_starts, pen_widths, boxes, affines
    kernel(*arrays, *numbers, *steps, np.empty((most, 2)), np.empty((SIDE, SIDE)), out)


def _alone(normalisation: Normalisation) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Pen width, box and linear map of one drawing as it is."""
    return np.array([normalisation.pen_width], np.float64), np.array([normalisation.box], np.float64), _AS_THEY_ARE


def _room(n: int) -> Ink:
    return np.empty((n, SIDE, SIDE), np.float32)


def _starts(counts: Iterable[int]) -> npt.NDArray[np.intp]:
    return np.array([*accumulate(counts, initial=0)], np.intp)


def _each(usual: Any, given: npt.NDArray[np.floating] | None, shape: tuple[int, ...]) -> _Numbers:
    return np.array(np.broadcast_to(usual if given is None else given, shape), np.float64, order="C")


def stages(paths: Sequence[Polyline], normalisation: Normalisation) -> tuple[Ink, Ink, Ink, Ink]:
    """Pictures (28, 28) of paths (n, 2) in canvas units: as drawn, fitted, with an even pen, and centred.

    Each has the steps before it, as far as `normalisation` takes them; the last is what the network sees.
    """
    drawn = replace(normalisation, fit=False, centred=False)
    fitted = replace(normalisation, even_pen=False, centred=False)
    even = replace(normalisation, centred=False)
    first, second, third, last = render_each_way(paths, [drawn, fitted, even, normalisation])
    return first, second, third, last
