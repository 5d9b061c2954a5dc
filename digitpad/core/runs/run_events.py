"""What happens in a run beside its steps and epochs. Events are immutable, so they can cross threads."""

from dataclasses import dataclass
from enum import Enum, auto

from digitpad.core.dataset import Datasets
from digitpad.core.errors import CheckpointError, TrainingDiverged
from digitpad.core.models.model import Model
from digitpad.core.readers.strokes.stroke_checks import BrokenLine
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.events import Event
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


class EndReason(Enum):
    COMPLETE = auto()
    STOPPED_EARLY = auto()  # since validation no longer improved
    STOPPED = auto()  # as was asked for
    DIVERGED = auto()


@dataclass(frozen=True, eq=False)
class RunFinished:
    """The model without a name, its accuracy on its training set, and on the test set that it never learned from.

    `seconds` is the time of training, with that before the run was resumed. A run that diverged says so in
    `divergence`; its model has the last good weights.
    """

    model: Model
    in_sample_accuracy: float
    test_accuracy: float
    reason: EndReason
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
