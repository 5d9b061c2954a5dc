"""Photographs as telephones take them, pictures as programs scale them: the digit is read, and nothing beside it."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import find_ink
from digitpad.core.pictures.ink import Reason
from digitpad.core.pictures.page import find_page
from digitpad.core.pictures.paper import to_grey
from tests.core.pictures.test_find import SEVEN, SIDE, grey_seven, read, seven


def in_little_light() -> Image.Image:
    dark = np.asarray(seven((90, 88, 84), (45, 42, 46)), np.float64)
    noise = np.random.default_rng(0).normal(0, 40, (SIDE, SIDE, 3))
    return Image.fromarray(np.clip(dark + noise, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))


def blown_up() -> Image.Image:
    """28 pixels wide, each of which became a block."""
    small = seven(0, 255, "L", 336, 0.09).filter(ImageFilter.GaussianBlur(9)).reduce(12)
    return small.resize((560, 560), Image.Resampling.NEAREST)


def aslant_on_a_lighter_table() -> Image.Image:
    image = Image.new("RGB", (SIDE, SIDE), (230, 220, 205))
    draw = ImageDraw.Draw(image)
    draw.polygon([(40, 80), (340, 30), (375, 340), (75, 390)], fill=(95, 85, 110))
    draw.line([(140, 110), (270, 110), (195, 310)], fill=(10, 8, 9), width=18, joint="curve")
    return image.filter(ImageFilter.GaussianBlur(1.5))


def held_by_a_finger() -> Image.Image:
    image = Image.new("RGB", (500, SIDE), (90, 88, 80))
    draw = ImageDraw.Draw(image)
    draw.polygon([(60, 40), (460, 20), (470, 395), (50, 365)], fill=(225, 220, 190))
    draw.line(SEVEN, fill=(40, 40, 70), width=16, joint="curve")
    draw.ellipse([300, 330, 370, 500], fill=(130, 85, 65))
    return image.filter(ImageFilter.GaussianBlur(1))


def above_print() -> Image.Image:
    image = seven((215, 212, 200), (60, 60, 75))
    for y in (320, 355):
        text = "a number above some text"
        ImageDraw.Draw(image).text((10, y), text, fill=(50, 50, 50), font=ImageFont.load_default(32))
    return image.filter(ImageFilter.GaussianBlur(0.5))


def beside_another_note() -> Image.Image:
    image = Image.new("RGB", (520, SIDE), (205, 203, 198))
    image.paste(grey_seven(), (0, 0))
    ImageDraw.Draw(image).polygon([(380, 190), (700, -300), (700, 800)], fill=(140, 90, 110))
    return image.filter(ImageFilter.GaussianBlur(1))


def beside_a_glare() -> Image.Image:
    """Pale ink on a whiteboard; the glare is brighter than the board by as much as the ink is darker."""
    rows, columns = np.mgrid[:SIDE, :SIDE]
    glare = 85 * np.exp(-((rows - 60) ** 2 + (columns - 340) ** 2) / (2 * 70**2))
    board = np.asarray(seven((170, 170, 170), (70, 80, 140), pen=0.03), np.float64) + glare[..., None]
    return Image.fromarray(np.clip(board, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))


def hairlines() -> Image.Image:
    """Two pixels wide in a picture that is scaled down by more."""
    image = Image.new("L", (700, 700), 0)
    points = [(219, 175), (455, 179), (315, 525)]
    ImageDraw.Draw(image).line(points, fill=255, width=2)
    return image


KINDS: dict[str, Callable[[], Image.Image]] = {
    "in little light": in_little_light,
    "blown up": blown_up,
    "held by a finger": held_by_a_finger,
    "above print": above_print,
    "beside another note": beside_another_note,
    "beside a glare": beside_a_glare,
    "hairlines": hairlines,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_seven_is_read(model: Model, kind: str) -> None:
    reading = read(KINDS[kind](), model).reading
    assert (reading.text, reading.rejection) == ("7", None)


def test_a_six_whose_loop_has_filled_is_read(model: Model) -> None:
    image = Image.new("L", (300, 300), 245)
    draw = ImageDraw.Draw(image)
    points = [(185, 60), (150, 90), (122, 140), (115, 190), (125, 225), (155, 238), (185, 222), (190, 190)]
    points += [(165, 172), (135, 182), (120, 205)]
    draw.line(points, fill=20, width=58, joint="curve")
    for x, y in points:
        draw.ellipse([x - 29, y - 29, x + 29, y + 29], fill=20)
    reading = read(image, model).reading
    assert (reading.text, reading.rejection) == ("6", None)


def test_a_thin_line_in_a_colour_as_bright_as_its_ground_is_found(model: Model) -> None:
    image = Image.new("RGB", (500, 500), (30, 120, 60))
    ImageDraw.Draw(image).line([(260, 200), (245, 290)], fill=(230, 30, 30), width=6)
    assert read(image, model).reading.text == "1"


def test_a_three_of_the_bars_of_a_display_is_read(model: Model) -> None:
    image = Image.new("RGB", (260, 300), (15, 5, 5))
    draw = ImageDraw.Draw(image)
    for x, y, across in ((99, 70, True), (99, 140, True), (99, 210, True), (160, 79, False), (160, 149, False)):
        draw.line([(x, y), (x + 52 * across, y + 52 * (not across))], fill=(255, 40, 30), width=14)
    reading = read(image.filter(ImageFilter.GaussianBlur(1)), model).reading
    assert (reading.text, reading.rejection) == ("3", None)


def test_chalk_on_a_smeared_board_is_found_and_not_the_gaps_between_the_smears(model: Model) -> None:
    coarse = Image.fromarray(np.random.default_rng(0).integers(0, 256, (11, 11), np.uint8))
    smears = np.asarray(coarse.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float64) * 35 / 255
    image = Image.new("RGB", (SIDE, SIDE), (28, 50, 40))
    ImageDraw.Draw(image).line([(190, 150), (200, 240)], fill=(170, 175, 170), width=7)
    board = Image.fromarray(np.clip(np.asarray(image) + smears[..., None], 0, 255).astype(np.uint8))
    assert read(board.filter(ImageFilter.GaussianBlur(1)), model).reading.text == "1"


def test_a_glare_is_no_page() -> None:
    pixels = Picture.of(beside_a_glare()).pixels()
    assert find_page(to_grey(pixels)) is None


def test_nothing_of_the_table_is_left_of_a_page_that_lies_aslant() -> None:
    pixels = Picture.of(aslant_on_a_lighter_table()).pixels()
    page = find_page(to_grey(pixels))
    assert page is not None
    assert page.alone(pixels).max() < 0.5


def test_small_print_is_named() -> None:
    assert Reason.PRINT in find_ink(Picture.of(above_print())).sorted.reasons
