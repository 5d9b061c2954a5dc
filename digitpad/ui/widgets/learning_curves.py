"""Cost and accuracy over the epochs, side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from digitpad.core.training.events import Batches, EpochDone
from digitpad.core.training.history import History
from digitpad.ui.widgets.changes import marks_of
from digitpad.ui.widgets.columns import Columns
from digitpad.ui.widgets.curve_plot import FAINT, CurvePlot, Curves
from digitpad.ui.widgets.plot import Plot
from digitpad.ui.widgets.plot_row import PlotRow
from digitpad.ui.widgets.swatch import Swatch


class LearningCurves(PlotRow):
    """Two plots under one legend. The cursor of one is the cursor of both; what it points at stands above each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        cost, accuracy = CurvePlot(), CurvePlot(ceiling=100)
        super().__init__((cost, accuracy), parent)
        self.cost, self.accuracy = cost, accuracy
        self._history = History()
        self._epochs, self._batches = _columns()
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

    def take(self, history: History) -> None:
        if history is not self._history:
            self._epochs, self._batches = _columns()
            self._point(None)
        self._history = history
        self._epochs.of(history.epochs)
        self._batches.of(history.batches)
        self._show_values()

    def _show(self, plot: Plot) -> None:
        epochs, train_cost, validation_cost, train_accuracy, validation_accuracy = self._epochs.of(self._history.epochs)
        at, cost, accuracy = self._batches.of(self._history.batches)
        if plot is self.cost:
            self.cost.set_curves(Curves(epochs, train_cost, validation_cost, at, cost))
        else:
            self.accuracy.set_curves(Curves(epochs, train_accuracy, validation_accuracy, at, accuracy))
        plot.set_marks(marks_of(self._history))

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


def _columns() -> tuple[Columns[EpochDone], Columns[Batches]]:
    """Epoch, costs and accuracies of epochs; time, cost and accuracy of batches."""
    return Columns(_of_epoch, width=5), Columns(lambda each: (each.at, each.cost, 100 * each.accuracy), width=3)


def _of_epoch(each: EpochDone) -> tuple[float, ...]:
    accuracies = 100 * each.train_accuracy, 100 * each.validation_accuracy
    return (each.epoch, each.train_cost, each.validation_cost, *accuracies)
