"""One training run, from data to model. The window and the command line only ask for its next event."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from digitpad.core import warm_up
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.engine.source import measure_sparsity
from digitpad.core.errors import CheckpointError, ModelError, TrainingDiverged
from digitpad.core.jit import kernels
from digitpad.core.models.model import Model, trained_on
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import pieces_of
from digitpad.core.readers.collected import taught_writer
from digitpad.core.runs.checkpoint import Checkpoint
from digitpad.core.runs.checkpoint_writer import EVERY, CheckpointWriter
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.prepare import EXAMPLES, Prepared, evaluate, fit_detector, prepare
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run_events import CheckpointFailed, RunEvent, RunFinished, RunStarted
from digitpad.core.runs.run_files import kept_moments, read_moment
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.runs.store import LIMIT, RunStore
from digitpad.core.runs.teaching import taught_model
from digitpad.core.tasks import unless
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer


class Snapshot(NamedTuple):
    """A copy of the network, and the complete epochs behind it."""

    network: Network
    epochs: int


class TrainingRun:
    """Loads the data, trains and evaluates, and is kept in a folder of its own from its first step on.

    All that happens comes from `events`; `change`, `finish` and `steps_at_once` may be used from another thread
    meanwhile, the other methods between two events. At the end somebody has to `close` it.
    """

    def __init__(self, checkpoint_every: float) -> None:
        """Rather use `begin` or `resume`."""
        self.steps_at_once: int | None = None  # see Trainer
        self.awaits_kernels = False  # which will take its steps several times as fast
        self.folder: RunFolder | None = None
        self._runs: Path | None = None
        self._limit = LIMIT
        self._spec: RunSpec | None = None
        self._checkpoint: Checkpoint | None = None
        self._wait_for_kernels = False
        self._datasets: Datasets | None = None
        self._every = checkpoint_every
        self._settings: TrainingSettings | None = None  # as they were changed
        self._trainer: Trainer | None = None
        self._writer: CheckpointWriter | None = None
        self._finishing = self._ended = self._failure_reported = False

    @classmethod
    def begin(
        cls,
        spec: RunSpec,
        runs: Path,
        datasets: Datasets | None = None,
        checkpoint_every: float = EVERY,
        limit: int = LIMIT,
    ) -> "TrainingRun":
        """A new run, in a new folder in `runs`; it is not kept where none can be made.

        Old runs there give something up if all together take more than `limit` bytes.
        """
        run = cls(checkpoint_every)
        run._spec, run._runs, run._datasets, run._limit = spec, runs, datasets, limit
        return run

    @classmethod
    def resume(
        cls,
        folder: RunFolder,
        checkpoint: Checkpoint | None = None,
        wait_for_kernels: bool = False,
        checkpoint_every: float = EVERY,
    ) -> "TrainingRun":
        """The run in a claimed folder, from a `checkpoint` of it, or else from the newest sound one."""
        run = cls(checkpoint_every)
        run.folder, run._checkpoint, run._wait_for_kernels = folder, checkpoint, wait_for_kernels
        return run

    def events(self) -> Generator[RunEvent, None, None]:
        """All that happens, from the data to the model.

        Raises DigitpadError when data or checkpoint cannot be used, and TrainingDiverged when nothing was learned
        before. When it is closed in between, a last checkpoint is kept.
        """
        spec = yield from self._beginning()
        prepared = yield from prepare(spec, self._datasets)
        trainer = self._trainer = self._make_trainer(spec, prepared)
        sources = _going_on_from(spec.base, prepared.sources)
        base = spec.base or (self._first_moment() if sources.before and taught_writer(sources.data) else None)
        model = _model(trainer, sources, prepared.datasets.training, base)
        started = _started(trainer, sources, model, base)
        self._writer = self._make_writer(spec, sources, trainer, model)
        divergence = None
        try:
            yield started
            try:
                yield from self._learn(trainer)
            except TrainingDiverged as error:
                divergence = error
            self._ended = True
            self.checkpoint()  # written while the network is evaluated
            if trainer.step or started.steps:
                yield (yield from self._evaluate(trainer, prepared.datasets, model, divergence))
            elif divergence:
                raise divergence
        finally:
            if not self._ended:
                self._ended = True
                self.checkpoint()
            if self._writer:
                self._writer.finish()

    def change(self, settings: TrainingSettings) -> None:
        """Use those of the settings that can be changed from the next step on."""
        self._settings = settings

    def finish(self) -> None:
        """Train no further, but evaluate what was learned; after that, do without a detector."""
        self._finishing = True

    def checkpoint(self) -> None:
        """Keep a checkpoint now, if there is anything to keep."""
        if self._writer and self._trainer and self._trainer.step:
            self._writer.keep(now=True)

    def snapshot(self) -> Snapshot | None:
        """The network as it is now, or in the end the one to keep; None before the first step can be taken."""
        if self._trainer is None:
            return None
        if self._ended:
            return Snapshot(*self._trainer.selected_network())
        return Snapshot(self._trainer.network(), self._trainer.epoch)

    def close(self, discard: bool) -> None:
        """Give the run's folder up: remove it to `discard` a run that came to nothing, else let others use it.

        A folder in which nothing is kept is removed, too.
        """
        if self.folder and (discard or self.folder.is_empty):
            self.folder.remove()
        elif self.folder:
            self.folder.release()

    def _beginning(self) -> Generator[RunEvent, None, RunSpec]:
        """What is asked for, in a new folder or by the checkpoint."""
        if self._spec and self._runs:
            try:
                self.folder = RunFolder.begin(self._runs)
                RunStore(self._runs).make_room(self._limit)
            except CheckpointError as error:
                yield CheckpointFailed(error)
            return self._spec
        assert self.folder
        found = self._checkpoint = self._checkpoint or self.folder.latest()
        out = Path(found.out) if found.out else None
        return RunSpec(found.sources, found.settings, wait_for_kernels=self._wait_for_kernels, out=out)

    def _first_moment(self) -> Model | None:
        """What was kept of a resumed run's model as it began, if it can be read."""
        with suppress(ModelError):
            if self.folder and (steps := kept_moments(self.folder.moments)):
                return read_moment(self.folder.moments, steps[0])
        return None

    def _make_trainer(self, spec: RunSpec, prepared: Prepared) -> Trainer:
        datasets, base, found = prepared.datasets, spec.base, self._checkpoint
        if found:
            self._settings = None  # what was changed before belongs to another training
            if found.state.compiled and not prepared.compiled:  # it goes on as it did, to the bit
                kernels.prepare(warm_up.Training.of(found.settings, measure_sparsity(datasets.training.X).sparse))
            return found.trainer(datasets, prepared.drawn)
        trainer = Trainer(
            datasets.training,
            datasets.validation,
            spec.settings,
            base.network if base else None,
            base.epochs if base else 0,
            prepared.compiled,
            drawn=prepared.drawn,
        )
        if spec.history:
            trainer.history.begin_with(spec.history)
        return trainer

    def _make_writer(
        self, spec: RunSpec, sources: DataSources, trainer: Trainer, model: Model
    ) -> CheckpointWriter | None:
        """What writes the run's files, if it has a folder; the model there is called as the one it goes on from."""
        if self.folder is None:
            return None
        out = str(spec.out.absolute()) if spec.out else ""
        model = replace(model, name=spec.base.name if spec.base else "")
        return CheckpointWriter(self.folder, trainer, sources, out, self._every, model, spec.sweep)

    def _learn(self, trainer: Trainer) -> Iterator[RunEvent]:
        """The trainer's events, with settings and engine as they are changed meanwhile."""
        events = trainer.run()
        while not self._finishing:
            if self._settings:
                settings, self._settings = self._settings, None
                if kernels.ready(trainer.kernels()):  # another process compiles those that other settings need
                    kernels.prepare(trainer.kernels(settings))
                trainer.change(settings)
            if kernels.ready(trainer.kernels()):
                trainer.use_kernels()
                self.awaits_kernels = False
                if trainer.settings.detector == "fitted":
                    kernels.prepare_in_background([EXAMPLES])
            else:
                self.awaits_kernels = trainer.settings.for_kernels and kernels.is_preparing(trainer.kernels())
            trainer.steps_at_once = self.steps_at_once
            event = next(events, None)
            if event is None:
                return
            if self._writer:
                self._writer.keep()
            yield event
            yield from self._failures()

    def _failures(self) -> Iterator[CheckpointFailed]:
        """Why checkpoints are no longer written, when that begins."""
        failure = self._writer.failure if self._writer else None
        if failure and not self._failure_reported:
            yield CheckpointFailed(failure)
        self._failure_reported = failure is not None

    def _evaluate(
        self, trainer: Trainer, datasets: Datasets, like: Model, divergence: TrainingDiverged | None
    ) -> Generator[RunEvent, None, RunFinished]:
        self._finishing = False
        network, epoch = trainer.selected_network()
        in_sample, accuracy = yield from evaluate(network, datasets)
        model = replace(like, network=network, name="", epochs=epoch, test_accuracy=accuracy)
        if trainer.settings.detector == "fitted" and not divergence:
            fitting = fit_detector(model, datasets, trainer.settings.seed)
            detector = yield from unless(lambda: self._finishing, fitting)
            model = replace(model, detector=detector)
        reason, seconds = _reason(trainer, divergence), trainer.state().total_seconds
        if self._writer:
            outcome = {"status": reason, "in_sample_accuracy": in_sample, "test_accuracy": accuracy}
            self._writer.complete(model, outcome)
        yield from self._failures()
        return RunFinished(model, in_sample, accuracy, reason, seconds, divergence)


def _going_on_from(base: Model | None, sources: DataSources) -> DataSources:
    """The sources, with those that the network has learned from before."""
    if base is None:
        return sources
    return replace(sources, before=base.trained_on, pieces_before=tuple(sorted(pieces_of(base))))


def _model(trainer: Trainer, sources: DataSources, training: Dataset, base: Model | None) -> Model:
    """The network as it is now, with what it will have learned from; a taught one keeps its base's detector."""
    pieces = training.pieces.union(sources.pieces_before)
    learned = trained_on(sources.before, training.name_and_size)
    model = Model(trainer.network(), "", learned, pieces=pieces, classes=training.classes)
    return taught_model(model, base) if base and taught_writer(sources.data) else model


def _started(trainer: Trainer, sources: DataSources, model: Model, base: Model | None) -> RunStarted:
    steps = trainer.total_steps, trainer.steps_per_epoch, trainer.step
    return RunStarted(model, base, sources, trainer.settings, *steps, trainer.state().first_epoch, trainer.history)


def _reason(trainer: Trainer, divergence: TrainingDiverged | None) -> RunStatus:
    if divergence:
        return RunStatus.DIVERGED
    if trainer.stopped_early:
        return RunStatus.STOPPED_EARLY
    return RunStatus.COMPLETE if trainer.finished else RunStatus.STOPPED
