"""Two networks on the same images: groups, and McNemar's exact test."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from digitpad.core.evaluation.comparison import Comparison, Group, Verdict, comparison, grouped

counts = st.integers(0, 60)


def compared(both: int, only_a: int, only_b: int, neither: int) -> Comparison:
    return Comparison(dict(zip(Group, (both, only_a, only_b, neither), strict=True)))


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=1, max_size=30))
def test_every_image_is_in_its_group(rows: list[tuple[int, int, int]]) -> None:
    a, b, y = np.array(rows).T
    groups = grouped(a, b, y)
    assert sorted(np.concatenate(list(groups.values()))) == list(range(len(y)))
    for group, right in ((Group.BOTH, (1, 1)), (Group.ONLY_A, (1, 0)), (Group.ONLY_B, (0, 1)), (Group.NEITHER, (0, 0))):
        assert all((a[i] == y[i], b[i] == y[i]) == right for i in groups[group])
    result = comparison(groups)
    assert result.n == len(y)
    assert result.accuracies == pytest.approx(((a == y).mean(), (b == y).mean()))


@given(counts, counts)
@settings(max_examples=30)
def test_p_is_that_of_scipys_binomial_test(only_a: int, only_b: int) -> None:
    expected = binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1
    assert compared(9, only_a, only_b, 3).p == pytest.approx(expected)


def test_p_of_many_images_is_scipys() -> None:
    assert compared(0, 2_100, 1_950, 0).p == pytest.approx(binomtest(2_100, 4_050).pvalue)


@pytest.mark.parametrize(
    ("only_a", "only_b", "p", "verdict"),
    [
        (0, 0, 1, Verdict.CHANCE),
        (5, 5, 1, Verdict.CHANCE),
        (0, 5, 0.0625, Verdict.CHANCE),
        (0, 6, 0.03125, Verdict.B_BETTER),
        (6, 0, 0.03125, Verdict.A_BETTER),
        (30, 12, 0.007916, Verdict.A_BETTER),
    ],
)
def test_the_verdict_is_chance_from_five_in_a_hundred_on(only_a: int, only_b: int, p: float, verdict: Verdict) -> None:
    result = compared(100, only_a, only_b, 7)
    assert result.p == pytest.approx(p, abs=1e-5)
    assert result.verdict is verdict


@given(counts, counts, counts, counts)
def test_the_pictures_on_which_they_agree_change_nothing(a: int, b: int, both: int, neither: int) -> None:
    assert compared(both, a, b, neither).p == compared(1, a, b, 0).p
