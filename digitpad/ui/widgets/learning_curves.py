"""Cost and accuracy over the epochs, side by side."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digitpad.core.training.events import EpochDone, RecentBatches
from digitpad.core.training.history import History
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.changes import marks_of
from digitpad.ui.widgets.columns import Columns
from digitpad.ui.widgets.curve_plot import FAINT, CurvePlot, Curves
from digitpad.ui.widgets.swatch import Swatch


class LearningCurves(QWidget):
    """Two plots under one legend. The cursor of one is the cursor of both; what it points at stands above each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = History()
        self._epochs, self._recent = _columns()
        self._epoch: int | None = None
        self.cost = CurvePlot()
        self.cost.set_axis_labels(self.tr("epochs"), self.tr("cost per image"))
        self.cost.setAccessibleName(self.tr("Plot of the cost over the epochs"))
        self.accuracy = CurvePlot(ceiling=100)
        self.accuracy.set_axis_labels(self.tr("epochs"), self.tr("accuracy, %"))
        self.accuracy.setAccessibleName(self.tr("Plot of the accuracy over the epochs"))
        self.accuracy.setXLink(self.cost)
        self._cost_readout = self._readout()
        self._accuracy_readout = self._readout()
        for plot in (self.cost, self.accuracy):
            plot.pointed.connect(self._point)
            plot.zoomed.connect(self.cost.stop_following)
            plot.zoomed.connect(self.accuracy.stop_following)
            plot.setToolTip(
                self.tr(
                    "Thin: recent batches. Dots and lines: whole epochs. The wheel zooms, dragging moves; "
                    "with the keyboard, arrows move the cursor, + and - zoom."
                )
            )
        self.log_cost = QCheckBox(self.tr("Lo&g scale"))
        self.log_cost.setToolTip(
            self.tr("Draw the cost on a logarithmic axis, where a steady decline is a straight line")
        )
        self.log_cost.toggled.connect(self.cost.set_log)
        self.show_all = QPushButton(self.tr("Show all"))
        self.show_all.setToolTip(self.tr("Show the whole curves again after zooming or moving"))
        self.show_all.clicked.connect(self.cost.show_all)
        self.show_all.clicked.connect(self.accuracy.show_all)
        self.top = QHBoxLayout()
        self._lay_out()
        self.set_history(self._history)

    def set_history(self, history: History) -> None:
        """Show the history as it is now."""
        if history is not self._history:
            self._epochs, self._recent = _columns()
            self._point(None)
        self._history = history
        epochs, train_cost, validation_cost, train_accuracy, validation_accuracy = self._epochs.of(history.epochs)
        at, cost, accuracy = self._recent.of(history.recent)
        self.cost.set_curves(Curves(epochs, train_cost, validation_cost, at, cost))
        self.accuracy.set_curves(Curves(epochs, train_accuracy, validation_accuracy, at, accuracy))
        marks = marks_of(history)
        for plot in (self.cost, self.accuracy):
            plot.set_marks(marks)
        self._show_values()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self.cost.apply_colours()
            self.accuracy.apply_colours()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        top = self.top
        top.setSpacing(2 * SPACE)
        for swatch, text in (
            (Swatch("training", Qt.PenStyle.SolidLine, 2), self.tr("training")),
            (Swatch("validation", Qt.PenStyle.DashLine, 2), self.tr("validation")),
            (Swatch("training", Qt.PenStyle.SolidLine, 1, FAINT), self.tr("recent batches")),
        ):
            entry = QHBoxLayout()
            entry.setSpacing(SPACE // 2)
            entry.addWidget(swatch)
            entry.addWidget(QLabel(text))
            top.addLayout(entry)
        top.addStretch(1)
        top.addWidget(self.log_cost)
        top.addWidget(self.show_all)
        plots = QHBoxLayout()
        plots.setSpacing(2 * SPACE)
        for plot, readout in ((self.cost, self._cost_readout), (self.accuracy, self._accuracy_readout)):
            column = QVBoxLayout()
            column.setSpacing(SPACE // 2)
            column.addWidget(readout)
            column.addWidget(plot, 1)
            plots.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(top)
        layout.addLayout(plots, 1)

    def _readout(self) -> QLabel:
        label = QLabel()
        label.setFont(scaled(label.font(), 1.0))
        label.setMinimumWidth(1)  # a long value must not push the plots about
        return label

    def _point(self, epoch: float | None) -> None:
        last = len(self._history.epochs)
        first = self._history.epochs[0].epoch if last else 1
        self._epoch = None if epoch is None or not last else min(max(round(epoch), first), first + last - 1)
        for plot in (self.cost, self.accuracy):
            plot.set_cursor(self._epoch, back=1)
        self._show_values()

    def _show_values(self) -> None:
        """Above each plot: the values at the cursor, or the latest ones."""
        if not self._history.epochs:
            self._cost_readout.setText(self.tr("<b>Cost</b>"))
            self._accuracy_readout.setText(self.tr("<b>Accuracy</b>"))
            return
        first = self._history.epochs[0].epoch
        at = self._history.epochs[-1 if self._epoch is None else self._epoch - first]
        self._cost_readout.setText(
            self.tr("<b>Cost</b> in epoch {epoch}: training {training}, validation {validation}").format(
                epoch=at.epoch, training=f"{at.train_cost:.4f}", validation=f"{at.validation_cost:.4f}"
            )
        )
        self._accuracy_readout.setText(
            self.tr("<b>Accuracy</b> in epoch {epoch}: training {training}, validation {validation}").format(
                epoch=at.epoch,
                training=f"{100 * at.train_accuracy:.2f} %",
                validation=f"{100 * at.validation_accuracy:.2f} %",
            )
        )


def _columns() -> tuple[Columns[EpochDone], Columns[RecentBatches]]:
    """Epoch, costs and accuracies of epochs; time, cost and accuracy of recent batches."""
    return Columns(_of_epoch, width=5), Columns(lambda each: (each.at, each.cost, 100 * each.accuracy), width=3)


def _of_epoch(each: EpochDone) -> tuple[float, ...]:
    accuracies = 100 * each.train_accuracy, 100 * each.validation_accuracy
    return (each.epoch, each.train_cost, each.validation_cost, *accuracies)
