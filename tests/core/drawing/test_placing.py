"""A drawing from elsewhere is put onto the canvas as asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.drawing.normalise import normalise
from digitpad.core.drawing.strokes import Drawing, Placing, Stroke, paths
from digitpad.core.errors import SettingsError


def drawing(*strokes: list[tuple[float, float]]) -> Drawing:
    return tuple(Stroke(np.array([(x, y, 0.5, 0.25) for x, y in stroke])) for stroke in strokes)


SEVEN = drawing([(100, 100), (300, 100), (200, 500)], [(150, 300), (250, 300)])


def points(placed: Drawing) -> np.ndarray:
    return np.concatenate(paths(placed))


def test_it_usually_fills_two_thirds_of_the_canvas() -> None:
    placed = Placing().apply(SEVEN)
    assert [len(stroke.samples) for stroke in placed] == [3, 2]
    np.testing.assert_allclose(points(placed)[:3], [[9.5, 5], [18.5, 5], [14, 23]])
    np.testing.assert_array_equal(placed[0].samples[:, 2:], [[0.5, 0.25]] * 3)


def test_scale_offset_and_rotation_are_in_units_of_the_canvas() -> None:
    np.testing.assert_allclose(points(Placing(scale=0.5).apply(SEVEN))[:3], [[11.75, 9.5], [16.25, 9.5], [14, 18.5]])
    moved = points(Placing(right=2, down=-3).apply(SEVEN))
    np.testing.assert_allclose(moved, points(Placing().apply(SEVEN)) + np.array([2, -3]))
    clockwise = points(Placing(rotation=90).apply(SEVEN))
    np.testing.assert_allclose(clockwise[:3], [[23, 9.5], [23, 18.5], [5, 14]])


@given(st.floats(0.05, 1.5), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_size_and_place_on_the_canvas_do_not_matter(scale: float, right: float, down: float) -> None:
    placed = Placing(scale, right, down).apply(SEVEN)
    np.testing.assert_allclose(normalise(paths(placed)), normalise(paths(SEVEN)), atol=1e-4)


def test_a_pen_that_would_leave_the_canvas_goes_along_its_edge() -> None:
    placed = points(Placing(right=20).apply(SEVEN))
    assert placed[:, 0].max() == 28
    assert points(Placing(scale=5).apply(SEVEN)).min() == 0


def test_a_dot_comes_to_the_middle_and_nothing_stays_nothing() -> None:
    np.testing.assert_array_equal(points(Placing(scale=3, right=1).apply(drawing([(7, 8)], [(7, 8)]))), [[15, 14]] * 2)
    assert Placing().apply(()) == ()


@pytest.mark.parametrize(
    "numbers", [(0,), (-1,), (11,), (float("nan"),), (1, 29), (1, 0, -29), (1, 0, 0, 361), (1, float("inf"))]
)
def test_numbers_out_of_range_are_refused_in_one_line(numbers: tuple[float, ...]) -> None:
    with pytest.raises(SettingsError) as caught:
        Placing(*numbers)
    assert "\n" not in str(caught.value)
