"""Which kernels are needed for what: to compile them takes seconds of a processor's time, so only what is needed is."""

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.drawing.render import PackedDrawings, load_kernel
from digitpad.core.engine.single_image import SingleImageNetwork
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.steps import ADAM, SGD, BatchPlan, LearningState, StepConfig
from digitpad.core.jit import kernels
from digitpad.core.network import PIXELS, Floats, Network
from digitpad.core.synthetic.styles import rewritten
from digitpad.core.training.choices import Precision
from digitpad.core.training.settings import TrainingSettings

if TYPE_CHECKING:
    from digitpad.core.engine.numba_engine import NumbaEngine

_Varied = Literal["none", "shift", "all"]
_AUGMENTATIONS = {"none": Augmentation(), "shift": Augmentation(shift=1.0), "all": Augmentation(rotation=1.0)}


@dataclass(frozen=True)
class _Kernels:
    """Kernels, known by what decides which they are: the fields of the subclass."""

    precision: Precision = "float32"

    @property
    def name(self) -> str:
        """Says which kernels they are, as a file name."""
        return "-".join(map(str, (type(self).__name__, *astuple(self))))


@dataclass(frozen=True)
class Drawing(_Kernels):
    """The kernels that answer to a pen."""

    def use(self) -> None:
        """Call each kernel once."""
        load_kernel()
        network = Network.initial(1, np.random.default_rng(0), self.precision)
        SingleImageNetwork(network).forward_sparse(np.ones((1, PIXELS), self.precision))


@dataclass(frozen=True)
class Training(_Kernels):
    """The kernels of a training, and what of it decides which they are."""

    sparse: bool = True
    lazy: bool = False
    augmentation: _Varied = "shift"
    drawings: bool = False

    @classmethod
    def of(cls, settings: TrainingSettings, sparse: bool = True) -> "Training":
        """Those for a training on images that are sparse or not: see InputSparsity."""
        varied = settings.augmentation.active
        augmentation: _Varied = "none" if not varied else "shift" if settings.augmentation.only_shifts else "all"
        # On another scale, images are varied before they are learned from, too.
        rescaled = varied and settings.inputs in ("zero-to-one", "standardised")
        lazy = sparse and settings.optimiser == "sgd" and settings.averaging == 0
        return cls(settings.precision, sparse, lazy, augmentation, settings.drawings > 0 or rescaled)

    def use(self) -> None:
        """Take one step of the smallest network; the kernels that score are made ready during the first epoch."""
        source = _source(self.sparse, _AUGMENTATIONS[self.augmentation])
        if self.drawings:  # then images are varied before they are learned from
            _vary(source.X, source.augmentation)
            source = _source(self.sparse)
        engine = _engine(self.precision, source, SGD if self.lazy else ADAM)
        engine.learn(BatchPlan(np.arange(1), 1, np.full(1, 0.1)))
        kernels.prepare_in_background([Scoring(self.precision, self.sparse)], kernels.load)


@dataclass(frozen=True)
class Scoring(_Kernels):
    """The kernels that read the validation images, first after an epoch."""

    sparse: bool = True

    def use(self) -> None:
        """Score the smallest network."""
        source = _source(self.sparse)
        _engine(self.precision, source).score(source.X, source.y)


def _source(sparse: bool, augmentation: Augmentation = _AUGMENTATIONS["none"]) -> TrainingSource:
    X = np.ones((1, PIXELS), np.float32) if sparse else np.linspace(-1, 1, PIXELS, dtype=np.float32)[np.newaxis]
    return TrainingSource(X, np.zeros(1, np.int64), 0, augmentation)


def _engine(precision: Precision, source: TrainingSource, optimiser: int = ADAM) -> "NumbaEngine":
    from digitpad.core.engine.numba_engine import NumbaEngine  # takes half a second

    network = Network.initial(1, np.random.default_rng(0), precision)
    return NumbaEngine(LearningState.beginning(network), StepConfig(optimiser), source)


def _vary(X: Floats, augmentation: Augmentation) -> None:
    keys = np.zeros(1, np.uint64)
    load_kernel()
    rewritten(PackedDrawings.of([[np.zeros((1, 2))]]), np.zeros(1, np.intp), keys, compiled=True)
    augmented(X, keys, augmentation, compiled=True)
