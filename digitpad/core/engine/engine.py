"""Choosing the engine for a machine and for data."""

from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import Augmenter
from digitpad.core.engine.numpy_engine import NumPyEngine
from digitpad.core.engine.state import LearningState
from digitpad.core.engine.steps import BatchPlan, StepConfig, StepMetrics
from digitpad.core.jit import kernels
from digitpad.core.network import Floats, Labels, Network
from digitpad.core.scoring import Score

_SAMPLE = 500
# With more ink than this, products with all pixels are faster than those with the ink alone.
_SPARSE = 0.4


class Engine(Protocol):
    """What takes learning steps."""

    recipe: StepConfig

    def prepare(self, X: Floats) -> Any: ...
    def vary(
        self, X: Floats, y: Labels, rows: npt.NDArray[np.intp], variation: Augmenter
    ) -> tuple[Any, Labels, npt.NDArray[np.intp]]: ...
    def state(self) -> LearningState: ...
    def network(self) -> Network: ...
    def score(self, images: Any, y: Labels) -> Score: ...
    def learn(self, images: Any, y: Labels, steps: BatchPlan) -> StepMetrics: ...


class InputSparsity(NamedTuple):
    """The pixel value that images have most often, and the share of pixels that have another."""

    background: float
    ink: float

    @property
    def sparse(self) -> bool:
        """Whether so little of the images is ink that there is a background to speak of."""
        return self.ink < _SPARSE


def measure_sparsity(X: Floats) -> InputSparsity:
    """Measured on up to 500 of the images X (n, 784), taken at equal distances."""
    sample = X[:: max(1, len(X) // _SAMPLE)]
    values, counts = np.unique(sample, return_counts=True)
    return InputSparsity(float(values[counts.argmax()]), float(1 - counts.max() / sample.size))


def make_engine(state: LearningState, recipe: StepConfig, ground: InputSparsity, compiled: bool) -> Engine:
    """An engine that goes on from `state`; with `compiled`, waits for the kernels if they are not ready."""
    if compiled and kernels.load(state.network.dtype):
        from digitpad.core.engine.numba_engine import NumbaEngine

        return NumbaEngine(state, recipe, ground.background, sparse=ground.sparse)
    return NumPyEngine(state, recipe, ground.background)
