"""Which ink of a picture belongs to what was written, and why the rest does not."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from digitpad.core.pictures.form import find_form
from digitpad.core.pictures.labelling import Components, Mask, components
from digitpad.core.pictures.paper import Grey, sampled

# Of the ink's strength: what is weaker is paper, and each component has a place that is stronger.
_WEAK, _STRONG = 0.3, 0.5
# Of the picture's shorter side: how long a shape has to be for others to make way for it.
_CLEAR = 0.1
# A frame's box is so much of the picture, or of what lies in it, and its ink so little of that box.
_FRAME, _HOLLOW = 0.45, 0.25
_EDGE, _THIN = 3, 0.02  # pixels, and of the picture: how thick a frame is
_SIDE = 0.6  # of a side of the box, for a frame to run along it
# Of the largest shape's longer side: specks are shorter, and loose pieces farther away.
_SPECK, _FAR, _ALIKE = 0.07, 0.6, 0.7
_PRINT, _LETTERS = 0.3, 8  # so many shapes so small beside the largest are printed
_LEAST = 0.06  # darker than the paper
_BESIDE = 0.15  # of the strength of what lies along the border
_FAINT = 0.45  # of the largest shape's strength

Reasons = npt.NDArray[np.str_]  # a Reason for each component


class Reason(StrEnum):
    """Why a component of the ink belongs to what was written, or does not."""

    WRITTEN = "written"
    BORDER = "touches the border"
    FRAME = "a frame"
    AXES = "the axes of a chart"
    SPECK = "a speck"
    FAINT = "faint"
    APART = "lies apart"
    PRINT = "small print"


@dataclass(frozen=True, eq=False)
class SortedInk:
    """The components of a picture's ink, a reason (n,) for each, and which (n,) of them belong to what was written.

    noise: how much the ink varies where there is none (standard deviation).
    """

    found: Components
    reasons: Reasons
    noise: float

    @property
    def written(self) -> npt.NDArray[np.bool_]:
        written: Mask = self.reasons == Reason.WRITTEN
        return written

    def mask(self) -> Mask:
        return self.found.mask(self.written)


def strength(ink: Grey) -> float:
    """How strong the ink is at most places of a picture (height, width) where there is any."""
    strongest = float(ink.max())
    inked = ink[ink > max(0.3 * strongest, 0.02)]
    return float(np.quantile(inked[:: 1 + len(inked) // 5_000], 0.9)) if inked.size else strongest


def noise_of(ink: Grey) -> float:
    """How much ink (height, width) varies where there is none: the standard deviation."""
    some = sampled(ink)
    some = some[some <= 0.5 * some.max()]  # bars along the border may be as much as the paper
    # Where there is ink everywhere, nothing tells.
    return 1.4826 * float(np.median(np.abs(some - np.median(some)))) + 1e-6 if some.size else 1e-6


def sort_ink(ink: Grey, ruling: Mask | None = None) -> SortedInk:
    """The components of ink (height, width), which are kept and which are left out. `ruling` was removed from it."""
    noise = noise_of(ink)
    strong = _strength_inside(ink, noise)
    found = components(ink > max(_WEAK * strong, min(6 * noise, 0.5 * strong)))
    if not len(found):
        return SortedInk(found, np.empty(0, np.str_), noise)
    reasons = np.full(len(found), Reason.WRITTEN, f"<U{max(map(len, Reason))}")
    form = find_form(found, np.zeros_like(ink, np.bool_) if ruling is None else ruling)
    if form:
        _leave_out(reasons, form.lines, Reason.FRAME)
        _leave_out(reasons, form.beside, Reason.PRINT)
    _leave_out(reasons, ~found.any(ink >= _STRONG * strong), Reason.FAINT)
    _leave_out_around(reasons, found)
    if (reasons == Reason.WRITTEN).any():
        _leave_out_beside_main(reasons, found, found.means(ink))
    return SortedInk(found, reasons, noise)


def _leave_out(reasons: Reasons, which: Mask, reason: Reason) -> None:
    """Give this reason to those of `which` (n,) that have not been left out yet."""
    reasons[which & (reasons == Reason.WRITTEN)] = reason


def _leave_out_around(reasons: Reasons, found: Components) -> None:
    """Leave out frames, axes and what touches the picture's border, if something clear stands inside."""
    height, width = found.shape
    left, top, right, bottom = found.boxes.T
    wide, tall = right - left, bottom - top
    touches = (left == 0) | (top == 0) | (right == width) | (bottom == height)
    edge = _EDGE + _THIN * min(height, width)
    near = np.sum([left < edge, top < edge, right > width - edge, bottom > height - edge], axis=0)  # borders
    clear = (reasons == Reason.WRITTEN) & (np.maximum(wide, tall) >= _CLEAR * min(height, width)) & (found.areas >= 8)
    # Frames have their ink along their own edges, and something clear inside.
    for i in _hollow(found):
        inside = clear & _within(found.boxes, found.boxes[i])
        sides = _sides(found, int(i)) if inside.any() else 0
        if sides > 1:
            # Of a frame that the picture's border cuts off, two sides may be left.
            framed = sides > 2 or touches[i] or near[i] > 2
            if reasons[i] != Reason.FRAME:
                reasons[i] = Reason.FRAME if framed else Reason.AXES
            clear[i] = False
    # The inner edge of a frame that lies along the border.
    along = (near > 0) & (((tall <= edge) & (wide > _SIDE * width)) | ((wide <= edge) & (tall > _SIDE * height)))
    clear &= ~along
    if clear.any():
        _leave_out(reasons, along, Reason.FRAME)
    if (clear & ~touches).any():
        _leave_out(reasons, touches, Reason.BORDER)


def _leave_out_beside_main(reasons: Reasons, found: Components, strengths: npt.NDArray[np.float64]) -> None:
    """Leave out what is too small, too faint or too far away beside the largest shape. `strengths` (n,) are of ink."""
    left, top, right, bottom = found.boxes.T
    wide, tall = right - left, bottom - top
    longer = np.maximum(wide, tall)
    main = int(np.argmax(np.where(reasons == Reason.WRITTEN, longer * np.sqrt(found.areas), -1)))
    size = longer[main]
    low = (tall < _PRINT * size) & (gaps(found.boxes, found.boxes[main]) > 0)
    printed = low & (reasons == Reason.WRITTEN)
    if printed.sum() > _LETTERS:
        _leave_out(reasons, printed, Reason.PRINT)
    _leave_out(reasons, longer < _SPECK * size, Reason.SPECK)
    _leave_out(reasons, strengths < _FAINT * strengths[main], Reason.FAINT)
    _leave_out_apart(reasons, found.boxes, main, size)


def _strength_inside(ink: Grey, noise: float) -> float:
    """How strong the ink is without frames and what touches the border, if something clear stands inside.

    It is looked for among the stronger ink first: a ruled line, however faint, would join a digit to the border.
    """
    strong = strength(ink)
    for weakest in (_WEAK * strong, _LEAST):
        found = components(ink > max(6 * noise, weakest))
        if not len(found):
            continue
        left, top, right, bottom = found.boxes.T
        touches = (left == 0) | (top == 0) | (right == ink.shape[1]) | (bottom == ink.shape[0])
        clear = ~touches & (np.maximum(right - left, bottom - top) >= _CLEAR * min(ink.shape))
        clear &= (found.areas >= 8) & (found.means(ink) > _BESIDE * strong)
        framing = np.zeros(len(found), np.bool_)
        framing[[i for i in _hollow(found) if _sides(found, int(i)) > 2]] = True
        clear &= ~framing
        if clear.any():
            return strength(np.where(found.mask(clear), ink, 0)) if touches.any() or framing.any() else strong
    return strong


def _hollow(found: Components) -> npt.NDArray[np.intp]:
    """The components that may be frames: large, with little ink in their boxes."""
    left, top, right, bottom = found.boxes.T
    wide, tall = right - left, bottom - top
    large = (wide > _FRAME * found.shape[1]) & (tall > _FRAME * found.shape[0])
    return np.flatnonzero(large & (found.areas < _HOLLOW * wide * tall))


def _within(boxes: npt.NDArray[np.intp], outer: npt.NDArray[np.intp]) -> Mask:
    """Which boxes (n, 4) lie within another, and reach none of its sides."""
    inside = np.concatenate([boxes[:, :2] > outer[:2], boxes[:, 2:] < outer[2:]], axis=1)
    within: Mask = np.all(inside, axis=1)
    return within


def _sides(found: Components, which: int) -> int:
    """Along how many sides of its box a component's pixels run, if nearly all of them lie near those."""
    rows, columns = np.divmod(found.pixels[found.labels == which], found.shape[1])
    left, top, right, bottom = found.boxes[which]
    near = 0.12 * min(right - left, bottom - top)
    upright = columns < left + near, columns >= right - near
    lying = rows < top + near, rows >= bottom - near
    if np.logical_or.reduce([*upright, *lying]).mean() <= 0.8:
        return 0
    lengths = [len(np.unique(rows[side])) / (bottom - top) for side in upright]
    lengths += [len(np.unique(columns[side])) / (right - left) for side in lying]
    return sum(each > _SIDE for each in lengths)


def _leave_out_apart(reasons: Reasons, boxes: npt.NDArray[np.intp], main: int, size: int) -> None:
    """Leave out small pieces that lie far from the main shape and from all that is near it."""
    waiting = (reasons == Reason.WRITTEN).copy()
    waiting[main] = False
    reach = boxes[main].copy()
    while waiting.any():
        candidates = np.flatnonzero(waiting)
        distances = gaps(boxes[candidates], reach)
        longer = np.maximum(*(boxes[candidates, 2:] - boxes[candidates, :2]).T)
        near = distances <= np.minimum(_FAR * size, np.maximum(0.8 * longer, 0.12 * size))
        if not near.any():
            break
        for i in candidates[near]:
            reach[:2], reach[2:] = np.minimum(reach[:2], boxes[i, :2]), np.maximum(reach[2:], boxes[i, 2:])
        waiting[candidates[near]] = False
    # Of two shapes alike, neither is the one that was meant.
    longer = np.maximum(*(boxes[:, 2:] - boxes[:, :2]).T)
    reasons[waiting & (longer < _ALIKE * size)] = Reason.APART


def gaps(boxes: npt.NDArray[np.intp], reach: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """How far each box (n, 4) is from another."""
    across = np.maximum(np.maximum(boxes[:, 0] - reach[2], reach[0] - boxes[:, 2]), 0)
    down = np.maximum(np.maximum(boxes[:, 1] - reach[3], reach[1] - boxes[:, 3]), 0)
    distances: npt.NDArray[np.float64] = np.hypot(across, down)
    return distances
