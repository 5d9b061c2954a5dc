"""Live weights: every hidden unit's template while it learns, how the numbers are distributed, how the steps go."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from digitpad.core.dataset import Datasets
from digitpad.core.files import Table
from digitpad.core.inspection.hidden_units import unit_use_task
from digitpad.core.inspection.weight_histograms import BINS, LAYERS, Histogram, run_histograms_task
from digitpad.core.network import Floats
from digitpad.core.numerals import round_above
from digitpad.ui.inside.smaller_model import SmallerModel
from digitpad.ui.inside.templates_page import TemplatesPage
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.plot_row import PlotRow
from digitpad.ui.plots.traces import gradient_traces
from digitpad.ui.style.type import NAME, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.labels import caption, explanation, named, text_label
from digitpad.ui.widgets.layouts import Stretched, grid_layout, holder, vertical
from digitpad.workspace.background_task import Request
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Workspace

KINDS = ("weights", "gradients", "updates")
_FILL = 0.35
_WIDE = 640  # pixels at 100 %, from which on three plots stand in a row
_TEMPLATES, _HISTOGRAMS, _STEPS = range(3)
_USE_IMAGES = 2_000
_USE_EVERY = 3_000  # milliseconds


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
                hint = self.tr(
                    "How the numbers are distributed: filled now, dashed at the start. The outermost bins also "
                    "count what lies beyond them."
                )
                named(plot, f"{name}: {title}", hint)
                self._plots[kind, layer] = plot
                part = holder(vertical(None, text_label(title, NAME), caption(name), Stretched(plot), gap=SPACE // 2))
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


class WeightsView(View):
    """Three pages: the templates, histograms, and the course of the steps. Only the one in sight is worked on."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Live weights"), explanation("weights"))
        self._histograms: dict[tuple[str, str], Histogram] = {}
        self.templates = TemplatesPage()
        self.histograms: HistogramPlots | None = None
        self.steps: PlotRow | None = None
        self._use_task = self.new_task(_USE_EVERY)
        self._use_task.finished.connect(self._show_use)
        self._histograms_task = self.new_task()
        self._histograms_task.finished.connect(self._show_histograms)
        self.histogram_note = caption()
        self.smaller = SmallerModel(workspace.models)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.templates)
        self._columns: dict[int, QVBoxLayout] = {}
        for number in (_HISTOGRAMS, _STEPS):
            page = QWidget()
            column = vertical(page, gap=SPACE)
            self._columns[number] = column
            self.pages.addWidget(page)
        self.body.addWidget(self.smaller)
        self.body.addWidget(self.pages, 1)
        pages = (self.tr("Templates"), _TEMPLATES), (self.tr("Histograms"), _HISTOGRAMS), (self.tr("Steps"), _STEPS)
        self.page = combo_box(
            pages,
            self.tr("What to show of the weights"),
            self.tr("Every unit’s weights as a picture; how all numbers are distributed; or how the learning steps go"),
        )
        self.page.currentIndexChanged.connect(self._turn_to)
        self.add_control(self.tr("Sho&w"), self.page)
        self.invalidate_on(workspace.models.in_use, workspace.data.changed, workspace.training.progressed)

    def refresh(self) -> None:
        if self._page == _STEPS and self.steps:
            self.steps.set_history(self.workspace.training.history)
        self.headline.setText(self._sentence())
        item = self.workspace.models.current
        if item is None:
            return
        network = item.model.network
        if self._page == _TEMPLATES:
            self.templates.set_network(network, self.workspace.models.classes)
            self.headline.setText(self._sentence())
        datasets = self.workspace.data.planned()
        if datasets is None:
            self.histogram_note.setText(self.without_data())
            return
        if self._page == _TEMPLATES:
            X = (datasets.validation or datasets.training).X
            some = X[:: max(1, len(X) // _USE_IMAGES)]
            work = partial(unit_use_task, network, some)
            self._use_task.request(Request((item.key, datasets), network, work))
        elif self._page == _HISTOGRAMS:
            self._compare(item, datasets)

    def table(self) -> Table:
        if self._page == _TEMPLATES:
            return self.templates.table()
        if self._page == _STEPS:
            names = ("epochs", "gradient W1", "gradient W2", "update W1", "update W2")
            steps = self.workspace.training.history.health.array()
            return {name: column.tolist() for name, column in zip(names, steps, strict=True)}
        moments = ("now", "at the start")
        shown = [
            (kind, layer, moment, (2 * number + 1) / len(shares) * histogram.limit - histogram.limit, share)
            for (kind, layer), histogram in self._histograms.items()
            for moment, shares in zip(moments, histogram.shares, strict=False)
            for number, share in enumerate(shares)
        ]
        columns = zip(*shown, strict=True) if shown else ((),) * 5
        return dict(zip(("of", "layer", "when", "middle of the bin", "share"), map(list, columns), strict=True))

    def _compare(self, item: ModelEntry, datasets: Datasets) -> None:
        network = item.model.network
        run = self.workspace.run_networks
        decay = self.workspace.training.plan.settings.weight_decay
        work = partial(run_histograms_task, network, run.first, run.latest, datasets.training, decay)
        self._histograms_task.request(Request((item.key, datasets), network, work))
        self.histogram_note.setText(
            self.tr("Filled: now. Dashed: when this run began; the change by a step is that of its first steps.")
            if run.first
            else self.tr("Filled: now. While a network trains, its start is shown dashed, and what a step changes.")
        )

    def _sentence(self) -> str:
        if self._page == _TEMPLATES:
            return self.templates.sentence()
        if self._page == _HISTOGRAMS:
            return self.tr("How weights, gradients and steps are distributed, and how they were at the start")
        health = self.workspace.training.history.health.array()
        if not health.shape[1]:
            return self.tr("Train a network to see how large its steps are")
        return self.tr("A step now changes W1 by {hidden} of its size, and W2 by {output}").format(
            hidden=_share(health[3, -1]), output=_share(health[4, -1])
        )

    def _show_use(self, use: Floats) -> None:
        self.templates.set_use(use)
        self.invalidate()

    def _show_histograms(self, histograms: dict[tuple[str, str], Histogram]) -> None:
        self._histograms = histograms
        if self.histograms:
            self.histograms.set_histograms(histograms)

    def _turn_to(self, number: int) -> None:
        """Plots take a tenth of a second to make, so they are made when they are first wanted."""
        self.pages.setCurrentIndex(number)
        if number == _HISTOGRAMS and not self.histograms:
            self.histograms = HistogramPlots()
            self._columns[number].addWidget(self.histograms)
            self._columns[number].addWidget(self.histogram_note)
        elif number == _STEPS and not self.steps:
            self.steps = PlotRow(gradient_traces())
            self._columns[number].addWidget(self.steps)
        self.invalidate()

    @property
    def _page(self) -> int:
        return self.pages.currentIndex()


def _share(ratio: float) -> str:
    return f"{100 * ratio:.2g}\u00a0%"
