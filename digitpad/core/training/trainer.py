"""Stochastic gradient descent, one step at a time."""

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.errors import TrainingDiverged
from digitpad.core.network import Floats, Network, cross_entropy, log_softmax, one_hot
from digitpad.core.scoring import score
from digitpad.core.training.augmentation import shifted
from digitpad.core.training.events import EpochDone, Event, StepDone
from digitpad.core.training.schedules import SCHEDULES
from digitpad.core.training.settings import TrainingSettings


class Trainer:
    """Trains `network` in place on `training`, watching `validation`.

    Without a `network` a new one is made from the settings' seed. With one, training goes on from it: the number of
    hidden units is then the network's own, and `epochs_before` are the epochs it has behind it.
    All state is here, so whoever drives `run()` pauses, single-steps or stops just by asking for no further event.
    The same settings and data give the same bits on the same machine.
    """

    def __init__(
        self,
        training: Dataset,
        validation: Dataset,
        settings: TrainingSettings,
        network: Network | None = None,
        epochs_before: int = 0,
    ) -> None:
        if network is not None:
            settings = settings.for_network(network)
        initial_rng, self._rng = np.random.default_rng([settings.seed, epochs_before]).spawn(2)
        self.settings = settings
        self.network = network or Network.initial(settings.hidden_units, initial_rng, settings.precision)
        self.epoch = epochs_before
        self.step = 0
        self._last_epoch = epochs_before + settings.epochs
        self._validation = validation
        self._X = training.X.astype(self.network.dtype, copy=False)
        self._y = training.y
        self._order: npt.NDArray[np.intp] = np.arange(0)
        self._begin_epoch()

    @property
    def steps_per_epoch(self) -> int:
        return -(-len(self._y) // self.settings.batch_size)

    @property
    def finished(self) -> bool:
        return self.epoch >= self._last_epoch

    @property
    def total_steps(self) -> int:
        return self.steps_per_epoch * self.settings.epochs

    @property
    def learning_rate_now(self) -> float:
        """The learning rate of the next step, by the schedule."""
        return self.settings.learning_rate * SCHEDULES[self.settings.schedule](self.step / self.total_steps)

    def run(self) -> Iterator[Event]:
        """Train to the last epoch, yielding an event after every step and after every epoch.

        Raises TrainingDiverged when the cost is no longer finite; the network is then as it was when the epoch began.
        """
        while not self.finished:
            yield self._learn_batch() if self._position < len(self._order) else self._end_epoch()

    def change(self, learning_rate: float, weight_decay: float) -> None:
        """Use these from the next step on. Raises SettingsError out of range."""
        self.settings = replace(self.settings, learning_rate=learning_rate, weight_decay=weight_decay)

    def _begin_epoch(self) -> None:
        n = len(self._y)
        self._order = self._rng.permutation(n)
        # Drawn for the whole epoch at once, so that the images do not depend on the batch size.
        self._shifts = self._rng.integers(-self.settings.shift, self.settings.shift + 1, (n, 2))
        self._position = 0
        self._cost = 0.0
        self._hits = 0
        self._seconds = 0.0
        self._good = self.network.copy()

    def _learn_batch(self) -> StepDone:
        started = time.perf_counter()
        settings = self.settings
        batch = self._order[self._position : self._position + settings.batch_size]
        y = self._y[batch]
        with np.errstate(over="ignore", invalid="ignore"):  # divergence is noticed by its cost, below
            cost, hits = self._update(self._images(batch), y)
        self._check_finite(cost)
        self.step += 1
        self._position += len(batch)
        self._cost += cost
        self._hits += hits
        seconds = time.perf_counter() - started
        self._seconds += seconds
        at = self.epoch + self._position / len(self._order)
        return StepDone(self.step, at, len(batch), cost / len(batch), hits / len(batch), seconds)

    def _images(self, batch: npt.NDArray[np.intp]) -> Floats:
        X = self._X.take(batch, axis=0, mode="clip")
        return shifted(X, self._shifts[batch], self.settings.shift) if self.settings.shift else X

    def _update(self, X: npt.NDArray[np.floating], y: npt.NDArray[np.integer]) -> tuple[float, int]:
        """One step of gradient descent; returns the batch's summed cost and number of hits before it."""
        settings, network, rate = self.settings, self.network, self.learning_rate_now
        activations = network.forward(X)
        log_P = log_softmax(activations.Z)
        Y = one_hot(y, network.dtype)
        gradients = network.gradients(X, activations, np.exp(log_P) - Y, settings.weight_decay, settings.reduction)
        for (_, parameter), gradient in zip(network.parameters(), gradients, strict=True):
            gradient *= rate
            parameter -= gradient
        return cross_entropy(log_P, Y), int(np.count_nonzero(log_P.argmax(axis=1) == y))

    def _end_epoch(self) -> EpochDone:
        started = time.perf_counter()
        with np.errstate(over="ignore", invalid="ignore"):
            validation = score(self.network, self._validation)
        self._check_finite(validation.cost)
        self.epoch += 1
        n = len(self._order)
        seconds = self._seconds + time.perf_counter() - started
        done = EpochDone(self.epoch, self._cost / n, self._hits / n, validation.cost, validation.accuracy, seconds)
        self._begin_epoch()
        return done

    def _check_finite(self, cost: float) -> None:
        if np.isfinite(cost):
            return
        self.network.assign(self._good)
        rate = self.settings.learning_rate
        if rate * self.settings.weight_decay >= 1:
            advice = f"lower the weight decay ({self.settings.weight_decay:g})"
        else:
            advice = f"lower the learning rate ({rate:g})"
            if self.settings.reduction == "sum":
                advice += ", or the batch size, since the gradients of its images are summed"
        raise TrainingDiverged(
            f"The cost grew beyond all bounds in epoch {self.epoch + 1} and training stopped: {advice}. "
            "The weights are those from the start of that epoch."
        )
