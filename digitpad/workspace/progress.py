"""How far a training has come, and how long it will still take."""

from dataclasses import dataclass, replace

from digitpad.core.training.events import Changed, EpochDone, Event


@dataclass(frozen=True)
class Progress:
    """Steps done of all, epochs of all, and the measured seconds of a whole epoch (None: not known yet)."""

    steps: int
    total_steps: int
    steps_per_epoch: int
    seconds_per_epoch: float | None = None
    epochs_before: int = 0
    _seconds: float = 0.0
    _measured: int = 0
    _rate: float | None = None
    _epoch_measured: bool = False

    @property
    def epochs(self) -> int:
        """The number of the last epoch of the run."""
        return self.epochs_before + self.total_steps // self.steps_per_epoch

    @property
    def epoch(self) -> int:
        """The number, from 1, of the epoch at hand, or of the last one when all are done."""
        return min(self.epochs_before + self.steps // self.steps_per_epoch + 1, self.epochs)

    @property
    def seconds_left(self) -> float | None:
        if self.seconds_per_epoch is None:
            return None
        return (self.total_steps - self.steps) / self.steps_per_epoch * self.seconds_per_epoch

    @property
    def images_per_second(self) -> float | None:
        """How fast the latest batches were learned from."""
        return self._rate

    def after(self, event: Event) -> "Progress":
        """The progress when `event` has happened too."""
        if isinstance(event, Changed):
            return self
        if isinstance(event, EpochDone):
            return replace(self, seconds_per_epoch=event.seconds, _epoch_measured=True)
        seconds, measured = self._seconds + event.seconds, self._measured + event.step - self.steps
        known = self.seconds_per_epoch
        # Until an epoch is complete, its time is judged by its steps.
        if not self._epoch_measured:
            known = seconds / measured * self.steps_per_epoch
        return replace(
            self,
            steps=event.step,
            seconds_per_epoch=known,
            _seconds=seconds,
            _measured=measured,
            _rate=event.images / event.seconds,
        )
