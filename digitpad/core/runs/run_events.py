"""What happens in a run beside its steps and epochs, and how far it has come by that.

Events are immutable, so they can cross threads.
"""

from dataclasses import dataclass, replace

from digitpad.core.dataset import Datasets
from digitpad.core.errors import CheckpointError, TrainingDiverged
from digitpad.core.models.model import Model
from digitpad.core.readers.pen_formats import BrokenLine
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.events import Changed, EpochDone, Event
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings


@dataclass(frozen=True)
class BrokenDrawing:
    """A line in a file of drawings that is left out."""

    file: str
    line: BrokenLine


@dataclass(frozen=True, eq=False)
class DataLoaded:
    """The data is read, and this is its summary."""

    sources: DataSources
    datasets: Datasets
    summary: str


@dataclass(frozen=True)
class CompilingKernels:
    """The kernels are compiled for the first time on this machine, and the run waits for that."""


@dataclass(frozen=True)
class MakingDrawings:
    """How many drawings are made that will join the training set.

    Half of them vary the `samples` of the `file`, if there are any.
    """

    done: int
    total: int
    samples: int
    file: str


@dataclass(frozen=True, eq=False)
class RunStarted:
    """The model before the first step, without a name, and the run's steps in all and in each epoch.

    The model knows already all that it will have learned from, and `base` is what is fine-tuned; of a run that is
    resumed, it is known if a writer's digits are taught. A run that is resumed has `steps` behind it. `history`
    is that of the run: it grows as the run goes on, and is only to be read.
    """

    model: Model
    base: Model | None
    sources: DataSources
    settings: TrainingSettings
    total_steps: int
    steps_per_epoch: int
    steps: int
    epochs_before: int
    history: History


@dataclass(frozen=True, eq=False)
class CheckpointFailed:
    """From now on the run is not kept, or no further, and this is why; it goes on."""

    error: CheckpointError


@dataclass(frozen=True)
class Evaluating:
    """How many of the images that the network is evaluated on at the end have been read."""

    done: int
    total: int


@dataclass(frozen=True)
class FittingDetector:
    """The share, 0 to 1, that is done of the detector's fit at the end."""

    done: float


@dataclass(frozen=True, eq=False)
class RunFinished:
    """The model without a name, its accuracy on its training set, and on the test set that it never learned from.

    `seconds` is the time of training, with that before the run was resumed. A run that diverged says so in
    `divergence`; its model has the last good weights.
    """

    model: Model
    in_sample_accuracy: float
    test_accuracy: float
    reason: RunStatus
    seconds: float
    divergence: TrainingDiverged | None = None


RunEvent = (
    BrokenDrawing
    | DataLoaded
    | CompilingKernels
    | MakingDrawings
    | RunStarted
    | Event
    | CheckpointFailed
    | Evaluating
    | FittingDetector
    | RunFinished
)


Counted = Event | FittingDetector


@dataclass(frozen=True)
class RunProgress:
    """Steps done of all, and what is known of their time and their outcome (None: not known yet).

    `seconds_per_epoch` is measured; `cost` per image and `accuracy` are of the last batch, `images_per_second` of the
    latest. `detector` is the share done of its fit, once that has begun. A run that `awaits_kernels` will be several
    times as fast.
    """

    steps: int
    total_steps: int
    steps_per_epoch: int
    seconds_per_epoch: float | None = None
    epochs_before: int = 0
    cost: float | None = None
    accuracy: float | None = None
    detector: float | None = None
    images_per_second: float | None = None
    awaits_kernels: bool = False
    _seconds: float = 0.0
    _measured: int = 0
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
            images_per_second=event.images / event.seconds,
        )
