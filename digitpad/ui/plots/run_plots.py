"""The plots of a run: cost and accuracy, and beside them the size and speed of the steps."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from digitpad.core.training.history import History, Numbers
from digitpad.ui.plots.axes import epochs_to_show
from digitpad.ui.plots.line_plot import FAINT, Line, LinePlot
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.plot_row import PlotRow
from digitpad.ui.widgets.legends import Swatch

translate = QCoreApplication.translate


class Trace(NamedTuple):
    """A plot: its title, its axis, what its tool tip teaches, and where in a history its numbers are.

    `numbers` are the times in epochs, then the values for each of the `colours`; `text` writes the values.
    """

    title: str
    unit: str
    hint: str
    colours: tuple[str, ...]
    numbers: Callable[[History], Sequence[Numbers]]
    text: Callable[..., str]
    log: bool = False
    least: float = 1e-3
    peaks: bool = False


class Traces(PlotRow):
    """Some plots under one legend. The cursor of one is the cursor of all; what it points at stands above each."""

    plots: Sequence[LinePlot]

    def __init__(
        self, traces: Sequence[Trace], legend: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        """`legend` are names of colours and what they stand for."""
        plots = [
            LinePlot([Line(colour) for colour in each.colours], log=each.log, least=each.least, peaks=each.peaks)
            for each in traces
        ]
        super().__init__(plots, parent)
        self._traces = traces
        self._place: float | None = None
        for trace, plot in zip(traces, self.plots, strict=True):
            plot.set_axis_labels(self.tr("epochs"), trace.unit)
            plot.setAccessibleName(self.tr("Plot: {title} over the epochs").format(title=trace.title))
            plot.setToolTip(trace.hint)
            plot.pointed.connect(lambda place, plot=plot: self._point(plot, place))
        for colour, text in legend:
            self.add_to_legend(Swatch(colour, Qt.PenStyle.SolidLine, 2), text)
        self.set_history(self._history)

    def _begin(self) -> None:
        self._place = None

    def _show(self, plot: Plot) -> None:
        numbers = [trace.numbers(self._history) for trace in self._traces]
        which = self.plots.index(plot)
        across = epochs_to_show(*(each[0] for each in numbers))
        self.plots[which].set_lines(numbers[which][0], np.stack(numbers[which][1:]), across)
        plot.set_marks(self._history.changes)
        self._show_values(which)

    def _point(self, pointed: LinePlot, place: float | None) -> None:
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
        lambda history: history.health.columns("at", "hidden_gradient", "output_gradient"),
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
        lambda history: history.health.columns("at", "hidden_update", "output_update"),
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
        lambda history: history.batches.columns("at", "learning_rate"),
        lambda value: f"{value:.3g}",
        least=1e-9,
        peaks=True,
    )
    pace = Trace(
        translate("traces", "Speed"),
        translate("traces", "1,000 images/s"),
        translate("traces", "How many images are learned from in a second. The wheel zooms, dragging moves."),
        ("training",),
        lambda history: history.pace.scaled(0.001, "at", "pace"),
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
        lambda history: history.epochs.scaled(100, "epoch", "dead_units"),
        lambda value: f"{value:.1f} %",
        least=1.0,
    )
    return Traces((rate, pace, dead))


class LearningCurves(PlotRow):
    """Two plots under one legend. The cursor of one is the cursor of both; what it points at stands above each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        lines = Line("training"), Line("validation", Qt.PenStyle.DashLine)
        cost = LinePlot(lines, least=0.01, widths=(2.0, 2.0))
        accuracy = LinePlot(lines, least=1.0, ceiling=100.0, widths=(2.0, 2.0))
        super().__init__((cost, accuracy), parent)
        self.cost, self.accuracy = cost, accuracy
        self._epoch: int | None = None
        self.cost.set_axis_labels(self.tr("epochs"), self.tr("cost per image"))
        self.cost.setAccessibleName(self.tr("Plot of the cost over the epochs"))
        self.accuracy.set_axis_labels(self.tr("epochs"), self.tr("accuracy, %"))
        self.accuracy.setAccessibleName(self.tr("Plot of the accuracy over the epochs"))
        for plot in (self.cost, self.accuracy):
            plot.pointed.connect(self._point)
            plot.setToolTip(
                self.tr(
                    "Thin: batches, averaged until you zoom in. Dots and lines: whole epochs. The wheel zooms, "
                    "dragging moves; with the keyboard, arrows move the cursor, + and - zoom."
                )
            )
        self.log_cost = QCheckBox(self.tr("Lo&g scale"))
        self.log_cost.setToolTip(
            self.tr("Draw the cost on a logarithmic axis, where a steady decline is a straight line")
        )
        self.log_cost.toggled.connect(self.cost.set_log)
        self.top.insertWidget(self.top.indexOf(self.show_all), self.log_cost)
        for swatch, text in (
            (Swatch("training", Qt.PenStyle.SolidLine, 2), self.tr("training")),
            (Swatch("validation", Qt.PenStyle.DashLine, 2), self.tr("validation")),
            (Swatch("training", Qt.PenStyle.SolidLine, 1, FAINT), self.tr("batches")),
        ):
            self.add_to_legend(swatch, text)
        self.set_history(self._history)

    def _begin(self) -> None:
        self._epoch = None

    def _prepare(self, history: History) -> None:
        super()._prepare(history)
        self._show_values()

    def _show(self, plot: Plot) -> None:
        epochs, batches = self._history.epochs, self._history.batches
        which = self.cost if plot is self.cost else self.accuracy
        if which is self.cost:
            times, *values = epochs.columns("epoch", "train_cost", "validation_cost")
            at, batch = batches.columns("at", "cost")
        else:
            times, *values = epochs.scaled(100, "epoch", "train_accuracy", "validation_accuracy")
            at, batch = batches.scaled(100, "at", "accuracy")
        which.set_lines(times, np.stack(values), epochs_to_show(at, times), (at, batch))
        plot.set_marks(self._history.changes)

    def _point(self, epoch: float | None) -> None:
        last = len(self._history.epochs)
        first = self._history.epochs[0].epoch if last else 1
        self._epoch = None if epoch is None or not last else min(max(round(epoch), first), first + last - 1)
        for plot in (self.cost, self.accuracy):
            plot.set_cursor(self._epoch, back=1)
        self._show_values()

    def _show_values(self) -> None:
        """Above each plot: the values at the cursor, or the latest ones."""
        cost, accuracy = self.readouts
        if not self._history.epochs:
            cost.set_text(self.tr("<b>Cost</b>"))
            accuracy.set_text(self.tr("<b>Accuracy</b>"))
            return
        first = self._history.epochs[0].epoch
        at = self._history.epochs[-1 if self._epoch is None else self._epoch - first]
        cost.set_text(
            self.tr("<b>Cost</b> in epoch {epoch}: training {training}, validation {validation}").format(
                epoch=at.epoch, training=f"{at.train_cost:.4f}", validation=f"{at.validation_cost:.4f}"
            )
        )
        accuracy.set_text(
            self.tr("<b>Accuracy</b> in epoch {epoch}: training {training}, validation {validation}").format(
                epoch=at.epoch,
                training=f"{100 * at.train_accuracy:.2f} %",
                validation=f"{100 * at.validation_accuracy:.2f} %",
            )
        )
