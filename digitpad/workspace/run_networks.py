"""The first and the latest networks of a run, whose difference tells how far a step goes."""

from PySide6.QtCore import QObject

from digitpad.core.network import Network
from digitpad.core.runs.run_events import RunProgress, RunStarted
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingSession

StepNetworks = list[tuple[int, Network]]


class RunNetworks(QObject):
    """Keeps two early networks and the two latest ones of the run, each with the number of its step.

    Both lists are empty before the first step, and while the model in use is not the one that trains.
    """

    def __init__(self, models: ModelLibrary, training: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self._training = training
        self._first: StepNetworks = []
        self._latest: StepNetworks = []
        training.happened.connect(self._begin)
        training.progressed.connect(self._on_progressed)

    @property
    def first(self) -> StepNetworks:
        return self._first if self._are_of_the_model_in_use() else []

    @property
    def latest(self) -> StepNetworks:
        return self._latest if self._first and self._are_of_the_model_in_use() else []

    def _begin(self, event: object) -> None:
        if isinstance(event, RunStarted):
            self._first = []
            self._latest = [(event.steps, event.model.network)]

    def _on_progressed(self, progress: RunProgress) -> None:
        item = self._models.current
        if item and self._are_of_the_model_in_use() and progress.steps > self._latest[-1][0]:
            self._latest = [self._latest[-1], (progress.steps, item.model.network)]
            self._first = self._first or self._latest

    def _are_of_the_model_in_use(self) -> bool:
        item = self._models.current
        return bool(self._latest) and item is not None and item.key == self._training.model_key
