"""The page Data: what the planned training learns from, looked at before it is used."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from digitpad.core.data_checks import DataReport, report_task
from digitpad.core.dataset import class_names
from digitpad.core.files import Table
from digitpad.core.network import CLASSES
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.readers.options import DataOptions
from digitpad.ui.data.pictures import ClassRows, PixelHistogram, ink_of
from digitpad.ui.data.reading import FindingList, ReadingForm
from digitpad.ui.style.room import Room
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import combo_box, refill
from digitpad.ui.widgets.labels import caption, explanation, follow
from digitpad.ui.widgets.titles import source_title
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "data_view")


class DataView(View):
    """The data of the plan: how it was read, warnings with their remedies, classes, pixels and split."""

    def __init__(self, workspace: Workspace, *openers: QAction) -> None:
        """`openers` open a file and a folder."""
        super().__init__(workspace, tr("Data"), explanation("data"))
        self._task = self.new_task()
        self.report: DataReport | None = None
        self.source = combo_box((), self.tr("Data"), self.tr("What the next training learns from"))
        self.source.activated.connect(self._choose)
        self.controls.addWidget(self.source)
        self._add_openers(openers)
        self.notes = caption()
        self.findings = FindingList(self._read_so)
        self.classes = ClassRows()
        self.split = caption()
        self.histogram = PixelHistogram()
        self.reading = ReadingForm(self._read_so)
        for widget in (self.notes, self.findings, self.reading, self.classes, self.split, self.histogram):
            self.body.addWidget(widget)
        self.body.setSpacing(2 * SPACE)
        self.body.addStretch(1)
        self.work = self.add_task(self._task, self.tr("Looking at the data"))
        self.body.addWidget(self.work)
        self._task.finished.connect(self._show_report)
        self._task.changed.connect(self._show_headline)
        self.invalidate_on(workspace.data.changed, workspace.training.plan_changed, workspace.training.state_changed)
        for part in self._of_report:
            part.hide()

    def _add_openers(self, openers: Sequence[QAction]) -> None:
        for text, opener in zip((self.tr("Open…"), self.tr("Open folder…")), openers, strict=False):
            button = QPushButton(text)
            follow(button, opener)
            self.controls.addWidget(button)

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""
        margin = room.page_margin
        self.setContentsMargins(margin, 2 * SPACE, margin, 0)

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        self.reading.setVisible(not on and self._is_file)

    def refresh(self) -> None:
        training = self.workspace.training
        plan, idle = training.plan, training.state is TrainingState.IDLE
        self._fill_sources(plan.source)
        for widget in (self.source, self.reading, self.findings):
            widget.setEnabled(idle)
        self.reading.set_options(plan.reading_of(plan.source))
        datasets = self.workspace.data.planned()
        if datasets is None:
            self._task.request(None)
        else:
            options = plan.reading_of(plan.source)
            self._task.request(Request((datasets, options), None, lambda: report_task(datasets, options)))
        self._show_headline()

    def table(self) -> Table:
        if self.report is None:
            return {}
        return {
            "class": [*self.classes.names],
            **{k: v[: len(self.classes.names)] for k, v in self.report.counts.items()},
        }

    @property
    def _is_file(self) -> bool:
        return self.workspace.training.plan.source not in BUILT_IN

    @property
    def _of_report(self) -> tuple[QWidget, ...]:
        return self.notes, self.findings, self.reading, self.classes, self.split, self.histogram

    def _fill_sources(self, chosen: str) -> None:
        known = [self.source.itemData(number) for number in range(self.source.count())]
        names = dict.fromkeys([*known, *self.workspace.evaluation_set.sources, chosen])
        refill(self.source, ((source_title(name).text, name) for name in names), chosen)

    def _choose(self) -> None:
        training = self.workspace.training
        training.set_plan(replace(training.plan, source=self.source.currentData()))

    def _read_so(self, options: DataOptions) -> None:
        """Read the file with these options from now on."""
        training = self.workspace.training
        if training.state is TrainingState.IDLE:
            training.set_plan(training.plan.with_reading(training.plan.source, options))

    def _show_headline(self) -> None:
        name = source_title(self.workspace.training.plan.source).text
        if self.workspace.data.is_unusable:
            text = self.tr("{name} cannot be used: choose other data").format(name=name)
        elif self.report is None or self._task.status is Status.RUNNING:
            text = self.tr("Looking at {name}…").format(name=name)
        else:
            images = f"{len(self.report.datasets.training):,}"
            many = len(self.report.findings)
            if not many:
                text = self.tr("{name}: {images} images to learn from, ready to use").format(name=name, images=images)
            else:
                text = self.tr("{name}: {images} images to learn from, {many} to look at first").format(
                    name=name, images=images, many=self.tr("one thing") if many == 1 else self.tr("some things")
                )
        self.headline.setText(text)

    def _show_report(self, report: DataReport) -> None:
        self.report = report
        datasets = report.datasets
        training = datasets.training
        there = 1 + max(label for each in report.counts.values() for label, count in enumerate(each) if count)
        names = class_names(training.classes)[: max(there, len(training.classes) or CLASSES)]
        self.notes.setText("; ".join(datasets.notes) or self.tr("Built in, as it was published."))
        self.findings.set_findings(report.findings)
        titles = {"training": self.tr("training"), "validation": self.tr("validation"), "test": self.tr("test")}
        counts = {titles[name]: each for name, each in report.counts.items()}
        examples = [ink_of(training.X[rows]) for rows in report.summary.examples[: len(names)]]
        self.classes.set_classes(names, counts, report.summary.means[: len(names)], examples)
        self.histogram.set_counts(report.summary.histogram.tolist())
        sizes = " · ".join(f"{title} {sum(each):,}" for title, each in counts.items())
        seed = report.options.split_seed
        self.split.setText(self.tr("{sizes}, split by seed {seed}").format(sizes=sizes, seed=seed))
        for part in self._of_report:
            part.show()
        self.findings.setVisible(bool(report.findings))
        self.reading.setVisible(self._is_file)
        self._show_headline()
