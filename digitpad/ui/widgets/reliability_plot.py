"""How often answers are right, against how sure the network was of them."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from digitpad.core.calibration import Reliability
from digitpad.core.intervals import wilson
from digitpad.ui.theme import colours
from digitpad.ui.widgets.share_plot import SharePlot


class ReliabilityPlot(SharePlot):
    """Dots with their 95 % intervals, on the diagonal where the network is as right as it is sure.

    A dot's area goes with its share of the answers. A second series, with temperature, has diamonds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setLabel("bottom", self.tr("mean probability of the answers, %"))
        self.setLabel("left", self.tr("of these right, %"))
        self._diagonal = self.plot([0, 100], [0, 100])
        self._series = tuple((pg.ErrorBarItem(), pg.ScatterPlotItem(symbol=symbol)) for symbol in ("o", "d"))
        for bars, dots in self._series:
            self.addItem(bars)
            self.addItem(dots)
        self._shown: tuple[Reliability | None, Reliability | None] = None, None
        self.apply_colours()

    def set_reliability(self, before: Reliability, after: Reliability | None) -> None:
        """Show the answers as they are, and with temperature if that is to be compared."""
        self._shown = before, after
        for (bars, dots), found in zip(self._series, self._shown, strict=True):
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
        scale = self.devicePixelRatioF()
        self._diagonal.setPen(pg.mkPen(theme.faint, width=scale, style=Qt.PenStyle.DashLine))
        for (bars, dots), colour in zip(self._series, (theme.accent, theme.validation), strict=True):
            bars.setData(pen=pg.mkPen(colour, width=scale))
            dots.setBrush(colour)
            dots.setPen(None)
