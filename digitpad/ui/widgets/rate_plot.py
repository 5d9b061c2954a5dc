"""The cost over the learning rates of a range test."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from digitpad.core.round_numbers import round_above
from digitpad.ui.theme import colours
from digitpad.ui.widgets.columns import Numbers
from digitpad.ui.widgets.curve_plot import FAINT
from digitpad.ui.widgets.plot import Plot


class RatePlot(Plot):
    """Single batches thin, the smoothed cost solid, and a line at a rate, which can be dragged: `moved` tells it."""

    moved = Signal(float)

    def __init__(self, lowest: float, highest: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exponents = float(np.log10(lowest)), float(np.log10(highest))
        self._highest_cost = 1.0
        self.setLogMode(x=True)
        self.getPlotItem().setContentsMargins(4, 6, 8, 4)
        self._batches = self.plot()
        self._smoothed = self.plot()
        self._line = pg.InfiniteLine(angle=90, movable=True)
        self._line.hide()
        self._line.sigDragged.connect(lambda line: self.moved.emit(10.0 ** line.value()))
        self.addItem(self._line, ignoreBounds=True)
        self.apply_colours()
        self.show_all()

    def set_costs(self, rates: Numbers, costs: Numbers, smoothed: Numbers) -> None:
        """Show the costs (n,) of batches, and smoothed, at rising rates (n,)."""
        self._batches.setData(rates, costs)
        self._smoothed.setData(rates, smoothed)
        self._highest_cost = float(smoothed.max()) if len(smoothed) else 1.0
        self._follow()

    def set_rate(self, rate: float | None) -> None:
        """Put the line at a rate, or hide it."""
        self._line.setVisible(rate is not None)
        if rate is not None:
            self._line.setValue(np.log10(rate))

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        faint = QColor(theme.training)
        faint.setAlphaF(FAINT)
        scale = self.devicePixelRatioF()
        self._batches.setPen(pg.mkPen(faint, width=scale))
        self._smoothed.setPen(pg.mkPen(theme.training, width=2 * scale))
        self._line.setPen(pg.mkPen(theme.validation, width=2 * scale, style=Qt.PenStyle.DashLine))
        self._line.setHoverPen(pg.mkPen(theme.validation, width=4 * scale))

    def _ranges(self) -> tuple[float, float, float, float]:
        return *self._exponents, 0.0, round_above(max(self._highest_cost, 1.0))
