"""The lines of ruled and squared paper, taken away without the ink that crosses them."""

import numpy as np
import numpy.typing as npt

from digitpad.core.pictures.ink import noise_of, strength
from digitpad.core.pictures.labelling import Components, Mask, components
from digitpad.core.pictures.paper import Grey, opened, sliding

_WEAK = 0.15  # of the ink's strength
# Of the picture: a line consists of straight pieces so long, is so long altogether, and at most so thick
# on average and at any place.
_PIECE, _LONG, _THICK, _THIN = 0.07, 0.6, 0.025, 0.02
_LEAN = 0.0075  # of the picture: by how much a line is higher on one side of what hides it
_GAP = 0.2  # of the picture: where a line is hidden by a stroke
_HIDDEN, _LONGER = 0.55, 0.1  # where pieces so long are hidden by a digit that is looked at closely
_COVERED = 0.7  # of a line's length there is ink, its own or what hides it
_ALIKE = 0.75  # a single line is weaker or thinner than the ink by this factor; several need not be
_LEAST = 60  # pixels; in smaller pictures lines cannot be told from strokes


def without_ruling(ink: Grey) -> tuple[Grey, Mask]:
    """The ink (height, width) without long thin lines from one edge to the other, and where those were."""
    lines = np.zeros(ink.shape, np.bool_)
    if min(ink.shape) < _LEAST:
        return ink, lines
    across, lines_across = _without_lines(ink)
    down, lines_down = _without_lines(across.T)
    return down.T, lines_across | lines_down.T


def _without_lines(ink: Grey) -> tuple[Grey, Mask]:
    """Without lines that lie, or nearly so."""
    height, width = ink.shape
    strong = strength(ink)
    mask = ink > max(_WEAK * strong, 4 * noise_of(ink))
    thickened = mask.copy()
    thickened[1:] |= mask[:-1]
    thickened[:-1] |= mask[1:]
    straight = opened(thickened, max(8, round(_PIECE * width)))
    nothing = ink, np.zeros(ink.shape, np.bool_)
    if straight.any(axis=0).mean() < 0.9 * (_LONG - _HIDDEN):  # too few for a line, whatever is joined
        return nothing
    # Where a stroke of the pen lies in a line, that is thicker.
    thin = straight & mask & ~opened(mask.T, round(_THIN * min(height, width)) + 4).T
    # A line that leans a little goes on in other rows behind a digit.
    lean = max(1, int(_LEAN * width))
    wide = _grown(thin, lean)
    joined = _joined(wide, _GAP)
    joined = _joined(opened(joined, round(_LONGER * width)), _HIDDEN)
    found = components(joined)
    thick = found.areas / np.maximum(found.boxes[:, 2] - found.boxes[:, 0], 1) - 2 * lean
    lines = _spanning(found, thick) & (_covered(found, mask) > _COVERED)
    if 0 < lines.sum() < 3:
        rest = ink[mask & ~found.mask(lines)]
        usual = float(np.quantile(rest, 0.7)) if rest.size else 0.0
        strengths = found.means(np.where(thin, ink, 0)) / np.maximum(found.means(thin), 1e-6)
        lines &= strengths < _ALIKE * usual
    if not lines.any():
        return nothing
    where = found.mask(lines) & (_grown(thin, 1) | (joined & ~wide))
    where &= ink > 0.5 * _WEAK * strong
    return filled(ink, where, float(np.median(ink[where & thin]))), where


def _spanning(found: Components, thick: npt.NDArray[np.float64]) -> Mask:
    """Which components (n,), `thick` (n,) pixels on average, are lines across the picture, to its edges or of several.

    So far each is as long, thin and level as a line; how strong it is is not looked at.
    """
    height, width = found.shape
    left, top, right, bottom = found.boxes.T
    long = right - left >= _LONG * width
    spans = long & (thick <= _THICK * height + 5) & (bottom - top <= 0.08 * width + 4)
    ends = (left <= 0.01 * width) & (right >= 0.99 * width)
    lines: Mask = spans & (ends | (spans.sum() > 2))
    return lines


def _covered(found: Components, mask: Mask) -> npt.NDArray[np.float64]:
    """Over which part of its length (n,) there is ink, of a mask (height, width), in each component that lies.

    A line goes on behind what is written, while strokes in one line with each other have paper between them.
    """
    inked = mask.ravel()[found.pixels]
    columns = np.zeros((len(found), found.shape[1]), np.bool_)
    columns[found.labels[inked], found.pixels[inked] % found.shape[1]] = True
    covered: npt.NDArray[np.float64] = columns.sum(axis=1) / (found.boxes[:, 2] - found.boxes[:, 0])
    return covered


def _joined(mask: Mask, gap: float) -> Mask:
    """Gaps along the rows filled, so that a line that a stroke interrupts remains one (a closing)."""
    span = max(3, round(gap * mask.shape[1] / 2))
    near = sliding(np.pad(mask, ((0, 0), (2 * span, 2 * span))), 2 * span + 1, 1, np.logical_or)
    joined: Mask = sliding(near, 2 * span + 1, 1, np.logical_and)
    return joined


def _grown(mask: Mask, by: int) -> Mask:
    grown = mask.copy()
    for step in range(1, by + 1):
        grown[step:] |= mask[:-step]
        grown[:-step] |= mask[step:]
    return grown


def filled(ink: Grey, where: Mask, level: float) -> Grey:
    """The ink under a line: what is clearly stronger than it, and strokes that go on above and below it."""
    height = ink.shape[0]
    rows = np.arange(height)[:, None]
    above = np.maximum.accumulate(np.where(where, -1, rows), axis=0)
    below = np.minimum.accumulate(np.where(where, height, rows)[::-1], axis=0)[::-1]
    columns = np.broadcast_to(np.arange(ink.shape[1]), ink.shape)
    at_above = np.where(above >= 0, ink[np.maximum(above, 0), columns], 0)
    at_below = np.where(below < height, ink[np.minimum(below, height - 1), columns], 0)
    bridged = np.minimum(at_above, at_below)
    darker = np.where(ink > 1.5 * level, ink, 0)
    filled: npt.NDArray[np.float32] = np.where(where, np.maximum(bridged, darker), ink).astype(np.float32)
    return filled
