"""What happens while a network trains. Events are immutable, so they can cross threads."""

from dataclasses import dataclass

from digitpad.core.engine.steps import GradientStats


@dataclass(frozen=True, slots=True)
class Batches:
    """Cost and accuracy of a batch, or their average over a few in a row; `at` is the time in epochs after the last of
    them, and `learning_rate` the rate of its step.
    """

    at: float
    cost: float
    accuracy: float
    learning_rate: float


@dataclass(frozen=True, slots=True)
class StepsDone:
    """Some batches were learned from; `step` is the number of the last, `images` and `seconds` are of them together.

    Cost (per image, without the weight-decay term) and accuracy are those of the last batch just before its step. `at`
    is the time in epochs since the network was new: 2.5 is the middle of the third epoch. `batches` has an entry for
    each of them, in a run of more than 200,000 for a few together; `health` has one for every hundredth step,
    or the first of each epoch if that has fewer: the time, and how the step went.
    """

    step: int
    at: float
    images: int
    seconds: float
    cost: float
    accuracy: float
    batches: tuple[Batches, ...]
    health: tuple[tuple[float, GradientStats], ...]


@dataclass(frozen=True, slots=True)
class EpochDone:
    """One pass over the training set is complete.

    Costs are per image, without the weight-decay term, so that both sets compare. The training values are averages
    over the epoch's batches while the network was learning from them; the validation values are those at its end.
    `dead_units` is the share of hidden units that answer to no validation image.
    """

    epoch: int
    train_cost: float
    train_accuracy: float
    validation_cost: float
    validation_accuracy: float
    seconds: float
    learning_rate: float
    dead_units: float


@dataclass(frozen=True, slots=True)
class Changed:
    """From the time `at` on, in epochs, a setting has another value. Its name and both values are words."""

    at: float
    name: str
    before: str
    after: str


Event = StepsDone | EpochDone | Changed
