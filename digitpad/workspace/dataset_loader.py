"""The data sets that views look at, read once in the background."""

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Datasets
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.tasks import Progress, Task
from digitpad.workspace.latest import Latest
from digitpad.workspace.training_session import TrainingSession


class DatasetLoader(QObject):
    """Holds the data last asked for. `opened` brings it with its source, `failed` a source and why it is unusable."""

    opened = Signal(str, object)
    failed = Signal(str, Exception)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._source: str | None = None
        self._datasets: Datasets | None = None
        self._wanted: str | None = None
        self._reading = Latest(self)
        self._reading.answered.connect(self._hold)
        self._reading.failed.connect(self._fail)

    @property
    def source(self) -> str | None:
        """Where `datasets` come from."""
        return self._source

    @property
    def datasets(self) -> Datasets | None:
        """What was opened last."""
        return self._datasets

    def open(self, source: str) -> None:
        """Read the data of a source, unless it is at hand or being read; `opened` or `failed` comes in any case."""
        if source == self._source and self._datasets:
            self.opened.emit(source, self._datasets)
        elif source != self._wanted or not self._reading.busy:  # the reading may have been abandoned
            self._wanted = source
            self._reading.start(_reading(source))

    def hold(self, source: str, datasets: Datasets) -> None:
        """Keep data that was read elsewhere, so that there is only one copy in memory."""
        if source == self._wanted:  # the reading of any other source goes on
            self._wanted = None
            self._reading.stop()
        self._source, self._datasets = source, datasets
        self.opened.emit(source, datasets)

    @Slot(object)
    def _hold(self, answer: tuple[str, Datasets]) -> None:
        self.hold(*answer)

    @Slot(Exception)
    def _fail(self, failure: Exception) -> None:
        source, self._wanted = self._wanted, None
        self.failed.emit(source, failure)


def _reading(source: str) -> Task[tuple[str, Datasets]]:
    yield Progress()
    return source, open_datasets(source)


class PlannedData(QObject):
    """Has the data read when it is wanted and the plan names another source; `arrived` tells that it may be there.

    What cannot be read is not tried again; `failed` tells of it, and the workspace says why.
    """

    arrived = Signal()
    failed = Signal()

    def __init__(self, data: DatasetLoader, training: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._data = data
        self._training = training
        self._unreadable: str | None = None
        data.opened.connect(self._tell)
        data.failed.connect(self._give_up)
        training.plan_changed.connect(self._tell)

    @property
    def is_unreadable(self) -> bool:
        """Whether the last attempt to read it failed."""
        return self._unreadable == self._training.plan.source

    def wanted(self) -> Datasets | None:
        """The data if it is there already; otherwise it is read in the background."""
        source = self._training.plan.source
        if source == self._data.source:
            self._unreadable = None
            return self._data.datasets
        if not self.is_unreadable:
            self._unreadable = None
            self._data.open(source)
        return None

    def _tell(self) -> None:
        self.arrived.emit()

    @Slot(str, Exception)
    def _give_up(self, source: str, _failure: Exception) -> None:
        if source == self._training.plan.source:
            self._unreadable = source
            self.failed.emit()
