"""Levels go from lenient to strict, and their costs are those of the scores they were counted on."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitpad.core.calibration.calibrate import SHARES, USUAL, Seen, correct_classification, with_levels
from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.recognition.rejection import Detector

BARE = Detector(np.zeros((1, 1)), np.zeros(1), np.zeros(1), 0.0, (), 0)
scores = arrays(np.float64, st.integers(1, 300), elements=st.floats(-50, 50) | st.just(np.inf))


@settings(max_examples=40)
@given(choosing=st.lists(scores, min_size=1, max_size=3), evaluating=scores, one=scores, two=scores)
def test_each_level_refuses_more_than_the_one_before(
    choosing: list[np.ndarray], evaluating: np.ndarray, one: np.ndarray, two: np.ndarray
) -> None:
    detector = with_levels(BARE, choosing, evaluating, [one, two])
    levels = detector.levels
    assert (len(levels), detector.level) == (len(SHARES), USUAL)
    assert np.isfinite([level.threshold for level in levels]).all()
    for lenient, strict in pairwise(levels):
        assert strict.threshold <= lenient.threshold
        assert strict.digits_refused >= lenient.digits_refused
        assert strict.others_accepted <= lenient.others_accepted
    for share, level in zip(SHARES, levels, strict=True):
        for device in choosing:
            assert np.mean(device > level.threshold) <= max(share, np.isinf(device).mean())
        assert level.digits_refused == np.mean(evaluating > level.threshold)
        assert level.others_accepted == np.mean([np.mean(one <= level.threshold), np.mean(two <= level.threshold)])
    # The detector itself refuses nothing at the first level.
    assert levels[0].digits_refused == np.isinf(evaluating).mean()


def test_drawings_of_any_units_are_seen_as_on_the_canvas_with_the_rules_applied() -> None:
    seven = np.array([(8.0, 6.0), (20.0, 6.0), (13.0, 24.0)])
    lying = np.array([(0.0, 0.0), (1000.0, 10.0)])
    seen = Seen.of([[seven], [seven * 50 - 9], [lying]], DEFAULT)
    np.testing.assert_allclose(seen.X[0], seen.X[1], atol=1e-4)
    assert seen.by_rule.tolist() == [False, False, True]


def test_digits_count_if_they_are_read_right_and_accepted_with_few_others() -> None:
    others = np.arange(101, dtype=np.float64)
    hits, scores = np.array([True, True, False, True]), np.array([-5.0, 9.0, 2.0, 30.0])
    assert correct_classification(hits, scores, others, 0.01) == 0.25
    assert correct_classification(hits, scores, others, 0.1) == 0.5
    assert correct_classification(hits, scores, others, 1.0) == 0.75
