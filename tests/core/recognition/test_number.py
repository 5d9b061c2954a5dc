"""Strokes side by side are grouped into digits; what is one digit stays one."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.drawing.strokes import Drawing, Stroke
from digitpad.core.models.model import Model
from digitpad.core.recognition.number import Group, Parting, Reading, read_drawing, read_pieces
from digitpad.core.recognition.predict import Prediction, RejectionReason
from tests.digits import SHAPES


def side_by_side(digits: str, step: float = 20, scale: float = 1) -> Drawing:
    offset = np.array([step, 0])
    shapes = [np.array(stroke) + i * offset for i, digit in enumerate(digits) for stroke in SHAPES[int(digit)]]
    return tuple(Stroke(np.pad(shape * scale, ((0, 0), (0, 2)))) for shape in shapes)


def read(model: Model, drawing: Drawing) -> Reading:
    return read_drawing(model.recogniser, drawing)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_of_one_or_two_strokes_stays_one(model: Model, digit: str) -> None:
    reading = read(model, side_by_side(digit))
    assert (reading.text, reading.is_number, reading.rejection) == (digit, False, None)
    assert len(reading.digits) == 1
    assert reading.digits[0].prediction is reading.whole


@given(digits=st.text("0123456789", min_size=2, max_size=6), data=st.data())
@settings(max_examples=25, derandomize=True)  # no network reads everything
def test_a_number_is_read_in_any_order_of_its_strokes_and_at_any_size(
    model: Model, digits: str, data: st.DataObject
) -> None:
    drawing = side_by_side(digits, step=19, scale=data.draw(st.sampled_from([0.01, 1, 300])))
    shuffled = tuple(data.draw(st.permutations(drawing)))
    reading = read(model, shuffled)
    assert (reading.text, reading.rejection) == (digits, None)
    boxes = np.array([each.box for each in reading.digits])
    assert (np.diff(boxes[:, 0]) > 0).all()
    everything = np.concatenate([stroke.points for stroke in drawing])
    np.testing.assert_allclose(boxes[:, :2].min(axis=0), everything.min(axis=0))
    np.testing.assert_allclose(boxes[:, 2:].max(axis=0), everything.max(axis=0))
    assert 0 < reading.probability <= min(each.prediction.probability for each in reading.digits)


@pytest.mark.parametrize(("digits", "step"), [("47", 12), ("9308", 7)])
def test_digits_that_overlap_are_kept_apart(model: Model, digits: str, step: float) -> None:
    assert read(model, side_by_side(digits, step=step)).text == digits


def test_a_number_with_a_scribble_in_it_is_unsure(model: Model) -> None:
    rng = np.random.default_rng(3)
    scribble = np.column_stack([rng.uniform(46, 62, 40), rng.uniform(4, 24, 40), np.zeros(40), np.ones(40)])
    reading = read(model, (*side_by_side("20"), Stroke(scribble)))
    assert reading.rejection is not None
    if reading.is_number:
        assert reading.rejection is RejectionReason.UNSURE
        assert reading.digits[-1].prediction.rejection is not None


def answer(probability: float, rejection: RejectionReason | None) -> Prediction:
    probabilities = np.full(10, (1 - probability) / 9, np.float32)
    probabilities[2] = probability
    return Prediction(np.zeros((28, 28), np.float32), probabilities, rejection, unlike=4.0 if rejection else -np.inf)


@pytest.mark.parametrize(
    ("whole", "part", "wide", "number"),
    [(0.999, 0.98, 20, False), (0.6, 0.98, 20, True), (0.999, 0.98, 30, True), (0.999, 0.998, 20, True)],
)
def test_what_is_no_wider_than_a_digit_and_like_one_stays_one(
    whole: float, part: float, wide: float, number: bool
) -> None:
    boxes = np.array([[0.0, 0, wide / 2, 20], [wide / 2, 0, wide, 20]])

    def predict(groups: Sequence[Group]) -> list[Prediction]:
        return [answer(part, RejectionReason.UNLIKE if len(group) > 1 else None) for group in groups]

    assert read_pieces(answer(whole, RejectionReason.UNLIKE), Parting(boxes, predict)).is_number == number


@pytest.mark.parametrize("lean", [6.0, 8, 10])
def test_two_strokes_that_cross_are_not_two_digits(model: Model, lean: float) -> None:
    ends = [[(14 - lean, 4), (14 + lean, 24)], [(14 + lean, 4), (14 - lean, 24)]]
    assert not read(model, tuple(Stroke(np.pad(np.array(each), ((0, 0), (0, 2)))) for each in ends)).is_number


def test_nothing_and_a_speck_are_no_number(model: Model) -> None:
    assert read(model, ()).rejection is RejectionReason.BLANK
    assert read(model, ()).text == ""
    dots = tuple(Stroke(np.array([[x, 3.0, 0, 1]])) for x in (3.0, 3.0))
    assert not read(model, dots).is_number
