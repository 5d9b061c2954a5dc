"""The data sets that views look at, read once in the background."""

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Datasets
from digitpad.core.readers.catalogue import open_datasets
from digitpad.workspace.latest import Latest


class DataShelf(QObject):
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


def _reading(source: str) -> Generator[float, None, tuple[str, Datasets]]:
    yield 0.0
    return source, open_datasets(source)
