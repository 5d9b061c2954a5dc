"""The page Train: what will happen, is happening or came of it, with curves, timeline, settings and data."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from digitpad.core.runs.run_events import DataLoaded, RunFinished, RunStarted
from digitpad.core.sweeps.sweep import several_seeds
from digitpad.core.training.presets import MAIN_PRESETS
from digitpad.ui.actions import Actions
from digitpad.ui.plots.history_plots import HistoryPlots
from digitpad.ui.style.room import Room
from digitpad.ui.theme import SPACE, as_part
from digitpad.ui.train.data_section import DataSection, judging_words
from digitpad.ui.train.examples import VariationDialog
from digitpad.ui.train.headline import TrainHeadline, training_button
from digitpad.ui.train.plan_form import PlanForm
from digitpad.ui.train.progress import TrainingProgress
from digitpad.ui.train.sweep_dialog import SweepDialog
from digitpad.ui.train.travel import Travel
from digitpad.ui.view_tools import ExplainButton, ExportButton
from digitpad.ui.widgets.forms import FieldGrid
from digitpad.ui.widgets.labels import follow, push_button
from digitpad.ui.widgets.layouts import reveal, separator
from digitpad.ui.widgets.painted_buttons import Disclosure
from digitpad.ui.widgets.titles import units_in_words
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Destination, Notice, Workspace

if TYPE_CHECKING:
    from digitpad.ui.plots.plot_row import LearningCurves
    from digitpad.ui.train.rate_finder import RateDialog


class TrainPage(QWidget):
    """Joins the learning curves and the settings to the training session."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._session = workspace.training
        self._rate_dialog: RateDialog | None = None
        self._sweep_dialog: SweepDialog | None = None
        self._variation_dialog: VariationDialog | None = None
        self._summaries: dict[str, str] = {}
        self._learned_from = ""  # the data of the latest training
        self._presenting = self._narrow = False
        self.plots = HistoryPlots(self._plot_tools)
        self.plan = PlanForm(workspace)
        self.progress = TrainingProgress(self._session)
        self.travel = Travel(workspace.shown_run, self.progress)
        self.settings = Disclosure(self.tr("Settings"))
        self.settings.setToolTip(
            self.tr("What the network is like and how it learns, each with a word on what it does")
        )
        self.headline = TrainHeadline(workspace, self.progress, tuple(MAIN_PRESETS))
        self.images = DataSection(workspace, self._show_plan)
        self._line = separator()
        self._foot = QHBoxLayout()
        self._again: QPushButton | None = None
        self.five_seeds = push_button(self.tr("Try five seeds"), "", flat=True)
        self.other_values = push_button(self.tr("Try other values…"), "", flat=True)
        self._lay_out()
        self._connect()
        self.plan.show_plan()

    @property
    def curves(self) -> "LearningCurves":
        """The curves of cost and accuracy, made now if they have not been yet."""
        return self.plots.curves

    def furnish(self, actions: Actions) -> None:
        """Put the buttons of the training where the training is."""
        self.headline.add_buttons(actions)
        self.images.add_opening(actions["open_data"])
        self._again = training_button(self.tr("Train again"))
        follow(self._again, actions["train"])
        self._again.setProperty("small", True)
        for button in (self.headline.invitation.start, self._again):  # else the next one would have the keyboard
            button.clicked.connect(lambda: self._workspace.go_to(Destination.CANVAS))
        for each in (self.five_seeds, self.other_values, self._again):
            self._foot.addWidget(each)
        above = self.headline, self.plots, self.travel, self.five_seeds, self.other_values, self._again, self.images
        for part in (*above, self.plan.intention, *self.plan.findChildren(FieldGrid)):
            as_part(part)
        self._show_headline()

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""
        margin = room.page_margin
        self._column.setContentsMargins(margin, 3 * SPACE, margin, 2 * SPACE)
        self.headline.set_room(room)
        self._narrow = room.narrow
        self._show_headline()

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        self._presenting = on
        if on:
            self.settings.setChecked(False)
        self.settings.setVisible(not on)
        self.plots.set_presenting(on)
        self.headline.set_presenting(on)
        self._show_headline()

    def find_rate(self) -> None:
        """Open the dialog that tries learning rates."""
        if self._rate_dialog is None:
            from digitpad.ui.train.rate_finder import RateDialog  # which loads pyqtgraph

            self._rate_dialog = RateDialog(self._workspace, self.window())
        self._rate_dialog.start()

    def show_examples(self) -> None:
        """Open the window with varied training images, which follows the settings."""
        if self._variation_dialog is None:
            self._variation_dialog = VariationDialog(self._workspace, self.window())
            # Over the plots, beside the fields that it follows.
            self._variation_dialog.move(self.mapToGlobal(self.plots.pos()))
        self._variation_dialog.show()
        self._variation_dialog.raise_()
        self._variation_dialog.activateWindow()

    def _try_five_seeds(self) -> None:
        self._workspace.sweeps.start((), several_seeds(self._session.plan.settings.seed, 5))
        self._workspace.go_to(Destination.RUNS)

    def _try_other_values(self) -> None:
        if self._sweep_dialog is None:
            self._sweep_dialog = SweepDialog(self._workspace, self.window())
        self._sweep_dialog.open()

    def _lay_out(self) -> None:
        self._foot.setSpacing(2 * SPACE)
        self._foot.addWidget(self.settings, 1)
        self.settings.unfold(self.plan)
        self.settings.toggled.connect(self._show_headline)
        layout = self._column = QVBoxLayout(self)
        layout.setSpacing(2 * SPACE)
        layout.addWidget(self.headline)
        layout.addWidget(self.plots, 1)
        layout.addWidget(self.travel)
        layout.addLayout(self._foot)
        layout.addWidget(self.plan)
        layout.addWidget(self._line)
        layout.addWidget(self.images)
        layout.addStretch(0)

    def _plot_tools(self, page: QWidget, title: str, explanation: str) -> tuple[QWidget, ...]:
        workspace = self._workspace  # the plots are not there yet
        export = ExportButton(workspace, title, page, lambda: self.plots.table(), lambda: self.plots.controls())
        return ExplainButton(title, explanation), export

    def _connect(self) -> None:
        self.plan.fields.find_rate.clicked.connect(self.find_rate)
        self.plan.fields.examples.clicked.connect(self.show_examples)
        for signal in (self._session.plan_changed, self._session.state_changed, self._workspace.models.changed):
            signal.connect(self._show_plan)
        self.five_seeds.clicked.connect(self._try_five_seeds)
        self.other_values.clicked.connect(self._try_other_values)
        self._workspace.sweeps.task.changed.connect(self._show_headline)
        for name, card in self.headline.invitation.cards.items():
            card.clicked.connect(lambda _on, name=name: self.plan.choose_preset(name))
        self.progress.changed.connect(self._show_headline)
        self._workspace.shown_run.history_changed.connect(self.plots.update_incrementally)
        self._workspace.shown_run.changed.connect(self._show_headline)
        self._session.progressed.connect(lambda progress: self.plots.set_planned(progress.epochs))
        self._session.progressed.connect(self._show_headline)
        self._session.state_changed.connect(self._show_headline)
        self._session.state_changed.connect(self._foresee)
        self._session.happened.connect(self._on_happened)
        self._workspace.document.changed.connect(self.plots.yield_to_input)

    def _foresee(self) -> None:
        """Let the axes of a first training be those of its plan from the beginning."""
        if self._session.is_beginning and not self._workspace.shown_run.history.epochs:
            self.plots.set_planned(self._session.plan.settings.epochs)

    def _on_happened(self, event: object) -> None:
        if isinstance(event, RunStarted):
            self._learned_from = event.sources.data
            reveal(self.headline)
        elif isinstance(event, DataLoaded):
            self._note_summary(event)
        elif isinstance(event, RunFinished):
            self._show_headline()
            self._tell_kept(event)

    def _tell_kept(self, final: RunFinished) -> None:
        """Where the network that has been trained can be found again."""
        entry = self._workspace.models.get(self._session.model_key)
        if entry and entry.saved and final.divergence is None:
            text = self.tr("Trained for {seconds} s. Kept in Runs as “{name}”.")
            text = text.format(seconds=f"{final.seconds:.{final.seconds < 10:d}f}", name=entry.model.name)
            self._workspace.tell(Notice(text, self.tr("Show"), lambda: self._workspace.go_to(Destination.RUNS)))

    def _note_summary(self, opened: DataLoaded) -> None:
        self._summaries[opened.sources.data] = opened.summary
        self._show_plan()
        if self._session.state is TrainingState.OPENING and self.headline.trained:
            reveal(self.images)

    def _show_plan(self) -> None:
        plan = self._session.plan
        self.plan.describe_data(self._summaries.get(plan.source, ""))
        preview = self.images.preview
        count = f"{preview.training:,} " if preview else ""
        summary = self.tr("{data}, {count}images · {units} · seed {seed}")
        self.headline.invitation.show_plan(
            plan.preset,
            plan.is_on_built_in_data,
            self.tr(
                "It starts knowing nothing, learns from {count}handwritten images, and reads your drawing all the "
                "while."
            ).format(count=count),
            " · ".join(
                [
                    summary.format(
                        data=self.plan.data.currentText(),
                        count=count,
                        units=units_in_words(plan.settings.hidden_units),
                        seed=plan.settings.seed,
                    ),
                    *judging_words(plan.reading_of(plan.source)),
                ]
            ),
        )
        self.settings.set_caption(self.plan.in_words())
        self._show_headline()

    def _show_headline(self) -> None:
        """Say what will happen, what happens, or what came of it; the plots are there once there is a curve."""
        self.headline.refresh()
        trained, idle = self.headline.trained, self.headline.idle
        curves = trained or bool(self._workspace.shown_run.history.epochs)
        is_new = self._session.plan.source != self._learned_from if trained else not curves
        images = idle and is_new and not self._presenting
        parts: list[tuple[QWidget, bool]] = [(self.plots, curves), (self.travel, curves)]
        parts += [(self._line, images), (self.images, images)]
        quiet = idle and not self._presenting
        form = self.settings.isChecked()  # in a narrow window the line above it has no room for all
        tries = quiet and (form or (trained and not self._narrow))
        parts += [(self.five_seeds, tries), (self.other_values, tries)]
        self._show_sweeps()
        if self._again:
            parts.append((self._again, quiet and trained and not (form and self._narrow)))
        for part, shown in parts:
            if part.isHidden() is shown:
                part.setVisible(shown)

    def _show_sweeps(self) -> None:
        """Offer sweeps, or say why there can be none."""
        why = ""
        if self._session.plan.fine_tune:
            why = self.tr("A sweep trains new networks: choose a new network to start from")
        elif self._workspace.sweeps.is_running:
            why = self.tr("One sweep at a time: see the page Runs")
        for button, hint in (
            (self.five_seeds, self.tr("Train with these settings from five seeds, to see what is chance")),
            (self.other_values, self.tr("Train with several values of a setting or two, and compare them")),
        ):
            button.setEnabled(not why)
            button.setToolTip(why or hint)
