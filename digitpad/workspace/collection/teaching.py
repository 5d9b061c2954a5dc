"""Teaching the model in use a writer's digits: a run like any other, and whether its result is better."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from digitpad.core.readers.collected import taught_writer
from digitpad.core.runs.run_events import RunFinished, RunStarted
from digitpad.core.runs.teaching import TeachingReport, teaching_report_task, teaching_spec
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.model_library import ModelEntry, ModelLibrary
from digitpad.workspace.training_session import TrainingSession, TrainingState


class Teaching(QObject):
    """Fine-tunes the model in use, compares it with what it was, and goes back to that unless it is accepted."""

    changed = Signal()

    def __init__(self, models: ModelLibrary, training: TrainingSession, task: BackgroundTask, parent: QObject) -> None:
        """`task` does the comparing."""
        super().__init__(parent)
        self._models, self._training, self.task = models, training, task
        self.is_learning = False  # whether the training under way is this one
        self.writer = ""
        self.base: ModelEntry | None = None
        self.taught: int | None = None  # the key of the model that has learned
        self.report: TeachingReport | None = None
        training.state_changed.connect(self._on_state_changed)
        training.happened.connect(self._on_happened)
        task.finished.connect(self._take_report)
        task.changed.connect(self.changed)

    def start(self, writer: str) -> None:
        """Teach the model in use this writer's digits; nothing happens while a network trains."""
        base = self._models.current
        if base is None or self._training.state is not TrainingState.IDLE:
            return
        self._begin(writer, base)
        self._training.start(teaching_spec(writer, base.model))

    def use(self, taught: bool) -> None:
        """Read with the model that has learned, or with what it was."""
        key = self.taught if taught else (self.base.key if self.base else None)
        if key is not None and key in self._models:
            self._models.use(key)
            self.changed.emit()

    @property
    def is_used(self) -> bool:
        """Whether the model that has learned is in use."""
        current = self._models.current
        return current is not None and current.key == self.taught

    def _begin(self, writer: str, base: ModelEntry) -> None:
        self.writer, self.base, self.taught, self.report = writer, base, None, None
        self.task.request(None)
        self.is_learning = True
        self.changed.emit()

    def _on_happened(self, event: object) -> None:
        if isinstance(event, RunStarted):
            self._on_begun(event)
        elif isinstance(event, RunFinished):
            self._on_evaluated()

    def _on_begun(self, started: RunStarted) -> None:
        """A teaching that was interrupted goes on, and ends as any other."""
        writer, base = taught_writer(started.sources.data), started.base
        if not writer or base is None or self.is_learning:
            return
        W1 = base.network.W1
        known = (each for each in self._models.items if np.array_equal(each.model.network.W1, W1))
        entry = next(known, None) or self._models.get(self._models.add(base, use=False))
        if entry:
            self._begin(writer, entry)

    def _on_evaluated(self) -> None:
        entry, base = self._models.get(self._training.model_key), self.base
        if not self.is_learning or base is None or entry is None:
            return
        self.taught = entry.key
        writer, before, after = self.writer, base.model.network, entry.model.network
        self.task.request(Request(entry.key, None, lambda: teaching_report_task(writer, before, after)))

    def _on_state_changed(self, state: TrainingState) -> None:
        if self.is_learning and state is TrainingState.IDLE:
            self.is_learning = False
        self.changed.emit()

    def _take_report(self, report: TeachingReport) -> None:
        self.report = report
        if not report.accepted:
            self.use(taught=False)
        self.changed.emit()
