"""One plot of training and validation values over epochs, with a cursor that reads them out."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QGraphicsItem, QWidget

from digitpad.core.round_numbers import round_above
from digitpad.ui.theme import colours
from digitpad.ui.widgets.columns import Numbers, thinned
from digitpad.ui.widgets.plot import Plot
from digitpad.ui.widgets.round_ranges import epochs_to_show, powers_to_show, quantile, reach

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
        for line in (self._training, self._validation):
            # They change once an epoch, and wide lines take longer to paint than all else.
            line.curve.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
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
