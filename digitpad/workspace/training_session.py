"""Training in the background: start, pause, step, stop, and what comes of it."""

from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Datasets
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.training.events import EpochDone, StepDone
from digitpad.core.training.history import History
from digitpad.workspace.job import Delivery, Job
from digitpad.workspace.model_shelf import ModelShelf
from digitpad.workspace.progress import Progress
from digitpad.workspace.run import DataOpened, Judged, Run
from digitpad.workspace.training_plan import TrainingPlan


class TrainingState(Enum):
    IDLE = auto()
    RUNNING = auto()
    PAUSED = auto()
    FINISHING = auto()


class TrainingSession(QObject):
    """Trains by the plan, one run at a time; the model of each run lies on the shelf from its first step on."""

    plan_changed = Signal(TrainingPlan)
    state_changed = Signal(TrainingState)
    progressed = Signal(Progress)
    history_changed = Signal(History)
    judged = Signal(Judged)
    data_opened = Signal(Datasets)
    failed = Signal(Exception)

    def __init__(self, shelf: ModelShelf, parent: QObject) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._plan = TrainingPlan()
        self._state = TrainingState.IDLE
        self._history = History()
        self._progress: Progress | None = None
        self._judged: Judged | None = None
        self._opened: tuple[str, Datasets] | None = None
        self._opening: Job | None = None
        self._run: Run | None = None
        self._job: Job | None = None
        self._runs = 0
        self._model_key: int | None = None

    @property
    def plan(self) -> TrainingPlan:
        return self._plan

    @property
    def state(self) -> TrainingState:
        return self._state

    @property
    def history(self) -> History:
        return self._history

    def set_plan(self, plan: TrainingPlan) -> None:
        """Plan the next training. One that runs takes over the learning rate and the weight decay at its next step."""
        if plan == self._plan:
            return
        self._plan = plan
        if self._run:
            self._run.change(plan.settings.learning_rate, plan.settings.weight_decay)
        self.plan_changed.emit(plan)

    def open_data(self, path: Path) -> None:
        """Read a course's file in the background and plan to train on it; `failed` says why it cannot be used."""
        if self._state is not TrainingState.IDLE or self._opening:
            return
        source = str(path)
        self._opening = Job((open_datasets(each) for each in [source]), lambda: None, self)
        self._opening.delivered.connect(lambda delivery: self._opened_data(source, delivery))
        self._opening.ended.connect(self._opening_ended)
        self._opening.start()

    def start(self) -> None:
        """Train by the plan, in the background. Nothing happens when a training is under way."""
        self._begin()

    def pause(self) -> None:
        if self._job and self._state is TrainingState.RUNNING:
            self._job.pause()
            self._set_state(TrainingState.PAUSED)

    def resume(self) -> None:
        if self._job and self._state is TrainingState.PAUSED:
            self._job.resume()
            self._set_state(TrainingState.RUNNING)

    def step_batch(self) -> None:
        """Learn from one batch, then pause; begins a training if none is under way."""
        self._step(StepDone)

    def step_epoch(self) -> None:
        """Learn to the end of the epoch, then pause; begins a training if none is under way."""
        self._step(EpochDone)

    def stop(self) -> None:
        """End the training; what was learned is kept and judged."""
        if self._run and self._job and self._state is not TrainingState.IDLE:
            self._run.finish()
            self._job.resume()
            self._set_state(TrainingState.FINISHING)

    def abandon(self) -> None:
        """End all work at once and wait for its threads; nothing more is reported."""
        for job in (self._job, self._opening):
            if job:
                job.blockSignals(True)
                job.stop()
                job.wait()
        self._opening = None
        self._over()

    def _step(self, until: type) -> None:
        if self._state is TrainingState.IDLE:
            self._begin(until)
        elif self._job and self._state is TrainingState.PAUSED:
            self._job.step(until)
            self._set_state(TrainingState.RUNNING)

    def _begin(self, until: type | None = None) -> None:
        if self._state is not TrainingState.IDLE:
            return
        plan, base = self._plan, self._shelf.current
        network, epochs_before = (base.model.network, base.epochs) if plan.go_on and base else (None, 0)
        if network is None or base is None or base.key != self._model_key:
            self._history = History()
        self._model_key = None
        self._progress = None
        self._judged = None
        datasets = self._opened[1] if self._opened and self._opened[0] == plan.source else None
        self._run = Run(plan.source, plan.settings, datasets, network, epochs_before)
        self._job = Job(self._run.work(), self._run.network, self)
        self._job.delivered.connect(self._take)
        self._job.paused.connect(self._paused)
        self._job.ended.connect(self._ended)
        if until:
            self._job.step(until)
        self.history_changed.emit(self._history)
        self._set_state(TrainingState.RUNNING)
        self._job.start()

    def _opened_data(self, source: str, delivery: Delivery) -> None:
        for datasets in delivery.events:
            self._hold(source, datasets)
            self.set_plan(replace(self._plan, source=source))

    def _opening_ended(self, failure: Exception | None) -> None:
        if self._opening:
            self._opening.deleteLater()
        self._opening = None
        if failure:
            self.failed.emit(failure)

    def _hold(self, source: str, datasets: Datasets) -> None:
        """Keep opened data for the next runs on it."""
        self._opened = (source, datasets)
        self.data_opened.emit(datasets)

    @Slot(Delivery)
    def _take(self, delivery: Delivery) -> None:
        for event in delivery.events:
            if isinstance(event, DataOpened):
                self._hold(self._plan.source, event.datasets)
                self._progress = Progress(0, event.total_steps, event.steps_per_epoch)
            elif isinstance(event, Judged):
                self._judged = event
            elif self._progress:
                self._progress = self._progress.after(event)
                self._history.extend([event])
        if self._progress and self._progress.steps:
            self._keep(delivery.snapshot, self._judged.test_accuracy if self._judged else None)
            self.progressed.emit(self._progress)
            self.history_changed.emit(self._history)
        if self._judged:
            self.judged.emit(self._judged)

    def _keep(self, network: Network, test_accuracy: float | None) -> None:
        """Put the network as it is now on the shelf."""
        epochs = self._history.epochs[-1].epoch if self._history.epochs else 0
        if self._model_key is None:
            self._runs += 1
            model = Model(network, f"run {self._runs}", self._opened[1].training.name if self._opened else "")
            self._model_key = self._shelf.add(model, epochs=epochs, saved=False)
        else:
            before = next(item for item in self._shelf.items if item.key == self._model_key).model
            self._shelf.update(self._model_key, replace(before, network=network, test_accuracy=test_accuracy), epochs)

    @Slot()
    def _paused(self) -> None:
        if self._state is TrainingState.RUNNING:
            self._set_state(TrainingState.PAUSED)

    @Slot(object)
    def _ended(self, failure: Exception | None) -> None:
        self._over()
        if failure:
            self.failed.emit(failure)

    def _over(self) -> None:
        if self._job:
            self._job.deleteLater()
        self._job = self._run = None
        self._set_state(TrainingState.IDLE)

    def _set_state(self, state: TrainingState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
