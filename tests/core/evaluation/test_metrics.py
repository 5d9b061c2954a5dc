"""The figures agree with those of scikit-learn."""

import numpy as np
import pytest
from sklearn import metrics as theirs

from digitpad.core.dataset import Datasets
from digitpad.core.evaluation.evaluation import Predictions, metrics, predict, predict_task
from digitpad.core.network import Network
from digitpad.core.scoring import score, wilson


def test_the_answers_are_the_networks(network: Network, mnist: Datasets, on_test: Predictions) -> None:
    assert np.array_equal(on_test.y_pred, network.predict(mnist.test.X))
    assert np.allclose(on_test.P, network.predict_proba(mnist.test.X), atol=1e-5)
    assert np.array_equal(on_test.confidence, on_test.P.max(axis=1))
    assert np.array_equal(on_test.correct, on_test.y_pred == mnist.test.y)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_tells_how_much_is_done(mnist: Datasets, dtype: type) -> None:
    network = Network.initial(3, np.random.default_rng(0), dtype)
    X, y = mnist.test.X[:2500], mnist.test.y[:2500]
    assert [each.done for each in predict_task(network, X, y)] == [0.4, 0.8, 1.0]
    assert len(predict(network, X, y)) == 2500


def test_accuracy_and_cost(predictions: Predictions) -> None:
    ours = metrics(predictions)
    assert ours.n == len(predictions.y)
    assert ours.accuracy == pytest.approx(theirs.accuracy_score(predictions.y, predictions.y_pred))
    assert ours.cost == pytest.approx(theirs.log_loss(predictions.y, predictions.P, labels=np.arange(10)), rel=1e-6)
    assert ours.interval == wilson(round(ours.accuracy * ours.n), ours.n)


def test_they_are_those_of_the_training(network: Network, mnist: Datasets, on_test: Predictions) -> None:
    ours, others = metrics(on_test), score(network, mnist.test)
    assert np.array_equal(ours.confusion, others.confusion)
    assert ours.cost == pytest.approx(others.cost, rel=1e-4)


def test_the_table_of_digits(predictions: Predictions) -> None:
    ours = metrics(predictions)
    labels = np.arange(10)
    assert np.array_equal(ours.confusion, theirs.confusion_matrix(predictions.y, predictions.y_pred, labels=labels))
    precision, recall, f1, _ = theirs.precision_recall_fscore_support(
        predictions.y, predictions.y_pred, labels=labels, zero_division=np.nan
    )
    assert ours.precision == pytest.approx(precision, nan_ok=True)
    assert ours.recall == pytest.approx(recall, nan_ok=True)
    assert ours.f1 == pytest.approx(f1, nan_ok=True)


def test_a_share_of_no_images_is_no_number(guessing: Predictions) -> None:
    ours = metrics(guessing)
    assert np.flatnonzero(np.isnan(ours.recall)).tolist() == [3]
    assert np.flatnonzero(np.isnan(ours.precision)).tolist() == [3, 5]
    assert np.flatnonzero(np.isnan(ours.f1)).tolist() == [3]
