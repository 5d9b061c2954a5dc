"""Which ink lies in which box, and how a box is split."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.drawing.strokes import Stroke, paths
from digitpad.core.recognition.boxes import Box, around, parts_in, points_of, share_out, split

PLACES = st.tuples(st.floats(0, 28), st.floats(0, 28))
BOXES = st.tuples(PLACES, PLACES).map(lambda corners: around(np.array(corners)))


def stroke(*corners: tuple[float, float]) -> Stroke:
    return Stroke(np.pad(np.array(corners, float), ((0, 0), (0, 2))))


@given(
    strokes=st.lists(st.lists(PLACES, min_size=1, max_size=4), min_size=1, max_size=4),
    boxes=st.lists(BOXES, max_size=4),
)
def test_each_point_belongs_to_one_box_that_holds_it_or_its_piece(
    strokes: list[list[tuple[float, float]]], boxes: list[Box]
) -> None:
    points, pieces = points_of(tuple(stroke(*each) for each in strokes))
    owner = share_out(points, pieces, boxes) if boxes else np.full(len(points), -1)
    for number, (left, top, right, bottom) in enumerate(boxes):
        inside = np.all((points >= (left, top)) & (points <= (right, bottom)), axis=1)
        for piece in np.unique(pieces[owner == number]):
            mine = (owner == number) & (pieces == piece)
            assert inside[mine].all() or inside[pieces == piece].mean() >= 0.8
        assert (owner[inside] >= 0).all()


def test_strokes_whose_boxes_overlap_stay_whole_and_others_are_cut() -> None:
    seven, one = stroke((2, 4), (9, 4), (5, 20)), stroke((8, 6), (8, 20))
    boxes = [around(each.points) for each in (seven, one)]
    first, second = parts_in((seven, one), boxes)
    np.testing.assert_array_equal(around(np.concatenate(paths(first))), boxes[0])
    np.testing.assert_array_equal(around(np.concatenate(paths(second))), boxes[1])
    line = stroke((0, 10), (20, 10))
    left, right, nothing = parts_in((line,), [(0, 5, 9, 15), (11, 5, 20, 15), (22, 5, 28, 15)])
    assert around(np.concatenate(paths(left))) == (0, 10, 9, 10)
    assert around(np.concatenate(paths(right))) == (11, 10, 20, 10)
    assert nothing == ()


def test_a_box_is_split_between_strokes_also_where_they_overlap() -> None:
    two, zero = stroke((2, 4), (8, 6), (2, 20), (11, 20)), stroke((7, 12), (11, 4), (16, 12), (11, 20), (7, 12))
    points, pieces = points_of((two, zero))
    assert split(points, pieces, around(points)) == (around(two.points), around(zero.points))


def test_a_box_is_split_where_least_ink_is() -> None:
    zero, bar, one = stroke((2, 4), (2, 20)), stroke((2, 12), (14, 12)), stroke((14, 4), (14, 20))
    points, pieces = points_of((zero, one))
    assert split(points, pieces, around(points)) == ((2, 4, 2, 20), (14, 4, 14, 20))
    first, second = split(*points_of((zero, bar, one)), (2, 4, 14, 20))
    assert first[2] < 9 < second[2]
    (_, _, cut, _), _ = split(np.empty((0, 2)), np.empty(0, np.intp), (0, 0, 10, 10))
    assert abs(cut - 5) < 0.2
