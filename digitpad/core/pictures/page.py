"""The page that lies on a table, or the canvas within a window: found by its brightness, and looked at alone."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from digitpad.core.pictures.decode import Pixels
from digitpad.core.pictures.labelling import Components, Mask, components, grown
from digitpad.core.pictures.normalise import thickness
from digitpad.core.pictures.paper import Grey, to_bytes

_SIDE = 160  # pixels; a page is looked for in a picture so small
_SMALLEST = 0.06  # of the picture
_LEAST = 100  # pixels; a smaller picture shows no table
_THICK = 0.3  # as `thickness` measures: a pen's stroke may look like a page with a hole in it
# No page's box is slimmer, or less slim unless its corners are sharp: those of a thick 1 are round.
_SLIMMEST, _SLIM, _SHARP = 0.2, 0.35, 0.96
_WHOLE = 0.65  # of the page is paper, and not ink
_SQUARE = 0.83  # of a rectangle about it; a disc fills 0.79, a page from an angle more
_AROUND = 0.8  # of the picture's border is not as bright as the page: beside a frame the paper goes on
_CONTRAST = 0.08  # between page and table
_SUDDEN = 0.4  # of that lies in a few pixels
_EDGE = 0.03  # of the page's shorter side: shade and thickness along its edges


class Page(NamedTuple):
    """A page's box in a picture (left, top, right, bottom), how much lighter or darker it is than what lies around, and
    which of the box's pixels (height, width) lie on it.
    """

    box: tuple[int, int, int, int]
    contrast: float
    inside: Mask

    def alone(self, pixels: Pixels) -> Pixels:
        """The page's pixels (height, width, ...); beside it, its nearest edge goes on."""
        left, top, right, bottom = self.box
        rows, columns = np.indices(self.inside.shape)
        beside, above = _within(self.inside), _within(self.inside.T).T
        along = np.abs(beside - columns) <= np.abs(above - rows)
        cut = pixels[top:bottom, left:right]
        alone: Pixels = cut[np.where(along, rows, above), np.where(along, beside, columns)]
        return alone


def _within(mask: Mask) -> npt.NDArray[np.intp]:
    """The column (height, width) that is nearest to each pixel, from the first to the last of its row in the mask."""
    width = mask.shape[1]
    first, last = mask.argmax(axis=1), width - 1 - mask[:, ::-1].argmax(axis=1)
    return np.clip(np.arange(width), first[:, None], last[:, None])


def find_page(grey: Grey) -> Page | None:
    """The page in a picture (height, width), lighter or darker than all around it; None if there is no such thing."""
    if min(grey.shape) < _LEAST:
        return None
    by = -(-max(grey.shape) // _SIDE)
    small = np.asarray(Image.fromarray(to_bytes(grey)).reduce(by).filter(ImageFilter.BoxBlur(1)))
    level, contrast = _parting(small)
    if contrast < 255 * _CONTRAST:
        return None
    for mask in (small > level, small <= level):
        page = _page(mask)
        if page is not None and _has_edge(page, small, contrast):
            return _enlarged(page, contrast / 255, by, grey.shape)
    return None


def _parting(values: npt.NDArray[np.uint8]) -> tuple[float, float]:
    """The level that parts bytes best into darker and lighter ones (Otsu 1979), and how far the two means lie apart."""
    counts = np.bincount(values.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (sums[-1] - sums) / (below[-1] - below) - sums / below
    between = np.nan_to_num(below * (below[-1] - below) * apart**2)
    level = int(between.argmax())
    return float(level), float(np.nan_to_num(apart[level]))


def _page(mask: Mask) -> Mask | None:
    """The largest component of a mask (height, width), with what is written on it, if it is a page."""
    border = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    if border.mean() > 1 - _AROUND:
        return None
    found = components(mask)
    if not len(found):
        return None
    which = int(found.areas.argmax())
    page = found.mask(np.arange(len(found)) == which)
    if not _has_form_of_page(found, which, page):
        return None
    for way in (page, page.T):  # what is written, and a finger at its edge, lies on it
        way |= np.logical_or.accumulate(way, axis=1) & np.logical_or.accumulate(way[:, ::-1], axis=1)[:, ::-1]
    return page


def _has_form_of_page(found: Components, which: int, page: Mask) -> bool:
    """Whether a component, whose mask is `page`, is large, has few holes, and fills a rectangle that may be turned."""
    left, top, right, bottom = found.boxes[which].tolist()
    rows, columns = np.divmod(found.pixels[found.labels == which], page.shape[1])
    first, last = np.full(bottom - top, right), np.full(bottom - top, left)
    np.minimum.at(first, rows - top, columns)
    np.maximum.at(last, rows - top, columns + 1)
    whole = int((last - first).sum())
    slim = min(right - left, bottom - top) / max(right - left, bottom - top)
    if slim < _SLIMMEST or whole < _SMALLEST * page.size or found.areas[which] < _WHOLE * whole:
        return False
    ends = np.concatenate([first, last]), np.tile(np.arange(top, bottom) + 0.5, 2)
    if whole < (_SQUARE if slim > _SLIM else _SHARP) * _rectangle(*ends):
        return False
    thick = thickness(page[top:bottom, left:right].astype(np.float32))
    return bool(thick >= _THICK * min(slim / _SLIM, 1))


def _has_edge(page: Mask, values: npt.NDArray[np.uint8], contrast: float) -> bool:
    """Whether the brightness (height, width) changes at once where a page ends; that of a glare fades."""
    beside, along = grown(page, 2) & ~page, grown(~page, 2) & page
    return bool(abs(values[along].mean() - values[beside].mean()) > _SUDDEN * contrast)


def _rectangle(x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> float:
    """The area of the smallest rectangle, however it is turned, about points (n,)."""
    angles = np.deg2rad(np.arange(0, 90, 3))[:, None]
    along, across = x * np.cos(angles) + y * np.sin(angles), y * np.cos(angles) - x * np.sin(angles)
    return float((np.ptp(along, axis=1) * np.ptp(across, axis=1)).min())


def _enlarged(page: Mask, contrast: float, by: int, shape: tuple[int, ...]) -> Page | None:
    """A page of a picture that was reduced, in one of that shape (height, width), without its very edges."""
    shorter = min(np.count_nonzero(page.any(axis=axis)) for axis in (0, 1))
    inside = ~grown(~np.pad(page, 1), 1 + int(_EDGE * shorter))[1:-1, 1:-1]
    if not inside.any():
        return None
    (left, right), (top, bottom) = (np.flatnonzero(inside.any(axis=axis))[[0, -1]].tolist() for axis in (0, 1))
    box = left * by, top * by, min((right + 1) * by, shape[1]), min((bottom + 1) * by, shape[0])
    large = inside[top : bottom + 1, left : right + 1].repeat(by, axis=0).repeat(by, axis=1)
    return Page(box, contrast, large[: box[3] - box[1], : box[2] - box[0]])
