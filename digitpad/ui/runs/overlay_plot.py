"""Curves of several runs over each other, each with the band of its seeds, and what they say at the cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.numerals import round_above
from digitpad.core.runs.groups import Curve
from digitpad.core.training.history import Numbers
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.ranges import nearest, powers_to_show
from digitpad.ui.style.type import CAPTION, TITLE, Role, font_of, line_px, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.painting import LEFT, smooth_painter, write

_BAND = 40  # of 255: how opaque a band is
_LEAST = 1e-9  # on a logarithmic axis
_DOT = 9  # pixels at 100 %


@dataclass(frozen=True)
class Overlay:
    """A curve with the name of its colour; runs beyond the colours there are have dashes."""

    title: str
    colour: str
    dashed: bool
    curve: Curve


class OverlayPlot(Plot):
    """Arrow keys move the cursor along the points of the longest curve."""

    def __init__(self) -> None:
        super().__init__()
        self._overlays: Sequence[Overlay] = ()
        self._items: list[pg.GraphicsObject] = []
        self._log = False
        self._is_share = True
        self._dots = pg.ScatterPlotItem()
        self._dots.setZValue(5)
        self.addItem(self._dots)
        self.place: float | None = None
        self.pointed.connect(self._point)
        self.getViewBox().setLimits(xMin=-1)
        self.apply_colours()

    def set_overlays(self, overlays: Sequence[Overlay], log: bool, share: bool) -> None:
        """Show these curves; `share` says that values are per cent, at most 100."""
        self._overlays, self._is_share = overlays, share
        if log is not self._log:
            self._log = log
            self.setLogMode(y=log)
        self.forget_zoom()
        self._rebuild()
        self._follow()
        self._point(self.place)

    def values(self) -> list[tuple[float, float, float] | None]:
        """Value, least and largest of each curve at the cursor, or at its end; None where it has none."""
        found: list[tuple[float, float, float] | None] = []
        for overlay in self._overlays:
            curve = overlay.curve
            at = self._at(curve)
            found.append(None if at is None else (curve.values[at], curve.low[at], curve.high[at]))
        return found

    def apply_colours(self) -> None:
        super().apply_colours()
        self._rebuild()

    def _stops(self) -> Numbers:
        return max((each.curve.places for each in self._overlays), key=len, default=np.empty(0))

    def _rebuild(self) -> None:
        for item in self._items:
            self.removeItem(item)
        self._items = []
        for overlay in self._overlays:
            colour = QColor(getattr(colours(), overlay.colour))
            curve = overlay.curve
            if len(curve.places) and (curve.low < curve.high).any():
                faint = QColor(colour)
                faint.setAlpha(_BAND)
                edges = [pg.PlotCurveItem(curve.places, self._up(each), pen=None) for each in (curve.low, curve.high)]
                band = pg.FillBetweenItem(*edges, brush=faint)
                band.setZValue(-1)
                self._add(band)
            pen = self.line_pen(colour, dashed=overlay.dashed)
            self._add(pg.PlotCurveItem(curve.places, self._up(curve.values), pen=pen, antialias=True))
        self._show_dots()

    def _add(self, item: pg.GraphicsObject) -> None:
        self.addItem(item)
        self._items.append(item)

    def _up(self, values: Numbers) -> Numbers:
        """Where values stand on the axis."""
        return np.log10(np.maximum(values, _LEAST)) if self._log else values

    def _point(self, place: float | None) -> None:
        self.place = place
        self.set_cursor(place)
        self._show_dots()

    def _at(self, curve: Curve) -> int | None:
        """Which point of a curve the cursor is at; the last one without a cursor."""
        places, place = curve.places, self.place
        if place is not None and len(places):
            apart = float(places[-1] - places[0]) / max(len(places) - 1, 1)
            if not places[0] - apart <= place <= places[-1] + apart:
                return None
        return nearest(places, place)

    def _show_dots(self) -> None:
        """A dot on each curve: at its end, or at the cursor."""
        spots = []
        for overlay in self._overlays:
            at = self._at(overlay.curve)
            if at is not None:
                up = self._up(overlay.curve.values[at : at + 1])[0]
                pen, brush = pg.mkPen(colours().surface, width=2), pg.mkBrush(getattr(colours(), overlay.colour))
                spots.append({"pos": (overlay.curve.places[at], up), "pen": pen, "brush": brush})
        self._dots.setData(spots, size=px(_DOT))

    def _ranges(self) -> tuple[float, float, float, float]:
        places = [each.curve.places for each in self._overlays if len(each.curve.places)]
        longest = max((float(each[-1]) for each in places), default=1.0)
        first = min((float(each[0]) for each in places), default=0.0)
        start = first if 2 * first > longest > first else 0.0  # of runs that go on from a model that had learned long
        beyond = 0.015 * (longest - start)
        return (start and start - beyond, longest + beyond, *self._up_to_show(lambda _places: slice(None)))

    def _up_in_view(self) -> tuple[float, float]:
        return self._up_to_show(self._part_in_view)

    def _up_to_show(self, part_of: Callable[[Numbers], slice]) -> tuple[float, float]:
        """The ends of the axis up for a part of each curve."""
        values = [
            line[part_of(each.curve.places)] for each in self._overlays for line in (each.curve.low, each.curve.high)
        ]
        shown = np.concatenate(values) if values else np.empty(0)
        shown = shown[np.isfinite(shown)]
        if self._log:
            return powers_to_show(shown[shown > 0])
        if not len(shown):
            return (0.0, 100.0 if self._is_share else 1.0)
        if self._is_share:
            return 100.0 - round_above(max(100.0 - float(np.quantile(shown, 0.02)), 0.5)), 100.0
        return 0.0, round_above(max(float(np.quantile(shown, 0.98)), 1e-3))


_SWATCH = 16
_MOST_IN_FULL = 4  # curves whose values stand in large figures


class Value(NamedTuple):
    """A curve's name, the name of its colour (empty: none), its value, and what is said beside it."""

    title: str
    colour: str
    dashed: bool
    value: str
    beside: str


class OverlayReadout(QWidget):
    """A block for each curve, in rows. Painted as a whole: labels would have the window laid out anew at each move."""

    def __init__(self) -> None:
        super().__init__()
        self._values: Sequence[Value] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_values(self, values: Sequence[Value]) -> None:
        """Show these values."""
        titles = [each.title for each in self._values]
        self._values = values
        self.setAccessibleName("; ".join(f"{each.title} {each.value} {each.beside}".strip() for each in values))
        if titles != [each.title for each in values]:
            self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        blocks = self._blocks(width)
        return round(max((rect.bottom() for rect, _ in blocks), default=0))

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(self.width() or 320))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme = colours()
        figures = QFontMetricsF(font_of(self._role()))
        above, below = QFontMetricsF(font_of(CAPTION)).height(), figures.height()
        for rect, value in self._blocks(self.width()):
            left = rect.left()
            if value.colour:
                style = Qt.PenStyle.DashLine if value.dashed else Qt.PenStyle.SolidLine
                painter.setPen(QPen(QColor(getattr(theme, value.colour)), line_px(2), style))
                y = rect.top() + above / 2
                painter.drawLine(round(left), round(y), round(left) + px(_SWATCH), round(y))
                left += px(_SWATCH) + SPACE
            write(
                painter, CAPTION, theme.second, QRectF(left, rect.top(), rect.right() - left, above), value.title, LEFT
            )
            line = QRectF(rect.left(), rect.top() + above + 4, rect.width(), below)
            write(painter, self._role(), theme.text, line, value.value, LEFT)
            line.setLeft(rect.left() + figures.horizontalAdvance(value.value) + SPACE)
            write(painter, CAPTION, theme.second, line, value.beside, LEFT)

    def _role(self) -> Role:
        return TITLE if len(self._values) <= _MOST_IN_FULL + 1 else CAPTION

    def _blocks(self, width: int) -> list[tuple[QRectF, Value]]:
        """Where each block lies."""
        caption, figure = QFontMetricsF(font_of(CAPTION)), QFontMetricsF(font_of(self._role()))
        height = caption.height() + 4 + figure.height()
        blocks: list[tuple[QRectF, Value]] = []
        left = top = 0.0
        for value in self._values:
            beside = caption.horizontalAdvance("00.0 to 00.0") + SPACE if value.beside else 0.0
            head = caption.horizontalAdvance(value.title) + (px(_SWATCH) + SPACE if value.colour else 0)
            room = min(max(head, figure.horizontalAdvance(value.value) + beside), float(max(width, 1)))
            if left and left + room > width:
                left, top = 0.0, top + height + SPACE
            blocks.append((QRectF(left, top, room, height), value))
            left += room + 3 * SPACE
        return blocks
