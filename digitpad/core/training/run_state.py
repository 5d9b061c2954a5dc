"""What a training begins with: its images, the first network, the order of each epoch; and where it stands between two
steps: all that is needed to go on as if nothing had happened.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.engine.regression import first_regression, without_units
from digitpad.core.engine.source import InputScale, TrainingSource
from digitpad.core.engine.steps import LearningState
from digitpad.core.network import Network
from digitpad.core.synthetic.drawn_digits import DrawnDigits
from digitpad.core.training.events import Batches
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings

_MAX_POINTS = 200_000  # of batches in a run's history
# "Reduce on plateau": the rate falls to this share when the validation cost has not fallen by a thousandth for so long.
_PLATEAU_SHARE, _PLATEAU_EPOCHS, _PLATEAU_GAIN = 0.3, 3, 1e-3


def first_network(settings: TrainingSettings) -> Network:
    """The network that a training by these settings begins with, the same for the same seed."""
    rng, dtype = np.random.default_rng([settings.seed, 0]), settings.precision
    if not settings.hidden_units:
        return first_regression(dtype)
    network = Network.initial(settings.hidden_units, rng, dtype, settings.activation, settings.initialisation)
    if not settings.form.biases:
        network.b1[:] = network.b2[:] = 0
    return network


def beginning_network(settings: TrainingSettings, network: Network | None, scale: InputScale) -> Network:
    """The first network, or the one that is trained further in the form that learns, for inputs on this scale."""
    if network is None:
        return first_network(settings)
    return scale.fold(network if settings.form.hidden_layer else without_units(network))


def order_of_epoch(settings: TrainingSettings, epoch: int, n: int) -> npt.NDArray[np.integer[Any]]:
    """Which of n images come one after the other (n,)."""
    rng = np.random.default_rng([settings.seed, 1, epoch])
    if settings.order == "fixed":
        return np.arange(n)
    return rng.integers(n, size=n) if settings.order == "with-replacement" else rng.permutation(n)


def source_of(training: Dataset, settings: TrainingSettings, drawn: DrawnDigits | None) -> TrainingSource:
    """The training images, and the drawings beside them, as the engine takes batches of them."""
    return TrainingSource(
        training.X,
        training.y,
        settings.seed,
        settings.augmentation,
        inputs=settings.inputs,
        drawn=drawn,
        drawn_fraction=settings.drawings,
        balanced=settings.class_weights == "balanced",
    )


@dataclass(frozen=True, eq=False)
class Best:
    """The best validation result of a run so far, and the network that had it."""

    epoch: int
    accuracy: float
    cost: float
    network: Network


@dataclass(eq=False)
class RunState:
    """The learning state, and the place in the run.

    `epoch` counts the complete epochs behind the network, `first_epoch` those it had before this run. `costs` and
    `hits` are of the steps of the epoch at hand, and `seconds` is their time. `rate_factor`, by which the learning
    rate is multiplied, falls on plateaus of the validation cost. Random numbers follow from the seed, the epoch and
    the step: there is no generator to remember.
    """

    learning: LearningState
    first_epoch: int
    epoch: int
    compiled: bool
    costs: npt.NDArray[np.float64]
    hits: npt.NDArray[np.int64]
    steps_in_epoch: int = 0
    seconds: float = 0.0
    rate_factor: float = 1.0
    lowest_cost: float = float("inf")
    epochs_on_plateau: int = 0
    best: Best | None = None
    stopped_early: bool = False
    history: History = field(default_factory=History)

    @property
    def total_seconds(self) -> float:
        """The time that all epochs of this run took, with the one at hand."""
        epochs, seconds = self.history.epochs.columns("epoch", "seconds")
        return float(seconds[epochs > self.first_epoch].sum()) + self.seconds

    @classmethod
    def beginning(cls, network: Network, epochs_before: int, steps_per_epoch: int, compiled: bool) -> "RunState":
        costs, hits = np.zeros(steps_per_epoch), np.zeros(steps_per_epoch, np.int64)
        return cls(LearningState.beginning(network), epochs_before, epochs_before, compiled, costs, hits)

    def record_validation(self, accuracy: float, cost: float, network: Callable[[], Network]) -> None:
        """Keep the network if there was no better result; `network` gives a copy of it as it is now."""
        if self.best is None or (accuracy, -cost) > (self.best.accuracy, -self.best.cost):
            self.best = Best(self.epoch, accuracy, cost, network())

    def out_of_patience(self, epochs: int) -> bool:
        """Whether so many epochs have passed since the best result; 0 is endless patience."""
        return self.best is not None and 0 < epochs <= self.epoch - self.best.epoch

    def lower_rate_on_plateau(self, cost: float) -> None:
        """Lower the learning rate if the validation cost has not fallen for some epochs."""
        if cost < self.lowest_cost * (1 - _PLATEAU_GAIN):
            self.lowest_cost, self.epochs_on_plateau = cost, 0
        else:
            self.epochs_on_plateau += 1
        if self.epochs_on_plateau >= _PLATEAU_EPOCHS:
            self.rate_factor *= _PLATEAU_SHARE
            self.epochs_on_plateau = 0

    def copy(self, learning: LearningState) -> "RunState":
        """A copy that has this learning state."""
        return replace(
            self,
            learning=learning,
            costs=self.costs.copy(),
            hits=self.hits.copy(),
            history=self.history.copy(),
        )


class Batching(NamedTuple):
    """How many images an epoch has, in batches of which size, for how many epochs."""

    images: int
    batch_size: int
    epochs: int

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.images // self.batch_size)

    @property
    def total_steps(self) -> int:
        return self.steps_per_epoch * self.epochs

    def share_after(self, steps: int) -> float:
        """The share of an epoch that is done after this many of its steps."""
        return min(steps * self.batch_size, self.images) / self.images


def batches(batching: Batching, state: RunState, before: int, rates: Sequence[float]) -> Iterator[Batches]:
    """Each batch since the step `before` of the epoch; in a very long run, averages over groups that ended there.

    `rates` (n,) are the learning rates of these steps.
    """
    done, size = state.steps_in_epoch, batching.batch_size
    group = -(-batching.total_steps // _MAX_POINTS)
    for start in range(before // group * group, done, group):
        end = min(start + group, batching.steps_per_epoch)
        if end <= done:
            images = min(end * size, batching.images) - start * size
            cost, hits = sum(state.costs[start:end].tolist()), sum(state.hits[start:end].tolist())
            at = state.epoch + batching.share_after(end)
            yield Batches(at, cost / images, hits / images, rates[end - 1 - before])
