"""What plots are given: numbers thinned to what a screen can show."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitpad.ui.plots.line_plot import envelope, thinned

VALUES = arrays(np.float64, st.integers(0, 500), elements=st.floats(-1e3, 1e3))


@given(VALUES, st.integers(1, 50))
def test_thinned_values_are_few_and_have_the_same_mean(values: npt.NDArray[np.float64], most: int) -> None:
    few = thinned(values, most)
    assert len(few) <= most
    if len(values) <= most:
        assert few.tolist() == values.tolist()
    size = 1
    while -(-len(values) // size) > most:
        size *= 2
    means = [values[start : start + size].mean() for start in range(0, len(values), size)]
    assert few.tolist() == pytest.approx(means, abs=1e-9)


def test_groups_stay_as_values_are_added() -> None:
    values = np.random.default_rng(0).normal(size=1000)
    before, after = thinned(values[:900], 100), thinned(values, 100)
    assert before[:56].tolist() == after[:56].tolist()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), st.integers(4, 100))
@example([0.0] * 17, 9)
def test_an_outline_has_few_points_and_the_same_extremes(numbers: list[float], most: int) -> None:
    values, times = np.array(numbers), np.arange(len(numbers), dtype=float)
    x, y = envelope(times, values, most)
    assert len(x) == len(y) <= most
    assert (y.min(), y.max()) == (values.min(), values.max())
    assert (np.diff(x) >= 0).all()
