"""How far a training has come, and how long it will still take."""

from dataclasses import dataclass, replace

from digitpad.core.runs.run_events import FittingDetector
from digitpad.core.training.events import Changed, EpochDone, Event

Counted = Event | FittingDetector


@dataclass(frozen=True)
class RunProgress:
    """Steps done of all, and what is known of their time and their outcome (None: not known yet).

    `seconds_per_epoch` is measured; `cost` per image and `accuracy` are of the last batch. `detector` is
    the share done of its fit, once that has begun. A run that `awaits_kernels` will be several times as fast.
    """

    steps: int
    total_steps: int
    steps_per_epoch: int
    seconds_per_epoch: float | None = None
    epochs_before: int = 0
    cost: float | None = None
    accuracy: float | None = None
    detector: float | None = None
    awaits_kernels: bool = False
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
        """The number, from 1, of the epoch of the last batch."""
        return self.epochs_before + max(self.steps - 1, 0) // self.steps_per_epoch + 1

    @property
    def epochs_done(self) -> int:
        """The number of complete epochs behind the network."""
        return self.epochs_before + self.steps // self.steps_per_epoch

    @property
    def batch(self) -> int:
        """The number, from 1, of the last batch in this epoch."""
        return (self.steps - 1) % self.steps_per_epoch + 1

    @property
    def seconds_left(self) -> float | None:
        """How long the rest of the run takes; None as long as that cannot be told."""
        if self.seconds_per_epoch is None or self.awaits_kernels:
            return None
        return (self.total_steps - self.steps) / self.steps_per_epoch * self.seconds_per_epoch

    @property
    def images_per_second(self) -> float | None:
        """How fast the latest batches were learned from."""
        return self._rate

    def after(self, event: Counted) -> "RunProgress":
        """The progress when `event` has happened too."""
        if isinstance(event, Changed):
            if event.name != "engine":
                return self
            return replace(self, seconds_per_epoch=None, _seconds=0.0, _measured=0, _epoch_measured=False)
        if isinstance(event, FittingDetector):
            return replace(self, detector=event.done)
        if isinstance(event, EpochDone):
            return replace(self, seconds_per_epoch=event.seconds, _epoch_measured=True)
        seconds, measured = self._seconds + event.seconds, self._measured + event.step - self.steps
        known = self.seconds_per_epoch
        # Until an epoch is complete, its time is estimated from its steps.
        if not self._epoch_measured:
            known = seconds / measured * self.steps_per_epoch
        return replace(
            self,
            steps=event.step,
            cost=event.cost,
            accuracy=event.accuracy,
            seconds_per_epoch=known,
            _seconds=seconds,
            _measured=measured,
            _rate=event.images / event.seconds,
        )
