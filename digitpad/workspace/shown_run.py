"""The run whose model is in use: its curves, the moments one can travel back to, and its first and latest networks."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from digitpad.core.errors import CheckpointError
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.run_events import RunProgress, RunStarted
from digitpad.core.runs.run_files import kept_moments, read_moment
from digitpad.core.tasks import Progress, Task
from digitpad.core.training.history import History
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingSession

StepNetworks = list[tuple[int, Network]]


@dataclass(frozen=True)
class Moments:
    """The steps that are kept of a run, how many make an epoch, and the epochs its network had before."""

    steps: tuple[int, ...] = ()
    steps_per_epoch: int = 1
    first_epoch: int = 0

    def epoch(self, step: int) -> float:
        """When a step was, in epochs."""
        return self.first_epoch + step / self.steps_per_epoch


class ShownRun(QObject):
    """Follows the model in use. A run that is under way shows what it tells; of others the history is read.

    Travelling back puts the model of that moment into the library for as long as one stays there.
    """

    history_changed = Signal(History)
    changed = Signal()  # name, moments, or the moment that is shown

    def __init__(
        self, models: ModelLibrary, training: TrainingSession, report: Callable[[Exception], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._models, self._training = models, training
        self._model: int | None = None  # the key of the model of the run
        self.name = ""  # of the model whose run is shown; empty as long as there is none
        self.history = History()
        self.moments = Moments()
        self.at: int | None = None  # the step of the moment that is shown; None: now
        self._visiting: int | None = None  # the key of the model of a moment
        self._arriving = False
        self._files = BackgroundTask(self, report, min_interval_ms=1000)
        self._travel = BackgroundTask(self, report, min_interval_ms=0)
        self._files.finished.connect(self._on_read)
        self._travel.finished.connect(self._on_arrived)
        models.changed.connect(self._follow)
        training.progressed.connect(lambda: self._on_history(training.history))
        training.state_changed.connect(self._follow)

    @property
    def is_live(self) -> bool:
        """Whether it is the latest run of this session."""
        key = self._training.model_key
        return self._model == key or (key is None and self._training.is_beginning)

    def go_to(self, step: int | None) -> None:
        """Travel to the moment after so many steps, or back to now."""
        if step is None or step not in self.moments.steps:
            self._come_back()
            return
        run = self._run
        if run is not None and step != self.at:
            self.at = step
            folder = RunFolder(self._training.run_library.folder / run)
            self._travel.request(Request((run, step), None, lambda: _read(folder, step)))
            self.changed.emit()

    @property
    def _run(self) -> str | None:
        """The key of the run that is shown."""
        return None if self._model is None else self._training.run_library.run_of(self._model)

    def _follow(self) -> None:
        current = self._models.current
        if current is None or current.key == self._visiting or self._arriving:
            return
        if self._visiting is not None:
            self._leave()
        if current.key != self._model:
            self._model, self.at, self.moments = current.key, None, Moments()
            self.history = self._training.history if self.is_live else History()
            self.name = current.model.name
            self.history_changed.emit(self.history)
        self._look()
        self.name = current.model.name
        self.changed.emit()

    def _on_history(self, history: History) -> None:
        if self.is_live or self._training.is_beginning:
            another = len(history.epochs) != len(self.history.epochs)
            self.history = history
            if self._training.is_beginning and self.name:
                self.name, self.moments = "", Moments()  # its model is not there yet
                self.changed.emit()
            elif another and self._run:
                self._look()
            self.history_changed.emit(history)

    def _look(self) -> None:
        """Have the moments listed, and the history of a run that is not under way read."""
        run = self._run
        if run is None:
            self._files.request(None)
            return
        folder, live = RunFolder(self._training.run_library.folder / run), self.is_live
        version = len(self.history.epochs), self._training.state if live else None
        self._files.request(Request((run, live), version, lambda: _look_into(folder, live)))

    def _on_read(self, found: tuple[Moments, History | None]) -> None:
        self.moments, history = found
        if history is not None and not self.is_live:
            self.history = history
            self.history_changed.emit(history)
        self.changed.emit()

    def _on_arrived(self, moment: Model) -> None:
        if self.at is None:
            return
        epoch = self.moments.epoch(self.at)
        name = self.tr("{name}, epoch {epoch}").format(
            name=self.name, epoch=f"{epoch:.2g}" if epoch < 1 else f"{epoch:.0f}"
        )
        model = replace(moment, name=name, test_accuracy=None)
        if self._visiting is None:
            self._arriving = True
            self._visiting = self._models.add(model)
            self._arriving = False
        else:
            self._models.update(self._visiting, model, saved=True)
        self.changed.emit()

    def _come_back(self) -> None:
        self._travel.request(None)
        self.at = None
        if self._visiting is not None and self._model is not None:
            self._models.use(self._model)  # and the other leaves
        self.changed.emit()

    def _leave(self) -> None:
        """Take the model of the moment out of the library again."""
        visiting, self._visiting, self.at = self._visiting, None, None
        if visiting is not None and visiting in self._models:
            self._models.remove(visiting)


def _look_into(folder: RunFolder, live: bool) -> Task[tuple[Moments, History | None]]:
    yield Progress()
    record = folder.record
    moments = Moments()
    if record:
        moments = Moments(tuple(kept_moments(folder.moments)), record.steps_per_epoch, record.first_epoch)
    if live:
        return moments, None
    try:
        return moments, folder.history()
    except CheckpointError:
        return moments, History()  # the run was deleted meanwhile


def _read(folder: RunFolder, step: int) -> Task[Model]:
    yield Progress()
    return read_moment(folder.moments, step)


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
