"""Drawings that look like copies of one another."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.query import EVERYTHING, Filter, Order
from digitpad.core.network import PIXELS, SIDE
from digitpad.core.tasks import Progress, Task, chunks

# The cosine of the angle between two images. Of 8,214 digits by 66 people (UCI's pen digits, training part, and UJI's
# pen characters), all of them different drawings, 39 have such a twin, all of them ones.
_ALIKE = 0.99
_ROWS, _COLUMNS = 500, 20_000  # compared at once
# Pixels of the coarse images, which are compared first: of those people's, such twins have a cosine above 0.998 there.
_CELL = 4


def near_duplicates_task(place: Path, which: Filter = EVERYTHING) -> Task[list[tuple[int, ...]]]:
    """The numbers of drawings that look alike, in groups of two or more, the one that was written first in front.

    All pairs are compared: a second for 5,000 drawings, some minutes for 100,000. Raises CollectionError.
    """
    with Collection.open(place) as collection:
        rows = collection.rows(which, Order.OLDEST)
    pixels = np.frombuffer(b"".join(row.seen for row in rows), np.uint8).reshape(len(rows), PIXELS)
    coarse = _unit(pixels.reshape(-1, SIDE // _CELL, _CELL, SIDE // _CELL, _CELL).mean(axis=(2, 4), dtype=np.float32))
    groups = list(range(len(rows)))  # for each drawing one of its group, in the end the first
    for start in range(0, len(rows), _ROWS):
        # Later drawings only: those before have been compared with these.
        for other in range(start, len(rows), _COLUMNS):
            near = np.argwhere(coarse[start : start + _ROWS] @ coarse[other : other + _COLUMNS].T >= _ALIKE)
            one, two = near[:, 0] + start, near[:, 1] + other
            one, two = one[one < two], two[one < two]
            alike = _alike(pixels, one, two)
            for first, second in zip(one[alike].tolist(), two[alike].tolist(), strict=True):
                a, b = _first(groups, first), _first(groups, second)
                groups[max(a, b)] = min(a, b)
        yield Progress((start + _ROWS) / max(len(rows), start + _ROWS))
    found: dict[int, list[int]] = {}
    for place_of, row in enumerate(rows):
        found.setdefault(_first(groups, place_of), []).append(row.id)
    return [tuple(some) for some in found.values() if len(some) > 1]


def _alike(
    pixels: npt.NDArray[np.uint8], one: npt.NDArray[np.intp], two: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    """Which of the pairs look alike at full size, too."""
    alike = np.empty(len(one), np.bool_)
    for chunk in chunks(len(one), _COLUMNS):
        a, b = _unit(pixels[one[chunk]].astype(np.float32)), _unit(pixels[two[chunk]].astype(np.float32))
        alike[chunk] = np.einsum("ij,ij->i", a, b) >= _ALIKE
    return alike


def _unit(images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Images as vectors (n, k) of length 1; blank ones stay 0 and are like none."""
    vectors = images.reshape(len(images), images.size // max(len(images), 1))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-6))
    return unit


def _first(groups: list[int], place: int) -> int:
    """The first drawing of the group, by a way that gets shorter each time it is gone."""
    while groups[place] != place:
        groups[place] = groups[groups[place]]
        place = groups[place]
    return place
