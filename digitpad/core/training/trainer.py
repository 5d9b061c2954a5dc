"""Training, a few steps at a time."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from digitpad.core import warm_up
from digitpad.core.dataset import Dataset
from digitpad.core.engine.engine import make_engine
from digitpad.core.engine.steps import MEASURED_EVERY, BatchPlan, StepMetrics
from digitpad.core.errors import TrainingDiverged
from digitpad.core.jit import kernels
from digitpad.core.network import Network
from digitpad.core.scoring import Score
from digitpad.core.synthetic.drawn_digits import DrawnDigits
from digitpad.core.training.events import Changed, EpochDone, Event, StepsDone
from digitpad.core.training.run_state import Batching, RunState, batches, beginning_network, order_of_epoch, source_of
from digitpad.core.training.schedules import lr_factor
from digitpad.core.training.settings import SETTINGS, TrainingSettings

# Seconds of steps between two events: whoever drives the training is asked often enough, and between two events others
# may hold Python's lock.
_PORTION_SECONDS = 0.05
# With so many units dead and a cost no better than that of guessing, nothing is learned any more.
_MAX_DEAD = 0.9
_SAMPLE = 1_000  # images


class Trainer:
    """Trains a network on `training`, watching `validation` if there is one.

    Without a `network` a new one is made from the settings' seed. With one, training goes on from a copy of it: hidden
    units, activation and precision are then the network's own, and `epochs_before` are the epochs it has behind it.
    With the `state` of an earlier trainer, and the same data and settings, training goes on as if it had never stopped.
    `compiled` asks for compiled kernels; `drawn` are drawings that join the training set, as many as the settings say.

    All state is here, so whoever drives `run()` pauses, single-steps or stops just by asking for no further event.
    The same settings and data give the same bits on the same machine, in whatever portions the steps are taken.
    """

    def __init__(
        self,
        training: Dataset,
        validation: Dataset | None,
        settings: TrainingSettings,
        network: Network | None = None,
        epochs_before: int = 0,
        compiled: bool = False,
        state: RunState | None = None,
        drawn: DrawnDigits | None = None,
    ) -> None:
        if network is not None:
            settings = settings.for_network(network)
        self.settings = settings
        # How many steps to take between two events; None means as many as some hundredths of a second hold.
        self.steps_at_once: int | None = None
        self._training, self._drawn = training, drawn if settings.drawings else None
        self._source = source_of(training, settings, drawn)
        self._batching = batching = Batching(len(self._source), settings.batch_size, settings.epochs)
        self.steps_per_epoch, self.total_steps = batching.steps_per_epoch, batching.total_steps
        self._state = state.copy(state.learning.copy()) if state else self._beginning(network, epochs_before, compiled)
        # What the run has recorded. It grows with each event, and may be read from another thread meanwhile.
        self.history = self._state.history
        self._validation = validation
        self._sample = training.X[:_SAMPLE]
        self._changes: list[Changed] = []
        self._step_seconds = _PORTION_SECONDS  # a guess on the safe side: the first step tells
        if self._state.compiled and not kernels.load(self.kernels()):  # as on another machine
            self._state.compiled = False
            self._changes.append(Changed(self._time(self._state.steps_in_epoch), "engine", "Numba", "NumPy"))
        self._begin_engine()
        self._begin_epoch()

    @property
    def fingerprint(self) -> str:
        """A short text that another training set, or the same with other drawings beside it, will hardly have."""
        return " ".join(part.fingerprint for part in (self._training, self._drawn) if part is not None)

    @property
    def step(self) -> int:
        """The number of steps taken."""
        state = self._state
        return (state.epoch - state.first_epoch) * self.steps_per_epoch + state.steps_in_epoch

    @property
    def epoch(self) -> int:
        """The number of complete epochs behind the network."""
        return self._state.epoch

    @property
    def finished(self) -> bool:
        return self._state.stopped_early or self.epoch >= self._state.first_epoch + self.settings.epochs

    @property
    def stopped_early(self) -> bool:
        """Whether validation had not improved for as long as the settings' patience lasts."""
        return self._state.stopped_early

    def network(self) -> Network:
        """A copy of the network as it is now."""
        return self._engine.network()

    def selected_network(self) -> tuple[Network, int]:
        """A copy of the network that the settings say to keep, and the number of epochs behind it."""
        best = self._state.best
        if self.settings.keep == "best" and best:
            return best.network.copy(), best.epoch
        return self.network(), self.epoch

    def state(self) -> RunState:
        """A copy of all that a later trainer needs to go on."""
        state = self._state.copy(self._engine.state())
        state.history.extend(self._changes)
        return state

    def run(self) -> Iterator[Event]:
        """Train to the last epoch, yielding an event after every few steps and after every epoch.

        Raises TrainingDiverged when the cost is no longer finite, or the hidden units are dead; the network is then as
        it was when the epoch began, or when the run was resumed in its midst.
        """
        while not self.finished:
            if self._changes:
                event: Event = self._changes.pop(0)
            elif self._state.steps_in_epoch < self.steps_per_epoch:
                event = self._learn()
            else:
                event = self._end_epoch()
            self._state.history.extend([event])
            yield event

    def change(self, settings: TrainingSettings) -> None:
        """Use those of the settings that can be changed from the next step on; see SETTINGS."""
        at = self._time(self._state.steps_in_epoch)
        for each in SETTINGS.values():
            before, after = self.settings.value(each.name), settings.value(each.name)
            if each.changeable and before != after:
                self.settings = self.settings.with_value(each.name, after)
                self._changes.append(Changed(at, each.name, f"{before}", f"{after}"))
        self._engine.config = self.settings.step_config
        self._source.augmentation = self.settings.augmentation
        self._step_seconds = _PORTION_SECONDS  # varied images take their time

    def kernels(self, changed: TrainingSettings | None = None) -> warm_up.Training:
        """The kernels that take its steps, or could; or will after a change to other settings."""
        settings = replace(self.settings, augmentation=(changed or self.settings).augmentation)
        return warm_up.Training.of(settings, self._source.sparsity.sparse)

    def use_kernels(self) -> None:
        """Go on with compiled kernels, if that is not so already and they can be had."""
        if not self._state.compiled and self.settings.for_kernels:
            self._state.learning = self._engine.state()
            self._state.compiled = True
            self._begin_engine()
            self._changes.append(Changed(self._time(self._state.steps_in_epoch), "engine", "NumPy", "Numba"))

    def _beginning(self, network: Network | None, epochs_before: int, compiled: bool) -> RunState:
        network = beginning_network(self.settings, network, self._source.scale)
        compiled = compiled and self.settings.for_kernels
        return RunState.beginning(network, epochs_before, self.steps_per_epoch, compiled)

    def _begin_engine(self) -> None:
        state = self._state
        config, form = self.settings.step_config, self.settings.form
        self._engine = make_engine(state.learning, config, self._source, state.compiled, form)

    def _begin_epoch(self) -> None:
        self._order = order_of_epoch(self.settings, self.epoch, self._batching.images)
        self._good = self._engine.state()

    def _learn(self) -> StepsDone:
        started = time.perf_counter()
        state, size = self._state, self.settings.batch_size
        before = state.steps_in_epoch
        usual = max(1, round(_PORTION_SECONDS / self._step_seconds))
        steps = usual if self.steps_at_once is None else self.steps_at_once
        rows = self._order[before * size : (before + steps) * size]
        rates = [self._learning_rate(self.step + number) for number in range(-(-len(rows) // size))]
        measured_every = min(MEASURED_EVERY, self.steps_per_epoch)
        learned = self._engine.learn(BatchPlan(rows, size, np.array(rates), self.step, state.epoch, measured_every))
        after = before + len(learned.costs)
        state.costs[before:after], state.hits[before:after] = learned.costs, learned.hits
        self._check_finite(float(learned.costs[-1]))
        state.steps_in_epoch = after
        seconds = time.perf_counter() - started
        state.seconds += seconds
        self._step_seconds = seconds / len(rates)
        return self._steps_done(before, learned, rates, seconds)

    def _steps_done(self, before: int, learned: StepMetrics, rates: Sequence[float], seconds: float) -> StepsDone:
        state = self._state
        done, images = state.steps_in_epoch, int(learned.images[-1])
        return StepsDone(
            step=self.step,
            at=self._time(done),
            images=int(learned.images.sum()),
            seconds=seconds,
            cost=float(learned.costs[-1]) / images,
            accuracy=float(learned.hits[-1]) / images,
            batches=tuple(batches(self._batching, state, before, rates)),
            health=tuple((self._time(before + number + 1), stats) for number, stats in learned.gradient_stats),
        )

    def _end_epoch(self) -> EpochDone:
        started = time.perf_counter()
        state = self._state
        with np.errstate(over="ignore", invalid="ignore"):
            validation = self._watched()
        self._check_finite(validation.cost)
        if self._dead(validation):
            raise self._diverged("The hidden units died, they answer to no image any more, in")
        rate = self._learning_rate(max(0, self.step - 1))
        state.epoch += 1
        state.steps_in_epoch = 0
        watched = self._validation is not None
        if watched:
            state.record_validation(validation.accuracy, validation.cost, self.network)
            state.stopped_early = state.out_of_patience(self.settings.patience)
            if self.settings.schedule == "plateau":
                state.lower_rate_on_plateau(validation.cost)
        done = EpochDone(
            epoch=state.epoch,
            train_cost=float(state.costs.sum()) / self._batching.images,
            train_accuracy=float(state.hits.sum()) / self._batching.images,
            validation_cost=validation.cost if watched else np.nan,
            validation_accuracy=validation.accuracy if watched else np.nan,
            seconds=state.seconds + time.perf_counter() - started,
            learning_rate=rate,
            dead_units=validation.dead_units,
        )
        state.seconds = 0.0
        self._begin_epoch()
        return done

    def _watched(self) -> Score:
        """The result on the validation images; without any, on some of the training images."""
        if self._validation is not None:
            return self._engine.score(self._validation.X, self._validation.y)
        return self._engine.score(self._sample, self._training.y[:_SAMPLE])

    def _learning_rate(self, step: int) -> float:
        settings = self.settings
        progress = (step + 1) / self.total_steps if settings.warm_up else step / self.total_steps
        rate = settings.learning_rate * self._state.rate_factor
        return rate * lr_factor(settings.schedule, settings.warm_up, progress)

    def _time(self, steps_in_epoch: int) -> float:
        """The time in epochs after so many steps of the epoch at hand."""
        return self.epoch + self._batching.share_after(steps_in_epoch)

    def _dead(self, validation: Score) -> bool:
        """Whether the hidden units answer to no image, or hardly any and the network guesses."""
        if validation.dead_units < 1:
            return validation.dead_units > _MAX_DEAD and validation.cost >= np.log(len(self._state.learning.network.b2))
        # A small validation set says little.
        return self._engine.score(self._sample, self._training.y[:_SAMPLE]).dead_units == 1

    def _check_finite(self, cost: float) -> None:
        if not np.isfinite(cost):
            raise self._diverged("The cost grew beyond all bounds in")

    def _diverged(self, what: str) -> TrainingDiverged:
        """Goes back to the last good weights; what went wrong, up to the epoch's number, becomes a sentence."""
        self._state.learning = self._good
        self._state.steps_in_epoch = 0
        self._begin_engine()
        self._begin_epoch()
        good = " The weights are the last good ones." if self._good.step else ""
        return TrainingDiverged(
            f"{what} epoch {self.epoch + 1} and training stopped: {self.settings.remedy(self._training.X)}.{good}"
        )
