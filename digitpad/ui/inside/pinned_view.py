"""Pinned drawings: how the answers to them change while a network learns."""

import numpy as np
from PySide6.QtCore import QEvent, QSignalBlocker, QSize
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from digitpad.core.files import Table
from digitpad.core.network import CLASSES, SIDE
from digitpad.ui.inside.digit_curves import CurveLegend, DigitCurves
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.view import View
from digitpad.ui.widgets.images import ink_to_qimage
from digitpad.workspace.drawing_classifier import DrawingPrediction
from digitpad.workspace.notice import Notice
from digitpad.workspace.pinned_drawings import MAX_PINS, Pin, ProbabilityTrace
from digitpad.workspace.workspace import Workspace

_LATEST = -1


class PinnedView(View):
    """A list of pins at the left, and at the right the course of the one that is chosen."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, self.tr("Pinned"), self._explained(), parent)
        self.pinned = workspace.pinned
        self._reading = workspace.classifier.latest
        self._shown: list[Pin] = []
        self._pointed: float | None = None
        self.pins = QListWidget()
        self.pins.setAccessibleName(self.tr("Pinned drawings"))
        self.pins.setToolTip(self.tr("The drawings that are followed; choose one to see how its answer has changed"))
        self.pins.setIconSize(QSize(2 * SIDE, 2 * SIDE))
        self.pins.setFixedWidth(20 * SPACE)
        self.pins.currentRowChanged.connect(self.invalidate)
        self.pin = QPushButton(self.tr("&Pin this drawing"))
        self.pin.setToolTip(self.tr("Follow the drawing on the canvas while networks learn; up to eight at a time"))
        self.pin.clicked.connect(self._pin)
        self.unpin = QPushButton(self.tr("&Unpin"))
        self.unpin.setToolTip(self.tr("Stop following the chosen drawing, and discard the course of its answers"))
        self.unpin.clicked.connect(self._unpin)
        self.run = QComboBox()
        self.run.setAccessibleName(self.tr("Run"))
        self.run.setToolTip(self.tr("Which training to show: each begins a new curve"))
        self.run.setMinimumContentsLength(12)
        self.run.activated.connect(self.invalidate)
        self.values = QLabel()
        self.values.setFont(scaled(self.values.font(), 1.0))
        self.values.setMinimumWidth(1)
        self.changes = QLabel()
        self.changes.setFont(scaled(self.changes.font(), 1.0))
        self.changes.setMinimumWidth(1)
        self.show_all = QPushButton(self.tr("Show all"))
        self.show_all.setToolTip(self.tr("Show the whole curves again after zooming or moving"))
        self._plot_column = QVBoxLayout()
        self.curves: DigitCurves | None = None
        self._lay_out()
        self.pinned.changed.connect(self.invalidate)
        workspace.classifier.predicted.connect(self._on_predicted)

    def refresh(self) -> None:
        if self.curves is None:
            # Plots take a while to make; the window should not wait for one that nobody looks at yet.
            self.curves = DigitCurves()
            self.curves.setAccessibleName(self.tr("Plot of the ten probabilities over the epochs"))
            self.curves.setToolTip(
                self.tr(
                    "Triangles mark where the answer changed. The wheel zooms, dragging moves; with the keyboard, "
                    "arrows move the cursor, + and - zoom."
                )
            )
            self.curves.pointed.connect(self._point)
            self.curves.zoomed.connect(self.curves.stop_following)
            self.show_all.clicked.connect(self.curves.show_all)
            self._plot_column.insertWidget(1, self.curves, 1)
        self._show_list()
        self._show_runs()
        self.pin.setEnabled(self._readable() and len(self._shown) < MAX_PINS)
        self.unpin.setEnabled(self._chosen() is not None)
        trace = self._trace()
        if trace is None:
            self.curves.set_trace(np.empty(0), np.empty((0, CLASSES)), ())
        else:
            changes = [(each.at, each.after) for each in trace.changes]
            self.curves.set_trace(np.array(trace.times), np.array(trace.probabilities), changes)
        self._show_values()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.curves:
            self.curves.apply_colours()

    def table(self) -> Table:
        trace = self._trace()
        if trace is None:
            return {}
        P = np.array(trace.probabilities)
        return {"epochs": trace.times, **{f"probability of {digit}": P[:, digit].tolist() for digit in range(CLASSES)}}

    def _explained(self) -> str:
        return self.tr(
            "<p>A pinned drawing is read again some twenty times a second while a network learns, always the same 784 "
            "numbers X, and the ten probabilities <b>P = softmax(relu(X W1 + b1) W2 + b2)</b> are drawn over the time "
            "in epochs. You see when the network makes up its mind, between which digits it wavers, and when it "
            "changes its answer: a triangle marks each change, in the colour of the new digit.</p>"
            "<p>Each training begins a new curve; earlier ones stay in the list of runs, so that you can compare "
            "seeds, learning rates and network sizes on a single drawing.</p>"
        )

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Run"))
        label.setBuddy(self.run)
        self.controls.addWidget(label)
        self.controls.addWidget(self.run)
        self.controls.addWidget(self.show_all)
        left = QVBoxLayout()
        left.setSpacing(SPACE)
        left.addWidget(self.pin)
        left.addWidget(self.pins, 1)
        left.addWidget(self.unpin)
        self._plot_column.setSpacing(SPACE)
        self._plot_column.addWidget(CurveLegend())
        self._plot_column.addWidget(self.values)
        self._plot_column.addWidget(self.changes)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addLayout(left)
        row.addLayout(self._plot_column, 1)
        self.body.addLayout(row)

    def _on_predicted(self, reading: DrawingPrediction) -> None:
        self._reading = reading
        self.invalidate()

    def _readable(self) -> bool:
        return self._reading is not None and self._reading.probabilities is not None

    def _pin(self) -> None:
        if self._reading and self._readable():
            self.pinned.pin(self._reading.seen)
            self._show_list()
            self.pins.setCurrentRow(self.pins.count() - 1)

    def _unpin(self) -> None:
        pin_again = self.pinned.unpin(self.pins.currentRow())
        self.workspace.tell(Notice(self.tr("The drawing was unpinned."), self.tr("Undo"), pin_again))

    def _chosen(self) -> Pin | None:
        row = self.pins.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _trace(self) -> ProbabilityTrace | None:
        """What is to be shown: the course of the chosen pin in the chosen run."""
        pin = self._chosen()
        if pin is None or not pin.traces:
            return None
        wanted = self.run.currentData()
        return next((each for each in pin.traces if each.run == wanted), pin.traces[-1])

    def _name(self, trace: ProbabilityTrace) -> str:
        return trace.name or self.tr("this run")

    def _show_list(self) -> None:
        pins = list(self.pinned.pins)
        if pins != self._shown:
            row = min(max(self.pins.currentRow(), 0), len(pins) - 1)
            self._shown = pins
            with QSignalBlocker(self.pins):
                self.pins.clear()
                for pin in pins:
                    picture = QPixmap.fromImage(ink_to_qimage(pin.seen)).scaled(2 * SIDE, 2 * SIDE)
                    self.pins.addItem(QListWidgetItem(QIcon(picture), ""))
                self.pins.setCurrentRow(row)
        for row, pin in enumerate(pins):
            trace = pin.traces[-1] if pin.traces else None
            text = self.tr("not read yet")
            if trace and trace.latest is not None:
                text = f"{trace.answer} · {100 * trace.latest.max():.0f} %"
            if self.pins.item(row).text() != text:
                self.pins.item(row).setText(text)

    def _show_runs(self) -> None:
        pin = self._chosen()
        names = [(self.tr("the latest"), _LATEST)]
        names += [(self._name(each), each.run) for each in reversed(pin.traces if pin else [])]
        if names != [(self.run.itemText(row), self.run.itemData(row)) for row in range(self.run.count())]:
            wanted = self.run.currentData()
            with QSignalBlocker(self.run):
                self.run.clear()
                for name, run in names:
                    self.run.addItem(name, run)
                self.run.setCurrentIndex(max(self.run.findData(wanted), 0))

    def _point(self, place: float | None) -> None:
        """Read out the values at a time in epochs, or the latest."""
        self._pointed = place
        if self.curves:
            self.curves.set_cursor(place)
        self._show_values()

    def _show_values(self) -> None:
        trace = self._trace()
        if trace is None:
            empty = not self._shown
            self.values.setText(
                self.tr("Draw a digit and pin it to see how the answer to it changes while a network learns.")
                if empty
                else self.tr("Train a network (F5) to see how the answer to this drawing changes.")
            )
            self.changes.clear()
            return
        at = np.inf if self._pointed is None else self._pointed
        place = min(int(np.searchsorted(trace.times, at)), len(trace.times) - 1)
        P = trace.probabilities[place]
        best = np.argsort(-P)[:3]
        shares = ", ".join(f"<b>{digit}</b> {100 * P[digit]:.1f} %" for digit in best)
        self.values.setText(
            self.tr("{run}, epoch {epoch}: {shares}").format(
                run=self._name(trace), epoch=f"{trace.times[place]:.2f}", shares=shares
            )
        )
        if not trace.changes:
            self.changes.setText(self.tr("The answer has not changed."))
            return
        last = trace.changes[-1]
        self.changes.setText(
            self.tr("Changes of the answer: {count}, the last in epoch {epoch} from {before} to {after}.").format(
                count=len(trace.changes), epoch=f"{last.at:.2f}", before=last.before, after=last.after
            )
        )
