"""How accurate a network is on the images that it answers."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from digitpad.core.evaluation.coverage import CoverageCurve, Covered
from digitpad.ui.theme import colours
from digitpad.ui.widgets.share_plot import SharePlot

_POINTS = 400  # as many as one can see
_FLOORS = (99.5, 99.0, 98.0, 95.0, 90.0, 80.0, 50.0, 0.0)


class CoveragePlot(SharePlot):
    """A curve over the share of images answered, and a dot on it where a threshold lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setLabel("bottom", self.tr("images answered, %"))
        self.setLabel("left", self.tr("of these right, %"))
        self._curve = self.plot()
        self._line = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(size=10)
        self.addItem(self._line, ignoreBounds=True)
        self.addItem(self._dot)
        self._floor = 0.0
        self.apply_colours()

    def set_curve(self, curve: CoverageCurve) -> None:
        shown = np.unique(np.linspace(0, len(curve.coverage) - 1, _POINTS).astype(int))
        x, y = 100 * curve.coverage[shown], 100 * curve.accuracy[shown]
        self._curve.setData(x, y)
        # The first few answers jump about; round floors change seldom.
        lowest = float(y[x > 5].min(initial=y[-1]))
        floor = next(each for each in _FLOORS if each <= lowest)
        if floor != self._floor:
            self._floor = floor
            self.setRange(xRange=(0, 100), yRange=(floor, 100), padding=0.02)

    def set_threshold(self, point: Covered) -> None:
        """Mark what a threshold leads to."""
        self._line.setValue(100 * point.coverage)
        self._dot.setVisible(point.accuracy is not None)
        if point.accuracy is not None:
            self._dot.setData([100 * point.coverage], [100 * point.accuracy])

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        scale = self.devicePixelRatioF()
        self._curve.setPen(pg.mkPen(theme.accent, width=2 * scale))
        self._line.setPen(pg.mkPen(theme.faint, width=scale, style=Qt.PenStyle.DashLine))
        self._dot.setBrush(theme.accent)
        self._dot.setPen(None)
