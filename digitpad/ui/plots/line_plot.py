"""One plot of training and validation values over epochs, with a cursor that reads them out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QWidget

from digitpad.core.rounding import round_above
from digitpad.core.training.history import Numbers, envelope, thinned
from digitpad.ui.plots.axes import epochs_to_show, powers_to_show, quantile, reach
from digitpad.ui.plots.plot import Plot
from digitpad.ui.theme import colours

FAINT = 0.35  # opacity of batches
_MOST = 1000  # points of a curve
_FEW = 10  # with fewer points they are marked
_MOST_BATCHES = 500  # with more points in view than these, their averages say more than their noise


@dataclass(frozen=True, eq=False)
class Curves:
    """What one plot shows: values per epoch of both sets, and those of batches at fractions of epochs."""

    epochs: Numbers
    training: Numbers
    validation: Numbers
    batches_at: Numbers
    batches: Numbers

    @property
    def of_epochs(self) -> tuple[Numbers, Numbers, Numbers]:
        return self.epochs, self.training, self.validation


class CurvePlot(Plot):
    """Training solid, validation dashed, batches thin. The arrow keys move the cursor by epochs."""

    def __init__(self, ceiling: float | None = None, parent: QWidget | None = None) -> None:
        """`ceiling` is the largest value there can be; without one, 0 is the smallest."""
        super().__init__(parent)
        self._ceiling = ceiling
        self._widest = 1.0 if ceiling is None else ceiling
        self._least = self._widest / 100
        self._log = False
        self._curves = Curves(*(np.empty(0) for _ in range(5)))
        self.getViewBox().sigXRangeChanged.connect(lambda: self._show_in_view())
        self.getViewBox().setLimits(xMin=-1)
        self._batches = pg.PlotCurveItem()
        self._few_batches = pg.ScatterPlotItem(size=5, pen=None)
        for item in (self._batches, self._few_batches):
            self.addItem(item)
        self._training = self.plot()
        self._validation = self.plot()
        self.apply_colours()

    def set_curves(self, curves: Curves) -> None:
        before, self._curves = self._curves, curves
        self._follow()
        self._show_batches()
        if not all(map(np.array_equal, before.of_epochs, curves.of_epochs)):
            self._show_epochs()

    def set_log(self, on: bool) -> None:
        """Whether the vertical axis is logarithmic."""
        self._log = on
        self.setLogMode(y=on)
        self._show_batches()
        self.show_all()

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        faint = QColor(theme.training)
        faint.setAlphaF(FAINT)
        scale = self.devicePixelRatioF()
        self._batches.setPen(pg.mkPen(faint, width=scale))
        self._few_batches.setBrush(pg.mkBrush(theme.training))
        for curve, colour, style in (
            (self._training, theme.training, Qt.PenStyle.SolidLine),
            (self._validation, theme.validation, Qt.PenStyle.DashLine),
        ):
            curve.setPen(pg.mkPen(colour, width=2 * scale, style=style))
            curve.setSymbolBrush(colour)
            curve.setSymbolPen(None)
            curve.setSymbolSize(6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        epochs = self._curves.epochs
        first, last = (epochs[0], epochs[-1]) if len(epochs) else (0.0, 0.0)
        here = last if self._cursor_at is None else self._cursor_at
        moves = {
            Qt.Key.Key_Left: max(here - 1, first),
            Qt.Key.Key_Right: min(here + 1, last),
            Qt.Key.Key_Home: first,
            Qt.Key.Key_End: last,
        }
        if event.key() in moves and len(epochs):
            self.pointed.emit(round(moves[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)

    def _show_in_view(self) -> None:
        self._show_batches()
        self._show_epochs()

    def _show_batches(self) -> None:
        curves = self._curves
        times, values = self._in_view(curves.batches_at, curves.batches, _MOST_BATCHES)
        if self._log:
            with np.errstate(divide="ignore"):
                values = np.log10(values)
        self._batches.setData(times, values, connect="finite" if self._log else "all")
        shown = len(times) if len(times) < _FEW else 0  # a single batch is a point, too
        if shown or len(self._few_batches.data):
            self._few_batches.setData(times[:shown], values[:shown])

    def _show_epochs(self) -> None:
        curves = self._curves
        symbol = "o" if len(curves.epochs) < _FEW else None  # a single epoch is a point, not a line
        for line, values in ((self._training, curves.training), (self._validation, curves.validation)):
            line.setData(*self._in_view(curves.epochs, values, _MOST), symbol=symbol)

    def _in_view(self, times: Numbers, values: Numbers, most: int) -> tuple[Numbers, Numbers]:
        """What lies in view and its neighbours, thinned to what a screen can show."""
        part = self._part_in_view(times)
        return thinned(times[part], most), thinned(values[part], most)

    def _ranges(self) -> tuple[float, float, float, float]:
        curves = self._curves
        batches = thinned(curves.batches, _MOST_BATCHES)
        across = epochs_to_show(curves.batches_at, curves.epochs)
        return *across, *self._values_to_show(batches, curves.training, curves.validation)

    def _up_in_view(self) -> tuple[float, float]:
        curves = self._curves
        batches = self._in_view(curves.batches_at, curves.batches, _MOST_BATCHES)[1]
        training, validation = (
            self._in_view(curves.epochs, values, _MOST)[1] for values in (curves.training, curves.validation)
        )
        return self._values_to_show(batches, training, validation)

    def _values_to_show(self, batches: Numbers, training: Numbers, validation: Numbers) -> tuple[float, float]:
        if self._log:
            return powers_to_show(np.concatenate([batches, training, validation]))
        anchor = self._ceiling or 0.0
        reaches = [reach(np.abs(values - anchor)) for values in (training, validation) if len(values)]
        if len(batches):
            # A few batches at the beginning, far off, would press everything else against the edge.
            reaches.append(quantile(np.abs(batches - anchor), 0.98))
        span = round_above(max(max(reaches, default=self._widest), self._least))
        return (0.0, span) if self._ceiling is None else (self._ceiling - span, self._ceiling)


_TRACE_PLOT_MOST = 1000  # points of a line
_DOTS = 10  # with fewer points they are marked
# A wide line takes ten times as long to paint as a thin one, and with this many points nobody sees the difference.
_WIDE, _THIN, _CROWD = 1.5, 1.0, 300


class TracePlot(Plot):
    """Lines in the colours of these names of the theme; the arrow keys move the cursor along their points."""

    def __init__(
        self,
        colour_names: Sequence[str],
        log: bool = False,
        least: float = 1e-3,
        peaks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`least` is the smallest value that a linear axis has to reach; `peaks` are shown whole, however rare."""
        super().__init__(parent)
        self._colour_names = colour_names
        self._log = log
        self._least = least
        self._peaks = peaks
        self._times = np.empty(0)
        self._across = 0.0, 1.0
        self._values = np.empty((len(colour_names), 0))
        self._drawn = [self.plot() for _ in colour_names]
        self._width = _WIDE
        self.setLogMode(y=log)
        self.getViewBox().sigXRangeChanged.connect(lambda: self._show_in_view())
        self.getViewBox().setLimits(xMin=-1)
        self.apply_colours()

    def set_traces(self, times: Numbers, values: Numbers, across: tuple[float, float]) -> None:
        """Show values (k, n) at times (n,) in rising order, on an axis with this range."""
        self._times, self._values, self._across = times, values, across
        self._follow()
        self._show_in_view()

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
        for line, name in zip(self._drawn, self._colour_names, strict=True):
            colour = getattr(colours(), name)
            line.setSymbolBrush(colour)
            line.setSymbolPen(None)
            line.setSymbolSize(6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        n = len(self._times)
        here = n - 1 if self._cursor_at is None else self._nearest(self._cursor_at)
        if here is None or n == 0:
            super().keyPressEvent(event)
            return
        moves = {
            Qt.Key.Key_Left: max(here - self._stride, 0),
            Qt.Key.Key_Right: min(here + self._stride, n - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: n - 1,
        }
        if event.key() in moves:
            self.pointed.emit(float(self._times[moves[Qt.Key(event.key())]]))
        else:
            super().keyPressEvent(event)

    @property
    def _stride(self) -> int:
        """The points that one press of a key passes."""
        return max(1, len(self._times) // 100)

    def _nearest(self, place: float) -> int | None:
        if not len(self._times):
            return None
        after = int(np.searchsorted(self._times, place))
        if after == len(self._times) or (after > 0 and place - self._times[after - 1] < self._times[after] - place):
            return after - 1
        return after

    def _show_in_view(self) -> None:
        """Draw what lies in view and its neighbours, as an outline where it is more than a screen can show."""
        part = self._part_in_view(self._times)
        times = self._times[part]
        width = _WIDE if len(times) < _CROWD else _THIN
        if width != self._width:
            self._apply_width(width)
        symbol = "o" if len(self._times) < _DOTS else None
        for line, values in zip(self._drawn, self._values, strict=True):
            line.setData(*envelope(times, values[part], _TRACE_PLOT_MOST), symbol=symbol)

    def _apply_width(self, width: float) -> None:
        self._width = width
        for line, name in zip(self._drawn, self._colour_names, strict=True):
            line.setPen(pg.mkPen(getattr(colours(), name), width=width * self.devicePixelRatioF()))

    def _ranges(self) -> tuple[float, float, float, float]:
        return *self._across, *self._values_to_show(slice(None))

    def _up_in_view(self) -> tuple[float, float]:
        return self._values_to_show(self._part_in_view(self._times))

    def _values_to_show(self, part: slice) -> tuple[float, float]:
        lines = [envelope(self._times[part], values[part], _TRACE_PLOT_MOST)[1] for values in self._values]
        values = np.concatenate(lines)
        if self._log:
            return powers_to_show(values[values > 0])
        if not len(values):
            return 0.0, 1.0
        return 0.0, round_above(max(float(values.max()) if self._peaks else reach(values), self._least))
