"""What a run has recorded so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from digitpad.core.engine.results import Health
from digitpad.core.training.events import Batches, Changed, EpochDone, Event, StepsDone

_PACE_SECONDS = 0.25  # over which images are counted


@dataclass
class History:
    """The record of every epoch and, between them, of batches and of the health of steps; and what was changed.

    `pace` has the time in epochs and the images per second up to it, some four times a second of training.
    """

    epochs: list[EpochDone] = field(default_factory=list)
    batches: list[Batches] = field(default_factory=list)
    health: list[tuple[float, Health]] = field(default_factory=list)
    pace: list[tuple[float, float]] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    _images: int = field(default=0, compare=False)
    _seconds: float = field(default=0.0, compare=False)

    def extend(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, EpochDone):
                self.epochs.append(event)
            elif isinstance(event, StepsDone):
                self.batches.extend(event.batches)
                self.health.extend(event.health)
                self._note_pace(event)
            else:
                self.changes.append(event)

    def up_to(self, epoch: int) -> "History":
        """A history of its own, with what was recorded by the end of an epoch."""
        return History(
            [each for each in self.epochs if each.epoch <= epoch],
            [each for each in self.batches if each.at <= epoch],
            [each for each in self.health if each[0] <= epoch],
            [each for each in self.pace if each[0] <= epoch],
            [each for each in self.changes if each.at <= epoch],
        )

    def copy(self) -> "History":
        return replace(
            self,
            epochs=list(self.epochs),
            batches=list(self.batches),
            health=list(self.health),
            pace=list(self.pace),
            changes=list(self.changes),
        )

    def _note_pace(self, event: StepsDone) -> None:
        self._images += event.images
        self._seconds += event.seconds
        if self._seconds >= _PACE_SECONDS:
            self.pace.append((event.at, self._images / self._seconds))
            self._images, self._seconds = 0, 0.0
