"""The axis of all plots: readable on a logarithmic scale, and quick to paint."""

from collections.abc import Iterable, Sequence
from math import ceil, floor
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

_ROOM = 24  # pixels for a number
_NARROW = 0.4  # powers of ten, of which not even two of the usual numbers may be in view
_FAINTEST = 8  # of 255: fainter marks cannot be seen, and they are the majority

Ranks = list[tuple[float | None, list[float]]]
Lines = Sequence[tuple[QPen, QPointF, QPointF]]


class Axis(pg.AxisItem):  # type: ignore[misc]
    """On a logarithmic scale, numbers stand at powers of ten, and at 2 and 5 times them where there is room.

    pyqtgraph's takes all between for main ones when it shows a few powers, and then they overlap.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.picture: tuple[Any, ...] | None
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

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        """Paint directly: the usual recorded picture does not know the resolution of the screen."""
        if self.picture is None:  # pyqtgraph makes it None whenever something has changed
            self.picture = self.generateDrawSpecs(painter)
        if self.picture is not None:
            self.drawPicture(painter, *self.picture)

    def drawPicture(self, painter: QPainter, axis: Any, ticks: Lines, texts: Any) -> None:
        """Paint marks and grid as rectangles: Qt takes far longer over translucent lines."""
        pixel = 1 / painter.device().devicePixelRatioF()
        for pen, start, end in ticks:
            if pen.color().alpha() < _FAINTEST:
                continue
            across, up = end.x() - start.x(), end.y() - start.y()
            painter.fillRect(QRectF(start.x(), start.y(), across or pixel, up or pixel).normalized(), pen.color())
        super().drawPicture(painter, axis, (), texts)


def axes() -> dict[str, Axis]:
    """The two axes of a plot."""
    return {side: Axis(side) for side in ("left", "bottom")}


def _between(decades: range, factors: Iterable[int]) -> list[float]:
    return [power + float(np.log10(factor)) for power in decades for factor in factors]
