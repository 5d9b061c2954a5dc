"""What touches on a picture is cut into digits, and nothing else is."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import find_ink
from digitpad.core.pictures.layer import PictureReading, read_picture
from digitpad.core.pictures.pieces import clutter, pieces_of
from digitpad.core.recognition.number import Parting, read_pieces
from digitpad.core.recognition.predict import Prediction, RejectionReason


def read(image: Image.Image, model: Model) -> PictureReading:
    return read_picture(model.recogniser, Picture.of(image))


def test_digits_that_touch_are_cut_apart(model: Model) -> None:
    image = Image.new("L", (360, 220), 250)
    draw = ImageDraw.Draw(image)
    draw.arc([30, 40, 130, 180], 0, 360, fill=20, width=12)
    draw.line([(122, 70), (230, 45), (118, 205)], fill=20, width=12, joint="curve")
    done = read(image, model)
    assert (done.reading.text, done.reading.rejection) == ("07", None)
    (_, _, cut, _), (begin, _, _, _) = (each.box for each in done.reading.digits)
    # The zero reaches farther than the seven's foot.
    assert (begin, cut) == pytest.approx((114, 134), abs=6)


def test_a_bar_is_not_cut() -> None:
    image = Image.new("L", (360, 220), 250)
    draw = ImageDraw.Draw(image)
    draw.line([(60, 60), (55, 110), (100, 130), (50, 180)], fill=20, width=12, joint="curve")
    draw.line([(80, 60), (130, 30)], fill=20, width=12)
    assert len(pieces_of(find_ink(Picture.of(image))).boxes) == 2


@pytest.mark.parametrize(
    "letter", [[(60, 40), (110, 180), (160, 40)], [(40, 40), (70, 180), (110, 60), (150, 180), (180, 40)]]
)
def test_a_letter_is_not_cut_into_ones(model: Model, letter: list[tuple[int, int]]) -> None:
    image = Image.new("L", (300, 220), 250)
    ImageDraw.Draw(image).line(letter, fill=20, width=12, joint="curve")
    assert read(image, model).reading.rejection in (RejectionReason.UNSURE, RejectionReason.UNLIKE)


@pytest.mark.parametrize(("width", "doubted"), [(60, True), (120, False)])
def test_a_cut_shape_narrower_than_two_digits_is_doubted(width: int, doubted: bool) -> None:
    blank, sure = np.zeros((28, 28), np.float32), np.full(10, 1e-4, np.float32)
    sure[6] = 1
    whole = Prediction(blank, sure, RejectionReason.UNLIKE, unlike=9.0)
    boxes = np.array([[0, 0, width / 2 - 1, 100], [width / 2, 0, width, 100]], np.float64)
    answers = {(0, 1): whole}
    parting = Parting(
        boxes,
        lambda groups: [answers.get(each, Prediction(blank, sure, None, unlike=-9.0)) for each in groups],
        np.zeros(2, np.intp),
    )
    reading = read_pieces(whole, parting)
    assert (reading.text, bool(reading.rejection)) == ("66", doubted)


@pytest.mark.parametrize(("unlike", "text"), [(-9.0, "5"), (-1.0, "66"), (-np.inf, "66")])
def test_a_wide_shape_that_is_very_like_a_digit_is_one(unlike: float, text: str) -> None:
    blank = np.zeros((28, 28), np.float32)
    five, six = (np.eye(10, dtype=np.float32)[digit] for digit in (5, 6))
    whole = Prediction(blank, five, None, unlike=unlike)
    boxes = np.array([[0, 0, 70, 100], [75, 0, 140, 100]], np.float64)
    reading = read_pieces(whole, Parting(boxes, lambda groups: [Prediction(blank, six, None)] * len(groups)))
    assert reading.text == text


def test_a_ring_of_dots_is_no_digit() -> None:
    image = Image.new("L", (300, 300), 240)
    draw = ImageDraw.Draw(image)
    for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        x, y = 150 + 90 * np.cos(angle), 150 + 90 * np.sin(angle)
        draw.ellipse([x - 9, y - 9, x + 9, y + 9], fill=30)
    found = find_ink(Picture.of(image))
    assert found.sorted.written.sum() == 12
    assert clutter(found) is RejectionReason.CLUTTER
