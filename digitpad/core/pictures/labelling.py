"""Connected components of a mask, by runs of pixels: all of them in a few array operations."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.intp]
_Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Components:
    """Components 0 to n-1 of a mask (height, width), pixels that touch by a side or a corner.

    pixels, labels: the mask's pixels in the flattened mask, and the component of each.
    boxes: left, top, right, bottom (n, 4), the last two just outside. areas: pixels (n,).
    """

    shape: tuple[int, int]
    pixels: _Indices
    labels: _Indices
    boxes: _Indices
    areas: _Indices

    def __len__(self) -> int:
        return len(self.areas)

    def mask(self, kept: Mask) -> Mask:
        """The mask (height, width) of the components for which `kept` (n,) is true."""
        mask = np.zeros(self.shape, np.bool_)
        mask.ravel()[self.pixels[kept[self.labels]]] = True
        return mask

    def means(self, values: npt.NDArray[np.floating] | Mask) -> npt.NDArray[np.float64]:
        """The mean (n,) of values, or truths, (height, width) over each component."""
        sums = np.bincount(self.labels, values.ravel()[self.pixels], len(self))
        means: npt.NDArray[np.float64] = sums / np.maximum(self.areas, 1)
        return means

    def any(self, mask: Mask) -> Mask:
        """Whether (n,) some pixel of each component is in another mask (height, width)."""
        found: Mask = np.bincount(self.labels[mask.ravel()[self.pixels]], minlength=len(self)) > 0
        return found


def grown(mask: Mask, by: int) -> Mask:
    """The mask (height, width) and all that is so many steps from it, along rows and columns."""
    for _ in range(by):
        more = mask.copy()
        more[1:] |= mask[:-1]
        more[:-1] |= mask[1:]
        more[:, 1:] |= mask[:, :-1]
        more[:, :-1] |= mask[:, 1:]
        mask = more
    return mask


def components(mask: Mask) -> Components:
    """The components of a mask (height, width), in the order of their topmost pixels."""
    height, width = mask.shape
    edges = np.flatnonzero(np.diff(np.pad(mask, ((0, 0), (1, 1))).ravel().astype(np.int8)))
    # A run's row, its first column, and the column after its last.
    first, last = edges[::2], edges[1::2]
    row, start = np.divmod(first, width + 2)
    end = last - row * (width + 2)
    label = _joined(row, start, end, width + 2)
    lengths = end - start
    ordered = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    n = int(label.max(initial=-1)) + 1
    boxes = np.empty((n, 4), np.intp)
    order = np.argsort(label, kind="stable")
    begins = np.searchsorted(label[order], np.arange(n))
    for column, values, extreme in (
        (0, start, np.minimum),
        (1, row, np.minimum),
        (2, end, np.maximum),
        (3, row + 1, np.maximum),
    ):
        boxes[:, column] = extreme.reduceat(values[order], begins) if n else 0
    areas = np.bincount(label, lengths, n).astype(np.intp)
    pixels = np.repeat(row * width + start, lengths) + ordered
    return Components((height, width), pixels, np.repeat(label, lengths), boxes, areas)


def _joined(row: _Indices, start: _Indices, end: _Indices, stride: int) -> _Indices:
    """The component of each run: those in neighbouring rows that touch have the same."""
    low = np.searchsorted(row * stride + end, (row + 1) * stride + start)
    high = np.searchsorted(row * stride + start, (row + 1) * stride + end, side="right")
    counts = np.maximum(high - low, 0)
    upper = np.repeat(np.arange(len(row)), counts)
    lower = np.repeat(low - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    # The smaller root of each touching pair becomes the root of both, until nothing changes.
    root = np.arange(len(row))
    while True:
        one, other = root[upper], root[lower]
        if (one == other).all():
            break
        np.minimum.at(root, np.maximum(one, other), np.minimum(one, other))
        while (root[root] != root).any():
            root = root[root]
    _, label = np.unique(root, return_inverse=True)
    return label.astype(np.intp)
