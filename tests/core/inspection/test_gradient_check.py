"""Central differences agree with the formulas over every parameter."""

import numpy as np
import pytest

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.inspection.gradient_check import numerical_gradients, numerical_gradients_task, relative_error
from digitpad.core.network import Floats, Labels, Network, Reduction
from tests.networks import assert_same


@pytest.fixture
def case() -> tuple[Network, Floats, Labels]:
    """A network in float64 and images for which no hidden unit is near the kink of the ReLU."""
    rng = np.random.default_rng(4)
    network = Network.initial(3, rng, np.float64)
    network.b1[...] = rng.normal(size=3) / 5
    network.b2[...] = rng.normal(size=10)
    X, y = rng.uniform(-1, 1, (8, 784)), rng.integers(0, 10, 8)
    A1 = network.forward(X).A1
    assert np.abs(A1).min() > 1e-3
    assert (A1 > 0).any(axis=0).all()
    assert (A1 < 0).any(axis=0).all()
    return network, X, y


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("weight_decay", [0.0, 0.05])
def test_every_gradient_agrees_with_central_differences(
    case: tuple[Network, Floats, Labels], reduction: Reduction, weight_decay: float
) -> None:
    network, X, y = case
    _, gradients = network.cost_and_gradients(X, y, weight_decay, reduction)
    reference = numerical_gradients(network, X, y, weight_decay, reduction)
    for name, gradient, expected in zip(gradients._fields, gradients, reference, strict=True):
        assert gradient.shape == expected.shape == getattr(network, name).shape
        assert relative_error(gradient, expected) < 1e-6, name


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradients_of_every_activation_agree(
    case: tuple[Network, Floats, Labels], activation: ActivationName
) -> None:
    network, X, y = case
    network.activation = activation
    _, gradients = network.cost_and_gradients(X, y, 0.01, "mean")
    reference = numerical_gradients(network, X, y, 0.01, "mean")
    for name, gradient, expected in zip(gradients._fields, gradients, reference, strict=True):
        assert relative_error(gradient, expected) < 1e-6, name


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_slope_is_that_of_its_function(activation: ActivationName) -> None:
    A1 = np.concatenate([np.linspace(-30, 30, 2_002), [-1e-3, 1e-3]])  # without 0, where the ReLU has a kink
    function, slope = ACTIVATIONS[activation]
    np.testing.assert_allclose(slope(A1), (function(A1 + 1e-6) - function(A1 - 1e-6)) / 2e-6, atol=1e-7)
    for extreme in (np.float32(-1e4), np.float32(1e4)):
        assert np.isfinite(function(extreme[None])).all()
        assert slope(extreme[None]).dtype == np.float32


def test_one_wrong_number_among_all_is_found(case: tuple[Network, Floats, Labels]) -> None:
    network, X, y = case
    _, gradients = network.cost_and_gradients(X, y)
    reference = numerical_gradients(network, X, y)
    gradients.W1[391, 1] += 1e-3 * abs(gradients.W1[391, 1]) + 1e-6
    assert relative_error(gradients.W1, reference.W1) > 1e-4


def test_the_check_leaves_the_network_as_it_was(case: tuple[Network, Floats, Labels]) -> None:
    network, X, y = case
    before = network.copy()
    numerical_gradients(network, X, y)
    assert_same(network, before)


def test_the_progress_goes_from_nothing_to_all(case: tuple[Network, Floats, Labels]) -> None:
    network, X, y = case
    progress = [each.done for each in numerical_gradients_task(network, X, y, 0.01, "mean")]
    assert progress[0] == 0
    assert progress == sorted(progress)
    assert 0.9 < progress[-1] < 1


def test_the_relative_error_is_relative_to_the_larger_of_the_two() -> None:
    assert relative_error(np.array([2.0, 100.0]), np.array([2.0, 50.0])) == pytest.approx(0.5)
    assert relative_error(np.array([50.0]), np.array([100.0])) == pytest.approx(0.5)
    assert relative_error(np.array([-1.0]), np.array([1.0])) == pytest.approx(2.0)
    assert relative_error(np.array([0.0]), np.array([1e-6])) == pytest.approx(1e-3)
    assert relative_error(np.array([3.0]), np.array([3.0])) == 0.0
