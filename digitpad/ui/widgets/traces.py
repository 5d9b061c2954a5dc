"""What else can be watched beside cost and accuracy: the size and speed of the steps, in plots side by side."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from digitpad.core.training.history import History
from digitpad.ui.widgets.changes import marks_of
from digitpad.ui.widgets.columns import Columns, Numbers
from digitpad.ui.widgets.plot import Plot
from digitpad.ui.widgets.plot_row import PlotRow
from digitpad.ui.widgets.round_ranges import epochs_to_show
from digitpad.ui.widgets.swatch import Swatch
from digitpad.ui.widgets.trace_plot import TracePlot

translate = QCoreApplication.translate

Rows = Sequence[Any]


class Trace(NamedTuple):
    """A plot: its title, its axis, what its tool tip teaches, and where in a history its numbers are.

    `of` takes an entry to the time in epochs and a value for each of the `colours`; `text` writes the values.
    """

    title: str
    unit: str
    hint: str
    colours: tuple[str, ...]
    rows: Callable[[History], Rows]
    of: Callable[[Any], tuple[float, ...]]
    text: Callable[..., str]
    log: bool = False
    least: float = 1e-3
    peaks: bool = False


class Traces(PlotRow):
    """Some plots under one legend. The cursor of one is the cursor of all; what it points at stands above each."""

    plots: Sequence[TracePlot]

    def __init__(
        self, traces: Sequence[Trace], legend: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        """`legend` are names of colours and what they stand for."""
        super().__init__([TracePlot(each.colours, each.log, each.least, each.peaks) for each in traces], parent)
        self._traces = traces
        self._history = History()
        self._columns = _columns(traces)
        self._place: float | None = None
        for trace, plot in zip(traces, self.plots, strict=True):
            plot.set_axis_labels(self.tr("epochs"), trace.unit)
            plot.setAccessibleName(self.tr("Plot: {title} over the epochs").format(title=trace.title))
            plot.setToolTip(trace.hint)
            plot.pointed.connect(lambda place, plot=plot: self._point(plot, place))
        for colour, text in legend:
            self.add_to_legend(Swatch(colour, Qt.PenStyle.SolidLine, 2), text)
        self.set_history(self._history)

    def take(self, history: History) -> None:
        if history is not self._history:
            self._history, self._columns, self._place = history, _columns(self._traces), None
            for plot in self.plots:
                plot.set_cursor(None)
        self._numbers()

    def _show(self, plot: Plot) -> None:
        numbers = self._numbers()
        which = self.plots.index(plot)
        across = epochs_to_show(*(each[0] for each in numbers))
        self.plots[which].set_traces(numbers[which][0], numbers[which][1:], across)
        plot.set_marks(marks_of(self._history))
        self._show_values(which)

    def _numbers(self) -> list[Numbers]:
        each_trace = zip(self._traces, self._columns, strict=True)
        return [columns.of(trace.rows(self._history)) for trace, columns in each_trace]

    def _point(self, pointed: TracePlot, place: float | None) -> None:
        self._place = place
        back = 0.0 if place is None else pointed.way_to(place)
        for which, plot in enumerate(self.plots):
            plot.set_cursor(place, back)
            self._show_values(which)

    def _show_values(self, which: int) -> None:
        """Above the plot: the values at the cursor, or the latest ones."""
        trace = self._traces[which]
        values = self.plots[which].values_near(np.inf if self._place is None else self._place)
        text = "" if values is None else trace.text(*values)
        self.readouts[which].set_text(f"<b>{trace.title}</b> {text}")


def _columns(traces: Sequence[Trace]) -> list[Columns[Any]]:
    return [Columns(each.of, 1 + len(each.colours)) for each in traces]


def gradient_traces() -> Traces:
    """How large the gradients are, and the steps they make."""
    layers = {"hidden": "hidden_layer", "output": "output_layer"}
    two = tuple(layers.values())
    text = translate("traces", "hidden {hidden}, output {output}")
    norms = Trace(
        translate("traces", "Gradient norm"),
        translate("traces", "norm"),
        translate(
            "traces",
            "The length of a batch's gradient in each layer, every hundredth step. It falls as there is less to learn; "
            "when it leaps up, the learning rate is too large. The wheel zooms, dragging moves.",
        ),
        two,
        lambda history: history.health,
        lambda each: (each[0], each[1].hidden_gradient, each[1].output_gradient),
        lambda hidden, output: text.format(hidden=f"{hidden:.3g}", output=f"{output:.3g}"),
        log=True,
    )
    updates = Trace(
        translate("traces", "Update to weights"),
        translate("traces", "ratio"),
        translate(
            "traces",
            "How large a step is relative to the weights it changes. About a thousandth is usual: with far more, "
            "training diverges; with far less, it hardly learns. The wheel zooms, dragging moves.",
        ),
        two,
        lambda history: history.health,
        lambda each: (each[0], each[1].hidden_update, each[1].output_update),
        lambda hidden, output: text.format(hidden=f"{hidden:.2g}", output=f"{output:.2g}"),
        log=True,
    )
    legend = (
        (layers["hidden"], translate("traces", "hidden layer")),
        (layers["output"], translate("traces", "output layer")),
    )
    return Traces((norms, updates), legend)


def rate_traces() -> Traces:
    """How far the steps go, how fast they come, and how many units take no part."""
    rate = Trace(
        translate("traces", "Learning rate"),
        translate("traces", "learning rate"),
        translate("traces", "The learning rate of each step, as the schedule has it. The wheel zooms, dragging moves."),
        ("training",),
        lambda history: history.batches,
        lambda each: (each.at, each.learning_rate),
        lambda value: f"{value:.3g}",
        least=1e-9,
        peaks=True,
    )
    pace = Trace(
        translate("traces", "Speed"),
        translate("traces", "1,000 images/s"),
        translate("traces", "How many images are learned from in a second. The wheel zooms, dragging moves."),
        ("training",),
        lambda history: history.pace,
        lambda each: (each[0], each[1] / 1000),
        lambda value: translate("traces", "{rate} images/s").format(rate=f"{1000 * value:,.0f}"),
    )
    dead = Trace(
        translate("traces", "Dead units"),
        translate("traces", "%"),
        translate(
            "traces",
            "The share of the hidden units that respond to no validation image, and so no longer learn. Many of them "
            "suggest that the learning rate is too large. The wheel zooms, dragging moves.",
        ),
        ("validation",),
        lambda history: history.epochs,
        lambda each: (each.epoch, 100 * each.dead_units),
        lambda value: f"{value:.1f} %",
        least=1.0,
    )
    return Traces((rate, pace, dead))
