"""Wilson's interval holds the true share about as often as it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from digitpad.core.scoring import wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (9_940, 10_000, 0.99229, 0.99534)]
)
def test_known_intervals(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=1e-4)


def test_nothing_is_known_without_trials() -> None:
    assert wilson(0, 0) == (0, 1)


TRIALS = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(TRIALS)
def test_it_is_scipys(trial: tuple[int, int]) -> None:
    assert wilson(*trial) == pytest.approx(tuple(binomtest(*trial).proportion_ci(method="wilson")), abs=1e-12)


@given(TRIALS)
def test_the_interval_holds_the_share_and_is_a_share_itself(trial: tuple[int, int]) -> None:
    hits, n = trial
    interval = wilson(hits, n)
    assert 0 <= interval.low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= interval.high <= 1
    mirrored = wilson(n - hits, n)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx(interval)


def test_it_holds_the_true_share_nineteen_times_of_twenty() -> None:
    seen = np.random.default_rng(0).binomial(200, 0.95, 4_000)
    held = [wilson(int(hits), 200) for hits in seen]
    assert np.mean([each.low <= 0.95 <= each.high for each in held]) == pytest.approx(0.95, abs=0.02)
