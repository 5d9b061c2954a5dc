"""Surgery: change single units or all weights, and see at once what that does to the answers."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSignalBlocker, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidget, QSizePolicy, QWidget

from digitpad.core.files import Table
from digitpad.core.inspection.edits import AddNoise, EditOutcome, Operation, Prune, ScaleUnit, SetTemperature, ShiftUnit
from digitpad.core.inspection.hidden_units import Units
from digitpad.core.network import CLASSES, Floats
from digitpad.core.numerals import plain, with_minus
from digitpad.ui.inside.operation_fields import OperationFields
from digitpad.ui.inside.unit_card import TemplateCard
from digitpad.ui.style.type import CAPTION, FIGURE, font_of, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.view import View
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.labels import (
    ClassWidget,
    caption,
    check_box,
    explanation,
    named,
    push_button,
    shortened,
    signed,
)
from digitpad.ui.widgets.layouts import SPRING, SideBySide, Stretched, horizontal, vertical
from digitpad.ui.widgets.painting import write
from digitpad.workspace.background_task import Status
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

_OUTCOME, _FIELDS, _DONE = 300, 400, 96  # pixels at 100 %


class SurgeryView(View):
    """The unit at hand, the operations there are, and what those done so far have come to."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Surgery"), explanation("surgery"))
        self.editor = workspace.editor
        self.card = TemplateCard()
        self.fields = OperationFields(self.editor.apply)
        self.base = caption()
        self.outcome = OutcomePanel()
        hint = self.tr("The operations done so far, one after the other")
        self.done = named(QListWidget(), self.tr("Operations done"), hint)
        self.work = self.add_task(self.editor.task, self.tr("Reading the images"))
        self.undo = push_button(self.tr("Undo &last"), self.tr("Undo the last operation"))
        self.reset = push_button(self.tr("Reset"), self.tr("Undo all operations, and follow the model in use again"))
        self.keep = push_button(
            self.tr("Save as another &model"),
            self.tr("Add the changed network to the list of models; the original stays as it is"),
        )
        self.preview = check_box(
            self.tr("Read my drawing with the changed network"),
            self.tr("The changed network answers the drawing, and all views show it, until you switch this off"),
        )
        self.preview.clicked.connect(self._set_preview)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        editor, base = self.editor, self.editor.base
        self.both.setVisible(base is not None)
        if base is None:
            self.headline.setText(self.tr("There is no model to change: train one, or open one from a file"))
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
        names = self.workspace.models.classes
        self.card.set_network(network, Units.of(network), self.fields.unit.value(), names)
        self.base.setText(
            self.tr("{name} · operations done: {count}").format(name=base.model.name, count=len(editor.operations))
        )
        self._show_operations()
        self.headline.setText(self._sentence(base.model.name))
        if editor.outcome is None:
            self.outcome.set_waiting(self._state())
        else:
            self.outcome.set_outcome(editor.outcome, names)
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
        names = [name for name, _ in pairs] + [f"recall of {name}" for name in self.workspace.models.classes]
        before, after = (
            [*(getattr(each, key) for _, key in pairs), *each.recall.tolist()]
            for each in (outcome.before, outcome.after)
        )
        return {"figure": names, "before": before, "after": after}

    def _lay_out(self) -> None:
        self.done.hide()  # until there is one
        self.done.setMaximumHeight(px(_DONE))
        self.done.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        ends = FlowLayout()
        for button in (self.undo, self.reset, self.keep):
            ends.addWidget(button)
        # In a row of its own, since a column forgets that the fields are no wider than they may be.
        fields = horizontal(None, Stretched(self.fields, 1000), SPRING)
        left, right = QWidget(), QWidget()
        vertical(left, fields, self.base, self.done, ends, self.preview, SPRING, gap=SPACE)
        vertical(right, self.outcome, self.work, self.card, SPRING, gap=SPACE)
        self.both = SideBySide(left, right, _OUTCOME, _FIELDS)
        self.body.addWidget(self.both)
        self.body.addStretch(1)

    def _connect(self) -> None:
        editor = self.editor
        for button, act in ((self.undo, editor.undo), (self.reset, editor.reset), (self.keep, editor.keep)):
            button.clicked.connect(act)
        self.invalidate_on(editor.changed, self.workspace.data.changed, self.workspace.training.state_changed)
        self.invalidate_on(self.fields.unit.valueChanged)
        editor.task.changed.connect(self._show_status)

    def _show_status(self) -> None:
        if self.editor.outcome is None:
            self.outcome.set_waiting(self._state())

    def _set_preview(self, on: bool) -> None:
        if on:
            self.editor.begin_preview()
        else:
            self.editor.end_preview()

    def _state(self) -> str:
        """What is waited for, as long as nothing is measured."""
        if self.editor.task.status is Status.STOPPED:
            return self.tr("Stopped before the end.")
        return self.without_data(self.tr("The images are being read…"))

    def _show_operations(self) -> None:
        texts = [self._described(each) for each in self.editor.operations]
        if texts != [self.done.item(row).text() for row in range(self.done.count())]:
            self.done.clear()
            self.done.addItems(texts)
            self.done.setVisible(bool(texts))
            self.done.scrollToBottom()

    def _sentence(self, name: str) -> str:
        """What the changes have come to."""
        outcome, count = self.editor.outcome, len(self.editor.operations)
        if outcome is None or not self.editor.up_to_date:
            return self.tr("Change units or weights, and see at once what that does to the answers")
        before, after = (f"{100 * each.accuracy:.1f}\u00a0%" for each in (outcome.before, outcome.after))
        if not count:
            text = self.tr("“{name}” reads {after} of the images; change it and see what happens")
        elif count == 1:
            text = self.tr("With one change it reads {after} of the images instead of {before}")
        else:
            text = self.tr("With {count} changes it reads {after} of the images instead of {before}")
        return text.format(name=name, count=count, before=before, after=after)

    def _described(self, operation: Operation) -> str:
        if isinstance(operation, ScaleUnit) and operation.factor == 0:
            return self.tr("unit {unit} switched off").format(unit=operation.unit)
        if isinstance(operation, ScaleUnit):
            return self.tr("unit {unit} times {factor}").format(unit=operation.unit, factor=plain(operation.factor))
        if isinstance(operation, ShiftUnit):
            by = with_minus(f"{operation.by:+g}")
            return self.tr("unit {unit} shifted by {by}").format(unit=operation.unit, by=by)
        if isinstance(operation, Prune):
            return self.tr("the smallest {share} of the weights pruned").format(share=f"{100 * operation.share:g} %")
        if isinstance(operation, AddNoise):
            return self.tr("noise of {share} of the weights’ size, seed {seed}").format(
                share=f"{100 * operation.share:g} %", seed=operation.seed
            )
        assert isinstance(operation, SetTemperature)
        return self.tr("temperature {temperature}").format(temperature=f"{operation.temperature:g}")


class OutcomePanel(QWidget):
    """A small table and bars; nothing until something is measured."""

    def __init__(self) -> None:
        super().__init__()
        self.about = caption()
        hint = self.tr("How the network reads the images without the changes and with them; the cost is that per image")
        self.figures = named(FigureTable(), self.tr("Before and after"), hint)
        self.figures.set_heads((self.tr("before"), self.tr("after"), self.tr("change")))
        self.bars = PairedBars()
        self.bars.setToolTip(self.tr("Of the images of each class, the share read as it: before, and after"))
        self._measured = QWidget()
        column = vertical(self._measured, self.figures, gap=SPACE)
        column.addWidget(caption(self.tr("Read correctly of each class, in %: before (grey) and after (blue)")))
        column.addWidget(self.bars)
        vertical(self, self.about, self._measured, gap=SPACE)
        self._measured.hide()

    def set_waiting(self, text: str) -> None:
        """Say what is waited for."""
        self.about.setText(text)
        self._measured.hide()

    def set_outcome(self, outcome: EditOutcome, classes: Sequence[str]) -> None:
        """Show what was measured before and after, for `classes` of these names."""
        before, after = outcome.before, outcome.after
        self.about.setText(
            self.tr("measured on {n} images ({name})").format(n=f"{before.n:,}", name=outcome.dataset.name)
        )
        shares = [f"{100 * each.accuracy:.2f}" for each in (before, after)]
        costs = [f"{each.cost:.4f}" for each in (before, after)]
        more, dearer = signed(100 * (after.accuracy - before.accuracy)), signed(after.cost - before.cost, 4)
        names = self.tr("accuracy, %"), self.tr("cost")
        self.figures.set_rows(names, ((*shares, more), (*costs, dearer)), strong=np.tile([False, True, False], (2, 1)))
        self.bars.set_names(classes)
        self.bars.set_shares(before.recall, after.recall)
        self.bars.setAccessibleName(
            self.tr("Accuracy {before} before, {after} after").format(
                before=f"{100 * before.accuracy:.2f} %", after=f"{100 * after.accuracy:.2f} %"
            )
        )
        self._measured.show()


class PairedBars(ClassWidget):
    """A grey bar for before and a blue one for after; above them the per cent, below the digit and the change."""

    def __init__(self) -> None:
        super().__init__()
        self._before: Floats | None = None
        self._after: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(300), px(152))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(280), self.sizeHint().height())

    def set_shares(self, before: Floats | None, after: Floats | None) -> None:
        """Show shares (10,) from 0 to 1; NaN is no share."""
        self._before, self._after = before, after
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = colours()
        line = QFontMetricsF(font_of(CAPTION)).height()
        words = shortened(self._names, QFontMetricsF(font_of(FIGURE)), self.width() / CLASSES - 2)
        bottom = self.height() - 2 * line
        height, column = bottom - line, self.width() / CLASSES
        for digit, word in enumerate(words):
            left, wide = digit * column, 0.36 * column
            painter.fillRect(QRectF(left + 0.14 * column, line, 2 * wide, height), QColor(theme.track))
            write(painter, FIGURE, theme.text, QRectF(left, bottom, column, line), word)
            if self._before is None or self._after is None:
                continue
            for number, (shares, colour) in enumerate(((self._before, theme.bar), (self._after, theme.accent))):
                size = height * float(np.nan_to_num(shares[digit]))
                painter.fillRect(
                    QRectF(left + 0.14 * column + number * wide, bottom - size, wide, size), QColor(colour)
                )
            after, change = 100 * float(self._after[digit]), 100 * float(self._after[digit] - self._before[digit])
            share = f"{after:.0f}" if np.isfinite(after) else "–"
            write(painter, CAPTION, theme.second, QRectF(left, 0, column, line), share)
            if np.isfinite(change) and abs(change) >= 0.05:
                write(painter, CAPTION, theme.second, QRectF(left, bottom + line, column, line), signed(change, 1))
        painter.end()
