"""Cost and accuracy over the epochs, side by side."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History
from digitpad.ui.theme import SPACE, colours, scaled
from digitpad.ui.widgets.curve_plot import FAINT, CurvePlot, Curves


class LearningCurves(QWidget):
    """Two plots under one legend. The cursor of one is the cursor of both; what it points at stands above each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = History()
        self._recent = np.empty((3, 0))
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
        self._lay_out()
        self.set_history(self._history)

    def set_history(self, history: History) -> None:
        """Show the history as it is now."""
        if history is not self._history:
            self._recent = np.empty((3, 0))
            self._point(None)
        self._history = history
        epochs = _column(history.epochs, lambda each: each.epoch)
        at, cost, accuracy = self._recent_columns(history)
        self.cost.set_curves(
            Curves(
                epochs,
                _column(history.epochs, lambda each: each.train_cost),
                _column(history.epochs, lambda each: each.validation_cost),
                at,
                cost,
            )
        )
        self.accuracy.set_curves(
            Curves(
                epochs,
                _column(history.epochs, lambda each: 100 * each.train_accuracy),
                _column(history.epochs, lambda each: 100 * each.validation_accuracy),
                at,
                accuracy,
            )
        )
        self._show_values()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self.cost.apply_colours()
            self.accuracy.apply_colours()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
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

    def _recent_columns(self, history: History) -> npt.NDArray[np.float64]:
        """Times, costs and accuracies of recent batches, as rows (3, m). Only what is new is looked at each time."""
        new = history.recent[self._recent.shape[1] :]
        rows = [(each.at, each.cost, 100 * each.accuracy) for each in new]
        self._recent = np.concatenate([self._recent, np.array(rows).reshape(-1, 3).T], axis=1)
        return self._recent

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
            plot.set_cursor(self._epoch)
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


class Swatch(QWidget):
    """A piece of line as it is drawn in the plots."""

    def __init__(self, colour: str, style: Qt.PenStyle, width: int, opacity: float = 1.0) -> None:
        super().__init__()
        self._colour = colour
        self._style = style
        self._width = width
        self._opacity = opacity
        self.setFixedSize(QSize(4 * SPACE, 2 * SPACE))

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.setPen(QPen(QColor(getattr(colours(), self._colour)), self._width, self._style))
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()


def _column(rows: list[EpochDone], value: Callable[[EpochDone], float]) -> npt.NDArray[np.float64]:
    return np.fromiter((value(row) for row in rows), np.float64, len(rows))
