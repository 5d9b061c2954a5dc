"""The smallest change that turns an answer."""

import numpy as np
import pytest

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.dataset import Datasets
from digitpad.core.inspection.evidence import slopes_at, smallest_change_task
from digitpad.core.network import Floats, Network
from digitpad.core.tasks import Progress, run_to_completion


def deepfool(network: Network, X: Floats, rival: int) -> float:
    """How far DeepFool's own steps go, towards one rival and with the ink cut off at its bounds."""
    point = X.copy()
    for _ in range(100):
        Z = network.forward(point).Z[0]
        digit = int(np.argmax(np.where(np.arange(10) == rival, -np.inf, Z)))
        if Z[rival] > Z[digit]:
            break
        gradient = slopes_at(network, point, digit, rival)[0]
        step = 1.02 * (Z[digit] - Z[rival] + 1e-4) / (gradient @ gradient) * gradient
        point = np.clip(point - step, -1, 1)
    return float(np.linalg.norm(point - X))


def test_it_turns_the_answer_within_the_bounds_of_ink(mnist: Datasets, trained: Network) -> None:
    network = trained.astype(np.float32)
    ratios = []
    for number in range(20):
        X = mnist.validation.X[number : number + 1]
        rival = int(np.argsort(network.forward(X).Z[0])[-2])
        progress: list[Progress] = []
        change = run_to_completion(smallest_change_task(network, X, rival), progress.append)
        assert network.predict(change.image[None])[0] == rival
        assert np.abs(change.image).max() <= 1
        assert change.image.dtype == np.float32
        assert change.distance == pytest.approx(float(np.linalg.norm(change.image - X[0])), rel=1e-5)
        assert progress == sorted(progress)
        shorter = X + 0.98 * (change.image - X)
        assert network.predict(shorter)[0] != rival
        ratios.append(change.distance / deepfool(network, X, rival))
    assert np.median(ratios) < 1
    assert max(ratios) < 1.2


def test_of_a_linear_network_it_is_the_solution_of_the_quadratic_problem(mnist: Datasets) -> None:
    rng = np.random.default_rng(0)
    network = Network.initial(10, rng, np.float64)
    network.b1[:] = 100  # every unit fires, whatever the image
    network.b2[:] = -100 * network.W2.sum(axis=0)
    X = mnist.validation.X[:1].astype(np.float64)
    Z = network.forward(X).Z[0]
    digit, rival = (int(each) for each in np.argsort(Z)[[-1, -2]])
    slopes = network.W1 @ (network.W2[:, digit] - network.W2[:, rival])
    change = run_to_completion(smallest_change_task(network, X, rival))
    moved = change.image - X[0]
    assert slopes @ moved == pytest.approx(Z[rival] - Z[digit], rel=0.01)
    # By Karush, Kuhn and Tucker all pixels move by one multiple of their slope, as far as the bounds allow. The
    # network is linear, so no way round is shorter.
    multiple = np.median((-moved / slopes)[np.abs(change.image) < 1])
    np.testing.assert_allclose(change.image, np.clip(X[0] - multiple * slopes, -1, 1), atol=0.01)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_has_one(mnist: Datasets, activation: ActivationName) -> None:
    network = Network.initial(30, np.random.default_rng(2), np.float32, activation)
    X = mnist.validation.X[:1]
    rival = int(np.argsort(network.forward(X).Z[0])[-2])
    change = run_to_completion(smallest_change_task(network, X, rival))
    assert network.predict(change.image[None])[0] == rival


def test_a_network_that_does_not_look_has_none() -> None:
    network = Network.initial(4, np.random.default_rng(0))
    network.W1[:] = 0
    network.b2[3] = 5
    change = run_to_completion(smallest_change_task(network, np.zeros((1, 784), np.float32), 4))
    assert change is None
