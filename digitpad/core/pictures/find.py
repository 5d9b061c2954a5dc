"""What was written on a picture, stage by stage.

Upright picture → page (alone, if it lies on something else) → contrast (colour and transparency to grey) → paper
(divided out) → ruling (removed) → ink (what was written; borders, frames and specks left out). `normalise` then brings
it into the form of the training images.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from digitpad.core.errors import DataError
from digitpad.core.pictures.decode import Picture, Pixels
from digitpad.core.pictures.ink import Reason, SortedInk, sort_ink, strength
from digitpad.core.pictures.labelling import Mask, grown
from digitpad.core.pictures.normalise import cropped, thickness
from digitpad.core.pictures.page import find_page
from digitpad.core.pictures.paper import Grey, PaperEstimate, denoised, divide_out, sampled, sliding, to_bytes, to_grey
from digitpad.core.pictures.ruling import without_ruling

_FAINTEST = 0.05
# Of the ink's strength: what is weaker in a photograph is noise or a soft edge.
_HAZE = 0.15
_NOISY = 0.02
_EDGE = 0.45
_SOFT = 0.1  # of the longer side of what was written: how wide the edge of what was scaled up is
_SMALL = 120  # pixels
_AMBIGUOUS = 0.05  # of the border's pixels on the other side: then light on dark is tried as well as dark on light
_BOTH = 0.5  # of how far the one side's extreme is from the usual: so far is the other's, then both are tried
_NEARLY = 0.4  # of a likeness to writing: so little tells nothing where one lies inside the other
# Of the longer side of what was written: a hole's ink lies so much farther inside, a rim's hardly farther outside.
_HOLE, _RIM = 0.025, 0.05
_ON_PAGE = 0.2  # of the contrast between page and table: what is fainter on the page is the shade within a stroke
_BROAD = 0.5  # thickness of a loop that a broad pen has filled; no page with something on it is so thick
# What is thicker is filled, not written; and so much of the outline of what was written is an edge of the picture.
SOLID, OUTLINED = 0.4, 0.8
NOTHING = "The picture shows nothing that stands out from its background; give one with more contrast."


@dataclass(frozen=True, eq=False)
class FoundInk:
    """What each stage made of a picture, all (height, width), 0 to 1, and the ink that was found.

    grey: dark ink on light paper, turned so if need be. paper: its brightness. ink: how dark each pixel is beside it.
    ruling: where lines were removed. sorted: the ink's components. written: the ink of those that were written.
    corner, scale: the stages' top left corner in the picture, in its pixels, and how many of those make one of theirs.
    pixels: the same part of the picture as it came (height, width, 3 or 4).
    """

    grey: Grey
    light_on_dark: bool
    ground: PaperEstimate
    ruling: Mask
    ink: Grey
    sorted: SortedInk
    written: Grey
    corner: tuple[int, int] = (0, 0)
    scale: int = 1
    pixels: Pixels = field(default_factory=lambda: np.zeros((1, 1, 3), np.float32))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what was written, the last two just outside."""
        boxes = self.sorted.found.boxes[self.sorted.written]
        left, top = boxes[:, :2].min(axis=0).tolist()
        right, bottom = boxes[:, 2:].max(axis=0).tolist()
        return left, top, right, bottom


def find_ink(picture: Picture, light_on_dark: bool | None = None) -> FoundInk:
    """What was written on a picture, in light or dark ink, or in what looks more like it.

    Raises DataError when nothing stands out.
    """
    by = picture.reduction()
    pixels = denoised(picture.pixels(by))
    grey = to_grey(pixels)
    found = _on_page(grey, pixels, light_on_dark) or replace(_found_either(grey, light_on_dark), pixels=pixels)
    found = replace(found, corner=(found.corner[0] * by, found.corner[1] * by), scale=by)
    if not found.sorted.written.any():
        raise DataError(NOTHING)
    return found if by == 1 else _enlarged(picture, found, by)


def _enlarged(picture: Picture, found: FoundInk, by: int) -> FoundInk:
    """The same from more of the picture's pixels, if it is small and was found when these were reduced `by` a factor.

    If nothing is found there, what was found before.
    """
    left, top, right, bottom = found.box
    longer = max(right - left, bottom - top)
    digit = min(longer, 2 * (bottom - top))  # of a number, the digits matter
    if digit >= _SMALL:
        return found
    room, (x, y), (height, width) = longer // 2, found.corner, found.grey.shape
    part = max(left - room, 0), max(top - room, 0), min(right + room, width), min(bottom + room, height)
    low, high = (x + part[0] * by, y + part[1] * by), (x + part[2] * by, y + part[3] * by)
    box = *low, min(high[0], picture.image.width), min(high[1], picture.image.height)
    finer = max(by * digit // _SMALL, 1)
    pixels = denoised(picture.pixels(finer, box))
    grey = to_grey(pixels)
    closer = _found(grey, found.light_on_dark, float(np.median(sampled(grey))))
    sorted = _sorted_as_before(closer.sorted, found.sorted, part)
    if not sorted.written.any():
        return found
    written = written_ink(closer.ink, closer.ground, sorted)
    return replace(closer, sorted=sorted, written=written, corner=box[:2], scale=finer, pixels=pixels)


def _sorted_as_before(closer: SortedInk, before: SortedInk, part: tuple[int, int, int, int]) -> SortedInk:
    """What was left out before is left out again of a part (left, top, right, bottom) that is looked at closely.

    Of a line of print, the part may show too few letters to tell.
    """
    left, top, right, bottom = part
    labels = np.full(before.found.shape, -1)
    labels.ravel()[before.found.pixels] = before.found.labels
    rows, columns = np.divmod(closer.found.pixels, closer.found.shape[1])
    height, width = closer.found.shape
    there = labels[top + rows * (bottom - top) // height, left + columns * (right - left) // width]
    wrote = there >= 0
    wrote[wrote] = before.written[there[wrote]]
    again = np.bincount(closer.found.labels[wrote], minlength=len(closer.found)) == 0
    reasons = closer.reasons.copy()
    for which in np.flatnonzero(again & closer.written):
        earlier = there[closer.found.labels == which].max()
        if earlier >= 0:
            reasons[which] = before.reasons[earlier]
    return replace(closer, reasons=reasons)


def _on_page(grey: Grey, pixels: Pixels, wanted: bool | None) -> FoundInk | None:
    """What was written on a page that lies on something else, if there is one with clear writing on it."""
    page = find_page(grey)
    if page is None:
        return None
    alone = page.alone(pixels)
    try:
        found = _found_either(to_grey(alone), wanted)
    except DataError:
        return None
    if not found.sorted.written.any() or strength(found.ink) < _ON_PAGE * page.contrast:
        return None
    left, top, right, bottom = found.box
    inside = min(left, top, found.grey.shape[1] - right, found.grey.shape[0] - bottom) > 0
    clear = thickness(cropped(found.written)) < (_BROAD if inside else SOLID) and outlined(found) > OUTLINED
    return replace(found, corner=page.box[:2], pixels=alone) if clear else None


def _found_either(grey: Grey, wanted: bool | None) -> FoundInk:
    """Dark ink on light paper or light on dark: as is wanted, as the border tells, or as looks more written."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    usual, everywhere = float(np.median(border)), float(np.median(sampled(grey)))
    darkest, lightest = float(grey.min()), float(grey.max())
    if max(usual - darkest, lightest - usual) < _FAINTEST:
        raise DataError(NOTHING)
    light = usual - darkest < lightest - usual
    first = _found(grey, light, usual)
    low, high = np.quantile(sampled(grey), [0.01, 0.99])
    middle = (low + high) / 2
    ambiguous = float(np.mean((border > middle) != (usual > middle))) > _AMBIGUOUS
    # Glare is brighter than its board, which the ink is darker than: then both stand out.
    both = min(usual - darkest, lightest - usual) > _BOTH * max(usual - darkest, lightest - usual)
    border_tells = not (ambiguous or both) and abs(everywhere - usual) < 0.1 * (high - low)
    if light is wanted or (wanted is None and border_tells):
        return first
    other_side = grey[(grey > middle) != (usual > middle)] if ambiguous else grey
    second = _found(grey, not light, float(np.median(other_side)) if other_side.size else usual)
    return second if wanted is not None else _more_written(first, second)


def _more_written(first: FoundInk, second: FoundInk) -> FoundInk:
    """The one that looks more like writing; where both do, not the one that is but holes or a rim of the other."""
    better = likeness_to_writing(second) - likeness_to_writing(first) + _by_strength(second, first)
    if abs(better) < _NEARLY:
        if _is_inside(first, second):
            return second
        if _is_inside(second, first):
            return first
    return second if better > 0 else first


def _by_strength(one: FoundInk, other: FoundInk) -> float:
    """How much more likely one is the ink than the other for being far stronger: noise and smears are faint."""
    doublings = float(np.log2(max(strength(one.ink), 1e-3) / max(strength(other.ink), 1e-3)))
    return float(np.sign(doublings)) * 0.3 * min(max(abs(doublings) - 1, 0), 3)


def _is_inside(inner: FoundInk, outer: FoundInk) -> bool:
    """Whether what one takes for ink is but the holes in the other's, or the rim of it that a wrong paper leaves."""
    if not (inner.sorted.written.any() and outer.sorted.written.any()) or thickness(cropped(outer.written)) > SOLID:
        return False
    (left, top, right, bottom), box = inner.box, outer.box
    longer = max(box[2] - box[0], box[3] - box[1])
    margins = np.array([left - box[0], top - box[1], box[2] - right, box[3] - bottom])
    simpler = outer.ground.even and not inner.ground.even
    return bool((margins > max(_HOLE * longer, 1)).all() or (simpler and (margins >= -_RIM * longer).all()))


def _found(grey: Grey, light: bool, usual: float) -> FoundInk:
    if light:
        grey, usual = 1 - grey, 1 - usual
    ground = divide_out(grey, usual)
    ink, ruling = without_ruling(ground.ink)
    found = _without_false_ink(FoundInk(grey, light, ground, ruling, ink, sort_ink(ink, ruling), ink))
    return replace(found, written=written_ink(found.ink, ground, found.sorted))


def _without_false_ink(found: FoundInk) -> FoundInk:
    """Without shapes that come from a wrong estimate of the paper, if others have an edge in the picture.

    `written` is left as it is.
    """
    if found.ground.even or found.sorted.written.sum() < 2:
        return found
    outline, edges = _outline(found)
    components = found.sorted.found
    shares = components.means(outline & edges) / np.maximum(components.means(outline), 1e-9)
    shade = found.sorted.written & (shares < OUTLINED)
    if not shade.any() or (shade == found.sorted.written).all():
        return found
    ink: Grey = np.where(components.mask(shade), 0, found.ink)
    return replace(found, ink=ink, sorted=sort_ink(ink, found.ruling))


def written_ink(ink: Grey, ground: PaperEstimate, found: SortedInk) -> Grey:
    """The ink of what was written, with full ink at 1."""
    if not found.written.any():
        return np.zeros_like(ink)
    mask = found.mask()
    boxes = found.found.boxes[found.written]
    longer = int((boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)).max())
    # Soft edges reach beyond the mask.
    near = grown(mask, max(2, longer // 40))
    if not found.written.all():
        near &= ~grown(found.found.mask(~found.written), 1) | mask
    kept = np.where(near, ink, 0)
    if ground.even and found.noise < _NOISY * kept.max():
        as_it_is: Grey = kept / kept.max()
        return as_it_is
    full = strength(kept)
    haze = float(np.clip(4 * found.noise / full, _HAZE, 0.35))
    clear: Grey = np.clip((kept / full - haze) / (1 - haze), 0, 1)
    return clear


def likeness_to_writing(found: FoundInk) -> float:
    """How much the ink looks as if written: inside the picture, of lines rather than areas, and with an outline."""
    written = found.sorted.written
    if not written.any():
        return -10.0
    height, width = found.grey.shape
    left, top, right, bottom = found.box
    touches = int(left <= 1) + int(top <= 1) + int(right >= width - 1) + int(bottom >= height - 1)
    large = min(max(right - left, bottom - top) / (0.2 * min(height, width)), 1.0)
    thick = thickness(cropped(found.written))
    inside = found.sorted.reasons != Reason.BORDER
    inked = found.sorted.found.areas[inside].sum() / found.grey.size
    likely = large - 0.5 * touches - 4 * max(thick - 0.25, 0) - 2 * inked + 3 * outlined(found)
    return float(likely + (0.0 if found.light_on_dark else 0.2))


def outlined(found: FoundInk) -> float:
    """The share of the outline of what was written at which the picture itself has an edge.

    What is dark beside a wrong estimate of the paper ends where that estimate does, not where the picture changes.
    """
    outline, edges = _outline(found)
    return float(np.mean(edges[outline]))


def _outline(found: FoundInk) -> tuple[Mask, Mask]:
    """The outline (height, width) of what was written, and where the picture has an edge."""
    mask = found.sorted.mask()
    outline = mask & grown(~mask, 1)
    window = 7 if min(mask.shape) > 100 else 3
    if found.ground.even:  # edges may be as soft as what was scaled up has them
        left, top, right, bottom = found.box
        window = max(window, int(_SOFT * max(right - left, bottom - top)) | 1)
    grey = np.pad(to_bytes(found.grey), window // 2, mode="edge")
    lightest, darkest = grey, grey
    for axis in (0, 1):
        lightest, darkest = sliding(lightest, window, axis, np.maximum), sliding(darkest, window, axis, np.minimum)
    full = strength(np.where(mask, found.ink, 0))
    expected = full if found.ground.even else full * found.ground.paper
    return outline, lightest - darkest > 255 * _EDGE * expected
