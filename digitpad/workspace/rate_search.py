"""Trying learning rates for the planned training, in the background."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from digitpad.core.dataset import Datasets
from digitpad.core.runs.prepare import rate_search
from digitpad.core.runs.run_events import DataLoaded
from digitpad.core.runs.spec import RunSpec
from digitpad.core.tasks import Progress, Task
from digitpad.core.training.rate_finder import STEPS, RateTried
from digitpad.workspace.background_task import BackgroundTask, Status
from digitpad.workspace.training_session import TrainingSession, TrainingState


@dataclass(frozen=True)
class _Found:
    """The data, if it had to be read, and the rates tried so far."""

    data: DataLoaded | None = None
    tried: tuple[RateTried, ...] = ()


class RateSearch(QObject):
    """Finds a learning rate, one search at a time and not while a network trains; see core/training/rate_finder.py.

    `task` tells of all that changes. What was tried counts, even if the search was stopped.
    """

    def __init__(self, training: TrainingSession, report: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._training = training
        self._data: DataLoaded | None = None
        self.task = BackgroundTask(self, report)
        self.task.changed.connect(self._store_data)

    @property
    def tried(self) -> tuple[RateTried, ...]:
        """All steps of the latest search so far."""
        return self._found.tried

    def start(self) -> None:
        """Try rates for the training that is planned."""
        if self.task.status is not Status.RUNNING and self._training.state is TrainingState.IDLE:
            spec, datasets = self._training.planned_run()
            self.task.begin(lambda: _search_task(spec, datasets))

    @property
    def _found(self) -> _Found:
        return self.task.progress.partial or _Found()

    @Slot()
    def _store_data(self) -> None:
        data = self._found.data
        if data and data is not self._data:
            self._data = data
            self._training.store_data(data)


def _search_task(spec: RunSpec, datasets: Datasets | None) -> Task[None]:
    found = _Found()
    for event in rate_search(spec, datasets):
        if isinstance(event, DataLoaded):
            found = _Found(event)
        elif isinstance(event, RateTried):
            found = replace(found, tried=(*found.tried, event))
        yield Progress(len(found.tried) / STEPS, found)
