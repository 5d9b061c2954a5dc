"""The tab Train: curves, settings and progress."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.runs.run_events import DataLoaded
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.ui.actions import Actions
from digitpad.ui.plots.history_plots import HistoryPlots
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import CAPTION
from digitpad.ui.theme import SPACE
from digitpad.ui.train.examples import VariationDialog
from digitpad.ui.train.form import TrainingForm
from digitpad.ui.train.headline import Headline
from digitpad.ui.train.headline_parts import ActionButton
from digitpad.ui.train.progress import TrainingProgress
from digitpad.ui.train.rate_finder import RateDialog
from digitpad.ui.train.travel import Travel
from digitpad.ui.view_tools import ExplainButton, ExportButton
from digitpad.ui.widgets.disclosure import Disclosure
from digitpad.ui.widgets.field_grid import Field
from digitpad.ui.widgets.forms import choice_label, combo_box, data_title, preset_title
from digitpad.ui.widgets.labels import text_label
from digitpad.workspace.preferences import MOST_THREADS
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

_OF_THE_NETWORK = ("hidden_units", "activation", "initialisation", "precision")


class TrainPanel(QWidget):
    """Joins the learning curves and the settings to the training session."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._session = workspace.training
        self._rate_dialog: RateDialog | None = None
        self._variation_dialog: VariationDialog | None = None
        self._summaries: dict[str, str] = {}
        self.plots = HistoryPlots(self._plot_tools)
        self.curves = self.plots.curves
        self._data_hint = self.tr("What the network learns from. File ▸ Open training data adds a file.")
        self.data = self._combo(self.tr("Data"), self._data_hint)
        self.preset = self._combo(
            self.tr("Preset"),
            self.tr("Settings that work well together. When you change one of them, they become “My own”."),
        )
        self.start_from = self._combo(
            self.tr("Start from"),
            self.tr("A new network with random weights from the seed, or the network in use, trained further."),
        )
        self.threads = QSpinBox()
        self.form = TrainingForm(
            (
                Field.named(self.tr("&Preset"), self.preset, self.tr("settings that go well together")),
                Field.named(self.tr("D&ata"), self.data, self.tr("the images it learns from")),
                Field.named(self.tr("&Start from"), self.start_from, self.tr("a new network, or one that has learned")),
            ),
            [Field.named(self.tr("Threads"), self.threads, self.tr("that evaluate a network"))],
        )
        self.intention = text_label("", CAPTION)
        self.progress = TrainingProgress(self._session)
        self.travel = Travel(workspace.shown_run)
        self.settings = Disclosure(self.tr("Settings"))
        self.settings.setToolTip(
            self.tr("What the network is like and how it learns, each with a word on what it does")
        )
        self.headline = Headline(self._session, self.progress, tuple(PRESETS))
        self._foot = QHBoxLayout()
        self._again: ActionButton | None = None
        self._lay_out()
        self._fill_choices()
        self._prepare_threads()
        self._connect()
        self._show_plan()

    def furnish(self, actions: Actions) -> None:
        """Put the buttons of the training where the training is."""
        self.headline.add_buttons(actions)
        self._again = ActionButton(self.tr("Train again"))
        self._again.follow(actions["train"])
        self._again.setProperty("small", True)
        self._foot.addWidget(self._again)
        self._show_headline()

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""
        margin = room.page_margin
        self._column.setContentsMargins(margin, 3 * SPACE, margin, 2 * SPACE)

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        self.settings.setVisible(not on)
        self.plots.set_presenting(on)

    def _lay_out(self) -> None:
        self._foot.setSpacing(2 * SPACE)
        self._foot.addWidget(self.settings, 1)
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self.intention)
        fields.hide()
        self.settings.toggled.connect(fields.setVisible)
        layout = self._column = QVBoxLayout(self)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self.headline)
        layout.addWidget(self.plots, 1)
        layout.addWidget(self.travel)
        layout.addWidget(self.progress)
        layout.addLayout(self._foot)
        layout.addWidget(fields)
        layout.addStretch(0)

    def find_rate(self) -> None:
        """Open the dialog that tries learning rates."""
        if self._rate_dialog is None:
            self._rate_dialog = RateDialog(self._workspace, self)
        self._rate_dialog.start()

    def show_examples(self) -> None:
        """Open the window with varied training images, which follows the settings."""
        if self._variation_dialog is None:
            self._variation_dialog = VariationDialog(self._workspace, self)
            # Over the plots, beside the fields that it follows.
            self._variation_dialog.move(self.mapToGlobal(self.plots.pos()))
        self._variation_dialog.show()
        self._variation_dialog.raise_()
        self._variation_dialog.activateWindow()

    def _plot_tools(self, page: QWidget, title: str, explanation: str) -> tuple[QWidget, ...]:
        workspace = self._workspace  # the plots are not there yet
        export = ExportButton(workspace, title, page, lambda: self.plots.table(), lambda: self.plots.controls())
        return ExplainButton(title, explanation), export

    def _combo(self, name: str, hint: str) -> QComboBox:
        combo = combo_box((), name, hint)
        combo.setMinimumContentsLength(10)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    def _fill_choices(self) -> None:
        for combo, names, title_of in ((self.data, BUILT_IN, data_title), (self.preset, PRESETS, preset_title)):
            for name in names:
                title = title_of(name)
                combo.addItem(title.text, name)
                combo.setItemData(combo.count() - 1, title.hint, Qt.ItemDataRole.ToolTipRole)
        self.preset.addItem(self.tr("My own"), None)
        model = self.preset.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self.preset.count() - 1).setEnabled(False)  # what other settings are called, and nothing to choose
        self.start_from.addItem(self.tr("a new network"), False)
        self.start_from.addItem(self.tr("network in use"), True)

    def _prepare_threads(self) -> None:
        self.threads.setRange(1, MOST_THREADS)
        self.threads.setValue(self._session.threads)
        self.threads.setKeyboardTracking(False)
        self.threads.setAccessibleName(self.tr("Threads"))
        self.threads.setToolTip(
            self.tr(
                "How many threads NumPy's matrix products may use, as when evaluating a network. More than one helps "
                "only while nothing else keeps the processor busy. Steps of the training always use one, so that the "
                "same seed gives the same network. From 1 to {most}."
            ).format(most=MOST_THREADS)
        )

    def _connect(self) -> None:
        self.data.activated.connect(self._choose_data)
        self.preset.activated.connect(self._choose_preset)
        self.start_from.activated.connect(self._choose_start)
        self.form.edited.connect(self._edit)
        self.form.find_rate.clicked.connect(self.find_rate)
        self.form.examples.clicked.connect(self.show_examples)
        self.threads.valueChanged.connect(self._session.set_threads)
        self._session.plan_changed.connect(self._show_plan)
        self._session.state_changed.connect(self._show_plan)
        self._workspace.shown_run.history_changed.connect(self.plots.update_incrementally)
        self._workspace.shown_run.changed.connect(self._show_headline)
        self._session.progressed.connect(lambda progress: self.plots.set_planned(progress.epochs))
        self._session.data_opened.connect(self._note_summary)
        self._session.state_changed.connect(self._show_headline)
        self._session.evaluated.connect(self._show_headline)
        self._session.history_changed.connect(self._show_headline)
        self.headline.invitation.chosen.connect(self._choose_card)
        self.progress.told.connect(self._show_headline)
        self._workspace.models.changed.connect(self._show_plan)
        self._workspace.document.changed.connect(self.plots.yield_to_input)

    def _choose_data(self) -> None:
        self._session.set_plan(replace(self._session.plan, source=self.data.currentData()))

    def _choose_preset(self) -> None:
        name = self.preset.currentData()
        if name is not None:
            preset = PRESETS[name]
            settings = replace(preset.settings, seed=self._session.plan.settings.seed)
            self._session.set_plan(replace(self._session.plan, settings=settings, source=preset.data))
        self._show_plan()

    def _choose_card(self, name: str) -> None:
        self.preset.setCurrentIndex(self.preset.findData(name))
        self._choose_preset()

    def _choose_start(self) -> None:
        self._session.set_plan(replace(self._session.plan, go_on=self.start_from.currentData()))

    def _edit(self, settings: TrainingSettings) -> None:
        plan = self._session.plan
        if plan.go_on:  # then the form shows what the network in use has
            for name in _OF_THE_NETWORK:
                settings = settings.with_value(name, plan.settings.value(name))
        self._session.set_plan(replace(plan, settings=settings))

    def _show_plan(self) -> None:
        plan = self._session.plan
        if self.data.findData(plan.source) < 0:
            self.data.addItem(Path(plan.source).name, plan.source)
        for combo, value in ((self.data, plan.source), (self.preset, plan.preset), (self.start_from, plan.go_on)):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(value))
        item = self._workspace.models.current
        self.form.set_settings(plan.settings.for_network(item.model.network) if plan.go_on and item else plan.settings)
        self.data.setToolTip(f"{self._data_hint}\n{self._summaries.get(plan.source, '')}".strip())
        idle = self._session.state is TrainingState.IDLE
        for combo in (self.data, self.preset, self.start_from):
            combo.setEnabled(idle)
        self.form.find_rate.setEnabled(idle)
        self.threads.setEnabled(idle)
        self.form.set_fixed(self._fixed())
        self.intention.setText(self._intended() if idle else self._under_way())
        settings = plan.settings
        summary = self.tr("{data} · {units} hidden units · seed {seed}")
        self.headline.invitation.show_plan(
            plan.preset,
            self.tr("It starts knowing nothing, learns from handwritten images, and reads your drawing all the while."),
            summary.format(data=self.data.currentText(), units=settings.hidden_units, seed=settings.seed),
        )
        caption = self.tr("{preset} · {optimiser} at {rate} · {units} hidden units")
        self.settings.set_caption(
            caption.format(
                preset=self.preset.currentText(),
                optimiser=choice_label(SETTINGS["optimiser"], settings.optimiser),
                rate=f"{settings.learning_rate:g}",
                units=settings.hidden_units,
            )
        )
        self._show_headline()

    def _fixed(self) -> dict[str, str]:
        """Why which setting cannot be changed now."""
        if self._session.state is not TrainingState.IDLE:
            reason = self.tr("Cannot be changed while the network trains.")
            return {each.name: reason for each in SETTINGS.values() if not each.changeable}
        if self._session.plan.go_on:
            reason = self.tr("The network in use has its own.")
            return dict.fromkeys(_OF_THE_NETWORK, reason)
        return {}

    def _show_headline(self) -> None:
        """Say what will happen, what happens, or what came of it; the plots are there once there is a curve."""
        self.headline.refresh()
        trained = self.headline.trained
        curves = trained or bool(self._workspace.shown_run.history.epochs)
        parts: list[tuple[QWidget, bool]] = [(self.plots, curves), (self.travel, curves), (self.progress, trained)]
        if self._again:
            parts.append((self._again, self.headline.idle and trained))
        for part, shown in parts:
            if part.isHidden() is shown:
                part.setVisible(shown)

    def _note_summary(self, opened: DataLoaded) -> None:
        self._summaries[opened.sources.data] = opened.summary
        self._show_plan()

    def _intended(self) -> str:
        plan, item = self._session.plan, self._workspace.models.current
        if plan.go_on and item:
            return self.tr("Train goes on with “{name}” ({units} hidden units) for {epochs} more epochs.").format(
                name=item.model.name, units=item.model.network.hidden_units, epochs=plan.settings.epochs
            )
        return self.tr("Train begins a new network with {units} hidden units, from seed {seed}.").format(
            units=plan.settings.hidden_units, seed=plan.settings.seed
        )

    def _under_way(self) -> str:
        return self.tr(
            "Settings that are not greyed out can be changed while the network trains; they apply from the next step "
            "on."
        )
