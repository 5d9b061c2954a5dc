"""Digits in the boxes and combs of forms are read, and nothing of the form is."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import find_ink
from digitpad.core.pictures.form import find_form
from digitpad.core.pictures.ink import Reason
from digitpad.core.pictures.labelling import components
from tests.core.pictures.test_find import read

Draw = ImageDraw.ImageDraw
GREY = (110, 110, 110)
BOX = 120


def form(width: int, height: int, lines: Callable[[Draw], None], left: int, top: int) -> Image.Image:
    """A form with a seven whose left top corner is there."""
    image = Image.new("RGB", (width, height), (247, 246, 242))
    draw = ImageDraw.Draw(image)
    lines(draw)
    draw.line([(left, top), (left + 48, top), (left + 20, top + 78)], fill=(35, 40, 110), width=8, joint="curve")
    return image.filter(ImageFilter.GaussianBlur(0.6))


def box_of_a_row(draw: Draw) -> None:
    """The lines above and below go on to the picture's edges, the walls do not."""
    for y in (20, 20 + BOX):
        draw.line([(0, y), (160, y)], fill=GREY, width=3)
    for x in (20, 20 + BOX):
        draw.line([(x, 20), (x, 20 + BOX)], fill=GREY, width=3)


def row_of_boxes(draw: Draw) -> None:
    for number in range(4):
        draw.rectangle([40 + number * BOX, 60, 40 + (number + 1) * BOX, 60 + BOX], outline=GREY, width=2)


def comb(draw: Draw) -> None:
    draw.line([(40, 60 + BOX), (40 + 4 * BOX, 60 + BOX)], fill=GREY, width=2)
    for number in range(5):
        draw.line([(40 + number * BOX, 60 + BOX // 2), (40 + number * BOX, 60 + BOX)], fill=GREY, width=2)


FORMS = {
    "a box of a row": form(160, 160, box_of_a_row, 56, 40),
    "a row of boxes": form(600, 240, row_of_boxes, 196, 82),
    "a comb": form(600, 240, comb, 196, 82),
}


@pytest.mark.parametrize("kind", FORMS)
def test_a_seven_on_a_form_is_read(model: Model, kind: str) -> None:
    done = read(FORMS[kind], model)
    assert (done.reading.text, done.reading.rejection) == ("7", None)


@pytest.mark.parametrize("kind", FORMS)
def test_the_lines_of_a_form_are_a_frame(kind: str) -> None:
    found = find_ink(Picture.of(FORMS[kind]))
    assert found.sorted.written.sum() == 1
    assert Reason.FRAME in found.sorted.reasons


@pytest.mark.parametrize("kind", ["a row of boxes", "a comb"])
def test_what_is_printed_beside_a_form_does_not_matter(model: Model, kind: str) -> None:
    image = FORMS[kind].copy()
    ImageDraw.Draw(image).text((190, 8), "Room", fill=(30, 30, 30), font=ImageFont.load_default(40))
    done = read(image, model)
    assert (done.reading.text, done.reading.rejection) == ("7", None)


def test_lines_of_a_form_in_which_nothing_stands_are_not_left_out() -> None:
    image = Image.new("RGB", (600, 240), (247, 246, 242))
    row_of_boxes(ImageDraw.Draw(image))
    assert find_ink(Picture.of(image)).sorted.written.any()


def test_a_one_between_two_ruled_lines_is_no_wall(model: Model) -> None:
    image = Image.new("RGB", (400, 400), (240, 238, 230))
    draw = ImageDraw.Draw(image)
    for y in range(20, 400, 120):
        draw.line([(0, y), (400, y)], fill=(150, 170, 205), width=3)
    draw.line([(200, 142), (200, 258)], fill=(40, 40, 70), width=10)
    done = read(image.filter(ImageFilter.GaussianBlur(0.7)), model)
    assert (done.reading.text, done.reading.rejection) == ("1", None)


@pytest.mark.parametrize("beside", [False, True])
def test_a_form_is_where_the_largest_shape_stands(beside: bool) -> None:
    """In lines of text, too, stems stand between what looks like ruled lines."""
    ruling, ink = np.zeros((200, 120), np.bool_), np.zeros((200, 120), np.bool_)
    ruling[[10, 50]] = True
    ink[11:50, [20, 80]] = True
    ink[20:40, 45:55] = True
    ink[100:180, 40:60] = beside
    assert (find_form(components(ink), ruling) is None) == beside
