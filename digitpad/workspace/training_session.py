"""Training in the background: start, pause, step, stop, and what comes of it."""

from collections.abc import Callable, Generator
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from digitpad import paths
from digitpad.core.blas import limit_blas_threads
from digitpad.core.errors import CheckpointError
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.progress import Progress
from digitpad.core.runs.run import DataOpened, FinalAccuracy, Run, Start, TrainingBegins, reading
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.history import History
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_plan import TrainingPlan
from digitpad.workspace.worker import Delivery, Worker

Snapshot = Callable[[], tuple[Network, int] | None]


class TrainingState(Enum):
    IDLE = auto()
    OPENING = auto()
    RUNNING = auto()
    PAUSED = auto()
    FINISHING = auto()


class TrainingSession(QObject):
    """Trains by the plan, one run at a time; the model of each run lies on the shelf from its first step on."""

    plan_changed = Signal(TrainingPlan)
    state_changed = Signal(TrainingState)
    progressed = Signal(Progress)
    history_changed = Signal(History)
    evaluated = Signal(FinalAccuracy)
    data_opened = Signal(DataOpened)
    begun = Signal(TrainingBegins)
    failed = Signal(Exception)
    interrupted_changed = Signal()

    def __init__(self, shelf: ModelLibrary, parent: QObject, runs: Path = paths.RUNS) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._runs_folder = runs
        self._interrupted: RunFolder | None = None
        self._plan = TrainingPlan()
        self._threads = 1
        self._state = TrainingState.IDLE
        self._history = History()
        self._progress: Progress | None = None
        self._final: FinalAccuracy | None = None
        self._opened: DataOpened | None = None
        self._run: Run | None = None
        self._worker: Worker | None = None
        self._runs = 0
        self._trained_on = ""
        self._model_key: int | None = None

    @property
    def plan(self) -> TrainingPlan:
        return self._plan

    @property
    def state(self) -> TrainingState:
        return self._state

    @property
    def model_key(self) -> int | None:
        """Where on the shelf the model of the latest run lies."""
        return self._model_key

    def trains(self, *keys: int) -> bool:
        """Whether the network that trains is one of these models. It has no key yet when it is first on the shelf."""
        return self._state is not TrainingState.IDLE and self._model_key in (None, *keys)

    @property
    def interrupted(self) -> str:
        """When the training began that has not come to its end and can be gone on with; empty if there is none."""
        return self._interrupted.began if self._interrupted else ""

    @property
    def threads(self) -> int:
        return self._threads

    @property
    def history(self) -> History:
        return self._history

    def set_plan(self, plan: TrainingPlan) -> None:
        """Plan the next training. One that runs takes over at its next step what can be changed."""
        if plan == self._plan:
            return
        self._plan = plan
        if self._run:
            self._run.change(plan.settings)
        self.plan_changed.emit(plan)

    def set_threads(self, threads: int) -> None:
        """Set how many threads matrix products outside the training's steps may use. Not while a network trains."""
        if threads != self._threads and self._state is TrainingState.IDLE:
            self._threads = threads
            limit_blas_threads(threads)

    def open_data(self, path: Path) -> None:
        """Read a course's file in the background and plan to train on it; `failed` says why it cannot be used."""
        if self._state is TrainingState.IDLE:
            self._progress = self._final = None
            self._worker = self._new_worker(reading(str(path)), lambda: None)
            self._set_state(TrainingState.OPENING)
            self._worker.start()

    def start(self) -> None:
        """Train by the plan, in the background. Nothing happens when a training is under way."""
        if self._state is TrainingState.IDLE:
            self._begin()

    def planned_start(self) -> Start:
        """How a training by the plan begins."""
        plan, base = self._plan, self._shelf.current
        known = (base.model.network, base.model.epochs, base.model.trained_on) if plan.go_on and base else (None, 0, "")
        opened = self._opened
        at_hand = opened and opened.source == plan.source and not opened.own_test_set
        return Start(plan.source, plan.settings, opened.datasets if opened and at_hand else None, *known)

    def hold(self, opened: DataOpened) -> None:
        """Keep opened data for the next runs on it."""
        self._opened = opened
        if self._state is TrainingState.OPENING:
            self.set_plan(replace(self._plan, source=opened.source))
        self.data_opened.emit(opened)

    def look_for_interrupted(self) -> None:
        """Look for the newest training that has not come to its end."""
        self._set_interrupted(next(RunFolder.unfinished(self._runs_folder), None))

    def resume_interrupted(self) -> None:
        """Go on with it, as if it had never stopped."""
        if self._interrupted and self._state is TrainingState.IDLE:
            self._history = History()
            self._launch(Start(self._plan.source, self._plan.settings, interrupted=self._interrupted))

    def discard_interrupted(self) -> None:
        """Give it up for good."""
        if self._interrupted:
            self._interrupted.remove()
            self._set_interrupted(None)

    def pause(self) -> None:
        """Pause when the steps at hand are done."""
        if self._worker and self._state is TrainingState.RUNNING:
            self._worker.pause()

    def resume(self) -> None:
        if self._worker and self._run and self._worker.is_paused:
            self._run.steps_at_once = None
            self._worker.resume()
            self._set_state(TrainingState.RUNNING)

    def step_batch(self) -> None:
        """Learn from one batch, then pause; begins a training if none is under way."""
        self._step(StepsDone, 1)

    def step_epoch(self) -> None:
        """Learn to the end of the epoch, then pause; begins a training if none is under way."""
        self._step(EpochDone, None)

    def stop(self) -> None:
        """End the training; what was learned is kept and evaluated."""
        if self._run and self._worker and self._state is not TrainingState.IDLE:
            self._run.finish()
            self._worker.resume()
            self._set_state(TrainingState.FINISHING)

    def shutdown(self) -> None:
        """End all work at once and wait for its threads; nothing more is reported."""
        if self._worker:
            self._worker.shutdown()
        if self._run and self._progress and self._progress.steps:
            self._keep(self._run.network())
        self._over()

    def _step(self, until: type, steps_at_once: int | None) -> None:
        if self._state is TrainingState.IDLE:
            self._begin(until, steps_at_once)
        elif self._worker and self._run and self._state is TrainingState.PAUSED:
            self._run.steps_at_once = steps_at_once
            self._worker.step(until)
            self._set_state(TrainingState.RUNNING)

    def _begin(self, until: type | None = None, steps_at_once: int | None = None) -> None:
        start, base = self.planned_start(), self._shelf.current
        same = start.network is not None and base is not None and base.key == self._model_key
        self._history = self._history.up_to(start.epochs_before) if same else History()
        self._launch(start, until, steps_at_once)

    def _launch(self, start: Start, until: type | None = None, steps_at_once: int | None = None) -> None:
        self._model_key = self._progress = self._final = None
        self._run = Run(start, self._runs_folder)
        self._run.steps_at_once = steps_at_once
        self._worker = self._new_worker(self._run.work(), self._run.network, self._run.rest)
        if until:
            self._worker.step(until)
        self.history_changed.emit(self._history)
        self._set_state(TrainingState.RUNNING)
        self._worker.start()

    def _new_worker(
        self, work: Generator[Any], snapshot: Snapshot, on_pause: Callable[[], None] = lambda: None
    ) -> Worker:
        worker = Worker(work, self, snapshot, on_pause)
        worker.delivered.connect(self._take)
        return worker

    @Slot(Delivery)
    def _take(self, delivery: Delivery) -> None:
        for event in delivery.events:
            if isinstance(event, DataOpened):
                self.hold(event)
            elif isinstance(event, TrainingBegins):
                self._begun(event)
            elif isinstance(event, FinalAccuracy):
                self._final = event
            elif isinstance(event, CheckpointError):
                self.failed.emit(event)
            elif self._progress:
                self._progress = self._progress.after(event)
                self._history.extend([event])
        if self._progress and self._progress.steps:
            self._keep(delivery.snapshot)
            self.progressed.emit(self._progress)
            self.history_changed.emit(self._history)
        if any(isinstance(event, FinalAccuracy) for event in delivery.events):
            self.evaluated.emit(self._final)
        if delivery.paused:
            self._paused()
        if delivery.ended and self._worker:
            failure = self._worker.failure
            self._over()
            if failure:
                self.failed.emit(failure)

    def _begun(self, event: TrainingBegins) -> None:
        self._trained_on = event.trained_on
        self._progress = Progress(
            event.steps, event.total_steps, event.steps_per_epoch, epochs_before=event.epochs_before
        )
        if event.steps:  # an interrupted run goes on
            self._set_interrupted(None)
            self._history = event.history
            source = self._opened.source if self._opened else self._plan.source
            self.set_plan(replace(self._plan, settings=event.settings, source=source, go_on=False))
        self.begun.emit(event)

    def _keep(self, snapshot: tuple[Network, int] | None) -> None:
        """Put the network as it is now on the shelf, with its test accuracy once it is evaluated."""
        if snapshot is None:
            return
        network, epochs = snapshot
        test_accuracy = self._final.test_accuracy if self._final else None
        if self._model_key is None:
            self._runs += 1
            name = self.tr("run {number}").format(number=self._runs)
            model = Model(network, name, self._trained_on, epochs, test_accuracy)
            self._model_key = self._shelf.add(model, saved=False)
        else:
            before = next(item for item in self._shelf.items if item.key == self._model_key).model
            model = replace(before, network=network, epochs=epochs, test_accuracy=test_accuracy)
            self._shelf.update(self._model_key, model)

    def _paused(self) -> None:
        # News of a pause that has been ended meanwhile comes too late.
        if self._state is TrainingState.RUNNING and self._worker and self._worker.is_paused:
            self._set_state(TrainingState.PAUSED)

    def _over(self) -> None:
        self._worker = self._run = None
        self._set_state(TrainingState.IDLE)

    def _set_interrupted(self, folder: RunFolder | None) -> None:
        if folder is not self._interrupted:
            self._interrupted = folder
            self.interrupted_changed.emit()

    def _set_state(self, state: TrainingState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
