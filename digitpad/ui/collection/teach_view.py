"""Teaching the model in use a writer's digits, and an honest account of what that did."""

import numpy as np
from PySide6.QtWidgets import QWidget

from digitpad.core.files import Table
from digitpad.core.readers.collected import FEWEST
from digitpad.core.runs.run_events import RunProgress
from digitpad.core.runs.teaching import TeachingReport
from digitpad.core.scoring import HitCounts
from digitpad.ui.style.type import CAPTION, TEXT, TITLE
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.forms import combo_box, refill
from digitpad.ui.widgets.labels import are_digits, explanation, named, push_button, text_label
from digitpad.ui.widgets.layouts import SPRING, horizontal, vertical
from digitpad.ui.widgets.progress_bar import thin_bar
from digitpad.ui.widgets.titles import model_title, time_left
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Destination, Workspace


class TeachView(View):
    """Whose digits are learned, how far that is, and then before and after on three sets of images."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Teach"), explanation("teach"))
        self._teaching, self._training = workspace.teaching, workspace.training
        self.writer = combo_box((), self.tr("Writer"), self.tr("Whose digits the model in use is to learn"))
        self.writer.activated.connect(self.invalidate)
        self.teach = push_button(
            self.tr("Te&ach"), self.tr("Let the model in use learn; the model as it is now is kept")
        )
        self.teach.setProperty("primary", True)
        self.write = push_button(self.tr("&Write digits"), self.tr("Be asked for digits, one after the other"))
        self.note = text_label("", TEXT, quiet=True)
        self.progress = thin_bar(self.tr("Learning"), self.tr("How much of the training is done"))
        self.state = text_label("", CAPTION, quiet=True)
        self.stop = push_button(self.tr("St&op"), self.tr("End the training; what was learned is compared"))
        self.curves = push_button(self.tr("Show its &curves"), self.tr("Turn to Train, where the run is plotted"))
        self.verdict = text_label("", TITLE)
        self.reasons = text_label("", TEXT)
        self.other = push_button("", self.tr("Read with the other of the two models"))
        self.work = self.add_task(self._teaching.task, self.tr("Comparing before and after"))
        hint = self.tr("How many images of each set are read correctly, before and after; below, the 95 % range")
        self.sets = named(FigureTable(lines=2), self.tr("Before and after"), hint)
        self.sets.set_heads((self.tr("images"), self.tr("right before"), self.tr("right after")))
        self._lay_out()
        self.teach.clicked.connect(lambda: self._teaching.start(self.writer.currentData()))
        self.stop.clicked.connect(self._training.stop)
        self.write.clicked.connect(lambda: workspace.go_to(Destination.WRITE))
        self.curves.clicked.connect(lambda: workspace.go_to(Destination.CURVES))
        self.other.clicked.connect(lambda: self._teaching.use(not self._teaching.is_used))
        self._training.progressed.connect(self._on_progress)
        self.invalidate_on(workspace.collection.changed, self._teaching.changed, workspace.models.changed)

    def refresh(self) -> None:
        teaching, counts = self._teaching, self.workspace.collection.counts
        self._fill_writers(counts)
        writer = self.writer.currentData()
        many, learns = counts.get(writer, 0), teaching.is_learning
        current = self.workspace.models.current
        idle = self._training.state is TrainingState.IDLE
        enough = many >= FEWEST and current is not None
        self.teach.setEnabled(enough and idle and are_digits(self.workspace.models.classes))
        self.writer.setEnabled(idle)
        self.write.setVisible(not enough)
        self._running.setVisible(learns)
        self.note.setText(self._note_on(writer, many) if idle or not learns else "")
        self.note.setVisible(bool(self.note.text()) and (not enough or teaching.report is None))
        own = writer == self.workspace.collection.writer
        text = self.tr("Teach “{model}” how you write") if own else self.tr("Teach “{model}” how {writer} writes")
        name, of = model_title(current.model.name).text if current else "", writer
        if teaching.base and (learns or teaching.report):
            learned = self.tr("“{model}” has learned digits by {writer}")
            text = self.tr("“{model}” learns digits by {writer}") if learns else learned
            name, of = model_title(teaching.base.model.name).text, teaching.writer
        self.headline.setText(text.format(model=name, writer=of))
        self._show_report(teaching.report if not learns else None)

    def table(self) -> Table:
        report = self._teaching.report
        if report is None:
            return {}
        sets = report.sets
        return {
            "images": [each.name for each in sets],
            "count": [each.n for each in sets],
            "right before": [each.hits[0] for each in sets],
            "right after": [each.hits[1] for each in sets],
        }

    def _fill_writers(self, counts: dict[str, int]) -> None:
        names = [*dict.fromkeys([self.workspace.collection.writer, *counts])]
        wanted = self.writer.currentData() if self.writer.currentData() in names else names[0]
        if wanted not in counts and counts:
            wanted = next(iter(counts))
        text = self.tr("{name}, {count}")
        refill(
            self.writer, ((text.format(name=each, count=f"{counts.get(each, 0):,}"), each) for each in names), wanted
        )

    def _note_on(self, writer: str, many: int) -> str:
        if not are_digits(self.workspace.models.classes):
            return self.tr("The classes of the model in use are not digits; choose one that reads digits to teach it.")
        if many < FEWEST:
            few = self.tr("Digits by {writer} so far: {count}. Teaching takes at least {fewest}; 100 are better.")
            return few.format(writer=writer, count=many, fewest=FEWEST)
        return self.tr(
            "It learns digits by {writer}, varied, and rehearses MNIST so as not to forget it. Of each digit, every "
            "fifth drawing is held out, to test it in the end. The model as it is stays."
        ).format(writer=writer)

    def _on_progress(self, progress: RunProgress) -> None:
        if self._teaching.is_learning:
            self.progress.setMaximum(max(progress.total_steps, 1))
            self.progress.setValue(progress.steps)
            before = progress.epochs_before  # what the model had learned for
            epoch, epochs = progress.epoch - before, progress.epochs - before
            parts = [self.tr("Epoch {epoch} of {epochs}").format(epoch=epoch, epochs=epochs)]
            if progress.steps == progress.total_steps:
                parts = [self.tr("Learned; reading the test images")]
            elif progress.seconds_left is not None:
                parts.append(self.tr("{time} left").format(time=time_left(progress.seconds_left)))
            self.state.setText(" · ".join(parts))

    def _show_report(self, report: TeachingReport | None) -> None:
        self._result.setVisible(report is not None)
        if report is None:
            return
        teaching = self._teaching
        held_out, base = report.held_out, model_title(teaching.base.model.name).text if teaching.base else ""
        text = self.tr("It reads {after} of {n} held-out digits by {writer}, {before} before")
        if not report.accepted:  # why, the sentences below say
            text = self.tr("The taught model is no improvement")
        self.verdict.setText(
            text.format(after=held_out.hits[1], n=held_out.n, writer=teaching.writer, before=held_out.hits[0])
        )
        in_use = self.tr("The taught model is in use.") if teaching.is_used else self.tr("{base} is in use.")
        self.reasons.setText(" ".join([*report.objections, in_use.format(base=base)]))
        back = self.tr("Go back to {base}").format(base=base)
        self.other.setText(back if teaching.is_used else self.tr("Use the taught model all the same"))
        if report.accepted and not teaching.is_used:
            self.other.setText(self.tr("Use the taught model"))
        strong = np.tile([False, False, True], (len(report.sets), 1))
        self.sets.set_rows([each.name for each in report.sets], [*map(_words, report.sets)], strong=strong)

    def _lay_out(self) -> None:
        line = horizontal(None, self.teach, self.writer, self.write, SPRING, gap=2 * SPACE)
        self._running = QWidget()
        running = vertical(self._running, self.progress, self.state, gap=SPACE)
        buttons = horizontal(None, self.stop, self.curves, SPRING, gap=SPACE)
        running.addLayout(buttons)
        self._result = QWidget()
        result = vertical(self._result, gap=SPACE)
        for row in (self.verdict, self.reasons, self.sets):
            result.addWidget(row)
        result.addLayout(horizontal(None, self.other, SPRING))
        self.body.setSpacing(2 * SPACE)
        self.body.addLayout(line)
        for part in (self.note, self._running, self._result):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(self.work)


def _words(found: HitCounts) -> tuple[str, str, str]:
    """The number of images of a set, and the accuracies on it with their intervals."""
    before, after = (
        f"{100 * accuracy:.1f} %\n{100 * low:.1f} – {100 * high:.1f}"
        for accuracy, (low, high) in zip(found.accuracies, found.intervals, strict=True)
    )
    return f"{found.n:,}", before, after
