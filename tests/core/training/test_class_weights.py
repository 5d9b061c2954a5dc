"""How much each digit counts in the cost."""

import numpy as np
import pytest

from digitpad.core.engine.source import class_weights

FEW = np.array([0] * 6 + [1] * 3 + [2])


def test_without_balance_all_digits_count_as_often_as_they_occur() -> None:
    assert class_weights(FEW, balanced=False).tolist() == [1] * 10


def test_balanced_digits_count_alike() -> None:
    weights = class_weights(FEW, balanced=True)
    totals = np.bincount(FEW, weights=weights[FEW])
    assert totals == pytest.approx([10 / 3] * 3)
    assert weights[FEW].mean() == pytest.approx(1)


def test_a_digit_that_does_not_occur_counts_once() -> None:
    assert class_weights(FEW, balanced=True)[3:].tolist() == [1] * 7
