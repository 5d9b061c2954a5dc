"""Plots of a history side by side: what each one shows is a `Trace`."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from digitpad.core.training.history import History
from digitpad.ui.plots.line_plot import NO_BATCHES, LinePlot
from digitpad.ui.plots.plot_head import PlotHead, Shown
from digitpad.ui.plots.ranges import epochs_to_show
from digitpad.ui.plots.traces import Trace, learning_traces
from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import check_box, named
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical

INTERVAL_MS = 4  # between two plots that are updated
MAX_WAIT_MS = 20  # for which the next one yields to input at most
_TALL = 376  # pixels of a row at 100 %, from which on values are large


class PlotRow(QWidget):
    """Zooming one of them zooms all of them, and the cursor of one is the cursor of all.

    Above each stands what it shows at the cursor, or last. A button that ends all zooming lies in `top`.
    """

    def __init__(self, traces: Sequence[Trace]) -> None:
        super().__init__()
        self._traces = traces
        self._history = History()
        self._planned = 0.0
        self._place: float | None = None
        self._beside = False
        self._pending: dict[LinePlot, None] = {}  # in the order in which they are shown
        self._timer = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._show_next)
        self._waited = QElapsedTimer()
        self.plots = tuple(self._make_plot(trace) for trace in traces)
        # Where names stand above values in one head, they do in all: the plots begin at one height.
        widest = max((trace.widest for trace in traces if trace.lines[0].name), key=len, default="")
        self.heads = tuple(PlotHead(each, widest if each.lines[0].name else each.widest) for each in traces)
        self.show_all = QPushButton()
        self.show_all.setProperty("flat", True)
        show_icon(self.show_all, "fit")
        named(self.show_all, self.tr("Show all"), self.tr("Show the whole curves again after zooming or moving"))
        self.top = horizontal(None, SPRING, self.show_all, gap=SPACE)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(3 * SPACE)
        for plot, head in zip(self.plots, self.heads, strict=True):
            plot.setXLink(self.plots[0])
            self.show_all.clicked.connect(plot.show_all)
            for other in self.plots:
                plot.getViewBox().sigRangeChangedManually.connect(lambda *_, other=other: other.stop_following())
            column = vertical(None, head, Stretched(plot), gap=SPACE // 2)
            self._row.addLayout(column, 1)
        vertical(self, self.top, Stretched(self._row), gap=SPACE)
        self.set_history(self._history)

    def set_history(self, history: History) -> None:
        """Show the history as it is now."""
        self._prepare(history)
        self._pending.clear()
        for plot in self.plots:
            self._show(plot)

    def update_incrementally(self, history: History) -> None:
        """Show the history as it is now, one plot at a time, so that user input is handled in between."""
        self._prepare(history)
        self._pending |= dict.fromkeys(self.plots)
        self._wait()

    def yield_to_input(self) -> None:
        """Let what the user has just done be answered before the next plot is updated."""
        if self._timer.isActive() and not self._waited.hasExpired(MAX_WAIT_MS):
            self._timer.start()

    def set_planned(self, epochs: float) -> None:
        """Let the axes across end at the number of the last epoch that is planned, 0 where nobody knows."""
        if epochs != self._planned:
            self._planned = epochs
            self.set_history(self._history)

    def set_presenting(self, on: bool) -> None:
        """Show the plots one above the other, the last one first, for the back row; or side by side."""
        self._beside = on
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.BottomToTop if on else directions.LeftToRight)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _make_plot(self, trace: Trace) -> LinePlot:
        plot = LinePlot(trace)
        plot.set_axis_labels(self.tr("epochs"))
        named(plot, self.tr("Plot: {title} over the epochs").format(title=trace.title), trace.hint)
        plot.pointed.connect(lambda place: self._point(plot, place))
        return plot

    def _share_room(self) -> None:
        tall = not self._beside and self.height() >= px(_TALL)
        for head in self.heads:
            head.set_form(tall, self._beside)

    def _prepare(self, history: History) -> None:
        """Take over a history without showing it; another one than before is shown whole, without a cursor."""
        if history is not self._history:
            self._history = history
            self._place = None
            for plot in self.plots:
                plot.set_cursor(None)
                plot.forget_zoom()

    def _show(self, plot: LinePlot) -> None:
        """Let a plot show the history."""
        which = self.plots.index(plot)
        trace = self._traces[which]
        times, *values = trace.numbers(self._history)
        at, batch = trace.batches(self._history) if trace.batches else NO_BATCHES
        all_times = [each.numbers(self._history)[0] for each in self._traces]
        across = epochs_to_show(*all_times, at, planned=self._planned)
        plot.set_lines(times, np.stack(values), across, (at, batch))
        plot.set_marks(self._history.changes)
        self._show_values(which)

    def _point(self, pointed: LinePlot, place: float | None) -> None:
        """Put the cursor at the point next to a place."""
        self._place = None if place is None else pointed.nearest(place)
        back = 0.0 if self._place is None else pointed.way_to(self._place)
        for which, plot in enumerate(self.plots):
            plot.set_cursor(self._place, back)
            self._show_values(which)

    def _show_values(self, which: int) -> None:
        """Above the plot: the values at the cursor, or the latest ones."""
        trace, plot = self._traces[which], self.plots[which]
        place = np.inf if self._place is None else self._place
        values, time = plot.values_near(place), plot.nearest(place)
        if values is None or time is None:
            self.heads[which].show_values(Shown(), trace.title)
            return
        known = [None if np.isnan(each) else each for each in values]
        full = tuple("–" if each is None else trace.text(each) for each in known)
        short = tuple("–" if each is None else (trace.short or trace.text)(each) for each in known)
        where = self.tr("epoch {epoch}").format(epoch=f"{time:.5g}")
        named = ", ".join(f"{line.name} {text}".strip() for line, text in zip(trace.lines, full, strict=True))
        text = self.tr("{title} in epoch {epoch}: {values}")
        text = text.format(title=trace.title, epoch=f"{time:.5g}", values=named)
        self.heads[which].show_values(Shown(short, full, "" if self._place is None else where), text)

    def _show_next(self) -> None:
        if self._pending:
            plot = next(iter(self._pending))
            del self._pending[plot]
            self._show(plot)
            self._wait()

    def _wait(self) -> None:
        self._waited.start()
        self._timer.start()


class LearningCurves(PlotRow):
    """Cost and accuracy of training and validation, with the batches; the cost on a logarithmic scale if wanted."""

    def __init__(self) -> None:
        super().__init__(learning_traces())
        self.cost, self.accuracy = self.plots
        hint = self.tr("Draw the cost on a logarithmic axis, where a steady decline is a straight line")
        self.log_cost = check_box(self.tr("Lo&g scale"), hint)
        self.log_cost.toggled.connect(self.cost.set_log)
        self.top.insertWidget(self.top.indexOf(self.show_all), self.log_cost)
