"""Misreads in their order, and wrong labels that are found."""

import numpy as np

from digitpad.core.dataset import Datasets
from digitpad.core.evaluation.evaluation import Predictions, answers, metrics, misreads, predict, suspect_labels
from digitpad.core.network import Network


def test_all_misreads_the_surest_first(on_test: Predictions) -> None:
    indices = misreads(on_test)
    assert set(indices) == set(np.flatnonzero(on_test.y_pred != on_test.y))
    assert np.all(np.diff(on_test.confidence[indices]) <= 0)


def test_misreads_of_a_digit(on_test: Predictions) -> None:
    confusion = metrics(on_test).confusion
    wrong = confusion.sum() - np.trace(confusion)
    assert sum(len(misreads(on_test, true=digit)) for digit in range(10)) == wrong
    assert len(misreads(on_test, true=4)) == confusion[4].sum() - confusion[4, 4]


def test_the_images_of_a_cell(on_test: Predictions) -> None:
    confusion = metrics(on_test).confusion
    assert all(len(answers(on_test, i, j)) == confusion[i, j] for i in range(10) for j in range(10))
    assert np.all(np.diff(on_test.confidence[answers(on_test, 7, 7)]) >= 0)
    assert np.all(np.diff(on_test.confidence[answers(on_test, 4, 9)]) <= 0)


def test_labels_made_wrong_on_purpose_are_found(network: Network, mnist: Datasets) -> None:
    rng = np.random.default_rng(0)
    X, y = mnist.test.X, mnist.test.y.copy()
    spoilt = rng.choice(len(y), 200, replace=False)
    true = y[spoilt].copy()
    y[spoilt] = (true + rng.integers(1, 10, len(spoilt))) % 10
    found = suspect_labels(predict(network, X, y))
    assert len(np.intersect1d(found.indices, spoilt)) > 180
    # The most suspect ones are hardly ever the network's mistakes.
    assert np.isin(found.indices[:100], spoilt).mean() > 0.85
    digits = dict(zip(found.indices, found.digits, strict=True))
    assert np.mean([digits.get(index) == digit for index, digit in zip(spoilt, true, strict=True)]) > 0.9


def test_suspect_labels_worked_out_by_hand() -> None:
    # Averages of the labels' own probabilities: 0.6 for the digit 0 and 0.5 for the digit 1.
    P = np.full((4, 10), 1e-12)
    P[:, :2] = [[0.95, 0.05], [0.25, 0.75], [0.9, 0.1], [0.1, 0.9]]
    found = suspect_labels(Predictions.of(np.log(P), np.array([0, 0, 1, 1])))
    assert found.indices.tolist() == [2, 1]
    assert found.digits.tolist() == [0, 1]


def test_there_may_be_none() -> None:
    found = suspect_labels(Predictions.of(30 * np.eye(10), np.arange(10)))
    assert len(found.indices) == len(found.digits) == 0


def test_a_digit_that_is_never_a_label_is_never_suspected(guessing: Predictions) -> None:
    found = suspect_labels(guessing)
    assert 3 not in found.digits
    assert np.all(found.digits != guessing.y[found.indices])
