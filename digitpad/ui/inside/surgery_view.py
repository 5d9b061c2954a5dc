"""Surgery: change single units or all weights, and see at once what that does to the answers."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from digitpad.core.files import Table
from digitpad.core.inspection.edits import AddNoise, Operation, Prune, ScaleUnit, SetTemperature, ShiftUnit
from digitpad.core.inspection.hidden_units import Units
from digitpad.ui.inside.operation_fields import OperationFields, PairedBars
from digitpad.ui.inside.unit_card import TemplateCard
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.view import View
from digitpad.workspace.dataset_loader import PlannedData
from digitpad.workspace.model_editor import ModelEditor, Outcome
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


class SurgeryView(View):
    """The unit at hand, the operations there are, and what those done so far have come to."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, self.tr("Surgery"), self._explained(), parent)
        self.surgery = ModelEditor(workspace.models, workspace)
        self._data = PlannedData(workspace.data, workspace.training, self)
        self.card = TemplateCard()
        self.fields = OperationFields()
        self.patient = QLabel()
        self.patient.setTextFormat(Qt.TextFormat.RichText)
        self.figures = QLabel()
        self.figures.setFont(scaled(self.figures.font(), 1.1))
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.figures.setMinimumHeight(3 * self.figures.fontMetrics().height() + SPACE)
        self.bars = PairedBars()
        self.bars.setToolTip(self.tr("Of the images of each digit, the share read as it: before, and after"))
        self.done = QListWidget()
        self.done.setAccessibleName(self.tr("Operations done"))
        self.done.setToolTip(self.tr("The operations done so far, one after the other"))
        self.work = self.bar_of_following(self.surgery.following, self.tr("Reading the images"))
        self.undo = self._button(self.tr("Undo &last"), self.tr("Undo the last operation"), self.surgery.undo)
        self.reset = self._button(
            self.tr("Reset"), self.tr("Undo all operations, and follow the model in use again"), self.surgery.reset
        )
        self.keep = self._button(
            self.tr("Save as another &model"),
            self.tr("Add the changed network to the list of models; the original stays as it is"),
            self.surgery.keep,
        )
        self.trial = QCheckBox(self.tr("Read my drawing with the changed network"))
        self.trial.setToolTip(
            self.tr("The changed network answers the drawing, and all views show it, until you switch this off")
        )
        self.trial.clicked.connect(self._try)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        surgery, patient = self.surgery, self.surgery.patient
        if patient is None:
            self.patient.setText(self.tr("There is no model to operate on. Train one, or open one from a file."))
            return
        datasets = self._data.wanted()
        trains = self.workspace.training.state is not TrainingState.IDLE
        if datasets:
            # Who watches test images while a network learns ends up choosing by them.
            surgery.want(datasets.validation if trains else datasets.test)
        network = patient.model.network
        if surgery.outcome and surgery.up_to_date:
            network = surgery.outcome.network
        self.fields.set_units(network.hidden_units)
        self.card.set_unit(network, Units.of(network), self.fields.unit.value())
        self.patient.setText(
            self.tr("<b>{name}</b> · operations done: {count}").format(
                name=patient.model.name, count=len(surgery.operations)
            )
        )
        self._show_operations()
        self._show_outcome(surgery.outcome)
        for button in (self.undo, self.reset):
            button.setEnabled(bool(surgery.operations))
        self.keep.setEnabled(bool(surgery.operations) and surgery.up_to_date)
        self.trial.setEnabled(surgery.on_trial or (bool(surgery.operations) and surgery.up_to_date))
        with QSignalBlocker(self.trial):
            self.trial.setChecked(surgery.on_trial)

    def table(self) -> Table:
        outcome = self.surgery.outcome
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
        for widget in (self.patient, self.figures):
            right.addWidget(widget)
        right.addWidget(self.bars, 2)
        right.addWidget(self.work)
        right.addWidget(self.done, 1)
        right.addLayout(ends)
        right.addWidget(self.trial)
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
        self.surgery.changed.connect(self.invalidate)
        self._data.arrived.connect(self.invalidate)
        self.workspace.training.state_changed.connect(self.invalidate)
        self.fields.unit_changed.connect(self.invalidate)
        self.fields.asked.connect(self.surgery.apply_edits)

    def _try(self, on: bool) -> None:
        if on:
            self.surgery.begin_trial()
        else:
            self.surgery.end_trial()

    def _show_operations(self) -> None:
        texts = [self._described(each) for each in self.surgery.operations]
        if texts != [self.done.item(row).text() for row in range(self.done.count())]:
            self.done.clear()
            self.done.addItems(texts)
            self.done.scrollToBottom()

    def _show_outcome(self, outcome: Outcome | None) -> None:
        if outcome is None:
            self.figures.setText(self.tr("The images are being read…"))
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
