"""Histograms of weights, gradients and updates of both layers, now and at the start."""

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QWidget

from digitpad.core.inspection.weight_histograms import BINS, LAYERS, Histogram
from digitpad.core.numerals import round_above
from digitpad.ui.plots.plot import Plot
from digitpad.ui.style.type import NAME, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import caption, text_label
from digitpad.ui.widgets.layouts import Stretched, grid_layout, vertical

KINDS = ("weights", "gradients", "updates")
_FILL = 0.35
_WIDE = 640  # pixels at 100 %, from which on three plots stand in a row


class HistogramPlot(Plot):
    """One histogram: now filled, at the start as a dashed outline."""

    def __init__(self) -> None:
        super().__init__(zoomable=False)
        self._limit, self._top = 1.0, 1.0
        self._now = pg.PlotCurveItem([-1, 1], [0], stepMode="center", fillLevel=0)
        self._start = pg.PlotCurveItem([-1, 1], [0], stepMode="center")
        self.addItem(self._now)
        self.addItem(self._start)
        self.apply_colours()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(140), px(130))

    def set_histogram(self, histogram: Histogram | None) -> None:
        """Show shares (1 or 2, BINS): those of now and, if there are any, those of the start."""
        edges, nothing = np.linspace(-1, 1, BINS + 1), np.zeros(BINS)
        rows = [nothing, nothing]
        if histogram:
            edges = edges * histogram.limit
            rows[: len(histogram.shares)] = [100 * row for row in histogram.shares]
        self._now.setData(edges, rows[0])
        self._start.setData(edges, rows[1])
        self._limit = float(edges[-1])
        # One bin may have nearly all; the others would be flat beside it.
        self._top = round_above(max(float(np.partition(np.concatenate(rows), -2)[-2]), 1.0))
        self._follow()

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        faint = QColor(theme.accent)
        faint.setAlphaF(_FILL)
        self._now.setPen(self.line_pen(theme.accent, 1.5))
        self._now.setBrush(faint)
        self._start.setPen(self.line_pen(theme.validation, 1.5, dashed=True))

    def _ranges(self) -> tuple[float, float, float, float]:
        return -self._limit, self._limit, 0.0, self._top


class HistogramPlots(QWidget):
    """A plot for weights, gradients and updates of each layer."""

    def __init__(self) -> None:
        super().__init__()
        self._plots: dict[tuple[str, str], HistogramPlot] = {}
        titles = (self.tr("Weights"), self.tr("Gradient of the cost"), self.tr("Change by a step"))
        layers = (self.tr("hidden layer, W1"), self.tr("output layer, W2"))
        self._parts: dict[tuple[int, int], QWidget] = {}
        self._wide: bool | None = None
        self._grid = grid_layout(self, 2 * SPACE)
        for row, (layer, name) in enumerate(zip(LAYERS, layers, strict=True)):
            for column, (kind, title) in enumerate(zip(KINDS, titles, strict=True)):
                plot = HistogramPlot()
                plot.set_axis_labels("", self.tr("share, %"))
                plot.setAccessibleName(f"{name}: {title}")
                plot.setToolTip(
                    self.tr(
                        "How the numbers are distributed: filled now, dashed at the start. The outermost bins also "
                        "count what lies beyond them."
                    )
                )
                self._plots[kind, layer] = plot
                part = QWidget()
                vertical(part, text_label(title, NAME), caption(name), Stretched(plot), gap=SPACE // 2)
                self._parts[row, column] = part
        self._place(wide=False)
        self.set_histograms({})

    def set_histograms(self, histograms: Mapping[tuple[str, str], Histogram]) -> None:
        """Show the histograms by kind and layer; those that are missing are empty."""
        for key, plot in self._plots.items():
            plot.set_histogram(histograms.get(key))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(wide=self.width() >= px(_WIDE))
        super().resizeEvent(event)

    def _place(self, wide: bool) -> None:
        """Layers below each other, or beside each other where three plots in a row would be too narrow."""
        if wide is not self._wide:
            self._wide = wide
            for (layer, kind), part in self._parts.items():
                self._grid.addWidget(part, *((layer, kind) if wide else (kind, layer)))
            for column in range(len(KINDS)):
                self._grid.setColumnStretch(column, int(column < len(LAYERS) or wide))
