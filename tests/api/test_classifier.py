"""DigitClassifier keeps scikit-learn's conventions, and does not take pixels on another scale in silence."""

import pickle
import warnings
from typing import Any

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from digitpad import DigitClassifier


@parametrize_with_checks([DigitClassifier(epochs=20)])
def test_scikit_learn_s_own_checks(estimator: Any, check: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the checks' own data
        check(estimator)


@pytest.fixture(scope="module")
def images() -> tuple[np.ndarray, np.ndarray]:
    """Ten sparse prototypes with noise in their ink, from 0 to 1."""
    rng = np.random.default_rng(0)
    prototypes = rng.uniform(0.3, 1, (10, 784)) * (rng.random((10, 784)) < 0.2)
    y = np.arange(300) % 10
    return np.clip(prototypes[y] * rng.uniform(0.6, 1.2, (300, 784)), 0, 1), y


@pytest.mark.parametrize("scale", [lambda X: X, lambda X: X * 2 - 1, lambda X: X * 255, lambda X: X * 16])
def test_pixels_on_any_scale_are_learned_alike(images: tuple[np.ndarray, np.ndarray], scale: Any) -> None:
    X, y = images
    usual = DigitClassifier(hidden_units=16, epochs=10).fit(X, y)
    other = DigitClassifier(hidden_units=16, epochs=10).fit(scale(X), y)
    np.testing.assert_allclose(other.predict_proba(scale(X)), usual.predict_proba(X), atol=1e-3)
    assert usual.score(X, y) > 0.95


def test_pixels_on_another_scale_are_refused(images: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = images
    classifier = DigitClassifier(hidden_units=8, epochs=2).fit(X * 2 - 1, y)
    for wrong in (X, X * 255, 1 - 2 * X):
        with pytest.raises(ValueError, match="scale the images"):
            classifier.predict(wrong)
    with pytest.raises(ValueError, match="is needed"):
        classifier.network_.predict(X)
    for alike in (X * 2 - 1, np.full((2, 784), -1.0)):
        assert len(classifier.predict(alike)) == len(alike)


def test_pipelines_and_searches_give_the_same_result_in_one_process_in_two_and_on_a_cluster() -> None:
    distributed = pytest.importorskip("distributed", reason="needs the optional package distributed")
    X, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(StandardScaler(), DigitClassifier(hidden_units=16, epochs=10, batch_size=10))
    grid = {"digitclassifier__learning_rate": [0.001, 0.05]}
    alone, two = (GridSearchCV(pipeline, grid, cv=3, n_jobs=jobs).fit(X, y) for jobs in (1, 2))
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        distributed.Client(cluster),
        joblib.parallel_backend("dask"),
    ):
        clustered = GridSearchCV(pipeline, grid, cv=3).fit(X, y)
    for search in (two, clustered):
        assert search.best_params_ == alone.best_params_
        np.testing.assert_array_equal(search.cv_results_["mean_test_score"], alone.cv_results_["mean_test_score"])
        np.testing.assert_array_equal(search.predict_proba(X), alone.predict_proba(X))
    assert alone.score(X, y) > 0.9


def test_it_goes_on_with_more_samples(images: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = images
    names = np.array(list("abcdefghij"))
    classifier = DigitClassifier(hidden_units=16, learning_rate=0.05)
    for start in (0, 100, 200) * 5:
        classifier.partial_fit(X[start : start + 100], names[y[start : start + 100]], classes=names)
    assert classifier.n_iter_ == 15
    assert classifier.score(X, names[y]) > 0.9
    with pytest.raises(ValueError, match="did not name"):
        classifier.partial_fit(X[:2], ["a", "z"])


def test_it_stops_early_and_keeps_the_best(images: tuple[np.ndarray, np.ndarray]) -> None:
    X, y = images
    wrong = np.random.default_rng(2).random(len(y)) < 0.4  # of the labels: the more is learned, the worse
    y = np.where(wrong, (y + 1) % 10, y)
    stopped = DigitClassifier(hidden_units=64, epochs=500, patience=2, schedule="constant").fit(X, y)
    assert 0 < stopped.n_iter_ < 500
    again = pickle.loads(pickle.dumps(stopped))
    np.testing.assert_array_equal(again.predict_proba(X), stopped.predict_proba(X))
    assert again.history_ == stopped.history_


@pytest.mark.parametrize("wrong", [{"hidden_units": 0}, {"epochs": -1}, {"optimiser": "best"}, {"learning_rate": "x"}])
def test_a_wrong_parameter_is_a_value_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        clone(DigitClassifier(**wrong)).fit(np.eye(4), [0, 1, 0, 1])


def test_a_shift_needs_images() -> None:
    with pytest.raises(ValueError, match="784 pixels"):
        DigitClassifier(shift=1.0).fit(np.eye(4), [0, 1, 0, 1])
