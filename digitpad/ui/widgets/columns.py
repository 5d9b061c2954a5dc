"""Numbers of a growing list as arrays, for plots."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Row = TypeVar("Row")
Numbers = npt.NDArray[np.float64]


class Columns(Generic[Row]):
    """`width` values of each entry of a list that only grows; each entry is looked at once."""

    def __init__(self, values: Callable[[Row], tuple[float, ...]], width: int) -> None:
        self._values = values
        self._array = np.empty((width, 64))
        self._count = 0

    def of(self, rows: Sequence[Row]) -> Numbers:
        """The values in rows (width, n), to be read only."""
        n = len(rows)
        if n > self._array.shape[1]:
            larger = np.empty((len(self._array), 2 * n))
            larger[:, : self._count] = self._array[:, : self._count]
            self._array = larger
        if n > self._count:
            width = len(self._array)
            # Number by number: an array from tuples takes three times as long.
            numbers = chain.from_iterable(map(self._values, rows[self._count :]))
            self._array[:, self._count : n] = (
                np.fromiter(numbers, float, width * (n - self._count)).reshape(-1, width).T
            )
            self._count = n
        return self._array[:, :n]


def thinned(values: Numbers, most: int) -> Numbers:
    """At most `most` values: averages over groups of neighbours, which keep their members as values are added."""
    n = len(values)
    if n <= most:
        return values
    size = 1 << (-(-n // most) - 1).bit_length()
    starts = np.arange(0, n, size)
    means: Numbers = np.add.reduceat(values, starts) / size
    means[-1] *= size / (n - starts[-1])  # the last group may be smaller
    return means


def envelope(times: Numbers, values: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """At most `most` points with the same outline: the least and the largest value of each group of neighbours.

    The groups keep their members as values are added.
    """
    n = len(values)
    if n <= most:
        return times, values
    size = 1 << (-(-n // (most // 2)) - 1).bit_length()
    starts = np.arange(0, n, size)
    outline = np.empty(2 * len(starts))
    outline[0::2], outline[1::2] = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return np.repeat(times[starts], 2), outline
