"""The data of the planned training, for those who look at it."""

from PySide6.QtCore import QObject, Signal

from digitpad.core.dataset import Datasets
from digitpad.workspace.data_shelf import DataShelf
from digitpad.workspace.training_session import TrainingSession


class PlannedData(QObject):
    """Has the data read once it is wanted, each time the plan names another; `arrived` tells that it is at hand.

    What cannot be read is not tried again.
    """

    arrived = Signal()

    def __init__(self, data: DataShelf, training: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._data = data
        self._training = training
        self._asked: str | None = None
        data.opened.connect(self._tell)
        training.plan_changed.connect(self._tell)

    def wanted(self) -> Datasets | None:
        """The data, if it is at hand; else it is read."""
        source = self._training.plan.source
        if source == self._data.source:
            self._asked = None
            return self._data.datasets
        if source != self._asked:
            self._asked = source
            self._data.open(source)
        return None

    def _tell(self) -> None:
        self.arrived.emit()
