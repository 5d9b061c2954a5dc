"""Both engines on the same steps, and small images of both kinds: digits on paper, and noise."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from digitpad.core import warm_up
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.engine.engine import Engine, make_engine
from digitpad.core.engine.source import InputSparsity, TrainingSource
from digitpad.core.engine.steps import BatchPlan, LearningState, StepConfig, StepMetrics
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
        if not kernels.load(warm_up.Drawing(dtype)):
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
def source_of() -> Callable[..., TrainingSource]:
    """Images for an engine of a kind, which are taken for sparse or dense ones whatever they are."""

    def make(
        kind: str, X: Floats, y: Labels, background: float = -1.0, class_weights: Floats | None = None
    ) -> TrainingSource:
        source = TrainingSource(X, y, seed=5, augmentation=Augmentation())
        source.sparsity = InputSparsity(background, DENSE if kind == "dense" else SPARSE)
        if class_weights is not None:
            source.class_weights = class_weights
        return source

    return make


@pytest.fixture(scope="session")
def engine_of(need_kernels: Callable[[str], None]) -> Callable[..., Engine]:
    """The engine of a kind: `numpy`, or the kernels for `sparse` or `dense` images."""

    def make(kind: str, state: LearningState, config: StepConfig, source: TrainingSource) -> Engine:
        if kind != "numpy":
            need_kernels(str(state.network.dtype))
        return make_engine(state, config, source, compiled=kind != "numpy")

    return make


@pytest.fixture(scope="session")
def outcome_of(engine_of: Callable[..., Engine], source_of: Callable[..., TrainingSource]) -> Callable[..., Outcome]:
    """Takes steps with an engine of a kind."""

    def learn(
        kind: str,
        state: LearningState,
        config: StepConfig,
        X: Floats,
        y: Labels,
        plan: BatchPlan,
        background: float = -1.0,
        class_weights: Floats | None = None,
    ) -> Outcome:
        engine = engine_of(kind, state, config, source_of(kind, X, y, background, class_weights))
        return Outcome(engine.learn(plan), engine.state(), engine.score(X, y))

    return learn


@pytest.fixture(scope="session")
def all_steps() -> Callable[..., BatchPlan]:
    """So many steps, each with other images."""

    def make(n: int, size: int, rate: float, count: int, first: int = 0) -> BatchPlan:
        rng = np.random.default_rng(1)
        rows = np.concatenate([rng.permutation(n)[:size] for _ in range(count)])
        return BatchPlan(rows, size, np.full(count, rate), first)

    return make
