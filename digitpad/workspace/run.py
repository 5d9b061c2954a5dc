"""One training run from data to test accuracy, as work for a job."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from digitpad.core.dataset import Datasets
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.scoring import score
from digitpad.core.training.events import Event
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer


@dataclass(frozen=True, eq=False)
class DataOpened:
    """The data of `source` is read, and this is its summary."""

    source: str
    datasets: Datasets
    summary: str


@dataclass(frozen=True)
class TrainingBegins:
    """The run's steps in all and in each epoch."""

    total_steps: int
    steps_per_epoch: int


@dataclass(frozen=True)
class Judged:
    """The accuracy a network ended with, on its training set and on the test set it never learned from."""

    in_sample_accuracy: float
    test_accuracy: float


def opening(source: str) -> Iterator[DataOpened]:
    """The work of reading data. Raises DataError when it cannot be used."""
    datasets = open_datasets(source)
    yield DataOpened(source, datasets, str(datasets))


class Run:
    """Opens the data, trains and judges. Goes on from `network` and its `epochs_before`, or begins with a new one."""

    def __init__(
        self,
        source: str,
        settings: TrainingSettings,
        datasets: Datasets | None = None,
        network: Network | None = None,
        epochs_before: int = 0,
    ) -> None:
        self._source = source
        self._datasets = datasets
        self._settings = settings
        self._network = network
        self._epochs_before = epochs_before
        self._trainer: Trainer | None = None
        self._finishing = False

    def work(self) -> Iterator[DataOpened | TrainingBegins | Event | Judged]:
        """Raises DataError when the data cannot be used and TrainingDiverged when the cost is no longer finite."""
        datasets = self._datasets
        if datasets is None:
            opened = next(opening(self._source))
            datasets = opened.datasets
            yield opened
        network = self._network.copy() if self._network else None
        trainer = Trainer(datasets.training, datasets.validation, self._settings, network, self._epochs_before)
        self._trainer = trainer
        yield TrainingBegins(trainer.total_steps, trainer.steps_per_epoch)
        if self._finishing:
            return
        for event in self._trained(trainer):
            yield event
            if self._finishing:
                break
        in_sample, test = (score(trainer.network, part) for part in (datasets.training, datasets.test))
        yield Judged(in_sample.accuracy, test.accuracy)

    def finish(self) -> None:
        """Train no further, but judge what was learned."""
        self._finishing = True

    def change(self, learning_rate: float, weight_decay: float) -> None:
        """Use these from the next step on."""
        self._settings = replace(self._settings, learning_rate=learning_rate, weight_decay=weight_decay)

    def _trained(self, trainer: Trainer) -> Iterator[Event]:
        """The trainer's events, with the settings as they are changed meanwhile."""
        events = trainer.run()
        used = None
        while True:
            if used is not self._settings:
                used = self._settings
                trainer.change(used.learning_rate, used.weight_decay)
            event = next(events, None)
            if event is None:
                return
            yield event

    def network(self) -> Network | None:
        """A copy of the network as it is at the moment; None before the data is open."""
        return self._trainer.network.copy() if self._trainer else None
