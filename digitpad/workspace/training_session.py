"""Training in the background: start, pause, step, stop, and what comes of it."""

from dataclasses import replace
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from digitpad import paths
from digitpad.core.blas import limit_blas_threads
from digitpad.core.collection.query import is_part
from digitpad.core.dataset import Datasets
from digitpad.core.errors import CheckpointError, TrainingDiverged
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.runs.prepare import load_data
from digitpad.core.runs.record import run_title
from digitpad.core.runs.run import Snapshot, TrainingRun
from digitpad.core.runs.run_events import (
    CheckpointFailed,
    Counted,
    DataLoaded,
    Evaluating,
    FittingDetector,
    RunEvent,
    RunFinished,
    RunProgress,
    RunStarted,
)
from digitpad.core.runs.spec import DataSources, RunSpec, TrainingPlan
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.history import History
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.run_library import RunLibrary
from digitpad.workspace.worker import Delivery, Worker


class TrainingState(Enum):
    IDLE = auto()
    OPENING = auto()
    RUNNING = auto()
    PAUSED = auto()
    FINISHING = auto()
    FITTING_DETECTOR = auto()


class TrainingSession(QObject):
    """Trains by the plan, one run at a time; the model of each run is in the library from its first step on.

    `happened` tells of what is read, begun and evaluated, and what goes wrong.
    """

    plan_changed = Signal(TrainingPlan)
    state_changed = Signal(TrainingState)
    progressed = Signal(RunProgress)  # and so has the history
    happened = Signal(object)  # DataLoaded, RunStarted, RunFinished, or an exception

    def __init__(self, models: ModelLibrary, parent: QObject, runs: Path = paths.RUNS) -> None:
        super().__init__(parent)
        self._models = models
        self.run_library = RunLibrary(models, runs, self)
        self.plan = TrainingPlan()
        self.threads = 1  # for matrix products outside the training's steps
        self.state = TrainingState.IDLE
        self.history = History()  # of the latest run; it grows while that goes on
        self._progress: RunProgress | None = None
        self._started: RunStarted | None = None
        self._finished: RunFinished | None = None
        self._opened: DataLoaded | None = None
        self._run: TrainingRun | None = None
        self._worker: Worker | None = None
        self._base_name = ""
        self._unkept: CheckpointError | None = None  # why the run is not kept, or no further
        self.model_key: int | None = None  # of the latest run's model in the library

    def trains(self, *keys: int) -> bool:
        """Whether the network that trains is one of these models. It has no key yet when it is first in the library."""
        return self.state is not TrainingState.IDLE and self.model_key in (None, *keys)

    @property
    def is_beginning(self) -> bool:
        """Whether a network trains that is not in the library yet."""
        return self.state is not TrainingState.IDLE and self.model_key is None

    def set_plan(self, plan: TrainingPlan) -> None:
        """Plan the next training. One that runs takes over at its next step what can be changed."""
        if plan == self.plan:
            return
        self.plan = plan
        if self._run:
            self._run.change(plan.settings)
        self.plan_changed.emit(plan)

    def set_threads(self, threads: int) -> None:
        """Set how many threads matrix products outside the training's steps may use. Not while a network trains."""
        if threads != self.threads and self.state is TrainingState.IDLE:
            self.threads = threads
            limit_blas_threads(threads)

    def open_data(self, path: Path, options: DataOptions = DEFAULT_OPTIONS) -> None:
        """Read a file, folder or archive in the background and plan to train on it; `happened` says why it
        cannot be used."""
        if self.state is TrainingState.IDLE:
            self._progress = self._finished = None
            self._worker = Worker(load_data(DataSources(str(path), reading=options)), self._take, self)
            self._set_state(TrainingState.OPENING)
            self._worker.start()

    def start(self, spec: RunSpec | None = None) -> None:
        """Train by the plan, or as `spec` says, in the background. Nothing happens when a training is under way."""
        if self.state is TrainingState.IDLE:
            self._begin(spec=spec)

    def planned_run(self) -> tuple[RunSpec, Datasets | None]:
        """What a training by the plan is asked for, and its data if that is at hand."""
        plan, opened, base = self.plan, self._opened, self._models.current if self.plan.fine_tune else None
        reading = plan.reading_of(plan.source)
        sources = DataSources(plan.source, reading=reading)
        same = base is not None and base.key == self.model_key
        history = self.history.up_to(base.model.epochs) if base and same else None
        may_grow = any(map(is_part, (plan.source, reading.validation, reading.test)))
        at_hand = opened and opened.sources.same_images(sources) and not may_grow
        spec = RunSpec(sources, plan.settings, base.model if base else None, history)
        return spec, opened.datasets if opened and at_hand else None

    def store_data(self, opened: DataLoaded) -> None:
        """Keep data that was read for the next runs on it."""
        self._opened = opened
        if self.state is TrainingState.OPENING:
            self.set_plan(self.plan.with_reading(opened.sources.data, opened.sources.reading))
        self.happened.emit(opened)

    def resume_interrupted(self) -> None:
        """Resume the training that was interrupted, as if it had never stopped."""
        if self.run_library.interrupted and self.state is TrainingState.IDLE:
            self._base_name = record.base if (record := self.run_library.interrupted.record) else ""
            self._launch(TrainingRun.resume(self.run_library.interrupted), History())

    def pause(self) -> None:
        """Pause when the steps at hand are done."""
        if self._worker and self.state is TrainingState.RUNNING:
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
        """End the training; what was learned is kept and evaluated, but gets no detector if one is being fitted."""
        if self._run and self._worker and self.state is not TrainingState.IDLE:
            self._run.finish()
            self._worker.resume()
            self._set_state(TrainingState.FINISHING)

    def shutdown(self) -> None:
        """End all work at once and wait for its threads; nothing more is reported.

        What is unfinished can be resumed.
        """
        if self._worker:
            self._worker.shutdown()
        if self._run and self._progress and self._progress.steps:
            self._keep(self._run.snapshot())
        self._over(None)
        self.run_library.shutdown()

    def _step(self, until: type, steps_at_once: int | None) -> None:
        if self.state is TrainingState.IDLE:
            self._begin(until, steps_at_once)
        elif self._worker and self._run and self.state is TrainingState.PAUSED:
            self._run.steps_at_once = steps_at_once
            self._worker.step(until)
            self._set_state(TrainingState.RUNNING)

    def _begin(self, until: type | None = None, at_once: int | None = None, spec: RunSpec | None = None) -> None:
        spec, datasets = (spec, None) if spec else self.planned_run()
        run = TrainingRun.begin(spec, self.run_library.folder, datasets, limit=self.run_library.limit)
        self._base_name = spec.base.name if spec.base else ""
        self._launch(run, spec.history or History(), until, at_once)

    def _launch(
        self, run: TrainingRun, history: History, until: type | None = None, steps_at_once: int | None = None
    ) -> None:
        self.model_key = self._progress = self._started = self._finished = None
        self._run, self.history, self._unkept = run, history, None
        run.steps_at_once = steps_at_once
        self._worker = Worker(run.events(), self._take, self, run.snapshot, run.checkpoint)
        if until:
            self._worker.step(until)
        self._set_state(TrainingState.RUNNING)
        self._worker.start()

    def _take(self, delivery: Delivery) -> None:
        for event in delivery.events:
            self._on_event(event)
        if self._progress and self._progress.steps:
            self._keep(delivery.snapshot)
            self.progressed.emit(self._progress)
        if self._finished and self._finished in delivery.events:
            self.happened.emit(self._finished)
        # News of a pause that has been ended meanwhile comes too late.
        if delivery.paused and self.state is TrainingState.RUNNING and self._worker and self._worker.is_paused:
            self._set_state(TrainingState.PAUSED)
        if delivery.ended and self._worker:
            failure = self._worker.failure or (self._finished.divergence if self._finished else None)
            self._over(failure)
            if failure:
                self.happened.emit(failure)

    def _on_event(self, event: RunEvent) -> None:
        if self._progress and isinstance(event, Counted):
            awaits = self._run is not None and self._run.awaits_kernels
            self._progress = replace(self._progress.after(event), awaits_kernels=awaits)
        match event:
            case DataLoaded():
                self.store_data(event)
            case RunStarted():
                self._begun(event)
            case CheckpointFailed(error):
                text = self.tr("The training goes on, but is not kept: {reason}")
                self._unkept = CheckpointError(text.format(reason=error))
                if self._started:
                    self.happened.emit(self._unkept)
            case Evaluating():
                self._set_state(TrainingState.FINISHING)
            case FittingDetector():
                self._set_state(TrainingState.FITTING_DETECTOR)
            case RunFinished():
                self._finished = event

    def _begun(self, event: RunStarted) -> None:
        self._started, self.history = event, event.history
        self._progress = RunProgress(
            event.steps, event.total_steps, event.steps_per_epoch, epochs_before=event.epochs_before
        )
        if event.steps:  # it is resumed
            self.run_library.forget_interrupted()
            plan = replace(self.plan, settings=event.settings, fine_tune=False)
            self.set_plan(plan.with_reading(event.sources.data, event.sources.reading))
        self.happened.emit(event)
        if self._unkept:
            self.happened.emit(self._unkept)  # not before: a training that begins puts right what was wrong with others

    def _keep(self, snapshot: Snapshot | None) -> None:
        """Put the network as it is now into the library; once it is evaluated, with its test accuracy and detector."""
        if snapshot is None or self._started is None:
            return
        network, epochs = snapshot
        start, saved = self._started, self._unkept is None
        model = replace(self._finished.model if self._finished else start.model, network=network, epochs=epochs)
        entry = self._models.get(self.model_key)
        if entry is None:
            name = self._models.new_name(run_title(start.settings, start.sources.data, self._base_name))
            self.model_key = self._models.add(replace(model, name=name), saved=saved)
            if self._run and self._run.folder:
                self.run_library.note_model(self._run.folder.path.name, self.model_key)
        else:
            self._models.update(entry.key, replace(model, name=entry.model.name), saved=saved)

    def _over(self, failure: Exception | None) -> None:
        run = self._run
        if run and (run.folder is None or run.folder is not self.run_library.interrupted):  # else it can be tried again
            # Resumed, a run that diverged at once would come to the same end again.
            run.close(discard=isinstance(failure, TrainingDiverged) and self._finished is None)
        self._worker = self._run = None
        self._set_state(TrainingState.IDLE)

    def _set_state(self, state: TrainingState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)
