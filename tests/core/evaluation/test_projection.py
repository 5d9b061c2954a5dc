"""Principal components, beside scikit-learn's."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from digitpad.core.dataset import Datasets
from digitpad.core.evaluation.embedding import Layer, Projection, features, principal_components_task
from digitpad.core.network import Network
from digitpad.core.tasks import run_to_completion


def pca(F: np.ndarray, before: Projection | None = None) -> Projection:
    return run_to_completion(principal_components_task(F, before))


@pytest.mark.parametrize("layer", Layer)
def test_the_plane_is_that_of_scikit_learn(mnist: Datasets, network: Network, layer: Layer) -> None:
    F = features(network, mnist.test.X[:1000], layer)
    mine, theirs = pca(F), PCA(2, svd_solver="covariance_eigh").fit(F.astype(np.float64))
    signs = np.sign((mine.axes.T * theirs.components_).sum(axis=1))
    np.testing.assert_allclose(mine.shares, theirs.explained_variance_ratio_, rtol=1e-3)
    np.testing.assert_allclose(mine(F), theirs.transform(F) * signs, atol=2e-3 * np.abs(mine(F)).max())
    np.testing.assert_allclose(mine.axes.T @ mine.axes, np.eye(2), atol=1e-4)


def test_what_the_network_makes_of_images(mnist: Datasets, network: Network) -> None:
    X = mnist.test.X[:5]
    activations = network.forward(X)
    assert features(network, X, Layer.PIXELS) is X
    np.testing.assert_array_equal(features(network, X, Layer.HIDDEN), activations.A2)
    np.testing.assert_array_equal(features(network, X, Layer.LOGITS), activations.Z)


def test_from_the_plane_before_it_is_found_at_once_and_keeps_its_signs(mnist: Datasets) -> None:
    X = mnist.test.X[:500]
    first = pca(X)
    mirrored = Projection(first.mean, first.axes * np.array([-1, 1], np.float32), first.shares)
    passes = len(list(principal_components_task(X, mirrored)))
    assert passes < len(list(principal_components_task(X)))
    np.testing.assert_allclose(pca(X, mirrored).axes, mirrored.axes, atol=1e-3)


def test_the_plane_of_another_layer_is_no_beginning(mnist: Datasets, network: Network) -> None:
    X = mnist.test.X[:200]
    np.testing.assert_array_equal(pca(X, pca(features(network, X, Layer.LOGITS))).axes, pca(X).axes)


@pytest.mark.parametrize("d", [1, 2, 3, 12])
@pytest.mark.parametrize("kind", ["equal", "on a line", "any"])
def test_features_without_much_in_them(d: int, kind: str) -> None:
    rng = np.random.default_rng(0)
    F = {
        "equal": np.ones((20, d)),
        "on a line": np.outer(rng.normal(size=20), np.ones(d)),
        "any": rng.normal(size=(20, d)),
    }[kind].astype(np.float32)
    result = pca(F)
    assert result.axes.shape == (d, 2)
    assert np.isfinite(result(F)).all()
    shares = {"equal": 0, "on a line": 1, "any": 1 if d <= 2 else result.shares.sum()}[kind]
    assert result.shares.sum() == pytest.approx(shares, abs=1e-4)
    assert (d > 1) or (result(F)[:, 1] == 0).all()
