"""The detector's formula, its fit, and its levels."""

import numpy as np
import pytest

from digitpad.core.calibration.calibrate import SHARES, USUAL, Seen, scores_of, with_levels
from digitpad.core.calibration.detector_training import Examples, fit_detector_task
from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.network import Floats, Network
from digitpad.core.recognition.rejection import Detector, Level
from digitpad.core.synthetic.non_digits import HELD_OUT
from digitpad.core.synthetic.styles import procedural_digit
from digitpad.core.tasks import Progress, run_to_completion


@pytest.fixture(scope="module")
def examples() -> Examples:
    rng = np.random.default_rng(0)
    images = Seen.of([procedural_digit(rng)[1] for _ in range(100)], DEFAULT).X
    return run_to_completion(
        Examples.made_task(images, [procedural_digit(rng) for _ in range(20)], DEFAULT, 200, seed=1)
    )


def test_the_score_is_that_of_the_formula_and_above_the_threshold_is_refused() -> None:
    rng = np.random.default_rng(0)
    A2, V1, c1, V2 = (rng.normal(size=shape) for shape in ((50, 7), (7, 4), (4,), (4,)))
    detector = Detector(V1, c1, V2, 0.5, (Level(1e9, 0, 1), Level(0.6, 0.1, 0.2)), 1)
    expected = [sum(V2[k] * max(row @ V1[:, k] + c1[k], 0) for k in range(4)) + 0.5 for row in A2]
    np.testing.assert_allclose(detector.scores(A2), expected)
    assert 0 < detector.rejects(A2).sum() < 50
    np.testing.assert_array_equal(detector.rejects(A2), np.array(expected) > 0.6)
    assert not detector.at(0).rejects(A2).any()


def test_a_batch_has_as_many_digits_as_other_things(examples: Examples) -> None:
    X, t = examples.batch(12, np.random.default_rng(2), compiled=False)
    assert X.shape == (48, 784)
    assert X.dtype == np.float32
    assert np.abs(X).max() <= 1
    assert t.tolist() == [0] * 24 + [1] * 24


def test_a_fitted_score_is_the_logarithm_of_the_odds() -> None:
    shares = np.array([0.9, 0.6, 0.2])  # of what is no digit, among all that looks alike

    def draw(rng: np.random.Generator) -> tuple[Floats, Floats]:
        which = rng.integers(3, size=1000)
        return np.eye(3)[which], (rng.random(1000) < shares[which]).astype(float)

    detector = run_to_completion(fit_detector_task(draw, 300, 0))
    np.testing.assert_allclose(detector.scores(np.eye(3)), np.log(shares / (1 - shares)), atol=0.15)


def test_a_fitted_detector_knows_digits_from_kinds_it_has_not_met(network: Network, examples: Examples) -> None:
    told: list[Progress] = []
    detector = run_to_completion(fit_detector_task(examples.hidden(network, False, 64), 25, 0), told.append)
    assert [each.done for each in told] == [step / 25 for step in range(1, 26)]
    rng = np.random.default_rng(5)
    digits = Seen.of([procedural_digit(rng)[1] for _ in range(100)], DEFAULT)
    others = {name: Seen.of([kind(rng) for _ in range(30)], DEFAULT) for name, kind in HELD_OUT.items()}
    scores = scores_of(network, detector, digits)
    of_others = {name: scores_of(network, detector, seen) for name, seen in others.items()}
    for name in ("spirals", "digits struck out", "Cyrillic letters"):
        assert np.median(of_others[name]) > np.quantile(scores, 0.8), name
    levelled = with_levels(detector, [scores], scores, of_others.values())
    assert levelled.level == USUAL
    assert [level.threshold for level in levelled.levels] == sorted(
        (level.threshold for level in levelled.levels), reverse=True
    )
    for share, level in zip(SHARES, levelled.levels, strict=True):
        assert level.digits_refused <= share + np.isinf(scores).mean()
    accepted = [level.others_accepted for level in levelled.levels]
    assert accepted == sorted(accepted, reverse=True)


def test_the_same_seed_fits_the_same_detector(network: Network, examples: Examples) -> None:
    one, same, other = (
        run_to_completion(fit_detector_task(examples.hidden(network, False, 16), 1, seed)) for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(one.V1, same.V1)
    assert not np.array_equal(one.V1, other.V1)


def test_a_network_in_double_precision_gets_a_detector_in_it(network: Network, examples: Examples) -> None:
    detector = run_to_completion(fit_detector_task(examples.hidden(network.astype(np.float64), False, 16), 1, 0))
    assert detector.V1.dtype == detector.c1.dtype == detector.V2.dtype == np.float64
