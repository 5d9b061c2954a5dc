"""Rubbing out, choosing, moving and scaling strokes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.drawing.edit import box_of, erase, strokes_in, transformed
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke

PLACE = st.tuples(st.floats(0, 28), st.floats(0, 28))
DRAWINGS = st.lists(st.lists(PLACE, min_size=1, max_size=6), min_size=1, max_size=4).map(
    lambda strokes: tuple(
        Stroke.of([PenSample(x, y, n / 60, 0.5) for n, (x, y) in enumerate(each)]) for each in strokes
    )
)
LINE: Drawing = (Stroke.of([PenSample(2, 14, 0.0), PenSample(26, 14, 1.0)]),)


def distance(points: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """From many places on the eraser's way, to the nearest."""
    way = a + np.linspace(0, 1, 400)[:, None] * (b - a)
    return np.linalg.norm(points[:, None] - way[None], axis=2).min(axis=1)


def test_a_line_rubbed_out_in_its_middle_becomes_two() -> None:
    left, right = erase(LINE, np.array([14.0, 10]), np.array([14.0, 18]), 2.0)
    assert left.points[0].tolist() == [2, 14]
    assert right.points[-1].tolist() == [26, 14]
    assert 11.5 < left.points[-1][0] <= 12
    assert 16 <= right.points[0][0] < 16.5
    np.testing.assert_allclose(left.samples[-1][2], (left.points[-1][0] - 2) / 24)  # the time goes on evenly


def test_what_is_not_touched_comes_back_as_it_is() -> None:
    assert erase(LINE, np.array([0.0, 0]), np.array([28.0, 0]), 3.0) is LINE
    assert erase((), np.array([0.0, 0]), np.array([1.0, 0]), 3.0) == ()


def test_an_eraser_as_large_as_the_canvas_leaves_nothing() -> None:
    assert erase(LINE, np.array([14.0, 14]), np.array([14.0, 14]), 40.0) == ()


@given(DRAWINGS, PLACE, PLACE, st.floats(0.5, 6))
def test_nothing_remains_under_the_eraser_and_nothing_new_appears(
    drawing: Drawing, start: tuple[float, float], end: tuple[float, float], radius: float
) -> None:
    a, b = np.array(start), np.array(end)
    rest = erase(drawing, a, b, radius)
    for stroke in rest:
        assert len(stroke.samples)
        if not any(stroke is each for each in drawing):
            assert distance(stroke.points, a, b).min() > radius - 1e-9
    if rest:
        low, high = box_of(drawing, range(len(drawing)))
        points = np.concatenate([each.points for each in rest])
        assert np.all(points >= low - 1e-9)
        assert np.all(points <= high + 1e-9)


@given(DRAWINGS)
def test_all_strokes_lie_in_their_own_box(drawing: Drawing) -> None:
    everything = frozenset(range(len(drawing)))
    assert strokes_in(drawing, *box_of(drawing, everything)) == everything
    assert strokes_in(drawing, np.array([-9.0, -9]), np.array([-5.0, -5])) == frozenset()


def test_chosen_strokes_are_scaled_and_moved_and_stay_on_the_canvas() -> None:
    two = (*LINE, Stroke.of([PenSample(10, 10), PenSample(12, 12)]))
    moved = transformed(two, {1}, 2.0, np.array([10.0, 10]), np.array([1.0, 0]))
    assert moved[0] is two[0]
    assert moved[1].points.tolist() == [[11, 10], [15, 14]]
    away = transformed(two, {1}, 1.0, np.zeros(2), np.array([100.0, 0]))
    assert away[1].points[:, 0].tolist() == [28, 28]
