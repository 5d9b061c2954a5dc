"""Both engines on the same steps, and small images of both kinds: digits on paper, and noise."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from digitpad.core.engine.engine import Engine, InputSparsity, make_engine
from digitpad.core.engine.state import LearningState
from digitpad.core.engine.steps import BatchPlan, StepConfig, StepMetrics
from digitpad.core.jit import kernels
from digitpad.core.network import Floats, Labels
from digitpad.core.scoring import Score

SPARSE, DENSE = 0.2, 1.0  # shares of ink for which the kernels take the ink alone, or all pixels


class Outcome(NamedTuple):
    """What an engine made of its steps."""

    learned: StepMetrics
    state: LearningState
    score: Score


@pytest.fixture(scope="session")
def need_kernels() -> Callable[[str], None]:
    """Waits for the kernels of a precision; compiling them the first time on a machine takes a while."""

    def load(dtype: str) -> None:
        if not kernels.load(dtype):
            pytest.skip("Numba is not installed")

    return load


@pytest.fixture(scope="session")
def images() -> Callable[..., tuple[Floats, Labels]]:
    """A factory of n images, a fifth of whose pixels have ink on a background, and of labels."""

    def make(n: int = 40, background: float = -1.0, seed: int = 0) -> tuple[Floats, Labels]:
        rng = np.random.default_rng(seed)
        X = np.where(rng.random((n, 784)) < SPARSE, rng.uniform(-1, 1, (n, 784)), background)
        return X.astype(np.float32), rng.integers(0, 10, n)

    return make


@pytest.fixture(scope="session")
def engine_of(need_kernels: Callable[[str], None]) -> Callable[..., Engine]:
    """The engine of a kind: `numpy`, or the kernels for `sparse` or `dense` images."""

    def make(kind: str, state: LearningState, recipe: StepConfig, background: float = -1.0) -> Engine:
        if kind != "numpy":
            need_kernels(str(state.network.dtype))
        ink = DENSE if kind == "dense" else SPARSE
        return make_engine(state, recipe, InputSparsity(background, ink), compiled=kind != "numpy")

    return make


@pytest.fixture(scope="session")
def outcome_of(engine_of: Callable[..., Engine]) -> Callable[..., Outcome]:
    """Takes steps with an engine of a kind."""

    def learn(
        kind: str,
        state: LearningState,
        recipe: StepConfig,
        X: Floats,
        y: Labels,
        steps: BatchPlan,
        background: float = -1.0,
    ) -> Outcome:
        engine = engine_of(kind, state, recipe, background)
        prepared = engine.prepare(X)
        return Outcome(engine.learn(prepared, y, steps), engine.state(), engine.score(prepared, y))

    return learn


@pytest.fixture(scope="session")
def all_steps() -> Callable[..., BatchPlan]:
    """So many steps, each with other images."""

    def make(
        n: int, size: int, rate: float, count: int, class_weights: npt.NDArray[np.float64] | None = None, first: int = 0
    ) -> BatchPlan:
        rng = np.random.default_rng(1)
        rows = np.concatenate([rng.permutation(n)[:size] for _ in range(count)])
        weights = np.ones(10) if class_weights is None else class_weights
        return BatchPlan(rows, size, np.full(count, rate), weights, first, seed=5)

    return make
