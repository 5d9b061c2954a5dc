"""A picture of a digit is brought into MNIST's form, whatever its size, its margin and its colours."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from digitpad.core.dataset import Datasets
from digitpad.core.drawing.normalise import to_input
from digitpad.core.errors import DataError
from digitpad.core.network import Network
from digitpad.core.pictures.decode import open_picture
from digitpad.core.pictures.find import find_ink
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.pictures.normalise import normalise_bitmap


@pytest.fixture(scope="module")
def inks(hand_in: Datasets) -> np.ndarray:
    """Images (60, 28, 28) of MNIST's test set, ink 0 to 1."""
    return ((hand_in.test.X[::43] + 1) / 2).reshape(-1, 28, 28)


def likeness(ink: np.ndarray, other: np.ndarray) -> float:
    """The correlation; ink is centred by whole pixels, so that one more or less is no difference."""
    moved = [np.roll(ink, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return max(float(np.corrcoef(each.ravel(), other.ravel())[0, 1]) for each in moved)


def seven(side: int, pen: int, paper: int = 255, ink: int = 0) -> np.ndarray:
    """A picture, 0 to 1, of a seven drawn with a pen of `pen` pixels."""
    picture = Image.new("L", (side, side), paper)
    points = [(0.3 * side, 0.2 * side), (0.7 * side, 0.2 * side), (0.45 * side, 0.8 * side)]
    ImageDraw.Draw(picture).line(points, fill=ink, width=pen)
    return np.asarray(picture, np.float32) / 255


def assert_is_image(ink: np.ndarray) -> None:
    assert (ink.shape, ink.dtype) == ((28, 28), np.float32)
    assert 0 <= ink.min() < ink.max() <= 1


def test_an_image_of_mnist_comes_back_nearly_as_it_was(inks: np.ndarray) -> None:
    again = [normalise_bitmap(ink) for ink in inks]
    assert np.mean([likeness(ink, before) > 0.95 for ink, before in zip(again, inks, strict=True)]) >= 0.98
    # Where the pen's width is a usual one, it is the same image, at most moved by a pixel.
    assert np.median([np.abs(ink - before).max() for ink, before in zip(again, inks, strict=True)]) < 0.02


@given(st.integers(0, 59), st.integers(1, 12), st.integers(0, 60), st.booleans())
@settings(max_examples=60)
def test_margin_and_colours_do_not_change_the_image_and_size_hardly_does(
    inks: np.ndarray, which: int, factor: int, margin: int, inverted: bool
) -> None:
    picture = np.kron(inks[which], np.ones((factor, factor), np.float32))
    plain = normalise_bitmap(picture)
    wide = np.pad(picture, margin)
    np.testing.assert_allclose(normalise_bitmap(1 - wide if inverted else wide), plain, atol=1e-3)
    assert likeness(plain, normalise_bitmap(inks[which])) > 0.93


@pytest.mark.parametrize("factor", [1.5, 3.7, 11.2])
def test_smoothly_enlarged_images_are_read_alike(inks: np.ndarray, network: Network, factor: float) -> None:
    side = round(28 * factor)
    same = 0
    for ink in inks:
        enlarged = Image.fromarray(np.round(ink * 255).astype(np.uint8)).resize((side, side))
        again = to_input(normalise_bitmap(np.asarray(enlarged, np.float32) / 255))
        same += int(network.predict(again)[0] == network.predict(to_input(ink))[0])
    assert same >= 57


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (0, 255), (200, 90), (40, 120), (128, 100)])
def test_weak_and_strong_contrast_are_read_alike(network: Network, paper: int, ink: int) -> None:
    image = normalise_bitmap(seven(200, 20, paper, ink))
    assert image.max() == pytest.approx(1, abs=0.05)
    assert network.predict(to_input(image)).tolist() == [7]


@pytest.mark.parametrize("side", [60, 400, 1_000])
@pytest.mark.parametrize("share", [1 / 400, 1 / 100, 1 / 10])
def test_a_thin_pen_in_a_large_picture_is_read_too(network: Network, side: int, share: float) -> None:
    image = normalise_bitmap(seven(side, max(1, round(side * share))))
    assert image.max() > 0.5
    assert network.predict(to_input(image)).tolist() == [7]


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (28, 28), (300, 200)])
def test_a_flat_picture_is_refused_in_one_line(shape: tuple[int, int], value: float) -> None:
    with pytest.raises(DataError) as caught:
        normalise_bitmap(np.full(shape, value, np.float32))
    assert "contrast" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_hardly_any_contrast_is_refused_like_none() -> None:
    grey = np.full((28, 28), 0.5, np.float32)
    grey[10:20, 10:12] = 0.52
    with pytest.raises(DataError):
        normalise_bitmap(grey)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 40), (40, 1), (500, 1), (1, 500), (3, 2)])
def test_ink_one_pixel_wide_or_high_is_an_image(height: int, width: int) -> None:
    grey = np.ones((600, 600), np.float32)
    grey[50 : 50 + height, 90 : 90 + width] = 0
    ink = normalise_bitmap(grey)
    assert_is_image(ink)
    rows, columns = np.nonzero(ink > 0.5)
    longest = max(np.ptp(rows), np.ptp(columns)) + 1
    assert longest == 20
    assert (np.ptp(rows) >= np.ptp(columns)) == (height >= width)


@pytest.mark.parametrize("shape", [(1, 9), (9, 1), (2, 1_000), (1, 2), (5, 5)])
def test_a_picture_hardly_larger_than_its_ink_is_an_image(shape: tuple[int, int]) -> None:
    grey = np.zeros(shape, np.float32)
    grey[shape[0] // 2, shape[1] // 2] = 1
    assert_is_image(normalise_bitmap(grey))


def test_lopsided_ink_stays_inside_the_image() -> None:
    grey = np.ones((100, 100), np.float32)
    grey[10:90, 10:14] = grey[86:90, 10:90] = 0
    ink = normalise_bitmap(grey)
    rows, columns = np.nonzero(ink > 0.5)
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (20, 20)


def test_noise_and_shade_far_from_the_digit_do_not_matter(inks: np.ndarray) -> None:
    picture = np.pad(np.kron(inks[0], np.ones((4, 4), np.float32)), 30)
    shaded = picture + np.linspace(0, 0.08, picture.shape[1], dtype=np.float32)
    assert likeness(normalise_bitmap(np.clip(shaded, 0, 1)), normalise_bitmap(picture)) > 0.95


def test_the_picture_itself_is_not_changed() -> None:
    grey = seven(60, 6)
    before = grey.copy()
    normalise_bitmap(grey)
    np.testing.assert_array_equal(grey, before)


def transparent(grey: np.ndarray) -> Image.Image:
    pixels = np.zeros((*grey.shape, 4), np.uint8)
    pixels[..., 3] = np.round((1 - grey) * 255)
    return Image.fromarray(pixels)


def eight_bits(grey: np.ndarray) -> Image.Image:
    return Image.fromarray(np.round(grey * 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("name", "save_as"),
    [
        ("a.png", eight_bits),
        ("a.jpg", eight_bits),
        ("a.png", transparent),
        ("a.png", lambda grey: eight_bits(grey).convert("P")),
        ("a.png", lambda grey: Image.fromarray(np.round(grey * 65535).astype(np.uint16))),
        ("a.png", lambda grey: eight_bits(grey).convert("1")),
    ],
    ids=["grey", "jpeg", "transparent", "palette", "sixteen bits", "one bit"],
)
def test_every_kind_of_file_is_read_alike(
    tmp_path: Path, network: Network, name: str, save_as: Callable[[np.ndarray], Image.Image]
) -> None:
    save_as(seven(150, 14)).save(tmp_path / name)
    image = PictureLayer(find_ink(open_picture(tmp_path / name))).seen()
    assert likeness(image, normalise_bitmap(seven(150, 14))) > 0.98
    assert network.predict(to_input(image)).tolist() == [7]


def three(width: float) -> np.ndarray:
    """A picture of 320 pixels with a three 200 pixels long, drawn with a round pen, without greys."""
    rows, columns = np.mgrid[:320, :320] + 0.5
    upper, lower = np.radians(np.linspace(-150, 90, 150)), np.radians(np.linspace(-90, 150, 150))
    x = 160 + 50 * np.cos(np.concatenate([upper, lower]))
    y = np.concatenate([110 + 50 * np.sin(upper), 210 + 50 * np.sin(lower)])
    nearest = np.min([np.hypot(columns - a, rows - b) for a, b in zip(x, y, strict=True)], axis=0)
    return (nearest > width / 2).astype(np.float32)


@pytest.mark.parametrize("width", [1.5, 3, 6, 12, 25, 40, 60])
def test_a_pen_of_any_width_becomes_one_that_the_network_knows(network: Network, width: float) -> None:
    ink = normalise_bitmap(three(width))
    assert_is_image(ink)
    # A three 20 pixels long has about 38 pixels of line; its pen is to be 1.5 to 3.5 pixels wide.
    assert 1.4 * 38 < ink.sum() < 3.6 * 38
    assert network.predict(to_input(ink)).tolist() == [3]


def test_a_usual_pen_is_left_as_it_is() -> None:
    ink = normalise_bitmap(three(25))
    assert ink.sum() == pytest.approx((ink > 0.5).sum(), rel=0.1)
    assert ink.sum() == pytest.approx(2.4 * 38, rel=0.1)


@pytest.mark.parametrize("side", [8_000, 15_000])  # Pillow itself refuses the second
def test_a_picture_with_too_many_pixels_is_not_called_damaged(tmp_path: Path, side: int) -> None:
    path = tmp_path / "large.png"
    Image.new("1", (side, side)).save(path)
    with pytest.raises(DataError, match="more than 50,000,000 pixels; scale it down"):
        open_picture(path)
