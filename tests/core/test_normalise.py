"""A drawing comes out the same wherever and however large it was drawn, and is read as what it shows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad import paths
from digitpad.core.drawing.normalise import PEN_WIDTH, centre_of_mass, normalise, to_input
from digitpad.core.drawing.rasterise import rasterise
from digitpad.core.models.npz import read_model

Drawing = list[np.ndarray]


def arc(x: float, y: float, radius: tuple[float, float], start: float, end: float) -> np.ndarray:
    """A part of an ellipse, from one angle to another in degrees, clockwise as y goes down."""
    angles = np.radians(np.linspace(start, end, 40))
    return np.stack([x + radius[0] * np.cos(angles), y + radius[1] * np.sin(angles)], axis=1)


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, float)


# The ten digits as one writes them, each a list of strokes.
DIGITS: dict[int, Drawing] = {
    0: [arc(10, 10, (6, 9), -90, 270)],
    1: [line((10, 1), (10, 19))],
    2: [np.concatenate([arc(10, 6, (5, 5), 180, 400), line((4, 19), (16, 19))])],
    3: [np.concatenate([arc(9, 6, (5, 5), -150, 90), arc(9, 15, (6, 5), -90, 150)])],
    4: [line((6, 1), (4, 11), (15, 11)), line((13, 1), (12, 20))],
    5: [np.concatenate([line((15, 1), (6, 1), (5, 9)), arc(9, 14, (6, 5.5), -110, 150)])],
    6: [np.concatenate([line((13, 0), (7, 6)), arc(9, 14, (5, 5), -180, 180)])],
    7: [line((4, 2), (16, 2), (9, 20))],
    8: [np.concatenate([arc(10, 5.5, (4.5, 4.5), 90, 450), arc(10, 15, (5, 5), -90, 270)])],
    9: [np.concatenate([arc(9, 6, (5, 5), 0, 360), line((14, 6), (12, 20))])],
}


def extent(ink: np.ndarray) -> tuple[int, int]:
    """Height and width in pixels of what is at least half dark."""
    rows, columns = np.nonzero(ink > 0.5)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("digit", DIGITS)
def test_the_bundled_model_reads_each_digit_as_it_is_drawn(digit: int) -> None:
    network = read_model(paths.BUNDLED_MODEL).network
    assert network.predict(to_input(normalise(DIGITS[digit]))).tolist() == [digit]


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_is_twenty_pixels_long_and_keeps_its_aspect(digit: int) -> None:
    height, width = extent(normalise(DIGITS[digit]))
    assert 19 <= max(height, width) <= 21
    everything = np.concatenate(DIGITS[digit])
    sides = np.ptp(everything, axis=0)
    drawn = sides * ((20 - PEN_WIDTH) / sides.max()) + PEN_WIDTH
    assert (width, height) == pytest.approx(tuple(drawn), abs=1.5)


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("slant", [0, 0.2])
def test_the_centre_of_mass_is_where_mnist_has_it(digit: int, slant: float) -> None:
    sheared = [path @ np.array([[1, 0], [-slant, 1]]) for path in DIGITS[digit]]
    ink = normalise(sheared).astype(float)
    middles = np.arange(28) + 0.5
    assert ink.sum(axis=0) @ middles / ink.sum() == pytest.approx(14.5, abs=0.05)
    assert ink.sum(axis=1) @ middles / ink.sum() == pytest.approx(14.5, abs=0.05)


@given(
    digit=st.sampled_from(sorted(DIGITS)),
    exponent=st.floats(-3, 3),
    right=st.floats(-1_000, 1_000),
    down=st.floats(-1_000, 1_000),
)
@settings(deadline=None, max_examples=50)
def test_place_and_size_of_a_drawing_do_not_matter(digit: int, exponent: float, right: float, down: float) -> None:
    elsewhere = [path * 10**exponent + [right, down] for path in DIGITS[digit]]
    np.testing.assert_allclose(normalise(elsewhere), normalise(DIGITS[digit]), atol=1e-4)


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-50, 80), st.floats(-50, 80)), min_size=1, max_size=6), min_size=1, max_size=4
    ),
    st.floats(1, 5),
)
@settings(deadline=None, max_examples=50)
def test_whatever_is_drawn_the_ink_is_from_zero_to_one_and_there_is_some(
    drawing: list[list[tuple[float, float]]], pen_width: float
) -> None:
    ink = normalise([np.array(path) for path in drawing], pen_width)
    assert (ink.shape, ink.dtype) == ((28, 28), np.float32)
    assert 0 <= ink.min() <= ink.max() <= 1
    assert ink.max() > 0.25
    image = to_input(ink)
    assert (image.shape, image.dtype) == ((1, 784), np.float32)
    assert -1 <= image.min() < image.max() <= 1


@pytest.mark.parametrize(
    "drawing",
    [
        [line((0, 0), (0, 20), (20, 20))],
        [line((0, 0), (20, 0)), line((1, -10), (1, 10))],
        [np.array([[i % 2 * 3.0, i / 10] for i in range(200)]), line((0, 0), (20, 0))],
    ],
    ids=["corner", "lying T", "block with a tail"],
)
def test_lopsided_ink_is_not_cut_off(drawing: Drawing) -> None:
    """However far its centre of mass lies from its middle, as much ink is there as when the box is in the middle."""
    everything = np.concatenate(drawing)
    low, high = everything.min(axis=0), everything.max(axis=0)
    scale = (20 - PEN_WIDTH) / (high - low).max()
    whole = rasterise([(path - (low + high) / 2) * scale + 14 for path in drawing], PEN_WIDTH)
    assert normalise(drawing).sum() == pytest.approx(whole.sum(), rel=0.01)


def test_a_small_drawing_gets_the_same_pen_as_a_large_one() -> None:
    thin, thick = normalise(DIGITS[1], 1.5), normalise(DIGITS[1], 4.0)
    assert thin[14].sum() == pytest.approx(1.5, abs=0.2)
    assert thick[14].sum() == pytest.approx(4.0, abs=0.2)


def test_an_empty_drawing_is_an_empty_image() -> None:
    ink = normalise([])
    assert (ink.shape, ink.dtype) == ((28, 28), np.float32)
    assert not ink.any()


@pytest.mark.parametrize("drawing", [[line((3, 25))], [line((3, 25), (3, 25))], [line((3, 25))] * 3])
def test_a_drawing_without_extent_is_a_dot_in_the_middle(drawing: Drawing) -> None:
    ink = normalise(drawing)
    np.testing.assert_allclose(ink, rasterise([line((14.5, 14.5))], PEN_WIDTH), atol=1e-6)
    assert ink[14, 14] == 1


def test_a_thousand_strokes_are_fine() -> None:
    rng = np.random.default_rng(0)
    ink = normalise([rng.uniform(0, 28, (rng.integers(1, 30), 2)) for _ in range(1_000)])
    assert max(extent(ink)) == pytest.approx(20, abs=1)
    assert ink[10:18, 10:18].min() == 1


def test_normalising_does_not_change_the_drawing() -> None:
    path = line((1, 2), (3, 4))
    normalise([path])
    np.testing.assert_array_equal(path, [[1, 2], [3, 4]])


def test_the_input_has_paper_at_minus_one_and_ink_at_one() -> None:
    ink = np.zeros((28, 28), np.float32)
    ink[0, 1], ink[27, 27] = 0.25, 1
    image = to_input(ink)
    assert (image.shape, image.dtype) == ((1, 784), np.float32)
    np.testing.assert_array_equal(image[0, [0, 1, 2, 783]], [-1, -0.5, -1, 1])


def test_the_centre_of_mass_is_in_canvas_units() -> None:
    ink = np.zeros((3, 5))
    np.testing.assert_allclose(centre_of_mass(ink), [2.5, 1.5])
    ink[0, 4], ink[2, 4] = 1, 3
    np.testing.assert_allclose(centre_of_mass(ink), [4.5, 2.0])
