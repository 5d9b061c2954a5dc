"""The form joined with the plan of the next training: preset, data, where to start, and every setting."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QWidget

from digitpad.core.numerals import plain
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.training.presets import PRESETS, RECIPES
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.ui.train.form import TrainingForm
from digitpad.ui.widgets.forms import Field, WholeSpinBox, combo_box
from digitpad.ui.widgets.labels import caption, named
from digitpad.ui.widgets.layouts import vertical
from digitpad.ui.widgets.titles import choice_label, data_title, preset_title, source_title, units_in_words
from digitpad.workspace.preferences import MOST_THREADS
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

_OF_THE_NETWORK = ("hidden_units", "activation", "initialisation", "precision")


class PlanForm(QWidget):
    """What is chosen here is planned at once, and what is planned elsewhere is shown."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._models = workspace.models
        self._session = workspace.training
        self._data_hint = self.tr("What the network learns from. File ▸ Open training data adds a file.")
        self.data = combo_box((), self.tr("Data"), self._data_hint)
        self._preset_hint = self.tr(
            "Settings that work well together. When you change one of them, they become “My own”."
        )
        self.preset = combo_box((), self.tr("Preset"), self._preset_hint)
        self.start_from = combo_box(
            (),
            self.tr("Start from"),
            self.tr("A new network with random weights from the seed, or the network in use, trained further."),
        )
        self.threads = WholeSpinBox(1, MOST_THREADS)
        self.fields = TrainingForm(
            self._edit,
            (
                Field.named(self.tr("&Preset"), self.preset, self.tr("settings that go well together")),
                Field.named(self.tr("D&ata"), self.data, self.tr("the images it learns from")),
                Field.named(self.tr("&Start from"), self.start_from, self.tr("a new network, or one that has learned")),
            ),
            [Field.named(self.tr("Threads"), self.threads, self.tr("that evaluate a network"))],
        )
        self.intention = caption()
        vertical(self, self.fields, self.intention)
        self._fill_choices()
        self._prepare_threads()
        self.data.activated.connect(lambda: self.choose_data(self.data.currentData()))
        self.preset.activated.connect(lambda: self.choose_preset(self.preset.currentData()))
        self.start_from.activated.connect(self._choose_start)
        self.threads.valueChanged.connect(self._session.set_threads)
        self._session.plan_changed.connect(self.show_plan)
        self._session.state_changed.connect(self.show_plan)
        self._models.changed.connect(self.show_plan)

    def choose_data(self, source: str) -> None:
        """Plan to learn from other data."""
        self._session.set_plan(replace(self._session.plan, source=source))

    def choose_preset(self, name: str | None) -> None:
        """Plan a training with the settings of a preset; None changes nothing."""
        if name is not None:
            self._session.set_plan(self._session.plan.with_preset(name))
        self.show_plan()

    def show_plan(self) -> None:
        """Show what is planned, and what of it can be changed now."""
        plan = self._session.plan
        if self.data.findData(plan.source) < 0:
            self.data.addItem(source_title(plan.source).text, plan.source)
        for combo, value in ((self.data, plan.source), (self.preset, plan.preset), (self.start_from, plan.fine_tune)):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(value))
        about = preset_title(plan.preset).hint if plan.preset else ""
        self.preset.setToolTip(f"{self._preset_hint}\n{about}".strip())
        item = self._models.current
        settings = plan.settings.for_network(item.model.network) if plan.fine_tune and item else plan.settings
        self.fields.set_settings(settings)
        idle = self._session.state is TrainingState.IDLE
        for widget in (self.data, self.preset, self.start_from, self.fields.find_rate, self.threads):
            widget.setEnabled(idle)
        self.fields.set_fixed(self._fixed())
        self.intention.setText(self._intended() if idle else self._under_way())

    def describe_data(self, summary: str) -> None:
        """Say in a tool tip what the data of the plan is like."""
        self.data.setToolTip(f"{self._data_hint}\n{summary}".strip())

    def in_words(self) -> str:
        """The plan in a line."""
        settings = self._session.plan.settings
        return self.tr("{preset} · {optimiser} at {rate} · {units}").format(
            preset=self.preset.currentText(),
            optimiser=choice_label(SETTINGS["optimiser"], settings.optimiser),
            rate=plain(settings.learning_rate),
            units=units_in_words(settings.hidden_units),
        )

    def _choose_start(self) -> None:
        self._session.set_plan(replace(self._session.plan, fine_tune=self.start_from.currentData()))

    def _edit(self, settings: TrainingSettings) -> None:
        plan = self._session.plan
        if plan.fine_tune:  # then the form shows what the network in use has
            for name in _OF_THE_NETWORK:
                settings = settings.with_value(name, plan.settings.value(name))
        self._session.set_plan(replace(plan, settings=settings))

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
        self.threads.setValue(self._session.threads)
        hint = self.tr(
            "How many threads NumPy’s matrix products may use, as when evaluating a network. More than one helps "
            "only while nothing else keeps the processor busy. Steps of the training always use one, so that the "
            "same seed gives the same network. From 1 to {most}."
        ).format(most=MOST_THREADS)
        named(self.threads, self.tr("Threads"), hint)

    def _fixed(self) -> dict[str, str]:
        """Why which setting cannot be changed now."""
        if self._session.state is not TrainingState.IDLE:
            reason = self.tr("Cannot be changed while the network trains.")
            return {each.name: reason for each in SETTINGS.values() if not each.changeable}
        if self._session.plan.fine_tune:
            reason = self.tr("The network in use has its own.")
            return dict.fromkeys(_OF_THE_NETWORK, reason)
        return {}

    def _intended(self) -> str:
        plan, item = self._session.plan, self._models.current
        if plan.fine_tune and item:
            settings = plan.settings.for_network(item.model.network)
            text = self.tr("Train goes on with “{name}” ({units}) for {epochs} more epochs.").format(
                name=item.model.name, units=units_in_words(settings.hidden_units), epochs=settings.epochs
            )
        else:
            settings = plan.settings
            text = self.tr("Train begins a new network with {units}, from seed {seed}.").format(
                units=units_in_words(settings.hidden_units), seed=settings.seed
            )
        if plan.preset in RECIPES:
            text = f"{preset_title(plan.preset).hint} {text}"
        if settings.for_kernels:
            return text
        return text + " " + self.tr("Plain NumPy trains it, more slowly: no compiled kernel does this.")

    def _under_way(self) -> str:
        return self.tr(
            "Settings that are not greyed out can be changed while the network trains; they apply from the next step "
            "on."
        )
