"""Digits in rows on a photograph are read row by row."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.layer import read_picture
from digitpad.core.recognition.number import Group
from digitpad.core.recognition.predict import Prediction, Recogniser, RejectionReason
from digitpad.core.recognition.rows import read_rows, rows_of
from tests.digits import SHAPES


def picture_of(rows: list[str], turned: float = 0.0) -> Image.Image:
    image = Image.new("L", (1400, 120 + 260 * len(rows)), 235)
    draw = ImageDraw.Draw(image)
    for row, digits in enumerate(rows):
        for column, digit in enumerate(digits):
            for stroke in SHAPES[int(digit)]:
                points = [(60 + 250 * column + 8 * x, 60 + 260 * row + 8 * y) for x, y in stroke]
                draw.line(points, 30, 16, joint="curve")
    return image.rotate(turned, Image.Resampling.BILINEAR, fillcolor=235)


@pytest.mark.parametrize("turned", [0.0, 3.0])
def test_rows_are_read_from_top_to_bottom_and_boxes_lie_where_the_digits_are(model: Model, turned: float) -> None:
    rows = ["20743", "61", "58097"]
    reading = read_picture(model.recogniser, Picture.of(picture_of(rows, turned))).reading
    assert reading.row_texts == rows
    assert (reading.text, reading.rows, reading.rejection) == ("20743 61 58097", (5, 2, 5), None)
    if not turned:
        left, top, right, bottom = reading.digits[5].box  # the 6 that begins the second row
        assert 60 < left < right < 60 + 250
        assert 60 + 260 < top < bottom < 60 + 2 * 260


def test_digits_that_stand_below_each_other_are_no_ruled_lines(model: Model) -> None:
    rows = ["86523", "00018", "69569"]
    reading = read_picture(model.recogniser, Picture.of(picture_of(rows))).reading
    assert reading.row_texts == rows


def test_of_a_page_of_text_only_some_shapes_are_looked_at() -> None:
    boxes = np.array(
        [(20 * column, 30 * row, 20 * column + 15, 30 * row + 18) for row in range(8) for column in range(9)]
    )
    refused = Prediction(np.zeros((28, 28), np.float32), np.full(10, 0.1, np.float32), RejectionReason.UNLIKE)
    asked: list[int] = []

    def predict(groups: Sequence[Group]) -> list[Prediction]:
        asked.append(len(groups))
        return [refused] * len(groups)

    assert read_rows(refused, boxes.astype(np.float64), predict, np.arange(len(boxes))) is None
    assert sum(asked) < len(boxes)


def test_shapes_in_rows_that_are_no_digits_are_refused(model: Model) -> None:
    image = Image.new("L", (900, 600), 235)
    draw = ImageDraw.Draw(image)
    for x in range(100, 800, 150):
        for y in (100, 300):
            draw.line([(x, y + 60), (x + 95, y + 60)], 30, 12)  # arrows
            draw.line([(x + 60, y + 20), (x + 95, y + 60), (x + 60, y + 100)], 30, 12)
    reading = read_picture(model.recogniser, Picture.of(image)).reading
    assert reading.rejection is not None
    assert reading.rows == ()


def test_other_classes_than_digits_stand_alone(model: Model) -> None:
    rows = read_picture(Recogniser(model.network, of_digits=False), Picture.of(picture_of(["20743", "61"]))).reading
    assert (rows.is_number, rows.rejection, len(rows.digits)) == (False, None, 1)
    solid = Image.new("L", (300, 300), 235)
    ImageDraw.Draw(solid).rectangle((60, 60, 220, 240), fill=20)
    assert read_picture(Recogniser(model.network), Picture.of(solid)).reading.rejection
    assert not read_picture(Recogniser(model.network, of_digits=False), Picture.of(solid)).reading.rejection


def test_rows_may_slope_and_small_pieces_go_with_what_is_nearest() -> None:
    slope = np.array([(30 * n, 6 * n + 40 * row) for row in range(2) for n in range(5)], np.float64)
    boxes = np.column_stack([slope, slope + np.array([18, 26])])
    bar = np.array([[62.0, 46.0, 78.0, 48.0]])  # above the third of the second row, below that of the first
    first, second = rows_of(np.concatenate([boxes, bar]))
    assert first.tolist() == [0, 1, 2, 3, 4]
    assert second.tolist() == [5, 6, 7, 8, 9, 10]
