"""The data of the planned training, for those who look at it."""

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Datasets
from digitpad.workspace.data_shelf import DataShelf
from digitpad.workspace.training_session import TrainingSession


class PlannedData(QObject):
    """Has the data read when it is wanted and the plan names another source; `arrived` tells that it may be there.

    What cannot be read is not tried again; `failed` tells of it, and the workspace says why.
    """

    arrived = Signal()
    failed = Signal()

    def __init__(self, data: DataShelf, training: TrainingSession, parent: QObject) -> None:
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
