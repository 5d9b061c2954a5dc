"""Images that are varied as they are learned from are the images that the variation gives."""

from collections.abc import Callable

import numpy as np
import pytest

from digitpad.core.augmentation.augment import Augmenter
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import key_of
from digitpad.core.dataset import Datasets
from digitpad.core.engine.engine import Engine
from digitpad.core.engine.state import LearningState
from digitpad.core.engine.steps import BatchPlan, StepConfig
from digitpad.core.network import Network

EVERYTHING = Augmentation(shift=1.5, rotation=12, scale=0.12, shear=0.2, elastic=3, thickness=0.8, noise=0.05)
WAYS = [EVERYTHING, Augmentation(shift=1), Augmentation(shift=2, thickness=1), Augmentation(noise=0.2)]


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
    variation = Augmenter(augmentation, key_of(3, 4), origin=-1.0)
    recipe = StepConfig.of("momentum", "relu", "mean", dropout_inputs=0.2)
    state = LearningState.beginning(Network.initial(20, np.random.default_rng(2), precision))
    expected, engine = (engine_of(each, state, recipe, background=0.0) for each in ("numpy", kind))

    def steps(places: np.ndarray) -> BatchPlan:
        return BatchPlan(places, 30, np.full(3, 1e-2), np.ones(10), 0, 5)

    varied = expected.prepare(variation.of(X, rows))
    wanted = expected.learn(varied, y[rows], steps(np.arange(70)))
    images, labels, places = engine.vary(X, y, rows, variation)
    learned = engine.learn(images, labels, steps(places))
    tolerance = 1e-9 if dtype == "float64" else 1e-4
    np.testing.assert_allclose(learned.costs, wanted.costs, rtol=tolerance)
    np.testing.assert_allclose(engine.network().W1, expected.network().W1, rtol=0, atol=tolerance)


@pytest.mark.parametrize("kind", ["numpy", "sparse", "dense"])
def test_however_many_steps_are_taken_at_once_the_bytes_are_the_same(
    mnist: Datasets, engine_of: Callable[..., Engine], kind: str
) -> None:
    X, y = mnist.training.X[:100], mnist.training.y[:100]
    rows = np.arange(100)
    variation = Augmenter(EVERYTHING, key_of(3, 4))
    recipe = StepConfig.of("adam", "relu", "mean", dropout_inputs=0.1, dropout_hidden=0.2)
    state = LearningState.beginning(Network.initial(20, np.random.default_rng(2)))
    bytes_of = []
    for at_once in (1, 4):
        engine = engine_of(kind, state, recipe)
        for first in range(0, 4, at_once):
            taken = rows[25 * first : 25 * (first + at_once)]
            images, labels, places = engine.vary(X, y, taken, variation)
            engine.learn(images, labels, BatchPlan(places, 25, np.full(at_once, 1e-3), np.ones(10), first, 5))
        bytes_of.append([array.tobytes() for _, array in engine.state().arrays()])
    assert bytes_of[0] == bytes_of[1]
