"""The axes of all plots: no box, grid lines across, few ticks, always of one width, and quick to paint."""

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QMarginsF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEngine, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from digitpad.core.numerals import plain, power, with_minus
from digitpad.ui.style.type import CAPTION, font_of, line_px, px, text_scale
from digitpad.ui.theme import colours

ROOM = 24  # pixels for a number on a logarithmic axis
NARROW = 0.4  # powers of ten, of which not even two of the usual numbers may be in view
GAP = 8  # pixels between numbers and the plot
_STEP_UP, _STEP_ACROSS = 50, 44  # pixels between two ticks, at least
_MOST = 5.05  # steps in view
_TIGHT = 0.75  # of the pixels between two ticks, where there would be one tick alone
_STEPS = 1.0, 2.0, 2.5, 5.0, 10.0
_TICK = 3
_WIDEST = "0.0000"  # the longest number beside a plot, which would move if its axis grew with the numbers
_BELOW = 7  # pixels between the axis and its numbers

Ranks = list[tuple[float | None, list[float]]]


class Axis(pg.AxisItem):  # type: ignore[misc]
    """The left one has a grid line at each number, the one below a line and short ticks, and its unit at the left.

    On a logarithmic scale, numbers stand at powers of ten, and at 2 and 5 times them where there is room. (pyqtgraph's
    axis takes all between for main ones when it shows a few powers, and then they overlap.)

    `unit` is that of the axis across. It stands below the numbers of the left one, which has it as `below`, for room.
    """

    def __init__(self, side: str, suffix: str = "") -> None:
        """All numbers end with `suffix`."""
        super().__init__(side)
        self.picture: Any  # pyqtgraph makes it None whenever something has changed
        self._pixels: tuple[tuple[QTransform, QSize, float], QPixmap] | None = None
        self.suffix = suffix
        self.unit = self.below = ""
        self.names: Sequence[str] = ()  # that stand in place of the numbers 0, 1, …
        self.enableAutoSIPrefix(False)
        self.apply_type()

    def apply_type(self) -> None:
        """Take over the size that text has now."""
        self._font = font_of(CAPTION)
        metrics = QFontMetricsF(self._font)
        self.setStyle(
            tickFont=self._font,
            tickLength=0,
            tickTextOffset=px(GAP) if self.orientation == "left" else px(_BELOW),
            autoExpandTextSpace=False,
            tickTextWidth=ceil(max(map(metrics.horizontalAdvance, (_WIDEST, "100" + self.suffix, self.below)))),
            tickTextHeight=ceil(metrics.height()),
        )
        self.changed()

    def changed(self) -> None:
        """Paint afresh: colours, texts or widths are others."""
        side = QFontMetricsF(self._font).horizontalAdvance(self.unit or "00000") + px(GAP)
        self._around = QMarginsF(side, px(GAP), px(3 * GAP), px(GAP))
        self.picture = None
        self.update()

    def boundingRect(self) -> QRectF:
        bounds: QRectF = self.mapRectFromParent(self.geometry())
        view = self.linkedView()
        if view is not None and self.orientation == "left":  # its grid lies in the plot
            bounds |= view.mapRectToItem(self, view.boundingRect())
        return bounds + self._around

    def tickValues(self, low: float, high: float, size: float) -> Ranks:
        """Where there are numbers: on a linear scale five or six at round distances, fewer on a short axis."""
        if self.logMode:
            ranks: Ranks = super().tickValues(low, high, size)
            return ranks
        if self.names:
            return [(1.0, [float(at) for at in range(len(self.names))])]
        for room in (1.0, _TIGHT):
            step = self._step(abs(high - low), size / room)
            first, last = ceil(low / step - 1e-6), floor(high / step + 1e-6)
            if last > first:
                break
        return [(step, [step * number for number in range(first, last + 1)])]

    def logTickValues(self, low: float, high: float, size: float, usual: Ranks) -> Ranks:
        """The exponents between these two at which there are marks, the first two ranks with numbers.

        `size` is in pixels, and `usual` are marks at equal distances.
        """
        if high - low < NARROW:
            return usual
        decades = range(floor(low), ceil(high) + 1)
        room = px(ROOM)
        if self.orientation == "bottom":
            room = ceil(QFontMetricsF(self._font).horizontalAdvance(_WIDEST)) + GAP
        stride = max(1, ceil(len(decades) * room / max(size, 1)))
        ranks = [[float(power) for power in decades if power % stride == 0]]
        if stride == 1 and (high - low <= 1 or size * log10(2) >= (high - low) * room):
            numbered: Iterable[int] = (2, 5) if high - low > 1 else range(2, 10)
            ranks.append(_between(decades, numbered))
            ranks.append(_between(decades, set(range(2, 10)).difference(numbered)))
        return [(None, [each for each in rank if low <= each <= high]) for rank in ranks]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        """The numbers, with as many decimals as tell them apart."""
        if self.logMode or spacing is None:
            strings: list[str] = super().tickStrings(values, scale, spacing)
            return strings
        if self.names:
            room = self.size().width() / len(self.names)
            metrics = QFontMetricsF(self._font)
            return [metrics.elidedText(each, Qt.TextElideMode.ElideRight, room) for each in self.names]
        largest = max(map(abs, values), default=0.0)
        if largest < 1e-3 or spacing >= 1e5:
            return [(power(value * scale) if value else "0") + self.suffix for value in values]
        places = max(0, ceil(-log10(spacing) - 1e-9), 1 if spacing == 2.5 else 0)
        places += round(spacing * 10**places, 6) % 1 > 0  # 0.25 has one more than 0.2
        return [(with_minus(f"{value * scale:,.{places}f}") if value else "0") + self.suffix for value in values]

    def logTickStrings(self, values: list[float], scale: float, _spacing: float | None) -> list[str]:
        """The numbers at such exponents."""
        texts = [plain(10.0**value * scale, 3) for value in values]
        if self.orientation == "left" and max(map(len, texts), default=0) > len(_WIDEST):
            return [power(10.0**value * scale) for value in values]
        return texts

    def paint(self, painter: QPainter, _option: object, widget: QWidget | None) -> None:
        """Paint from pixels that are kept while neither the axis nor its place on the screen changes.

        Qt's own cache of an item stretches old pixels when the item's bounding rectangle changes.
        """
        if painter.paintEngine().type() is not QPaintEngine.Type.Raster:
            self._draw(painter)
            return
        ratio = painter.device().devicePixelRatioF()
        place = painter.worldTransform(), room_of(painter, widget) * ratio, ratio
        if self._pixels is None or self.picture is None or self._pixels[0] != place:
            self._pixels = place, self._drawn(*place)
        covered = painter.worldTransform().mapRect(self.boundingRect())
        painter.setWorldTransform(QTransform())
        blit(painter, self._pixels[1], covered)

    def _drawn(self, transform: QTransform, size: QSize, ratio: float) -> QPixmap:
        pixels = QPixmap(size)
        pixels.setDevicePixelRatio(ratio)
        pixels.fill(Qt.GlobalColor.transparent)
        own = QPainter(pixels)
        own.setWorldTransform(transform)
        self._draw(own)
        own.end()
        return pixels

    def _draw(self, painter: QPainter) -> None:
        self.picture = True
        view = self.linkedView()
        low, high = self.range
        if view is None or high == low:
            return
        area = view.mapRectToItem(self, view.boundingRect())
        upright = self.orientation == "left"
        size = area.height() if upright else area.width()
        ratio = painter.device().devicePixelRatioF()
        theme = colours()
        painter.setFont(self._font)
        painter.setPen(QColor(theme.second))
        for spacing, values in self.tickValues(low, high, size)[:2]:
            texts = self.tickStrings(values, 1.0, spacing)
            for value, text in zip(values, texts, strict=True):
                share = (value - low) / (high - low)
                if upright:
                    self._mark_up(painter, area, area.bottom() - share * size, text, ratio)
                else:
                    self._mark_across(painter, area, area.left() + share * size, text, ratio)
        if not upright:
            line = QRectF(area.left(), _snapped(area.bottom(), ratio), area.width(), self._width(ratio))
            painter.fillRect(line, QColor(theme.axis))
            self._name(painter, area)

    def _mark_up(self, painter: QPainter, area: QRectF, y: float, text: str, ratio: float) -> None:
        """A grid line, and its number at the left."""
        if abs(y - area.bottom()) > 1:  # there lies the axis
            line = QRectF(area.left(), _snapped(y, ratio), area.width(), self._width(ratio))
            painter.fillRect(line, QColor(colours().grid))
        room = QRectF(area.left() - px(GAP) - 200, y - 20, 200, 40)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _mark_across(self, painter: QPainter, area: QRectF, x: float, text: str, ratio: float) -> None:
        """A short tick, and its number below."""
        width = self._width(ratio)
        tick = QRectF(_snapped(x, ratio), area.bottom() - px(_TICK), width, px(_TICK))
        painter.fillRect(tick, QColor(colours().axis))
        room = QRectF(x - 100, area.bottom() + px(_BELOW), 200, 100)
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)

    def _name(self, painter: QPainter, area: QRectF) -> None:
        """The unit, at the left of the numbers."""
        room = QRectF(area.left() - 200 - px(GAP), area.bottom() + px(_BELOW), 200, 100)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self.unit)

    def _width(self, ratio: float) -> float:
        return max(round(line_px() * ratio), 1) / ratio

    def _step(self, span: float, size: float) -> float:
        """The smallest round distance that leaves room between the numbers."""
        apart = (_STEP_UP if self.orientation == "left" else _STEP_ACROSS) * text_scale()
        least = span / max(min(size / apart, _MOST), 1.0)
        if not 0 < least < np.inf:
            return 1.0
        decade = 10.0 ** floor(log10(least))
        steps = [step * decade for step in _STEPS if step * decade >= least * (1 - 1e-9)]
        return steps[1] if self.unit and steps[0] == 2.5 else steps[0]  # of epochs, which are counted


def blit(painter: QPainter, pixels: QPixmap, part: QRectF) -> None:
    """Copy a part of some pixels to the same place."""
    whole = QRectF(QPointF(), pixels.deviceIndependentSize())
    place = (part & whole).toAlignedRect() & whole.toAlignedRect()  # a point far off may lie beyond whole numbers
    ratio = pixels.devicePixelRatioF()
    if not place.isEmpty():
        painter.drawPixmap(place, pixels, QRect(place.topLeft() * ratio, place.size() * ratio))


def room_of(painter: QPainter, widget: QWidget | None) -> QSize:
    """The size of what an item is painted on, which is a `widget`, if it is on the screen or in a picture of it."""
    device = painter.device()
    return widget.size() if widget else QSize(device.width(), device.height())


def _snapped(place: float, ratio: float) -> float:
    """The nearest edge of a pixel of the screen, where a line is sharp."""
    return floor(place * ratio) / ratio


def _between(decades: range, factors: Iterable[int]) -> list[float]:
    return [power + float(np.log10(factor)) for power in decades for factor in factors]
