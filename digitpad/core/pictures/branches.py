"""Ink parted where the pen's lines meet or cross: the branches of its middle line."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from digitpad.core.pictures.labelling import Labels, Mask, components

_ROWS = 48  # the work is done on a shape about so high
_MEETING = 0.6  # of the pen's width: how far from a meeting its branches begin
_NARROWEST = 2.0  # pixels: a pen
# The neighbours of a pixel, clockwise from above: rows down, columns right.
_RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def branches(shape: Mask) -> Labels:
    """The number (height, width), from left to right, of the branch each pixel of a shape is nearest to; -1 elsewhere.

    All have 0 if no lines meet.
    """
    height, width = shape.shape
    by = max(1, height // _ROWS)
    rows, columns = -(-height // by), -(-width // by)
    blocks = np.pad(shape, ((0, rows * by - height), (0, columns * by - width))).reshape(rows, by, columns, by)
    small = blocks.mean(axis=(1, 3)) >= 0.5
    line = thinned(small)
    meetings = np.argwhere(line & (_crossings(line) > 2))
    alone: Labels = np.where(shape, 0, -1)
    if not len(meetings):
        return alone
    pen = max(_NARROWEST, small.sum() / line.sum())
    on_line = np.argwhere(line)
    apart = _squares(on_line, meetings).min(axis=1) > (_MEETING * pen) ** 2
    rest = np.zeros_like(line)
    rest[tuple(on_line[apart].T)] = True
    found = components(rest)
    if not len(found):
        return alone
    number = np.argsort(np.argsort(found.boxes[:, 0] + found.boxes[:, 2], kind="stable"))
    inked = np.argwhere(blocks.any(axis=(1, 3)))
    places = np.stack(np.divmod(found.pixels, columns), axis=1)
    labels = np.zeros(small.shape, np.intp)
    labels[tuple(inked.T)] = number[found.labels[_squares(inked, places).argmin(axis=1)]]
    enlarged = labels.repeat(by, axis=0).repeat(by, axis=1)[:height, :width]
    return np.where(shape, enlarged, -1)


def thinned(mask: Mask) -> Mask:
    """The middle line, a pixel wide, of a mask (height, width), by Zhang and Suen's algorithm (1984)."""
    while True:
        before = mask
        for first in (True, False):
            ring = list(_neighbours(mask))
            above, right, below, left = ring[::2]
            open_sides = (right & below & (above | left)) if first else (above & left & (right | below))
            count = np.sum(ring, axis=0)
            mask = mask & ~((count >= 2) & (count <= 6) & (_crossings(mask) == 1) & ~open_sides)
        if (mask == before).all():
            return mask


def _neighbours(mask: Mask) -> Iterator[Mask]:
    """What lies beside each pixel, in the ring's order."""
    height, width = mask.shape
    padded = np.pad(mask, 1)
    for down, right in _RING:
        yield padded[1 + down : 1 + down + height, 1 + right : 1 + right + width]


def _crossings(mask: Mask) -> npt.NDArray[np.intp]:
    """How often (height, width) the mask begins on the way around each pixel."""
    ring = list(_neighbours(mask))
    begins: npt.NDArray[np.intp] = np.sum([~a & b for a, b in zip(ring, ring[1:] + ring[:1], strict=True)], axis=0)
    return begins


def _squares(one: npt.NDArray[np.intp], other: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The squared distances (n, m) of places (n, 2) and others (m, 2)."""
    squares: npt.NDArray[np.intp] = ((one[:, None] - other) ** 2).sum(axis=2)
    return squares
