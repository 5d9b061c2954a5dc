"""The data sets that views look at, read once in the background."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Datasets
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.tasks import Progress, Task
from digitpad.workspace.background_task import BackgroundTask, Request, Status
from digitpad.workspace.training_session import TrainingSession


class DatasetLoader(QObject):
    """Holds the data last read. `changed`: there is other data, another is planned, or it turned out to be unusable."""

    changed = Signal()

    def __init__(self, training: TrainingSession, report: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._training = training
        self.source: str | None = None  # where `datasets` come from
        self._reading = DEFAULT_OPTIONS
        self.datasets: Datasets | None = None  # what was read last
        self._requested = ""
        self._task = BackgroundTask(self, report)
        self._task.finished.connect(self._on_read)
        self._task.changed.connect(self._on_failed)
        training.plan_changed.connect(self._on_plan_changed)

    @property
    def is_unusable(self) -> bool:
        """Whether the data of the planned training could not be read."""
        return self._task.failure is not None and self._requested == self._training.plan.source

    def planned(self) -> Datasets | None:
        """The data of the planned training if it is at hand; otherwise it is read, and `changed` comes.

        What cannot be read is not tried again until other data was planned.
        """
        source, reading = self._training.plan.source, self.reading_of(self._training.plan.source)
        if source == self.source:
            self._task.request(None)
            return self.datasets
        self._requested = source
        self._task.request(Request((source, reading), None, lambda: _load_task(source, reading)))
        return None

    def reading_of(self, source: str) -> DataOptions:
        """How a file is read."""
        return self._training.plan.reading_of(source)

    def store(self, source: str, datasets: Datasets) -> None:
        """Keep data that was read elsewhere, so that there is only one copy in memory."""
        if source == self._requested:  # the reading of any other source goes on
            self._task.request(None)
        self.source, self._reading, self.datasets = source, self.reading_of(source), datasets
        self.changed.emit()

    @Slot(object)
    def _on_read(self, result: tuple[str, Datasets]) -> None:
        self.store(*result)

    @Slot()
    def _on_failed(self) -> None:
        if self._task.status is Status.IDLE and self._task.failure:
            self.changed.emit()

    @Slot()
    def _on_plan_changed(self) -> None:
        if self.source and self.reading_of(self.source) != self._reading:  # the file is to be read otherwise
            self.source = self.datasets = None
        self.changed.emit()


def _load_task(source: str, reading: DataOptions) -> Task[tuple[str, Datasets]]:
    yield Progress()
    return source, open_datasets(source, reading)
