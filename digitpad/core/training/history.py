"""What a run has recorded so far."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from digitpad.core.training.events import EpochDone, Event, StepDone

_POINTS_PER_EPOCH = 100


@dataclass(frozen=True, slots=True)
class RecentBatches:
    """The average cost and accuracy of a few batches in a row; `at` is the time in epochs of the last of them."""

    at: float
    cost: float
    accuracy: float


@dataclass
class History:
    """The record of every epoch and, between them, of about a hundred groups of batches an epoch."""

    epochs: list[EpochDone] = field(default_factory=list)
    recent: list[RecentBatches] = field(default_factory=list)
    _group: list[StepDone] = field(default_factory=list)

    def extend(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, EpochDone):
                self.epochs.append(event)
            else:
                self._add_step(event)

    def up_to(self, epoch: int) -> "History":
        """A history of its own, with what was recorded by the end of an epoch."""
        return History(
            [each for each in self.epochs if each.epoch <= epoch], [each for each in self.recent if each.at <= epoch]
        )

    def _add_step(self, step: StepDone) -> None:
        self._group.append(step)
        # A group ends where the next hundredth of an epoch begins; the first step is shown at once.
        if not self.recent or math.floor(step.at * _POINTS_PER_EPOCH) > math.floor(
            self.recent[-1].at * _POINTS_PER_EPOCH
        ):
            images = sum(each.images for each in self._group)
            cost = sum(each.cost * each.images for each in self._group) / images
            accuracy = sum(each.accuracy * each.images for each in self._group) / images
            self.recent.append(RecentBatches(step.at, cost, accuracy))
            self._group.clear()
