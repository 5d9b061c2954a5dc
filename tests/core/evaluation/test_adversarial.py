"""The gradient at the pixels, and the step along it."""

import numpy as np
import pytest

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.evaluation.robustness import fast_gradient_sign, input_gradients
from digitpad.core.inspection.gradient_check import relative_error
from digitpad.core.network import Network


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_at_the_pixels_is_that_of_finite_differences(activation: ActivationName) -> None:
    rng = np.random.default_rng(0)
    network = Network.initial(12, rng, np.float64, activation)
    X, y = rng.uniform(-1, 1, (3, 784)), np.array([4, 0, 9])
    step = 1e-5
    expected = np.empty_like(X)
    for row, pixel in np.ndindex(X.shape):
        costs = []
        for sign in (1, -1):
            probe = X[row : row + 1].copy()
            probe[0, pixel] += sign * step
            costs.append(network.cost(probe, y[row : row + 1]))
        expected[row, pixel] = (costs[0] - costs[1]) / (2 * step)
    assert relative_error(input_gradients(network, X, y), expected) < 1e-6


def test_no_other_small_step_of_that_size_costs_more() -> None:
    rng = np.random.default_rng(1)
    network = Network.initial(20, rng, np.float64)
    X, y = rng.uniform(-0.5, 0.5, (1, 784)), np.array([3])
    attacked = fast_gradient_sign(network, X, y, 1e-4)
    np.testing.assert_allclose(np.abs(attacked - X), 2e-4)
    worst = network.cost(attacked, y)
    for _ in range(50):
        assert network.cost(X + 2e-4 * rng.choice([-1, 1], X.shape), y) < worst


def test_the_images_stay_images(network: Network) -> None:
    X, y = np.full((2, 784), -1, np.float32), np.array([0, 1])
    attacked = fast_gradient_sign(network, X, y, 0.3)
    assert attacked.dtype == np.float32
    assert attacked.min() == -1
    assert attacked.max() == pytest.approx(-0.4)
