"""Reliability, temperature and coverage agree with scikit-learn and SciPy."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss, precision_recall_curve

from digitpad.core.calibration import BINS, expected_calibration_error, fit_temperature, reliability
from digitpad.core.dataset import Datasets
from digitpad.core.evaluation.coverage import coverage_curve, covered
from digitpad.core.evaluation.judgement import Judgement, judge
from digitpad.core.evaluation.metrics import metrics
from digitpad.core.network import Network, softmax


@pytest.fixture(params=["on_test", "guessing"])
def judgement(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_the_reliability_diagram(judgement: Judgement) -> None:
    ours = reliability(judgement.confidence, judgement.hits)
    accuracy, confidence = calibration_curve(judgement.hits, judgement.confidence, n_bins=BINS, strategy="uniform")
    filled = ours.counts > 0
    assert ours.accuracy[filled] == pytest.approx(accuracy)
    assert ours.confidence[filled] == pytest.approx(confidence)
    assert np.isnan(ours.accuracy[~filled]).all()
    weights = ours.counts[filled] / len(judgement)
    assert ours.error == pytest.approx(float(np.sum(weights * np.abs(accuracy - confidence))))
    assert ours.error == expected_calibration_error(judgement.confidence, judgement.hits)


def test_the_temperature_has_the_least_cost(good_network: Network, mnist: Datasets) -> None:
    ours = judge(good_network, mnist.validation.X, mnist.validation.y)
    T = fit_temperature(ours.Z, ours.y)
    best = minimize_scalar(lambda T: log_loss(ours.y, softmax(ours.Z / T)), bounds=(0.1, 10), method="bounded")
    assert pytest.approx(best.x, abs=1e-3) == T
    calibrated = Judgement.of(ours.Z, ours.y, T)
    assert np.array_equal(calibrated.given, ours.given)
    assert metrics(calibrated).cost == pytest.approx(best.fun)


def test_accuracy_against_coverage(judgement: Judgement) -> None:
    ours = coverage_curve(judgement)
    precision, _, thresholds = precision_recall_curve(judgement.hits, judgement.confidence)
    assert ours.thresholds[::-1] == pytest.approx(thresholds)
    assert ours.accuracy[::-1] == pytest.approx(precision[:-1])
    assert ours.coverage[-1] == 1
    assert ours.accuracy[-1] == pytest.approx(judgement.hits.mean())


def test_a_point_of_the_curve(judgement: Judgement) -> None:
    curve = coverage_curve(judgement)
    middle = len(curve.thresholds) // 2
    point = covered(judgement, curve.thresholds[middle])
    assert point.coverage == pytest.approx(curve.coverage[middle])
    assert point.accuracy == pytest.approx(curve.accuracy[middle])
    assert point.interval.low < curve.accuracy[middle] < point.interval.high or point.accuracy == 1


def test_without_an_answer_there_is_no_accuracy(guessing: Judgement) -> None:
    point = covered(guessing, 1.1)
    assert (point.answered, point.accuracy, point.coverage) == (0, None, 0)
    assert point.interval == (0, 1)
