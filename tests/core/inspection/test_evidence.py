"""What pixels add to an answer."""

import numpy as np
import pytest

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.dataset import Datasets
from digitpad.core.inspection.evidence import evidence, slopes_at
from digitpad.core.inspection.hidden_units import BACKGROUND
from digitpad.core.network import Network


def network_with(activation: ActivationName) -> Network:
    rng = np.random.default_rng(1)
    network = Network.initial(40, rng, np.float64, activation)
    network.b1[:] = rng.normal(size=40)
    network.b2[:] = rng.normal(size=10)
    return network


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_pixels_and_rest_add_up_to_the_difference_of_the_logits(mnist: Datasets, activation: ActivationName) -> None:
    network = network_with(activation)
    for number in range(20):
        X = mnist.validation.X[number : number + 1].astype(np.float64)
        Z = network.forward(X).Z[0]
        found = evidence(network, X, 4, 9)
        assert found.difference == pytest.approx(Z[4] - Z[9])
        tolerance = 1e-12 if found.exact else 1e-6
        assert found.pixels.sum() + found.rest == pytest.approx(found.difference, abs=tolerance)
        assert not found.pixels[X[0] == BACKGROUND].any()
        assert found.exact == (activation in ("relu", "leaky-relu"))


def test_the_evidence_of_a_trained_network_is_exact_in_single_precision(mnist: Datasets, trained: Network) -> None:
    network = trained.astype(np.float32)
    for number in range(50):
        X = mnist.validation.X[number : number + 1]
        found = evidence(network, X, 3, 8)
        assert found.pixels.sum() + found.rest == pytest.approx(found.difference, abs=2e-3)


@pytest.mark.parametrize("activation", ["relu", "leaky-relu"])
def test_a_small_change_of_a_pixel_changes_the_difference_by_its_share(
    mnist: Datasets, activation: ActivationName
) -> None:
    network = network_with(activation)
    X = mnist.validation.X[:1].astype(np.float64)
    found = evidence(network, X, 4, 9)
    step = 1e-7
    for pixel in np.flatnonzero(X[0] > BACKGROUND)[::10]:
        values = []
        for sign in (1, -1):
            moved = X.copy()
            moved[0, pixel] += sign * step
            Z = network.forward(moved).Z[0]
            values.append(Z[4] - Z[9])
        slope = (values[0] - values[1]) / (2 * step)
        assert found.pixels[pixel] == pytest.approx((X[0, pixel] + 1) * slope, abs=1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_slopes_against_finite_differences(mnist: Datasets, activation: ActivationName) -> None:
    network = network_with(activation)
    X = mnist.validation.X[:2].astype(np.float64)
    slopes = slopes_at(network, X, 1, 7)
    assert slopes.shape == X.shape
    step = 1e-6
    for pixel in range(0, 784, 71):
        move = np.zeros(784)
        move[pixel] = step
        ahead, behind = (network.forward(X + sign * move).Z for sign in (1, -1))
        difference = ((ahead - behind)[:, 1] - (ahead - behind)[:, 7]) / (2 * step)
        np.testing.assert_allclose(slopes[:, pixel], difference, atol=1e-6)
