"""How often answers are right, against how sure the network was of them."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from digitpad.core.evaluation.confidence import Reliability
from digitpad.core.evaluation.evaluation import CoverageCurve, Covered
from digitpad.core.scoring import wilson
from digitpad.ui.plots.plot import Plot
from digitpad.ui.style.type import px
from digitpad.ui.theme import colours

_LEAST_HEIGHT = 240  # pixels at 100 %
_THIN = 1.5  # twice as wide in a presentation, for the back row


class SharePlot(Plot):
    """A plot of shares in per cent, which always shows all of them; subclasses add what is drawn.

    What its axis up shows is said above it.
    """

    def __init__(self) -> None:
        super().__init__(zoomable=False)
        self._floor = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(px(_LEAST_HEIGHT))
        self._follow()

    def _ranges(self) -> tuple[float, float, float, float]:
        above = 0.06 * (100 - self._floor)
        return -1.0, 105.0, self._floor, 100 + above  # what lies at an end is seen in full


class ReliabilityPlot(SharePlot):
    """Dots with their 95 % intervals, on the diagonal where the network is as right as it is sure.

    A dot's area goes with its share of the answers. A second series, with temperature, has diamonds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.set_axis_labels(self.tr("mean probability of the answers, %"), "")
        self._diagonal = self.plot([0, 100], [0, 100])
        self._series = tuple((pg.ErrorBarItem(), pg.ScatterPlotItem(symbol=symbol)) for symbol in ("o", "d"))
        for bars, dots in self._series:
            self.addItem(bars)
            self.addItem(dots)
        self._answers: tuple[Reliability | None, Reliability | None] = None, None
        self.apply_colours()

    def set_reliability(self, before: Reliability, after: Reliability | None) -> None:
        """Show the answers as they are, and with temperature if that is to be compared."""
        self._answers = before, after
        for (bars, dots), found in zip(self._series, self._answers, strict=True):
            for item in (bars, dots):
                item.setVisible(found is not None)
            if found is None:
                continue
            filled = np.flatnonzero(found.counts)
            x, y = 100 * found.confidence[filled], 100 * found.accuracy[filled]
            intervals = [wilson(int(found.hits[each]), int(found.counts[each])) for each in filled]
            low, high = (100 * np.array(intervals)).T
            bars.setData(x=x, y=y, top=high - y, bottom=y - low)
            share = found.counts[filled] / found.counts.sum()
            dots.setData(x, y, size=6 + 14 * np.sqrt(share))

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        self._diagonal.setPen(self.line_pen(theme.second, _THIN, dashed=True))
        for (bars, dots), colour in zip(self._series, (theme.training, theme.third), strict=True):
            bars.setData(pen=self.line_pen(colour, _THIN))
            dots.setBrush(colour)
            dots.setPen(None)


_POINTS = 400  # as many as one can see
_FLOORS = (99.5, 99.0, 98.0, 95.0, 90.0, 80.0, 50.0, 0.0)


class CoveragePlot(SharePlot):
    """A curve over the share of images answered, and a dot on it where a threshold lies."""

    def __init__(self) -> None:
        super().__init__()
        self.set_axis_labels(self.tr("images answered, %"), "")
        self._curve = self.plot()
        self._line = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(size=10)
        self.addItem(self._line, ignoreBounds=True)
        self.addItem(self._dot)
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
            self._follow()

    def set_threshold(self, point: Covered) -> None:
        """Mark what a threshold leads to."""
        self._line.setValue(100 * point.coverage)
        self._dot.setVisible(point.accuracy is not None)
        if point.accuracy is not None:
            self._dot.setData([100 * point.coverage], [100 * point.accuracy])

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        self._curve.setPen(self.line_pen(theme.training))
        self._line.setPen(self.line_pen(theme.second, _THIN, dashed=True))
        self._dot.setBrush(theme.training)
        self._dot.setPen(None)
