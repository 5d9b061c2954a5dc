"""An axis whose logarithmic scale can be read."""

from collections.abc import Iterable
from math import ceil, floor

import numpy as np
import pyqtgraph as pg

_ROOM = 24  # pixels for a number
_NARROW = 0.4  # powers of ten, of which not even two of the usual numbers may be in view

Ranks = list[tuple[float | None, list[float]]]


class PowerAxis(pg.AxisItem):  # type: ignore[misc]
    """On a logarithmic scale, numbers stand at powers of ten, and at 2 and 5 times them where there is room.

    The usual axis takes all between for main ones when it shows a few powers, and then they overlap.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setStyle(maxTextLevel=1)

    def logTickValues(self, low: float, high: float, size: float, usual: Ranks) -> Ranks:
        """The exponents between these two at which there are marks, the first two ranks with numbers.

        `size` is in pixels, and `usual` are marks at equal distances.
        """
        if high - low < _NARROW:
            return usual
        decades = range(floor(low), ceil(high) + 1)
        stride = max(1, ceil(len(decades) * _ROOM / max(size, 1)))
        ranks = [[float(power) for power in decades if power % stride == 0]]
        if stride == 1:
            numbered: Iterable[int] = (2, 5) if high - low > 1 else range(2, 10)
            ranks.append(_between(decades, numbered))
            ranks.append(_between(decades, set(range(2, 10)).difference(numbered)))
        return [(None, [each for each in rank if low <= each <= high]) for rank in ranks]

    def logTickStrings(self, values: list[float], scale: float, _spacing: float | None) -> list[str]:
        """The numbers at such exponents."""
        return [f"{10.0**value * scale:.3g}" for value in values]


def _between(decades: range, factors: Iterable[int]) -> list[float]:
    return [power + float(np.log10(factor)) for power in decades for factor in factors]
