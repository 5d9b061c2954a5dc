"""Two shapes side by side are told by the gap between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.recognition.rejection import stand_apart
from digitpad.core.synthetic.pieces import side_by_side
from digitpad.core.synthetic.styles import procedural_digit
from digitpad.core.synthetic.writing import as_written

TALL = np.array([(0.0, 0.0), (0.1, 10.0)])


@given(
    gap=st.floats(1, 20),
    scale=st.floats(1e-3, 1e3),
    right=st.floats(-100, 100),
    size=st.floats(0.75, 1.3),
    backwards=st.booleans(),
)
def test_two_tall_strokes_with_a_gap_are_two(
    gap: float, scale: float, right: float, size: float, backwards: bool
) -> None:
    drawing = [TALL * scale + right, (TALL * size + [gap + 0.1, 0]) * scale + right]
    assert stand_apart(drawing[::-1] if backwards else drawing)


def test_strokes_that_touch_or_cross_or_lie_beneath_each_other_are_one() -> None:
    across = np.array([(-4.0, 5.0), (4.0, 5.0)])
    assert not stand_apart([TALL, across])
    assert not stand_apart([TALL, TALL + np.array([0.2, 0])])
    assert not stand_apart([TALL, TALL + np.array([0, 20])])
    assert not stand_apart([TALL, TALL * 0.3 + np.array([8, 0])])  # a tall stroke and a small one
    assert not stand_apart([TALL])
    assert not stand_apart([TALL[:1], TALL[:1]])


@pytest.mark.parametrize("count", [2, 3])
def test_most_numbers_are_told_and_hardly_any_digit(count: int) -> None:
    rng = np.random.default_rng(0)
    digits = [procedural_digit(rng)[1] for _ in range(600)]
    assert sum(stand_apart(as_written(each, rng)) for each in digits) <= 6
    numbers = [side_by_side([digits[i] for i in rng.integers(600, size=count)], rng) for _ in range(200)]
    assert sum(map(stand_apart, numbers)) > 140
