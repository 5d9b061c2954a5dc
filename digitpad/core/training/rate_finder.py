"""Finding a learning rate by trying them all, as Smith 2017 ("Cyclical learning rates for training neural networks").

A copy of the network takes a few hundred steps while the rate rises from one that does nothing to one that is far too
large. Plotted over the rate, the cost stays, falls, and then explodes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from digitpad.core.dataset import Datasets
from digitpad.core.errors import TrainingDiverged
from digitpad.core.network import CLASSES, Network
from digitpad.core.synthetic.drawn_digits import DrawnDigits
from digitpad.core.training.events import StepsDone
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.step_settings import MAX_EPOCHS
from digitpad.core.training.trainer import Trainer

STEPS = 360
LOWEST, HIGHEST = 1e-7, 100.0
_SMOOTHING = 0.95  # how much of the average of the costs stays in each step
_LEAST_FALL = 0.1  # by so much of the cost it falls when the network learns something
_NEAR = 0.8
_UNSETTLED = 20  # steps in which the average is little more than the cost of a batch or two
# The cost has exploded at so many times the lowest, or the tenth of that of guessing if it was below it.
_EXPLODED, _LEAST = 4.0, np.log(CLASSES) / 10


@dataclass(frozen=True, slots=True)
class RateTried:
    """Step `number`, from 1, of STEPS: its learning rate, its batch's cost per image, and the smoothed cost so far."""

    number: int
    learning_rate: float
    cost: float
    smoothed: float


def try_rates(
    datasets: Datasets,
    settings: TrainingSettings,
    network: Network | None = None,
    compiled: bool = False,
    drawn: DrawnDigits | None = None,
) -> Iterator[RateTried]:
    """Take steps by the settings with rates that rise by the same factor each time, until the cost explodes.

    Begins as a training would: with a new network from the settings' seed, or from a copy of `network`.
    """
    steady = replace(settings, schedule="constant", warm_up=0.0, patience=0, epochs=MAX_EPOCHS)
    trainer = Trainer(datasets.training, datasets.validation, steady, network, compiled=compiled, drawn=drawn)
    trainer.steps_at_once = 1
    events = trainer.run()
    average, lowest = 0.0, np.inf
    for number, rate in enumerate(np.geomspace(LOWEST, HIGHEST, STEPS), 1):
        trainer.change(trainer.settings.with_value("learning_rate", float(rate)))
        try:
            cost = next(event.cost for event in events if isinstance(event, StepsDone))
        except TrainingDiverged:
            return
        average = _SMOOTHING * average + (1 - _SMOOTHING) * cost
        smoothed = average / (1 - _SMOOTHING**number)  # makes up for its beginning at zero
        yield RateTried(number, float(rate), cost, smoothed)
        if number <= _UNSETTLED:
            continue
        lowest = min(lowest, smoothed)
        if smoothed > _EXPLODED * max(lowest, _LEAST):
            return


def suggested_rate(tried: Sequence[RateTried]) -> float | None:
    """The rate at which the smoothed cost had done four fifths of its fall; None when it did not fall by a tenth.

    Where the cost is lowest, the rate is already too large for a whole run. The usual choices are a tenth of that rate,
    and the rate at which the cost falls fastest. But on few images, learned by heart by then, large rates do no harm,
    and the steepest place jumps about with the noise of the batches. On MNIST this one comes within a factor of four of
    the presets' rates, which were found by whole trainings (`digitpad train --find-rate --preset NAME --seed S`).
    """
    settled = tried[_UNSETTLED:]
    lowest = min(range(len(settled)), key=lambda place: settled[place].smoothed, default=0)
    fall = settled[: lowest + 1]
    highest = max(range(len(fall)), key=lambda place: fall[place].smoothed, default=0)
    fall = fall[highest:]
    if not fall or fall[-1].smoothed > (1 - _LEAST_FALL) * fall[0].smoothed:
        return None
    near = fall[0].smoothed - _NEAR * (fall[0].smoothed - fall[-1].smoothed)
    return next(each.learning_rate for each in fall if each.smoothed <= near)
