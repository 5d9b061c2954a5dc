"""The axis of all plots: readable on a logarithmic scale, always of one width, and quick to paint."""

from collections.abc import Iterable, Sequence
from math import ceil, floor
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPaintEngine, QPainter, QPen, QPixmap, QTransform

from digitpad.core.rounding import round_above
from digitpad.core.training.history import Numbers

_ROOM = 24  # pixels for a number
_NARROW = 0.4  # powers of ten, of which not even two of the usual numbers may be in view
MIN_EPOCHS = 0.005  # across a plot: a few steps one by one
MIN_VALUE = 1e-9  # on a logarithmic axis
_FAINTEST = 8  # of 255: fainter marks cannot be seen, and they are the majority

Ranks = list[tuple[float | None, list[float]]]
Lines = Sequence[tuple[QPen, QPointF, QPointF]]


class Axis(pg.AxisItem):  # type: ignore[misc]
    """On a logarithmic scale, numbers stand at powers of ten, and at 2 and 5 times them where there is room.

    pyqtgraph's takes all between for main ones when it shows a few powers, and then they overlap.
    """

    def __init__(self, side: str, widest: str = "0.0000") -> None:
        """`widest` is the longest number on a vertical axis: one that grew with its numbers would move the plot."""
        super().__init__(side)
        self.picture: tuple[Any, ...] | None
        self._pixels: tuple[tuple[QTransform, QSize, float], QPixmap] | None = None
        metrics = QFontMetricsF(QGuiApplication.font())
        self.setStyle(
            maxTextLevel=1,
            autoExpandTextSpace=False,
            tickTextWidth=ceil(metrics.horizontalAdvance(widest)),
            tickTextHeight=ceil(metrics.height()),
        )

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
        """Paint from pixels that are kept while neither the axis nor its place on the screen changes.

        Qt's own cache of an item stretches old pixels when the item's bounding rectangle changes.
        """
        if painter.paintEngine().type() is not QPaintEngine.Type.Raster:
            self._draw(painter)
            return
        device = painter.device()
        ratio = device.devicePixelRatioF()
        place = painter.worldTransform(), QSize(device.width(), device.height()) * ratio, ratio
        # pyqtgraph makes the picture None whenever something has changed.
        if self._pixels is None or self.picture is None or self._pixels[0] != place:
            self._pixels = place, self._drawn(painter, *place)
        painter.setWorldTransform(QTransform())
        painter.drawPixmap(0, 0, self._pixels[1])

    def _drawn(self, painter: QPainter, transform: QTransform, size: QSize, ratio: float) -> QPixmap:
        pixels = QPixmap(size)
        pixels.setDevicePixelRatio(ratio)
        pixels.fill(Qt.GlobalColor.transparent)
        own = QPainter(pixels)
        own.setFont(painter.font())
        own.setWorldTransform(transform)
        self._draw(own)
        own.end()
        return pixels

    def _draw(self, painter: QPainter) -> None:
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


def axes(widest: str = "0.0000") -> dict[str, Axis]:
    """The two axes of a plot."""
    return {side: Axis(side, widest) for side in ("left", "bottom")}


def _between(decades: range, factors: Iterable[int]) -> list[float]:
    return [power + float(np.log10(factor)) for power in decades for factor in factors]


def epochs_to_show(*times: Numbers) -> tuple[float, float]:
    """A range of epochs with all the times, each in rising order."""
    some = [each for each in times if len(each)]
    if not some:
        return 0.0, 1.0
    first = max(float(np.floor(min(each[0] for each in some))), 0.0)
    return first, first + round_above(max(float(max(each[-1] for each in some)) - first, MIN_EPOCHS))


def powers_to_show(values: Numbers) -> tuple[float, float]:
    """The exponents of the powers of ten between which the values lie."""
    if not len(values):
        return -2.0, 1.0
    exponents = np.log10(np.maximum(values, MIN_VALUE))
    low, high = float(np.floor(exponents.min())), float(np.ceil(exponents.max()))
    return low, max(high, low + 1)


def reach(values: Numbers) -> float:
    """The largest value that is at most ten times the median; 0 when there are no values."""
    if not len(values):
        return 0.0
    usual = 10 * quantile(values, 0.5)
    return float(values[values <= usual].max() if usual else values.max())


def quantile(values: Numbers, share: float) -> float:
    """The value that this share of the values does not exceed.

    NumPy's own function loads a module the first time, which takes as long as two frames.
    """
    place = round(share * (len(values) - 1))
    return float(np.partition(values, place)[place])
