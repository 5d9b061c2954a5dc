"""One training run from data to test accuracy, as work for a job."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from digitpad.core.dataset import Datasets
from digitpad.core.errors import CheckpointError, TrainingDiverged
from digitpad.core.jit import kernels
from digitpad.core.models.model import trained_on
from digitpad.core.network import Network
from digitpad.core.runs.checkpoint_writer import CheckpointWriter
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.spec import Sources
from digitpad.core.scoring import score
from digitpad.core.training.events import Event
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

_DRAWINGS = 10_000  # made in two seconds


@dataclass(frozen=True, eq=False)
class DataOpened:
    """The data of `source` is read, perhaps with a test set of its own, and this is its summary."""

    source: str
    datasets: Datasets
    summary: str
    own_test_set: bool = False


@dataclass(frozen=True, eq=False)
class TrainingBegins:
    """The network before the first step, and the run's steps in all and in each epoch.

    Of a run that goes on there are the steps and the history behind it, too. `trained_on` names all that the network
    will have learned from.
    """

    network: Network
    trained_on: str
    settings: TrainingSettings
    total_steps: int
    steps_per_epoch: int
    steps: int
    epochs_before: int
    history: History


@dataclass(frozen=True)
class FinalAccuracy:
    """The accuracy of the network that is kept, on its training set and on the test set it never learned from.

    It has so many epochs behind it; `stopped_early` tells that the run ended since validation no longer improved.
    """

    in_sample_accuracy: float
    test_accuracy: float
    epoch: int
    stopped_early: bool


@dataclass(frozen=True, eq=False)
class Start:
    """How a run begins: anew by the settings, from a network with `epochs_before`, or where an `interrupted` one stood.

    The data is that of `source`, read already if `datasets` are there; an interrupted run has its own. `before` is what
    the network has learned from.
    """

    source: str
    settings: TrainingSettings
    datasets: Datasets | None = None
    network: Network | None = None
    epochs_before: int = 0
    before: str = ""
    interrupted: RunFolder | None = None


def opened_data(sources: Sources) -> DataOpened:
    """Reads the data. Raises DataError when it cannot be used."""
    datasets = sources.datasets()
    return DataOpened(sources.data, datasets, str(datasets), bool(sources.test))


def reading(source: str) -> Generator[DataOpened]:
    """Reads the data of a source, as work for a job. Raises DataError when it cannot be used."""
    yield opened_data(Sources(source))


def sources_of(start: Start) -> Sources:
    """Those of a run that begins: its data, and made-up drawings if they have a share in the training."""
    return Sources(start.source, drawings=_DRAWINGS if start.settings.drawings else 0, before=start.before)


def _beginning(trainer: Trainer, learned_from: str) -> TrainingBegins:
    state = trainer.state()
    return TrainingBegins(
        trainer.network(),
        learned_from,
        trainer.settings,
        trainer.total_steps,
        trainer.steps_per_epoch,
        trainer.step,
        state.first_epoch,
        state.history,
    )


class Run:
    """Opens the data, trains and evaluates, and keeps checkpoints in the folder `runs`."""

    def __init__(self, start: Start, runs: Path) -> None:
        self.steps_at_once: int | None = None  # see Trainer
        self._start = start
        self._runs = runs
        self._settings = start.settings
        self._trainer: Trainer | None = None
        self._keeper: CheckpointWriter | None = None
        self._finishing = False
        self._ended = False

    def work(self) -> Generator[DataOpened | TrainingBegins | Event | CheckpointError | FinalAccuracy]:
        """Raises DigitpadError when the data or the checkpoint cannot be used, or the cost is no longer finite."""
        start = self._start
        checkpoint = start.interrupted.latest() if start.interrupted else None
        sources = checkpoint.sources if checkpoint else sources_of(start)
        datasets = start.datasets
        if datasets is None:
            opened = opened_data(sources)
            datasets = opened.datasets
            yield opened
        if checkpoint:
            if checkpoint.state.compiled:
                kernels.prepare(checkpoint.settings.precision)
            trainer = checkpoint.trainer(datasets, sources.drawn(sources.samples(), checkpoint.settings))
            self._settings = trainer.settings
        else:
            trainer = self._new_trainer(datasets, sources)
        keeper = CheckpointWriter(start.interrupted or self._new_folder(), trainer, sources)
        self._trainer, self._keeper = trainer, keeper
        over = False
        try:
            yield _beginning(trainer, trained_on(sources.before, datasets.training.name_and_size))
            yield from self._train(trainer, keeper)
            over = trainer.finished
        except TrainingDiverged:
            over = True  # going on would come to the same end
            raise
        finally:
            self._ended = True
            keeper.end(over or not trainer.step)
        if trainer.step:
            network, epoch = trainer.selected_network()
            in_sample, test = (score(network, part) for part in (datasets.training, datasets.test))
            yield FinalAccuracy(in_sample.accuracy, test.accuracy, epoch, trainer.stopped_early)

    def finish(self) -> None:
        """Train no further, but evaluate what was learned."""
        self._finishing = True

    def change(self, settings: TrainingSettings) -> None:
        """Use those of the settings that can be changed from the next step on."""
        self._settings = settings

    def rest(self) -> None:
        """Keep a checkpoint now, since the training pauses, if there is anything to keep."""
        if self._keeper and self._trainer and self._trainer.step:
            self._keeper.keep(now=True)

    def network(self) -> tuple[Network, int] | None:
        """A copy of the network as it is now, or in the end the one to keep, and the epochs behind it.

        None before the data is open.
        """
        trainer = self._trainer
        if trainer is None:
            return None
        return trainer.selected_network() if self._ended else (trainer.network(), trainer.epoch)

    def _new_trainer(self, datasets: Datasets, sources: Sources) -> Trainer:
        start = self._start
        precision = start.network.dtype if start.network else start.settings.precision
        if precision == "float64":  # the window makes those for float32 ready when it opens
            kernels.prepare_in_background(precision)
        return Trainer(
            datasets.training,
            datasets.validation,
            start.settings,
            start.network,
            start.epochs_before,
            kernels.ready(precision),
            drawn=sources.drawn([], start.settings),
        )

    def _new_folder(self) -> RunFolder | CheckpointError:
        try:
            return RunFolder.begin(self._runs)
        except CheckpointError as reason:
            return reason

    def _train(self, trainer: Trainer, keeper: CheckpointWriter) -> Generator[Event | CheckpointError]:
        """The trainer's events, with settings and engine as they are changed meanwhile.

        An error among them says, once, why there are no checkpoints; the training goes on without.
        """
        events = trainer.run()
        told = False
        used = trainer.settings  # other ones may have been asked for while the data was read
        while not self._finishing:
            if used is not self._settings:
                used = self._settings
                trainer.change(used)
            if kernels.ready(trainer.settings.precision):
                trainer.use_kernels()
            trainer.steps_at_once = self.steps_at_once
            event = next(events, None)
            if event is None:
                return
            keeper.keep()
            yield event
            if keeper.failure and not told:
                told = True
                yield keeper.failure
