"""The kernels take the same steps as the NumPy engine, whatever is asked of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.engine.engine import Engine
from digitpad.core.engine.source import TrainingSource, measure_sparsity
from digitpad.core.engine.steps import OPTIMISERS, BatchPlan, LearningState, StepConfig
from digitpad.core.network import Floats, Labels, Network
from tests.networks import learned_arrays

MakeImages = Callable[..., tuple[Floats, Labels]]
RATES = {"sgd": 1e-3, "momentum": 1e-4, "nesterov": 1e-4, "rmsprop": 1e-4, "adam": 1e-4, "adamw": 1e-4}


def states_apart(one: LearningState, other: LearningState) -> float:
    """The largest difference of any number that is remembered, relative to the largest of its array (at least 1)."""
    pairs = zip(learned_arrays(one.materialised()), learned_arrays(other.materialised()), strict=True)
    return max(float(np.abs(a - b).max() / max(1.0, np.abs(a).max())) for (_, a), (_, b) in pairs)


def assert_agree(expected: Any, outcome: Any, tolerance: float) -> None:
    assert states_apart(expected.state, outcome.state) < tolerance
    assert expected.state.step == outcome.state.step
    np.testing.assert_allclose(outcome.learned.costs, expected.learned.costs, rtol=tolerance * 10)
    np.testing.assert_array_equal(outcome.learned.images, expected.learned.images)
    assert [step for step, _ in outcome.learned.gradient_stats] == [step for step, _ in expected.learned.gradient_stats]
    for (_, a), (_, b) in zip(outcome.learned.gradient_stats, expected.learned.gradient_stats, strict=True):
        assert a == pytest.approx(b, rel=tolerance * 100)
    assert outcome.score.cost == pytest.approx(expected.score.cost, rel=tolerance * 10)
    assert outcome.score.dead_units == pytest.approx(expected.score.dead_units)


@given(
    optimiser=st.sampled_from(OPTIMISERS),
    activation=st.sampled_from(list(ACTIVATIONS)),
    reduction=st.sampled_from(["sum", "mean"]),
    numbers=st.fixed_dictionaries(
        {
            "weight_decay": st.sampled_from([0.0, 1e-3, 0.1]),
            "momentum": st.sampled_from([0.0, 0.5, 0.9]),
            "beta2": st.sampled_from([0.9, 0.999]),
            "dropout_inputs": st.sampled_from([0.0, 0.2]),
            "dropout_hidden": st.sampled_from([0.0, 0.5]),
            "label_smoothing": st.sampled_from([0.0, 0.1]),
            "clip": st.sampled_from([0.0, 0.5, 1e6]),
            "averaging": st.sampled_from([0.0, 0.5, 0.99]),
        }
    ),
    hidden_units=st.integers(1, 70),
    size=st.integers(1, 40),
    weighted=st.booleans(),
    background=st.sampled_from([-1.0, 0.0, 0.25]),
    kind=st.sampled_from(["sparse", "dense"]),
    first=st.integers(0, 250),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_kernels_agree_with_numpy_to_the_last_digits_of_float64(
    images: MakeImages,
    outcome_of: Callable[..., Any],
    optimiser: Any,
    activation: Any,
    reduction: Any,
    numbers: dict[str, float],
    hidden_units: int,
    size: int,
    weighted: bool,
    background: float,
    kind: str,
    first: int,
) -> None:
    X, y = images(40, background)
    config = StepConfig.of(optimiser, activation, reduction, **numbers)
    network = Network.initial(hidden_units, np.random.default_rng(2), np.float64, activation)
    state = LearningState.beginning(network)
    weights = np.linspace(0.5, 1.5, 10) if weighted else np.ones(10)
    # Three batches, the last of which may be short; an image may be in one more than once.
    rows = np.random.default_rng(1).integers(0, 40, 3 * size - size // 2)
    plan = BatchPlan(rows, size, np.full(-(-len(rows) // size), RATES[optimiser]), first)
    expected = outcome_of("numpy", state, config, X, y, plan, background, weights)
    outcome = outcome_of(kind, state, config, X, y, plan, background, weights)
    assert_agree(expected, outcome, 1e-10)
    np.testing.assert_array_equal(outcome.learned.hits, expected.learned.hits)
    np.testing.assert_array_equal(outcome.score.confusion, expected.score.confusion)


@pytest.mark.parametrize("kind", ["sparse", "dense"])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("hidden_units", [1, 16, 33, 300])
def test_the_kernels_agree_with_numpy_in_float32(
    images: MakeImages, outcome_of: Callable[..., Any], hidden_units: int, optimiser: Any, kind: str
) -> None:
    """The optimisers that divide by the gradient's size make as much of a rounded zero as of a large gradient."""
    X, y = images(60)
    config = StepConfig.of(optimiser, "relu", "sum", weight_decay=1e-3)
    state = LearningState.beginning(Network.initial(hidden_units, np.random.default_rng(2)))
    rows = np.arange(60)
    plan = BatchPlan(rows, 25, np.full(3, RATES[optimiser]))
    expected = outcome_of("numpy", state, config, X, y, plan)
    outcome = outcome_of(kind, state, config, X, y, plan)
    assert_agree(expected, outcome, 1e-3 if optimiser in ("rmsprop", "adam", "adamw") else 5e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimiser", ["sgd", "momentum"])
@pytest.mark.parametrize(("size", "hidden_units"), [(33, 1030), (130, 530), (260, 70), (419, 1030)])
def test_large_products_agree_too(
    images: MakeImages, outcome_of: Callable[..., Any], size: int, hidden_units: int, optimiser: Any, dtype: str
) -> None:
    """The larger ones are computed piece by piece."""
    X, y = images(size)
    config = StepConfig.of(optimiser, "relu", "mean", weight_decay=1e-3)
    state = LearningState.beginning(Network.initial(hidden_units, np.random.default_rng(2), dtype))
    plan = BatchPlan(np.tile(np.arange(size), 2), size, np.full(2, 0.05))
    expected = outcome_of("numpy", state, config, X, y, plan)
    outcome = outcome_of("dense", state, config, X, y, plan)
    assert_agree(expected, outcome, 1e-10 if dtype == "float64" else 5e-6)


@pytest.mark.parametrize("background", [-1.0, 0.0])
@pytest.mark.parametrize("weight_decay", [0.0, 0.4, 2.0, 20.0])
def test_plain_steps_agree_however_fast_the_weights_decay(
    images: MakeImages,
    engine_of: Callable[..., Engine],
    source_of: Callable[..., TrainingSource],
    all_steps: Callable[..., BatchPlan],
    weight_decay: float,
    background: float,
) -> None:
    """The kernels change the rows of W1 without ink only now and then, and whenever something else is asked."""
    X, y = images(40, background)
    state = LearningState.beginning(Network.initial(20, np.random.default_rng(2), np.float64))
    plain = StepConfig.of("sgd", "relu", "sum", weight_decay=weight_decay)
    engines = [engine_of(kind, state, plain, source_of(kind, X, y, background)) for kind in ("numpy", "sparse")]
    for first, config in ((0, plain), (60, plain._replace(clip=0.5)), (120, plain), (180, plain)):
        plan = all_steps(40, 7, 0.02, 60, first=first)
        for engine in engines:
            engine.config = config
            engine.learn(plan)
        expected, outcome = engines
        assert states_apart(expected.state(), outcome.state()) < 1e-10
        np.testing.assert_allclose(outcome.network().W1, expected.network().W1, atol=1e-10)
        costs = [engine.score(X, y).cost for engine in engines]
        assert costs[1] == pytest.approx(costs[0], rel=1e-9)


MUCH = StepConfig.of("adam", "gelu", "mean", dropout_inputs=0.1, dropout_hidden=0.3, averaging=0.9, clip=1.0)
PLAIN = StepConfig.of("sgd", "gelu", "mean", dropout_inputs=0.1, weight_decay=30.0)


@pytest.mark.parametrize("kind", ["sparse", "dense"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("config", [MUCH, PLAIN], ids=["much", "plain"])
def test_steps_taken_at_once_or_one_by_one_give_the_same_bytes(
    images: MakeImages,
    engine_of: Callable[..., Engine],
    source_of: Callable[..., TrainingSource],
    all_steps: Callable[..., BatchPlan],
    kind: str,
    dtype: str,
    config: StepConfig,
) -> None:
    X, y = images()
    state = LearningState.beginning(Network.initial(20, np.random.default_rng(2), dtype, "gelu"))
    plan = all_steps(40, 7, 1e-3, 30)
    source = source_of(kind, X, y)
    at_once, one_by_one = engine_of(kind, state, config, source), engine_of(kind, state, config, source)
    at_once.learn(plan)
    for number in range(30):
        one_by_one.learn(BatchPlan(plan.batch(number), 7, plan.learning_rates[:1], number))
        one_by_one.score(X, y)
        one_by_one = engine_of(kind, one_by_one.state(), config, source)
    for (name, a), (_, b) in zip(learned_arrays(at_once.state()), learned_arrays(one_by_one.state()), strict=True):
        assert a.tobytes() == b.tobytes(), name


@pytest.mark.parametrize("kind", ["numpy", "sparse", "dense"])
def test_steps_end_with_the_first_whose_cost_is_not_finite(
    images: MakeImages,
    engine_of: Callable[..., Engine],
    source_of: Callable[..., TrainingSource],
    all_steps: Callable[..., BatchPlan],
    kind: str,
) -> None:
    X, y = images()
    state = LearningState.beginning(Network.initial(8, np.random.default_rng(2), np.float32, "leaky-relu"))
    config = StepConfig.of("sgd", "leaky-relu", "sum")
    learned = engine_of(kind, state, config, source_of(kind, X, y)).learn(all_steps(40, 10, 1e9, 30))
    assert 1 < len(learned.costs) < 30
    assert np.isfinite(learned.costs[:-1]).all()
    assert not np.isfinite(learned.costs[-1])
    assert len(learned.costs) == len(learned.hits) == len(learned.images)


def test_the_kernels_take_the_ink_alone_only_where_there_is_little() -> None:
    rng = np.random.default_rng(0)
    noise = rng.uniform(-1, 1, (100, 784)).astype(np.float32)
    digits = np.where(rng.random((100, 784)) < 0.2, noise, np.float32(-1))
    assert measure_sparsity(digits).background == -1
    assert measure_sparsity(digits).ink == pytest.approx(0.2, abs=0.01)
    for X, sparse in ((noise, False), (digits, True)):
        assert TrainingSource(X, np.zeros(100, int), 0, Augmentation()).sparsity.sparse == sparse


def test_the_same_image_may_fill_a_batch(images: MakeImages, outcome_of: Callable[..., Any]) -> None:
    """The one with the most ink, so that there is more ink than in any other batch."""
    X, y = images()
    X[7] = 0.5
    state = LearningState.beginning(Network.initial(9, np.random.default_rng(2), np.float64))
    plan = BatchPlan(np.full(60, 7), 30, np.full(2, 1e-4))
    config = StepConfig.of("sgd", "relu", "sum")
    outcomes = [outcome_of(kind, state, config, X, y, plan) for kind in ("numpy", "sparse")]
    assert_agree(*outcomes, 1e-10)
