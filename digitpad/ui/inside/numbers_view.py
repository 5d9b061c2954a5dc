"""Every number of the forward and the backward pass, each with the arithmetic that made it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QWidget

from digitpad.core.derivation.backward import (
    OneStep,
    hidden_error_table,
    hidden_gradient_table,
    output_gradient_table,
    step_task,
    update_table,
)
from digitpad.core.derivation.forward import ForwardPass, hidden_table, output_table
from digitpad.core.derivation.matrix_table import Cell, MatrixTable, cells_in_line
from digitpad.core.drawing.normalise import to_input
from digitpad.core.files import Table
from digitpad.core.network import CLASSES, Floats, Network
from digitpad.ui.inside.matrix_table_layout import figures_font
from digitpad.ui.inside.matrix_table_view import MatrixTableView
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.forms import combo_box, decimal_box, digit_box, name_digits, whole_box
from digitpad.ui.widgets.labels import explanation, label_of, named, per_cent, push_button
from digitpad.ui.widgets.layouts import Stretched, fill, holder, vertical
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "numbers")

_FORWARD: tuple[Callable[[ForwardPass], MatrixTable], ...] = (hidden_table, output_table)
_BACKWARD: tuple[Callable[[OneStep], MatrixTable], ...] = (
    output_gradient_table,
    hidden_error_table,
    hidden_gradient_table,
    lambda step: update_table(step, 2),
    lambda step: update_table(step, 1),
)


def _page_titles() -> tuple[str, ...]:
    """What the parts of the two passes are called, in their order."""
    return (
        tr("forward: image to hidden units"),
        tr("forward: hidden units to probabilities"),
        tr("backward: gradient of W2 and b2"),
        tr("backward: through W2 to the hidden units"),
        tr("backward: gradient of W1 and b1"),
        tr("step: W2 and b2"),
        tr("step: W1 and b1"),
    )


class NumbersView(View):
    """Joins the tables of the two passes to the drawing, the network in use and the settings of the training."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Numbers"), explanation("numbers"))
        self.page = combo_box((text, None) for text in _page_titles())
        self.label = digit_box(
            self.tr("the answer"),
            self.tr("Label"),
            self.tr("The digit you meant to draw: the step makes it more probable"),
        )
        self.temperature = decimal_box(0.05, 100.0, 1.0, 0.1)
        self.points = whole_box(7, 40, 10, self.tr(" pt"))
        self.grid = MatrixTableView(self._explain, self.points.stepBy)
        self.make_step = push_button(
            self.tr("&Make this step"),
            self.tr("Make just this step. It goes to a new model, so that nothing is lost"),
        )
        self.undo = push_button(self.tr("Take it &back"), self.tr("Undo the last step"))
        self.formula, self.numbers = QLabel(), QLabel()
        self.probabilities = FigureTable(dense=True)
        self._to_make = self._made = 0  # steps, by the button
        self.task = self.new_task(min_interval_ms=0)
        self.work = self.add_task(self.task, self.tr("Computing the step"))
        self._steps = workspace.single_steps
        self._name_controls()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        item, prediction = self.workspace.models.current, self.workspace.classifier.latest
        shown = item is not None and prediction is not None and prediction.probabilities is not None
        shown_parts: tuple[QWidget, ...] = self.grid, self.formula, self.numbers
        for part in shown_parts:
            part.setVisible(shown)
        backward = self.page.currentIndex() >= len(_FORWARD)
        self._backward.setVisible(shown and backward)
        for each in (self.make_step, self.undo, self.label, self.probabilities):
            each.setEnabled(shown and backward)
        tempered = shown and self.page.currentIndex() == 1
        self.temperature.setVisible(tempered)
        self._temperature_name.setVisible(tempered)
        self.temperature.setEnabled(tempered)
        self.undo.setEnabled(self._steps.can_undo)
        if item is None or prediction is None or not shown:
            self._stop()
            self.grid.set_table(None)
            self.formula.clear()
            self.numbers.clear()
            self.headline.say(self.tr("Draw a digit to see every number that its answer comes from"))
            return
        network, X = item.model.network, to_input(prediction.seen)
        names = self.workspace.models.classes
        name_digits(self.label, names)
        self.grid.set_names(names)
        self.probabilities.set_heads(names, ["{digit}"] * CLASSES, classes=True)
        if not backward:
            forward = ForwardPass.of(network, X, self.temperature.value())
            self.headline.say(*_forward_sentence(self.page.currentIndex(), network, X, names))
            self._show(_FORWARD[self.page.currentIndex()](forward))
        else:
            self._compute_step(network, X)

    def table(self) -> Table:
        table, cell = self.grid.table, self.grid.cell
        return cells_in_line(table, cell) if table and cell else {}

    def _show(self, table: MatrixTable) -> None:
        self.grid.set_table(table)
        if self.grid.cell:
            self._explain(self.grid.cell)

    def _explain(self, cell: Cell) -> None:
        table = self.grid.table
        if table is None:
            return
        origin = table.explain(cell)
        self.grid.set_lit(origin.made_of)
        self.formula.setText(origin.formula)
        self.numbers.setText(origin.numbers)
        self.grid.setAccessibleDescription(f"{cell.block} {cell.row} {cell.column}: {origin.numbers}")

    def _compute_step(self, network: Network, X: Floats) -> None:
        """Compute the step in the background; another network or drawing waits, or none would be while one trains."""
        page, chosen = self.page.currentIndex(), self.label.currentData()
        settings = self.workspace.training.plan.settings
        label = int(network.predict(X.astype(network.dtype, copy=False))[0]) if chosen is None else int(chosen)
        work = partial(step_task, network, X, label, settings, _BACKWARD[page - len(_FORWARD)])
        # With a step to be made the work begins anew, whatever was being computed.
        self.task.request(Request((page, chosen, settings, self._to_make), (network, X.tobytes()), work))

    def _on_stepped(self, result: tuple[OneStep, MatrixTable]) -> None:
        step, table = result
        if self._to_make > self._made:
            self._made = self._to_make
            self._steps.make(step.network)
        after = step.after.predict_proba(step.X)[0]
        rows = {self.tr("now"): step.P[0], self.tr("after"): after}
        if self._steps.before:
            # Images as the network before takes them, on whatever scale this step is.
            before = self._steps.before.predict_proba(step.scale.undone(step.X))[0]
            rows = {self.tr("before"): before, **rows}
        self._show_probabilities(rows, step.label)
        if self.page.currentIndex() >= len(_FORWARD):
            name = self.workspace.models.classes[step.label]
            self.headline.say(_backward_sentence(name, float(step.P[0, step.label]), float(after[step.label])))
            self._show(table)

    def _show_probabilities(self, rows: Mapping[str, Floats], label: int) -> None:
        """Probabilities (10,) by when they are; that of the label stands out."""
        texts = [[f"{100 * each:.1f}" for each in row] for row in rows.values()]
        strong = np.tile(np.arange(CLASSES) == label, (len(rows), 1))
        self.probabilities.set_rows([f"{name}, %" for name in rows], texts, strong=strong)
        spoken = ", ".join(f"{name} {row[label]:.1%}" for name, row in rows.items())
        self.probabilities.setAccessibleDescription(spoken)

    def _make_step(self) -> None:
        """Compute the step as all is now, whatever was being computed, and make it."""
        self._to_make += 1
        self.refresh()

    def _stop(self) -> None:
        self._made = self._to_make  # a step that is asked for is not made any more
        self.task.request(None)

    def _show_status(self) -> None:
        if self.task.status is Status.STOPPED:
            self._made = self._to_make
        if self.grid.table is None and self.page.currentIndex() >= len(_FORWARD):
            stopped = self.task.status is Status.STOPPED
            self.formula.setText(self.tr("Stopped before the end.") if stopped else self.tr("Computing the step…"))

    def _connect(self) -> None:
        self.invalidate_on(self.workspace.classifier.predicted, self.workspace.training.plan_changed)
        self.invalidate_on(self.page.currentIndexChanged, self.label.currentIndexChanged, self.temperature.valueChanged)
        self.points.valueChanged.connect(self._set_points)
        self.make_step.clicked.connect(self._make_step)
        self.undo.clicked.connect(self._steps.undo)
        self.task.finished.connect(self._on_stepped)
        self.task.changed.connect(self._show_status)

    def _set_points(self, points: int) -> None:
        self.grid.set_points(points)
        for label in (self.formula, self.numbers):
            label.setFont(figures_font(points + 1))
        # Room for what may come, so that nothing moves from one number to another.
        self.formula.setMinimumHeight(round(1.3 * self.formula.fontMetrics().height()))
        self.numbers.setMinimumHeight(2 * self.numbers.fontMetrics().height())

    def _lay_out(self) -> None:
        for label in (self.formula, self.numbers):
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setWordWrap(True)
            label.setMinimumWidth(1)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = FlowLayout()
        for part in (label_of(self.label, self.tr("&Label")), self.label, self.make_step, self.undo):
            row.addWidget(part)
        self._backward = holder(vertical(None, row, self.probabilities, gap=SPACE))
        self._backward.hide()  # what is hidden need not be made ready to be seen
        fill(self.body, Stretched(self.grid), self.formula, self.numbers, self._backward, self.work, Stretched(None, 0))
        self._set_points(self.points.value())

    def _name_controls(self) -> None:
        shown = self.tr("Which part of the forward or the backward pass is shown")
        tempered = self.tr("The logits are divided by it before the softmax: above 1 the network sounds less sure")
        named(
            self.probabilities,
            self.tr("Probabilities before and after the step"),
            self.tr("The network’s probabilities before the step that was made, now, and after the step that is shown"),
        )
        size = self.tr("The size of the figures; also + and −, or Ctrl and the wheel")
        self.add_control(self.tr("&Show"), self.page, shown)
        self._temperature_name = self.add_control(self.tr("Tem&perature"), self.temperature, tempered)
        self.add_control(self.tr("Fi&gures"), self.points, size)
        self.grid.setAccessibleName(self.tr("Every number"))
        self.grid.setAccessibleDescription(  # no tool tip, which would lie over the numbers
            self.tr(
                "The arrow keys go from number to number, Home and End to the block before or after; Enter keeps one."
            )
        )


def _forward_sentence(page: int, network: Network, X: Floats, names: Sequence[str]) -> tuple[str, str]:
    """What an image X (1, 784) becomes in the hidden layer (page 0), or in the output layer, for the named classes.

    In a sentence, and in a shorter one.
    """
    X = X.astype(network.dtype, copy=False)
    activations = network.forward(X)
    units = f"{network.hidden_units:,}"
    if page == 0:
        on = int((activations.A1 > 0).sum())
        text = tr("784 pixels become {units} sums, {on} of them above zero")
        short = tr("{on} of {units} sums are above zero")
        return text.format(units=units, on=f"{on:,}"), short.format(units=units, on=f"{on:,}")
    digit = int(activations.Z.argmax())
    text = tr("{units} units add up to ten logits, from which softmax makes {share} for {digit}")
    short = tr("Softmax of ten logits: {share} for {digit}")
    share = per_cent(float(network.predict_proba(X)[0, digit]))
    return text.format(units=units, digit=names[digit], share=share), short.format(digit=names[digit], share=share)


def _backward_sentence(label: str, now: float, after: float) -> str:
    """What one step does to the probability of the label."""
    text = tr("One step for {digit} takes its probability from {now} to {after}")
    return text.format(digit=label, now=f"{100 * now:.2f}\u00a0%", after=f"{100 * after:.2f}\u00a0%")
