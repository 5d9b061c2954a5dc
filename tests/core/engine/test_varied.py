"""Images that are varied as they are learned from are the images that the variation gives."""

from collections.abc import Callable

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Datasets
from digitpad.core.engine.engine import Engine
from digitpad.core.engine.source import InputScale, InputSparsity, TrainingSource, make_augmenter
from digitpad.core.engine.steps import BatchPlan, LearningState, StepConfig
from digitpad.core.network import Floats, Labels, Network
from tests.networks import learned_arrays

EVERYTHING = Augmentation(shift=1.5, rotation=12, scale=0.12, shear=0.2, elastic=3, thickness=0.8, noise=0.05)
WAYS = [EVERYTHING, Augmentation(shift=1), Augmentation(shift=2, thickness=1), Augmentation(noise=0.2)]


def counted_from_background(kind: str, X: Floats, y: Labels, augmentation: Augmentation) -> TrainingSource:
    """The source of digits on a background of -1, which an engine of a kind takes for sparse or dense."""
    source = TrainingSource(X, y, 3, augmentation)
    source.scale, source.sparsity = InputScale(-1.0), InputSparsity(0.0, 1.0 if kind == "dense" else 0.2)
    return source


@pytest.mark.parametrize("kind", ["numpy", "sparse", "dense"])
@pytest.mark.parametrize(
    ("dtype", "precision"), [("float32", "float32"), ("float32", "float64"), ("float64", "float64")]
)
@pytest.mark.parametrize("augmentation", WAYS)
def test_steps_see_the_images_that_the_variation_gives(
    mnist: Datasets, engine_of: Callable[..., Engine], kind: str, dtype: str, precision: str, augmentation: Augmentation
) -> None:
    X, y = mnist.training.X[:90].astype(dtype), mnist.training.y[:90]
    rows = np.random.default_rng(0).permutation(90)[:70]
    varied = make_augmenter(augmentation, 3, 4).of(X, rows)
    config = StepConfig.of("momentum", "relu", "mean", dropout_inputs=0.2)
    state = LearningState.beginning(Network.initial(20, np.random.default_rng(2), precision))
    unvaried = counted_from_background("numpy", varied, y[rows], Augmentation())
    expected = engine_of("numpy", state, config, unvaried)
    engine = engine_of(kind, state, config, counted_from_background(kind, X, y, augmentation))
    wanted = expected.learn(BatchPlan(np.arange(70), 30, np.full(3, 1e-2)))
    learned = engine.learn(BatchPlan(rows, 30, np.full(3, 1e-2), epoch=4))
    tolerance = 1e-9 if dtype == "float64" else 1e-4
    np.testing.assert_allclose(learned.costs, wanted.costs, rtol=tolerance)
    np.testing.assert_allclose(engine.network().W1, expected.network().W1, rtol=0, atol=tolerance)


@pytest.mark.parametrize("kind", ["numpy", "sparse", "dense"])
def test_however_many_steps_are_taken_at_once_the_bytes_are_the_same(
    mnist: Datasets, engine_of: Callable[..., Engine], kind: str
) -> None:
    source = counted_from_background(kind, mnist.training.X[:100], mnist.training.y[:100], EVERYTHING)
    rows = np.arange(100)
    config = StepConfig.of("adam", "relu", "mean", dropout_inputs=0.1, dropout_hidden=0.2)
    state = LearningState.beginning(Network.initial(20, np.random.default_rng(2)))
    bytes_of = []
    for at_once in (1, 4):
        engine = engine_of(kind, state, config, source)
        for first in range(0, 4, at_once):
            taken = rows[25 * first : 25 * (first + at_once)]
            engine.learn(BatchPlan(taken, 25, np.full(at_once, 1e-3), first))
        bytes_of.append([array.tobytes() for _, array in learned_arrays(engine.state())])
    assert bytes_of[0] == bytes_of[1]


@pytest.mark.parametrize("kind", ["numpy", "sparse"])
def test_another_augmentation_holds_from_the_next_step(
    mnist: Datasets, engine_of: Callable[..., Engine], kind: str
) -> None:
    X, y = mnist.training.X[:60], mnist.training.y[:60]
    config = StepConfig.of("sgd", "relu", "mean")
    start = LearningState.beginning(Network.initial(20, np.random.default_rng(2)))
    source = counted_from_background(kind, X, y, Augmentation())
    engine = engine_of(kind, start, config, source)
    for number, augmentation in enumerate((Augmentation(), EVERYTHING, Augmentation(), Augmentation(shift=2))):
        source.augmentation = augmentation
        fresh = engine_of(kind, engine.state(), config, counted_from_background(kind, X, y, augmentation))
        plan = BatchPlan(np.arange(60), 30, np.full(2, 1e-2), 2 * number, epoch=number)
        np.testing.assert_array_equal(engine.learn(plan).costs, fresh.learn(plan).costs)
        np.testing.assert_array_equal(engine.network().W1, fresh.network().W1)
