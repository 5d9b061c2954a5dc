"""Surgery: change single units or all weights, and see at once what that does to the answers."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from digitpad.core.files import Table
from digitpad.core.inspection.edits import AddNoise, EditOutcome, Operation, Prune, ScaleUnit, SetTemperature, ShiftUnit
from digitpad.core.inspection.hidden_units import Units
from digitpad.ui.inside.operation_fields import OperationFields, PairedBars
from digitpad.ui.inside.template_card import TemplateCard
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.view import View
from digitpad.workspace.background_task import Status
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


class SurgeryView(View):
    """The unit at hand, the operations there are, and what those done so far have come to."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, self.tr("Surgery"), self._explained(), parent)
        self.editor = workspace.editor
        self.card = TemplateCard()
        self.fields = OperationFields()
        self.base = QLabel()
        self.base.setTextFormat(Qt.TextFormat.RichText)
        self.figures = QLabel()
        self.figures.setFont(scaled(self.figures.font(), 1.1))
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.figures.setMinimumHeight(3 * self.figures.fontMetrics().height() + SPACE)
        self.bars = PairedBars()
        self.bars.setToolTip(self.tr("Of the images of each digit, the share read as it: before, and after"))
        self.done = QListWidget()
        self.done.setAccessibleName(self.tr("Operations done"))
        self.done.setToolTip(self.tr("The operations done so far, one after the other"))
        self.work = self.add_task(self.editor.task, self.tr("Reading the images"))
        self.undo = self._button(self.tr("Undo &last"), self.tr("Undo the last operation"), self.editor.undo)
        self.reset = self._button(
            self.tr("Reset"), self.tr("Undo all operations, and follow the model in use again"), self.editor.reset
        )
        self.keep = self._button(
            self.tr("Save as another &model"),
            self.tr("Add the changed network to the list of models; the original stays as it is"),
            self.editor.keep,
        )
        self.preview = QCheckBox(self.tr("Read my drawing with the changed network"))
        self.preview.setToolTip(
            self.tr("The changed network answers the drawing, and all views show it, until you switch this off")
        )
        self.preview.clicked.connect(self._set_preview)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        editor, base = self.editor, self.editor.base
        if base is None:
            self.base.setText(self.tr("There is no model to operate on. Train one, or open one from a file."))
            return
        datasets = self.workspace.data.planned()
        trains = self.workspace.training.state is not TrainingState.IDLE
        if datasets:
            # Who watches test images while a network learns ends up choosing by them.
            editor.request(datasets.validation or datasets.training if trains else datasets.test)
        network = base.model.network
        if editor.outcome and editor.up_to_date:
            network = editor.outcome.network
        self.fields.set_units(network.hidden_units)
        self.card.set_network(network, Units.of(network), self.fields.unit.value())
        self.base.setText(
            self.tr("<b>{name}</b> · operations done: {count}").format(
                name=base.model.name, count=len(editor.operations)
            )
        )
        self._show_operations()
        self._show_outcome(editor.outcome)
        for button in (self.undo, self.reset):
            button.setEnabled(bool(editor.operations))
        self.keep.setEnabled(bool(editor.operations) and editor.up_to_date)
        self.preview.setEnabled(editor.previewing or (bool(editor.operations) and editor.up_to_date))
        with QSignalBlocker(self.preview):
            self.preview.setChecked(editor.previewing)

    def table(self) -> Table:
        outcome = self.editor.outcome
        if outcome is None:
            return {}
        pairs = (("accuracy", "accuracy"), ("cost", "cost"))
        names = [name for name, _ in pairs] + [f"recall of {digit}" for digit in range(10)]
        before, after = (
            [*(getattr(each, key) for _, key in pairs), *each.recall.tolist()]
            for each in (outcome.before, outcome.after)
        )
        return {"figure": names, "before": before, "after": after}

    def _explained(self) -> str:
        return self.tr(
            "<p>Every operation is folded into the weights, so that a network like any other comes out; the original "
            "never changes. <i>Scale</i> multiplies the output A2<sub>j</sub> of unit j by a factor, through its row "
            "of W2; <i>switch off</i> is the factor 0. <i>Shift</i> adds to its bias b1<sub>j</sub>. <i>Prune</i> "
            "sets the smallest weights of each layer to 0: often most of them can go. <i>Noise</i> adds normally "
            "distributed random numbers from a seed. The <i>temperature</i> T divides the logits: <b>P = softmax(Z / "
            "T)</b>; the answers stay the same, but not how sure they are.</p>"
            "<p>The accuracy is the share of images read correctly, the cost the average of −log P of the right "
            "digit. They are measured on the test images, and while a network trains on the validation images, so "
            "that nobody chooses by the test. The bars show the share read correctly of each digit, before and "
            "after.</p>"
        )

    def _button(self, text: str, hint: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(hint)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        ends.setSpacing(SPACE)
        for button in (self.undo, self.reset, self.keep):
            ends.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(SPACE)
        for widget in (self.base, self.figures):
            right.addWidget(widget)
        right.addWidget(self.bars, 2)
        right.addWidget(self.work)
        right.addWidget(self.done, 1)
        right.addLayout(ends)
        right.addWidget(self.preview)
        middle = QVBoxLayout()
        middle.addWidget(self.fields)
        middle.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(3 * SPACE)
        row.addWidget(self.card)
        row.addLayout(middle)
        row.addLayout(right, 1)
        self.body.addLayout(row)

    def _connect(self) -> None:
        self.editor.changed.connect(self.invalidate)
        self.editor.task.changed.connect(self._show_status)
        self.workspace.data.changed.connect(self.invalidate)
        self.workspace.training.state_changed.connect(self.invalidate)
        self.fields.unit_changed.connect(self.invalidate)
        self.fields.asked.connect(self.editor.apply)

    def _show_status(self) -> None:
        if self.editor.outcome is None:
            self.figures.setText(self._state())

    def _set_preview(self, on: bool) -> None:
        if on:
            self.editor.begin_preview()
        else:
            self.editor.end_preview()

    def _state(self) -> str:
        """What is waited for, as long as nothing is measured."""
        if self.editor.task.status is Status.STOPPED:
            return self.tr("Stopped before the end.")
        unusable = self.workspace.data.is_unusable
        return self.tr("The data cannot be read.") if unusable else self.tr("The images are being read…")

    def _show_operations(self) -> None:
        texts = [self._described(each) for each in self.editor.operations]
        if texts != [self.done.item(row).text() for row in range(self.done.count())]:
            self.done.clear()
            self.done.addItems(texts)
            self.done.scrollToBottom()

    def _show_outcome(self, outcome: EditOutcome | None) -> None:
        if outcome is None:
            self.figures.setText(self._state())
            return
        before, after = outcome.before, outcome.after
        rows = (
            (
                self.tr("accuracy"),
                f"{100 * before.accuracy:.2f} %",
                f"{100 * after.accuracy:.2f} %",
                after.accuracy - before.accuracy,
            ),
            (self.tr("cost per image"), f"{before.cost:.4f}", f"{after.cost:.4f}", after.cost - before.cost),
        )
        head = self.tr("on {n} images ({name})").format(n=f"{before.n:,}", name=outcome.dataset.name)
        names = head, self.tr("before"), self.tr("after"), self.tr("change")
        cells = "".join(f"<td align={'right' if n else 'left'}>{name}</td>" for n, name in enumerate(names))
        texts = [f"<tr>{cells}</tr>"]
        for name, first, second, change in rows:
            changed = f"{100 * change:+.2f}" if name == rows[0][0] else f"{change:+.4f}"
            texts.append(
                f"<tr><td>{name}</td><td align=right>{first}</td><td align=right><b>{second}</b></td>"
                f"<td align=right>{changed.replace('-', '−')}</td></tr>"
            )
        self.figures.setText(f"<table width=460>{''.join(texts)}</table>")
        self.bars.set_shares(before.recall, after.recall)
        self.bars.setAccessibleName(
            self.tr("Accuracy {before} before, {after} after").format(
                before=f"{100 * before.accuracy:.2f} %", after=f"{100 * after.accuracy:.2f} %"
            )
        )

    def _described(self, operation: Operation) -> str:
        if isinstance(operation, ScaleUnit) and operation.factor == 0:
            return self.tr("unit {unit} switched off").format(unit=operation.unit)
        if isinstance(operation, ScaleUnit):
            return self.tr("unit {unit} times {factor}").format(unit=operation.unit, factor=f"{operation.factor:g}")
        if isinstance(operation, ShiftUnit):
            return self.tr("unit {unit} shifted by {by}").format(unit=operation.unit, by=f"{operation.by:+g}")
        if isinstance(operation, Prune):
            return self.tr("the smallest {share} of the weights pruned").format(share=f"{100 * operation.share:g} %")
        if isinstance(operation, AddNoise):
            return self.tr("noise of {share} of the weights' size, seed {seed}").format(
                share=f"{100 * operation.share:g} %", seed=operation.seed
            )
        assert isinstance(operation, SetTemperature)
        return self.tr("temperature {temperature}").format(temperature=f"{operation.temperature:g}")
