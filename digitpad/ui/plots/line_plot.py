"""Values over epochs as lines, with a cursor that reads them out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QWidget

from digitpad.core.rounding import round_above
from digitpad.core.training.history import Numbers, envelope, thinned
from digitpad.ui.plots.axes import powers_to_show, quantile, reach
from digitpad.ui.plots.plot import Plot
from digitpad.ui.theme import colours

FAINT = 0.35  # opacity of batches
MAX_POINTS = 1000  # of a line
MAX_BATCHES = 500  # with more in view than these, their averages say more than their noise
MIN_POINTS = 10  # with fewer, each is marked
# A wide line takes ten times as long to paint as a thin one, and with this many points nobody sees the difference.
_CROWD = 300

NO_BATCHES = np.empty(0), np.empty(0)


@dataclass(frozen=True)
class Line:
    """The name of its colour in the theme, and its style."""

    colour: str
    style: Qt.PenStyle = Qt.PenStyle.SolidLine


class LinePlot(Plot):
    """Lines, and beneath them batches, thin, in the first one's colour. Arrow keys move the cursor along the points."""

    def __init__(
        self,
        lines: Sequence[Line],
        *,
        log: bool = False,
        least: float = 1e-3,
        ceiling: float | None = None,
        peaks: bool = False,
        widths: tuple[float, float] = (1.5, 1.0),
        parent: QWidget | None = None,
    ) -> None:
        """`least` is the smallest span of a linear axis up, from 0 or down from `ceiling`, the largest value there is.

        `peaks` are shown whole, however rare. `widths` are those of lines with few and with many points in view.
        """
        super().__init__(parent)
        self._styles = lines
        self._least, self._ceiling, self._peaks = least, ceiling, peaks
        self._widths = widths
        self._width = widths[0]
        self._log = log
        self._times, self._values = np.empty(0), np.empty((len(lines), 0))
        self._batches = NO_BATCHES
        self._across = 0.0, 1.0
        self._batch_line, self._batch_points = pg.PlotCurveItem(), pg.ScatterPlotItem(size=5, pen=None)
        for item in (self._batch_line, self._batch_points):
            self.addItem(item)
        self._lines = [self.plot() for _ in lines]
        self.setLogMode(y=log)
        self.getViewBox().sigXRangeChanged.connect(lambda: self._show_in_view())
        self.getViewBox().setLimits(xMin=-1)
        self.apply_colours()

    def set_lines(
        self,
        times: Numbers,
        values: Numbers,
        across: tuple[float, float],
        batches: tuple[Numbers, Numbers] = NO_BATCHES,
    ) -> None:
        """Show values (k, n) at rising times (n,) in epochs, on an axis with this range.

        `batches` are times (m,) and values (m,).
        """
        same = np.array_equal(times, self._times) and np.array_equal(values, self._values)
        self._times, self._values, self._across, self._batches = times, values, across, batches
        self._follow()
        self._show_batches()
        if not same:
            self._show_lines()

    def set_log(self, on: bool) -> None:
        """Whether the vertical axis is logarithmic."""
        self._log = on
        self.setLogMode(y=on)
        self._show_batches()
        self.show_all()

    def values_near(self, place: float) -> Numbers | None:
        """The values (k,) at the point next to a place, if there is any point."""
        at = self._nearest(place)
        return None if at is None else self._values[:, at]

    def way_to(self, place: float) -> float:
        """How far an arrow key moves the cursor to the point next to a place; infinitely far to the first point."""
        here = self._nearest(place)
        if here is None or here == 0:
            return np.inf
        return float(self._times[here] - self._times[max(here - self._stride, 0)])

    def apply_colours(self) -> None:
        super().apply_colours()
        self._apply_width(self._width)
        for line, style in zip(self._lines, self._styles, strict=True):
            line.setSymbolBrush(getattr(colours(), style.colour))
            line.setSymbolPen(None)
            line.setSymbolSize(6)
        faint = QColor(getattr(colours(), self._styles[0].colour))
        self._batch_points.setBrush(pg.mkBrush(faint))
        faint.setAlphaF(FAINT)
        self._batch_line.setPen(pg.mkPen(faint, width=self.devicePixelRatioF()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._times) - 1
        here = last if self._cursor_at is None else self._nearest(self._cursor_at)
        if here is None or last < 0:
            super().keyPressEvent(event)
            return
        moves = {
            Qt.Key.Key_Left: max(here - self._stride, 0),
            Qt.Key.Key_Right: min(here + self._stride, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves:
            self.pointed.emit(float(self._times[moves[Qt.Key(event.key())]]))
        else:
            super().keyPressEvent(event)

    @property
    def _stride(self) -> int:
        """The points that one press of a key passes."""
        n = len(self._times)
        return 1 if n <= MAX_POINTS else n // 100

    def _nearest(self, place: float) -> int | None:
        if not len(self._times):
            return None
        after = int(np.searchsorted(self._times, place))
        if after == len(self._times) or (after > 0 and place - self._times[after - 1] < self._times[after] - place):
            return after - 1
        return after

    def _show_in_view(self) -> None:
        self._show_batches()
        self._show_lines()

    def _show_batches(self) -> None:
        times, values = self._batches_in_view()
        if self._log:
            with np.errstate(divide="ignore"):
                values = np.log10(values)
        self._batch_line.setData(times, values, connect="finite" if self._log else "all")
        shown = len(times) if len(times) < MIN_POINTS else 0  # a single batch is a point, too
        if shown or len(self._batch_points.data):
            self._batch_points.setData(times[:shown], values[:shown])

    def _show_lines(self) -> None:
        """Draw what lies in view and its neighbours, as an outline where it is more than a screen can show."""
        part = self._part_in_view(self._times)
        times = self._times[part]
        width = self._widths[len(times) >= _CROWD]
        if width != self._width:
            self._apply_width(width)
        symbol = "o" if len(self._times) < MIN_POINTS else None  # a single point is no line
        for line, values in zip(self._lines, self._values, strict=True):
            line.setData(*envelope(times, values[part], MAX_POINTS), symbol=symbol)

    def _apply_width(self, width: float) -> None:
        self._width = width
        for line, style in zip(self._lines, self._styles, strict=True):
            colour = getattr(colours(), style.colour)
            line.setPen(pg.mkPen(colour, width=width * self.devicePixelRatioF(), style=style.style))

    def _batches_in_view(self) -> tuple[Numbers, Numbers]:
        times, values = self._batches
        part = self._part_in_view(times)
        return thinned(times[part], MAX_BATCHES), thinned(values[part], MAX_BATCHES)

    def _ranges(self) -> tuple[float, float, float, float]:
        return *self._across, *self._values_to_show(slice(None), thinned(self._batches[1], MAX_BATCHES))

    def _up_in_view(self) -> tuple[float, float]:
        return self._values_to_show(self._part_in_view(self._times), self._batches_in_view()[1])

    def _values_to_show(self, part: slice, batches: Numbers) -> tuple[float, float]:
        rows = [envelope(self._times[part], values[part], MAX_POINTS)[1] for values in self._values]
        if self._log:
            values = np.concatenate([batches, *rows])
            return powers_to_show(values[values > 0])
        anchor = self._ceiling or 0.0
        largest = np.max if self._peaks else reach
        reaches = [float(largest(np.abs(values - anchor))) for values in rows if len(values)]
        if len(batches):
            # A few batches at the beginning, far off, would press everything else against the edge.
            reaches.append(quantile(np.abs(batches - anchor), 0.98))
        span = round_above(max(max(reaches, default=self._ceiling or 1.0), self._least))
        return (0.0, span) if self._ceiling is None else (self._ceiling - span, self._ceiling)
