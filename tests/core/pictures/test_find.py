"""What was written on a picture is found on every kind of picture, and nothing else is taken for it."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from digitpad.core.errors import DataError
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import find_ink
from digitpad.core.pictures.ink import Reason, noise_of
from digitpad.core.pictures.layer import PictureReading, read_picture
from digitpad.core.pictures.page import find_page
from digitpad.core.pictures.paper import to_grey

SIDE = 400
# A seven from (140, 90) to (270, 310), where 400 pixels are the picture's side.
SEVEN = [(140, 90), (270, 90), (195, 310)]
Draw = ImageDraw.ImageDraw


def seven(
    paper: object = 235, ink: object = 50, mode: str = "RGB", side: int = SIDE, pen: float = 0.045
) -> Image.Image:
    image = Image.new(mode, (side, side), paper)
    points = [(x * side / SIDE, y * side / SIDE) for x, y in SEVEN]
    ImageDraw.Draw(image).line(points, fill=ink, width=max(1, round(pen * side)), joint="curve")
    return image


def grey_seven() -> Image.Image:
    return seven((205, 203, 198), (60, 60, 75))


def read(image: Image.Image, model: Model) -> PictureReading:
    return read_picture(model.recogniser, Picture.of(image))


def marked(*boxes: tuple[float, float, float, float], outline: int = 0, ink: object = (70, 60, 50)) -> Image.Image:
    image = grey_seven()
    for box in boxes:
        if outline:
            ImageDraw.Draw(image).rectangle(box, outline=ink, width=outline)
        else:
            ImageDraw.Draw(image).rectangle(box, fill=ink)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def lit(image: Image.Image, light: np.ndarray) -> Image.Image:
    values = np.asarray(image, np.float64) * light[..., None] + np.random.default_rng(0).normal(0, 2, (SIDE, SIDE, 1))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def corner() -> Image.Image:
    image = grey_seven()
    ImageDraw.Draw(image).polygon([(SIDE, SIDE), (SIDE - 90, SIDE), (SIDE, SIDE - 70)], fill=(120, 80, 60))
    return image


def ruled(squared: bool) -> Image.Image:
    image = Image.new("RGB", (SIDE, SIDE), (236, 228, 216))
    draw = ImageDraw.Draw(image)
    for at in range(15, SIDE, 50):
        draw.line([(0, at), (SIDE, at + 6)], fill=(150, 180, 205), width=3)
        if squared:
            draw.line([(at, 0), (at - 6, SIDE)], fill=(150, 180, 205), width=3)
    draw.line(SEVEN, fill=(70, 70, 90), width=14, joint="curve")
    return image.filter(ImageFilter.GaussianBlur(0.7))


def hiding_a_line() -> Image.Image:
    """A wide seven on the middle one of three faint lines, which lean."""
    image = Image.new("RGB", (SIDE, SIDE), (200, 200, 200))
    draw = ImageDraw.Draw(image)
    for y in (40, 200, 360):
        draw.line([(0, y), (SIDE, y + 8)], fill=(165, 165, 165), width=2)
    draw.line([(100, 90), (300, 90), (195, 200), (180, 310)], fill=(110, 110, 110), width=44, joint="curve")
    draw.line([(120, 205), (290, 205)], fill=(110, 110, 110), width=40)
    return image


def chart() -> Image.Image:
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    draw.line([(40, 20), (40, 360), (380, 360)], fill="black", width=2)
    draw.line([(70, 90), (270, 90), (160, 310)], fill=(200, 60, 20), width=9)
    return image


def in_a_dark_frame() -> Image.Image:
    image = seven((160, 158, 150), (118, 117, 112))
    ImageDraw.Draw(image).rectangle((20, 20, 379, 379), outline=(20, 20, 20), width=5)
    return image


def letterbox(bars: int) -> Image.Image:
    image = Image.new("L", (2 * SIDE, SIDE), bars)
    image.paste(seven(240, 40, "L"), (SIDE // 2, 0))
    return image.convert("RGB")


def strip() -> Image.Image:
    image = seven(0, 255, "L")
    ImageDraw.Draw(image).rectangle([0, 340, SIDE, SIDE], fill=255)
    return image.convert("RGB")


def note(table: object, paper: object, ink: object) -> Image.Image:
    """A note that lies aslant on a table."""
    image = Image.new("RGB", (SIDE, SIDE), table)
    draw = ImageDraw.Draw(image)
    draw.polygon([(60, 40), (350, 55), (335, 375), (75, 350)], fill=paper)
    draw.line(SEVEN, fill=ink, width=18, joint="curve")
    return image.filter(ImageFilter.GaussianBlur(1))


ROWS, COLUMNS = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
KINDS: dict[str, Callable[[], Image.Image]] = {
    "plain": grey_seven,
    "page edge": lambda: marked((0, 0, SIDE, 12)),
    "table": lambda: marked((0, 0, 70, SIDE)),
    "neighbour's strokes": lambda: marked((388, 80, SIDE, 120), (390, 220, SIDE, 260)),
    "dark corner": corner,
    "outer frame": lambda: marked((0, 0, SIDE - 1, SIDE - 1), outline=5),
    "thin outer frame": lambda: marked((0, 0, SIDE - 1, SIDE - 1), outline=2),
    "inset frame": lambda: marked((20, 20, 379, 379), outline=5),
    "inset frame, darker": lambda: marked((30, 25, 372, 380), outline=4, ink=(0, 0, 0)),
    "inset frame, much darker": in_a_dark_frame,
    "black bars": lambda: letterbox(0),
    "white bars": lambda: letterbox(255),
    "white strip below black": strip,
    "ruled": lambda: ruled(False),
    "squared": lambda: ruled(True),
    "hard shadow": lambda: lit(grey_seven(), 0.45 + 0.55 * (1.3 * COLUMNS + ROWS > 0.1)),
    "soft shadow": lambda: lit(grey_seven(), 0.45 + 0.55 / (1 + np.exp(-6 * (COLUMNS - ROWS)))),
    "vignette": lambda: lit(grey_seven(), 1 - 0.33 * (ROWS**2 + COLUMNS**2)),
    "white on nothing": lambda: seven((0, 0, 0, 0), (255, 255, 255, 255), "RGBA"),
    "black on nothing": lambda: seven((255, 255, 255, 0), (0, 0, 0, 255), "RGBA"),
    "red on equally grey green": lambda: seven((30, 120, 60), (230, 30, 30)),
    "blue on equally grey brown": lambda: seven((110, 90, 40), (60, 80, 220)),
    "note on a table": lambda: note((60, 48, 38), (226, 218, 200), (60, 60, 75)),
    "note on a lighter table": lambda: note((225, 225, 220), (120, 150, 170), (40, 30, 60)),
    "slate on a table": lambda: note((200, 190, 175), (40, 50, 45), (215, 220, 210)),
    "chalk": lambda: seven((30, 60, 45), (210, 215, 205)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_seven_is_read_on_every_kind_of_picture(model: Model, kind: str) -> None:
    done = read(KINDS[kind](), model)
    assert (done.reading.text, done.reading.rejection) == ("7", None)
    left = SIDE // 2 if "bars" in kind else 0
    np.testing.assert_allclose(done.reading.digits[0].box, (left + 137, 82, left + 278, 314), atol=9)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("page edge", Reason.BORDER),
        ("neighbour's strokes", Reason.BORDER),
        ("inset frame", Reason.FRAME),
        ("plain", Reason.WRITTEN),
    ],
)
def test_each_component_has_its_reason(kind: str, reason: Reason) -> None:
    found = find_ink(Picture.of(KINDS[kind]()))
    assert set(found.sorted.reasons) == {Reason.WRITTEN, reason}
    assert found.sorted.written.sum() == 1


def test_a_line_is_removed_where_a_digit_hides_most_of_it() -> None:
    found = find_ink(Picture.of(hiding_a_line()))
    assert found.ruling[195:210, :90].any(axis=0).mean() > 0.9
    left, _, right, _ = found.box
    assert (left, right) == pytest.approx((100, 310), abs=25)


def test_a_line_within_the_axes_of_a_chart_is_no_digit(model: Model) -> None:
    done = read(chart(), model)
    assert set(done.found.sorted.reasons) == {Reason.WRITTEN, Reason.AXES}
    assert done.reading.rejection is not None


def test_ruling_is_removed_and_shown() -> None:
    found = find_ink(Picture.of(ruled(False)))
    assert 0.02 < found.ruling.mean() < 0.2
    assert found.ruling[:, :50].any()
    # Between the lines there is no ink, and none is left of them.
    assert found.ink[:, :100].max() < 0.3 * found.ink.max()


def test_shadows_are_in_the_paper_and_not_in_the_ink() -> None:
    found = find_ink(Picture.of(KINDS["hard shadow"]()))
    assert not found.ground.even
    assert found.ground.paper[10, 390] > 1.8 * found.ground.paper[390, 10]
    assert np.quantile(found.written, 0.9) == 0


@given(
    side=st.integers(40, 900),
    pen=st.floats(0.03, 0.1),
    paper=st.integers(150, 255),
    contrast=st.integers(60, 150),
    turned=st.booleans(),
    mode=st.sampled_from(["L", "RGB", "RGBA", "F"]),
)
@settings(max_examples=15, derandomize=True)  # no network reads everything
def test_size_colours_and_mode_do_not_matter(
    model: Model, side: int, pen: float, paper: int, contrast: int, turned: bool, mode: str
) -> None:
    dark, light = paper - contrast, paper
    image = seven(dark if turned else light, light if turned else dark, "L", side, max(pen, 2 / side))
    if mode == "F":
        image = Image.fromarray(np.asarray(image, np.float32) / 255)
    assert read(image.convert(mode), model).reading.text == "7"


@given(shape=st.tuples(st.integers(1, 60), st.integers(1, 60)), seed=st.integers(0, 99), levels=st.integers(1, 255))
@settings(max_examples=25)
def test_no_picture_is_a_fault(model: Model, shape: tuple[int, int], seed: int, levels: int) -> None:
    noise = np.random.default_rng(seed).integers(0, levels + 1, (*shape, 4)).astype(np.uint8)
    message = ""
    try:
        done = read(Image.fromarray(noise), model)
    except DataError as error:
        message = str(error)
    else:
        assert done.found.written.max() <= 1
        assert 0 <= done.reading.probability <= 1
    assert "\n" not in message


def test_a_small_digit_on_a_large_picture_is_read_in_full(model: Model) -> None:
    large = Image.new("RGB", (3000, 2000), (214, 210, 202))
    large.paste(seven((214, 210, 202), (60, 60, 75), side=220, pen=0.04), (1900, 400))
    done = read(large, model)
    assert (done.reading.text, done.reading.rejection) == ("7", None)
    scale = 220 / SIDE
    wanted = [1900 + 140 * scale, 400 + 86 * scale, 1900 + 274 * scale, 400 + 314 * scale]
    np.testing.assert_allclose(done.reading.digits[0].box, wanted, atol=12)


def test_a_small_digit_is_not_looked_for_outside_an_odd_picture(model: Model) -> None:
    image = Image.new("RGB", (701, 501), (51, 89, 216))
    image.paste(seven((51, 89, 216), (32, 134, 67), side=280, pen=0.06), (200, 221))
    found = find_ink(Picture.of(image))
    assert found.corner[1] + found.grey.shape[0] * found.scale <= 501
    assert read(image, model).reading.text == "7"


def test_bars_that_are_as_much_as_the_paper_are_no_noise() -> None:
    image = Image.new("RGB", (2 * SIDE - 8, SIDE), "black")
    image.paste(seven((168, 164, 155), (100, 92, 85)), (SIDE // 2 - 4, 0))
    found = find_ink(Picture.of(image))
    assert not found.light_on_dark
    assert found.box[2] - found.box[0] == pytest.approx(140, abs=9)


def test_what_is_ink_everywhere_has_no_noise() -> None:
    assert noise_of(np.full((40, 40), 0.7, np.float32)) == pytest.approx(0, abs=1e-5)


def test_the_holes_of_an_eight_beside_a_strip_are_no_ink(model: Model) -> None:
    image = Image.new("L", (300, 480), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse([110, 120, 190, 200], outline=255, width=14)
    draw.ellipse([100, 187, 200, 290], outline=255, width=14)
    draw.rectangle([0, 370, 300, 480], fill=255)
    assert read(image, model).reading.text == "8"


def test_a_page_is_looked_at_alone() -> None:
    found = find_ink(Picture.of(KINDS["note on a table"]()))
    np.testing.assert_allclose(found.corner, (75, 55), atol=15)
    assert found.pixels.min() > 0.15  # the table is darker


def test_a_thick_one_is_no_slim_page() -> None:
    image = Image.new("RGB", (300, 300), (235, 235, 235))
    ImageDraw.Draw(image).rounded_rectangle([120, 50, 180, 250], 30, fill=(40, 40, 40))
    assert find_page(to_grey(Picture.of(image).pixels())) is None


def test_a_thick_zero_is_no_page_with_a_one_on_it(model: Model) -> None:
    image = Image.new("L", (400, 400), 245)
    ImageDraw.Draw(image).ellipse([110, 60, 290, 340], outline=30, width=60)
    assert read(image, model).reading.text == "0"


def test_a_filled_shape_is_no_digit(model: Model) -> None:
    image = Image.new("L", (300, 300), 240)
    ImageDraw.Draw(image).polygon([(80, 60), (220, 60), (200, 250), (150, 190), (95, 250)], fill=60)
    assert read(image, model).reading.rejection is not None
