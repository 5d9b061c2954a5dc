"""Central differences agree with the formulas over every parameter."""

import numpy as np
import pytest

from digitpad.core.gradient_check import numerical_gradients, relative_error
from digitpad.core.network import Floats, Labels, Network, Reduction


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
    for (name, now), (_, then) in zip(network.parameters(), before.parameters(), strict=True):
        np.testing.assert_array_equal(now, then, err_msg=name)


def test_the_relative_error_is_relative_to_the_larger_of_the_two() -> None:
    assert relative_error(np.array([2.0, 100.0]), np.array([2.0, 50.0])) == pytest.approx(0.5)
    assert relative_error(np.array([50.0]), np.array([100.0])) == pytest.approx(0.5)
    assert relative_error(np.array([-1.0]), np.array([1.0])) == pytest.approx(2.0)
    assert relative_error(np.array([0.0]), np.array([1e-6])) == pytest.approx(1e-3)
    assert relative_error(np.array([3.0]), np.array([3.0])) == 0.0
