"""The step that is shown is the step that a training takes."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Dataset
from digitpad.core.derivation.backward import one_step
from digitpad.core.engine.steps import OPTIMISERS
from digitpad.core.network import Floats, Network, softmax
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import assert_same, network_of

LABEL = 4
INPUTS = ("ink", "pixels", "zero-to-one")  # but standardised, which depends on the other images


@pytest.fixture
def image() -> Floats:
    """An image (1, 784), four fifths of it paper."""
    rng = np.random.default_rng(7)
    ink = rng.uniform(size=(1, 784)) * (rng.uniform(size=(1, 784)) < 0.2)
    return (2 * ink - 1).astype(np.float32)


def trained(network: Network, X: Floats, settings: TrainingSettings) -> Network:
    """The network after the first step of the trainer, on a data set that is this image."""
    data = Dataset("one", X, np.array([LABEL]))
    plain = replace(settings, epochs=1, batch_size=1, schedule="constant", augmentation=Augmentation())
    trainer = Trainer(data, data, plain, network)
    next(trainer.run())
    assert trainer.step == 1
    return trainer.network()


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("inputs", INPUTS)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_it_is_the_trainers_first_step(image: Floats, optimiser: Any, inputs: Any, precision: str) -> None:
    settings = TrainingSettings(optimiser=optimiser, inputs=inputs, learning_rate=0.05, weight_decay=0.01)
    network = network_of(dtype=precision)
    step = one_step(network, image, LABEL, settings)
    assert_same(step.network, trained(network, image, settings))
    for name, mine in step.network.parameters():
        assert not np.array_equal(mine, getattr(network, name))


@pytest.mark.parametrize(
    "more",
    [
        {"label_smoothing": 0.2},
        {"clip": 0.01},
        {"clip": 1e6},
        {"reduction": "sum"},
        {"class_weights": "balanced"},
        {"activation": "tanh"},
    ],
    ids=str,
)
def test_with_other_settings_too(image: Floats, more: dict[str, Any]) -> None:
    settings = TrainingSettings(**{"optimiser": "sgd", "learning_rate": 0.05, "weight_decay": 0.01} | more)
    network = network_of(dtype="float32")
    step = one_step(network, image, LABEL, settings)
    assert_same(step.network, trained(network, image, settings))
    plain = one_step(network, image, LABEL, replace(settings, clip=0.0))
    for gradient, before, after in zip(step.gradients, step.before.parameters(), step.after.parameters(), strict=True):
        np.testing.assert_allclose(after[1], before[1] - 0.05 * step.clip * gradient, rtol=1e-4, atol=1e-6)
    assert (step.clip < 1) == (more.get("clip") == 0.01)
    np.testing.assert_array_equal(step.gradients.W1, plain.gradients.W1)


def test_without_biases_those_of_the_network_stay(image: Floats) -> None:
    settings = TrainingSettings(inputs="zero-to-one", biases="none", learning_rate=0.05)
    network = network_of(dtype="float32")
    step = one_step(network, image, LABEL, settings)
    assert_same(step.network, trained(network, image, settings))
    np.testing.assert_array_equal(step.after.b1, step.before.b1)
    np.testing.assert_array_equal(step.after.b2, step.before.b2)


def test_its_parts_are_the_networks(image: Floats) -> None:
    network = network_of()
    step = one_step(network, image, LABEL, TrainingSettings(weight_decay=0.0))
    np.testing.assert_allclose(step.P, network.predict_proba(image.astype(np.float64)))
    np.testing.assert_allclose(step.P, softmax(step.activations.Z))
    assert step.targets[0, LABEL] == 1
    np.testing.assert_array_equal(step.G, step.P - step.targets)
    np.testing.assert_array_equal(step.gradients.b2, step.G[0])
    np.testing.assert_allclose(step.gradients.W1, np.outer(image[0] + 1, step.gradients.b1))
    _, of_pixels = network.cost_and_gradients(image.astype(np.float64), np.array([LABEL]))
    np.testing.assert_allclose(step.gradients.b1, of_pixels.b1)


def test_what_is_random_is_left_out(image: Floats) -> None:
    settings = TrainingSettings(dropout_inputs=0.5, dropout_hidden=0.5, averaging=0.9)
    network = network_of(dtype="float32")
    step = one_step(network, image, LABEL, settings)
    plain = one_step(network, image, LABEL, TrainingSettings())
    np.testing.assert_array_equal(step.network.W1, plain.network.W1)


def test_a_small_step_makes_the_label_more_probable(image: Floats) -> None:
    network = network_of(dtype="float32")
    step = one_step(network, image, LABEL, TrainingSettings(learning_rate=1e-3))
    assert step.network.predict_proba(image)[0, LABEL] > network.predict_proba(image)[0, LABEL]
