"""The tally of answers: shares, intervals, and what is refused."""

import numpy as np
import pytest

from digitpad.cli.replay import Tally
from digitpad.core.recognition.predict import Prediction, RejectionReason
from digitpad.core.scoring import wilson

SEEN = np.zeros((28, 28), np.float32)


def answer(digit: int, probability: float = 1.0, rejection: RejectionReason | None = None) -> Prediction:
    P = np.full(10, (1 - probability) / 9)
    P[digit] = probability
    return Prediction(SEEN, P, rejection)


def test_the_report_counts_what_it_was_told() -> None:
    tally = Tally()
    tally.add(3, "a", answer(3))
    tally.add(3, "b", answer(5))
    tally.add(5, "a", answer(5, 0.6))
    tally.add(1, "b", answer(1, 1.0, RejectionReason.LINE))
    tally.add(None, "b", answer(1))
    tally.add(None, "c", answer(1, 1.0, RejectionReason.SPECK))
    report = tally.report()
    assert (report["n"], report["n_other"]) == (4, 2)
    assert report["accuracy"] == 0.75
    assert (report["low"], report["high"]) == wilson(3, 4)
    assert (report["refused"], report["other_refused"]) == (0.25, 0.5)
    assert report["accuracy_of_accepted"] == pytest.approx(2 / 3)
    # Sure three times and twice right; once 0.6 and right.
    assert report["ece"] == pytest.approx((1 + 0.4) / 4)
    assert report["per_digit"] == {
        "1": {"n": 1, "accuracy": 1.0},
        "3": {"n": 2, "accuracy": 0.5},
        "5": {"n": 1, "accuracy": 1.0},
    }
    assert report["per_writer"] == {"a": {"n": 2, "accuracy": 1.0}, "b": {"n": 2, "accuracy": 0.5}}
    confusion = np.array(report["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion.sum() == 4
    assert confusion[3, 5] == confusion[1, 1] == 1


def test_a_blank_drawing_of_a_digit_is_wrong_and_refused() -> None:
    tally = Tally()
    tally.add(3, "", Prediction(SEEN, None, RejectionReason.BLANK))
    report = tally.report()
    assert (report["accuracy"], report["refused"], report["accuracy_of_accepted"]) == (0, 1, None)
    assert np.sum(report["confusion"]) == 0


def test_shares_of_nothing_are_none() -> None:
    report = Tally().report()
    assert report["n"] == report["n_other"] == 0
    assert report["accuracy"] is report["refused"] is report["accuracy_of_accepted"] is report["other_refused"] is None
    assert (report["low"], report["high"], report["ece"]) == (0, 1, 0)
