"""What happens while a network trains. Events are immutable, so they can cross threads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepDone:
    """One batch was learned from.

    Cost (per image, without the weight-decay term) and accuracy are those of the batch just before the step.
    `at` is the time in epochs since the network was new: 2.5 is the middle of the third epoch. `seconds` is what the
    step took.
    """

    step: int
    at: float
    images: int
    cost: float
    accuracy: float
    seconds: float


@dataclass(frozen=True, slots=True)
class EpochDone:
    """One pass over the training set is complete.

    Costs are per image, without the weight-decay term, so that both sets compare. The training values are averages
    over the epoch's batches while the network was learning from them; the validation values are those at its end.
    """

    epoch: int
    train_cost: float
    train_accuracy: float
    validation_cost: float
    validation_accuracy: float
    seconds: float


Event = StepDone | EpochDone
