"""Rasterising agrees with its definition: a pixel's ink depends on its distance to the nearest path."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digitpad.core.drawing.normalise import AS_DRAWN, normalise
from digitpad.core.drawing.strokes import PenSample, Stroke, paths

COORDINATES = st.one_of(st.floats(0, 28), st.floats(-40, 70), st.integers(-2, 30).map(lambda half: half / 2))
POINTS = st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=6)
# Each point is repeated once or more, as a resting pen does.
RESTING = st.lists(st.tuples(COORDINATES, COORDINATES, st.integers(1, 3)), min_size=1, max_size=4).map(
    lambda points: [(x, y) for x, y, times in points for _ in range(times)]
)


def rasterise(paths: Sequence[np.ndarray], pen_width: float) -> np.ndarray:
    """The ink of paths as they stand on the canvas."""
    return normalise(paths, replace(AS_DRAWN, pen_width=pen_width))


def distance(x: float, y: float, start: np.ndarray, end: np.ndarray) -> float:
    """From the point (x, y) to the segment from start to end."""
    here, along = np.array([x, y]), end - start
    length = float(along @ along)
    share = min(max(float((here - start) @ along) / length, 0.0), 1.0) if length else 0.0
    return float(np.hypot(*(here - start - share * along)))


def slowly_rasterised(drawing: list[np.ndarray], pen_width: float) -> np.ndarray:
    ink = np.zeros((28, 28))
    segments = [(path[max(i - 1, 0)], path[i]) for path in drawing for i in range(len(path)) if i or len(path) == 1]
    for row in range(28):
        for column in range(28):
            nearest = min((distance(column + 0.5, row + 0.5, *segment) for segment in segments), default=np.inf)
            ink[row, column] = min(max(pen_width / 2 - nearest + 0.5, 0.0), 1.0)
    return ink


@given(st.lists(POINTS | RESTING, max_size=3), st.floats(1, 5))
@example([[(0.0, 0.0), (0.0, 2.2250738585e-313)]], 1.0)
@settings(max_examples=40)
def test_every_pixel_agrees_with_a_slow_reference(drawing: list[list[tuple[float, float]]], pen_width: float) -> None:
    arrays = [np.array(path, float) for path in drawing]
    ink = rasterise(arrays, pen_width)
    assert (ink.shape, ink.dtype) == ((28, 28), np.float32)
    np.testing.assert_allclose(ink, slowly_rasterised(arrays, pen_width), atol=1e-5)


def test_a_dot_has_the_ink_worked_out_by_hand() -> None:
    ink = rasterise([np.array([[14.5, 3.5]])], 2.4)
    expected = np.zeros((28, 28))
    near, diagonal = 1.7 - 1, 1.7 - np.sqrt(2)
    expected[2:5, 13:16] = [[diagonal, near, diagonal], [near, 1, near], [diagonal, near, diagonal]]
    np.testing.assert_allclose(ink, expected, atol=1e-6)


def test_x_goes_to_the_right_and_y_goes_down() -> None:
    ink = rasterise([np.array([[4.5, 10.5], [4.5, 20.5]])], 1.0)
    assert ink[10:21, 4] == pytest.approx(1)
    assert ink[:9].sum() == ink[22:].sum() == ink[:, 6:].sum() == 0


@pytest.mark.parametrize("drawing", [[], [np.array([[-9.0, 5.0]])], [np.array([[40.0, 40.0], [90.0, 40.0]])]])
def test_nothing_on_the_canvas_is_an_empty_image(drawing: list[np.ndarray]) -> None:
    ink = rasterise(drawing, 2.4)
    assert ink.shape == (28, 28)
    assert not ink.any()


def test_a_line_from_far_outside_crosses_the_canvas() -> None:
    ink = rasterise([np.array([[-5_000.0, 14.5], [5_000.0, 14.5]])], 1.0)
    assert ink[14] == pytest.approx(1)
    assert ink[13].max() == ink[15].max() == 0


def test_a_path_drawn_twice_is_as_dark_as_once() -> None:
    path = np.array([[3.0, 3.0], [20.0, 11.0], [7.0, 25.0]])
    once = rasterise([path], 2.4)
    np.testing.assert_allclose(rasterise([path, path[::-1]], 2.4), once, atol=1e-6)


def test_more_points_along_a_line_draw_the_same_line() -> None:
    ends = np.array([[2.0, 3.0], [25.0, 19.0]])
    many = np.linspace(*ends, 777)
    np.testing.assert_allclose(rasterise([many], 2.4), rasterise([ends], 2.4), atol=1e-5)


def test_rasterising_does_not_change_the_paths() -> None:
    path = np.array([[3.0, 3.0], [20.0, 11.0]])
    rasterise([path], 2.4)
    np.testing.assert_array_equal(path, [[3, 3], [20, 11]])


def test_the_paths_of_a_drawing_are_its_strokes_without_time_and_pressure() -> None:
    drawing = (
        Stroke.of([PenSample(1, 2, 0.1, 0.5), PenSample(3, 4, 0.2)]),
        Stroke.of([PenSample(5, 6)]),
    )
    assert [path.tolist() for path in paths(drawing)] == [[[1, 2], [3, 4]], [[5, 6]]]
    assert paths(()) == []
