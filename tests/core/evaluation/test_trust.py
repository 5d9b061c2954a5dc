"""Reliability, temperature and coverage agree with scikit-learn and SciPy."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss, precision_recall_curve

from digitpad.core.dataset import Datasets
from digitpad.core.evaluation.confidence import BINS, fit_temperature, reliability
from digitpad.core.evaluation.evaluation import Predictions, coverage_curve, covered, metrics, predict
from digitpad.core.network import Network, softmax


def test_the_reliability_diagram(predictions: Predictions) -> None:
    ours = reliability(predictions.confidence, predictions.correct)
    accuracy, confidence = calibration_curve(
        predictions.correct, predictions.confidence, n_bins=BINS, strategy="uniform"
    )
    filled = ours.counts > 0
    assert ours.accuracy[filled] == pytest.approx(accuracy)
    assert ours.confidence[filled] == pytest.approx(confidence)
    assert np.isnan(ours.accuracy[~filled]).all()
    weights = ours.counts[filled] / len(predictions)
    assert ours.error == pytest.approx(float(np.sum(weights * np.abs(accuracy - confidence))))


def test_the_temperature_has_the_least_cost(network: Network, mnist: Datasets) -> None:
    ours = predict(network, mnist.validation.X, mnist.validation.y)
    T = fit_temperature(ours.Z, ours.y)
    best = minimize_scalar(lambda T: log_loss(ours.y, softmax(ours.Z / T)), bounds=(0.1, 10), method="bounded")
    assert pytest.approx(best.x, abs=1e-3) == T
    calibrated = Predictions.of(ours.Z, ours.y, T)
    assert np.array_equal(calibrated.y_pred, ours.y_pred)
    assert metrics(calibrated).cost == pytest.approx(best.fun)


def test_accuracy_against_coverage(predictions: Predictions) -> None:
    ours = coverage_curve(predictions)
    precision, _, thresholds = precision_recall_curve(predictions.correct, predictions.confidence)
    assert ours.thresholds[::-1] == pytest.approx(thresholds)
    assert ours.accuracy[::-1] == pytest.approx(precision[:-1])
    assert ours.coverage[-1] == 1
    assert ours.accuracy[-1] == pytest.approx(predictions.correct.mean())


def test_a_point_of_the_curve(predictions: Predictions) -> None:
    curve = coverage_curve(predictions)
    middle = len(curve.thresholds) // 2
    point = covered(predictions, curve.thresholds[middle])
    assert point.coverage == pytest.approx(curve.coverage[middle])
    assert point.accuracy == pytest.approx(curve.accuracy[middle])
    assert point.interval.low < curve.accuracy[middle] < point.interval.high or point.accuracy == 1


def test_without_an_answer_there_is_no_accuracy(guessing: Predictions) -> None:
    point = covered(guessing, 1.1)
    assert (point.answered, point.accuracy, point.coverage) == (0, None, 0)
    assert point.interval == (0, 1)
