"""The images nearest in the space of the hidden units."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from digitpad.core.dataset import Datasets
from digitpad.core.inspection.hidden_units import nearest_task
from digitpad.core.network import Network
from digitpad.core.tasks import Progress, run_to_completion


@pytest.mark.parametrize("hidden_units", [1, 24])
def test_they_are_those_of_scipy(mnist: Datasets, hidden_units: int) -> None:
    network = Network.initial(hidden_units, np.random.default_rng(0), np.float64, "tanh")
    X = mnist.training.X[:3_210]
    A2 = network.forward(X.astype(np.float64)).A2
    for image in mnist.validation.X[:5, None]:
        progress: list[Progress] = []
        found = run_to_completion(nearest_task(network, X, image, 8), progress.append)
        distances, _ = cKDTree(A2).query(network.forward(image.astype(np.float64)).A2[0], 8)
        assert progress == sorted(progress)
        given = np.linalg.norm(A2[found] - network.forward(image.astype(np.float64)).A2, axis=1)
        np.testing.assert_allclose(given, distances, atol=1e-12)


def test_an_image_is_nearest_to_itself(mnist: Datasets, trained: Network) -> None:
    X = mnist.training.X[:1_000]
    found = run_to_completion(nearest_task(trained.astype(np.float32), X, X[777:778], 3))
    assert found[0] == 777


def test_fewer_images_than_wanted(mnist: Datasets, trained: Network) -> None:
    found = run_to_completion(nearest_task(trained, mnist.training.X[:3], mnist.validation.X[:1], 8))
    assert sorted(found) == [0, 1, 2]
