"""Finding a learning rate by trying them all."""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton, QWidget

from digitpad.core.numerals import plain
from digitpad.core.training.history import Numbers
from digitpad.core.training.rate_finder import HIGHEST, LOWEST, STEPS, RateTried, suggested_rate
from digitpad.core.training.step_settings import LEARNING_RATES
from digitpad.ui.plots.line_plot import FAINT
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.ranges import span_above
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.forms import RateSpinBox, inset_numbers
from digitpad.ui.widgets.labels import label_of, make_primary, named
from digitpad.ui.widgets.layouts import SPRING, Stretched, fill, horizontal, vertical
from digitpad.workspace.background_task import Status
from digitpad.workspace.workspace import Workspace

_EXPLODED = 2.0  # times the cost at first: beyond, the curve may leave the plot


class RatePlot(Plot):
    """Single batches thin, the smoothed cost solid, and a line at a rate, which can be dragged."""

    def __init__(self, lowest: float, highest: float) -> None:
        super().__init__()
        self._exponents = float(np.log10(lowest)), float(np.log10(highest))
        self._highest_cost = 1.0
        self.setLogMode(x=True)
        self._batches = self.plot(antialias=True)
        self._smoothed = self.plot(antialias=True)
        self.line = pg.InfiniteLine(angle=90, movable=True)  # at the exponent of a rate
        self.line.hide()
        self.addItem(self.line, ignoreBounds=True)
        self.apply_colours()
        self.show_all()

    def set_costs(self, rates: Numbers, costs: Numbers, smoothed: Numbers) -> None:
        """Show the costs (n,) of batches, and smoothed, at rising rates (n,)."""
        self._batches.setData(rates, costs)
        self._smoothed.setData(rates, smoothed)
        self._highest_cost = min(float(smoothed.max()), _EXPLODED * float(smoothed[0])) if len(smoothed) else 1.0
        self._follow()

    def set_rate(self, rate: float | None) -> None:
        """Put the line at a rate, or hide it."""
        self.line.setVisible(rate is not None)
        if rate is not None:
            self.line.setValue(np.log10(rate))

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        faint = QColor(theme.training)
        faint.setAlphaF(FAINT)
        self._batches.setPen(self.line_pen(faint, 1.0))
        self._smoothed.setPen(self.line_pen(theme.training))
        self.line.setPen(self.line_pen(theme.validation, dashed=True))
        self.line.setHoverPen(self.line_pen(theme.validation, 4.0))

    def _ranges(self) -> tuple[float, float, float, float]:
        return *self._exponents, 0.0, span_above(max(self._highest_cost, 1.0))


class RateDialog(QDialog):
    """Runs the rate finder for the planned training, and takes the rate that is chosen from it over into the plan."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = workspace.training
        self._search = workspace.rates
        self.setWindowTitle(self.tr("Find a learning rate"))
        self.plot = RatePlot(LOWEST, HIGHEST)
        self.progress = QProgressBar()
        self.rate = RateSpinBox(*LEARNING_RATES)
        self.use = QPushButton(self.tr("&Use this rate"))
        self.again = QPushButton()
        self._close = QPushButton(self.tr("Close"))
        self.verdict = QLabel()
        self._prepare()
        self._lay_out()
        inset_numbers(self)
        self._running = False
        self._search.task.changed.connect(self._show)

    def start(self) -> None:
        """Show the dialog and try rates at once."""
        self.open()
        self._search.start()

    def done(self, result: int) -> None:
        self._running = False
        self._search.task.request(None)
        super().done(result)

    def sizeHint(self) -> QSize:
        return QSize(720, 520)

    def _prepare(self) -> None:
        self.plot.set_axis_labels(self.tr("learning rate"), self.tr("cost per image"))
        hint = self.tr("Thin: single batches. Solid: their average. Drag the dashed line to choose another rate.")
        named(self.plot, self.tr("Plot of the cost over the learning rate"), hint)
        self.plot.line.sigDragged.connect(lambda line: self.rate.setValue(10.0 ** line.value()))
        self.progress.setAccessibleName(self.tr("Progress of the test"))
        self.progress.setToolTip(self.tr("How many rates have been tried. The test ends when the cost explodes."))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(SPACE)
        self.rate.setMinimumWidth(px(13 * SPACE))
        self.rate.setAccessibleName(self.tr("Learning rate"))
        self.rate.setToolTip(self.tr("The learning rate to use: the suggested one, or one of your own."))
        self.rate.valueChanged.connect(self.plot.set_rate)
        self.use.setToolTip(self.tr("Put this learning rate into the settings of the next training"))
        make_primary(self.use)
        self.use.clicked.connect(self._use)
        self.again.clicked.connect(self._stop_or_start)
        self._close.clicked.connect(self.reject)
        self.verdict.setWordWrap(True)

    def _lay_out(self) -> None:
        explanation = QLabel(
            self.tr(
                "A copy of the network learns batch by batch while the learning rate rises. At first nothing happens, "
                "then the cost falls, and in the end the steps are so large that it explodes. A good rate lies where "
                "it falls, well before its lowest point."
            )
        )
        explanation.setWordWrap(True)
        label = label_of(self.rate, self.tr("Learning &rate"))
        row = horizontal(None, label, self.rate, self.use, SPRING, self.again, self._close, gap=SPACE)
        layout = vertical(self, gap=SPACE, margins=(3 * SPACE, 3 * SPACE))
        fill(layout, explanation, Stretched(self.plot), self.progress, self.verdict, row)

    def _show(self) -> None:
        task = self._search.task
        if task.failure:
            self.reject()  # the window says why
            return
        if task.status is Status.RUNNING:
            if not self._running:
                self._begin()
            self._show_tried(self._search.tried)
        elif self._running:
            self._show_tried(self._search.tried)
            self._end(suggested_rate(self._search.tried))

    def _begin(self) -> None:
        self.progress.setMaximum(STEPS)
        self.plot.forget_zoom()
        self._show_tried(())
        self.plot.set_rate(None)
        self.verdict.setText(self.tr("Trying learning rates…"))
        self._show_planned()
        self._show_running(True)

    def _show_tried(self, tried: tuple[RateTried, ...]) -> None:
        rows = np.array([(each.learning_rate, each.cost, each.smoothed) for each in tried]).reshape(-1, 3)
        self.plot.set_costs(*rows.T)
        self.progress.setValue(len(tried))

    def _end(self, suggestion: float | None) -> None:
        self.progress.setMaximum(max(self.progress.value(), 1))
        if suggestion is None:
            self.verdict.setText(self.tr("The cost did not fall at any of the rates that were tried."))
            self._show_planned()
        else:
            rate = float(f"{suggestion:.2g}")
            self.verdict.setText(
                self.tr("Suggested: {rate}, where the cost had fallen four fifths of the way.").format(rate=plain(rate))
            )
            self.rate.setValue(rate)
            self.plot.set_rate(rate)
        self._show_running(False)

    def _show_planned(self) -> None:
        """Show the rate of the plan, without a line in the plot."""
        with QSignalBlocker(self.rate):
            self.rate.setValue(self._training.plan.settings.learning_rate)

    def _show_running(self, running: bool) -> None:
        self._running = running
        self.use.setEnabled(not running)
        self.rate.setEnabled(not running)
        if running:
            self.again.setText(self.tr("&Stop"))
            self.again.setToolTip(self.tr("End the test here and use what has been tried so far"))
        else:
            self.again.setText(self.tr("&Try again"))
            self.again.setToolTip(self.tr("Try all rates again"))
            self.use.setFocus()

    def _stop_or_start(self) -> None:
        if self._running:
            self._search.task.stop()
        else:
            self._search.start()

    def _use(self) -> None:
        plan = self._training.plan
        self._training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=self.rate.value())))
        self.accept()
