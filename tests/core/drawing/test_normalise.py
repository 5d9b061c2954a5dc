"""A drawing comes out the same wherever and however large it was drawn, and is read as what it shows.

In NumPy and compiled alike.
"""

import json
from collections.abc import Callable
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad import paths
from digitpad.core.drawing.normalise import (
    DEFAULT,
    PEN_WIDTH,
    Normalisation,
    centre_of_mass,
    normalise,
    to_input,
)
from digitpad.core.drawing.render import load_kernel, render_one
from digitpad.core.errors import SettingsError
from digitpad.core.models.arrays import read_model
from digitpad.core.setting import from_json
from tests.core.drawing.conftest import line
from tests.core.drawing.test_rasterise import rasterise

Drawing = list[np.ndarray]
Normalise = Callable[..., np.ndarray]


@pytest.fixture(scope="module", params=["NumPy", "compiled"])
def normalised(request: pytest.FixtureRequest) -> Normalise:
    """Each of the two ways from paths to the image."""
    if request.param == "NumPy":
        return normalise
    pytest.importorskip("numba")
    assert load_kernel()
    return lambda paths, how=DEFAULT: render_one(paths, how)


def extent(ink: np.ndarray) -> tuple[int, int]:
    """Height and width in pixels of what is at least half dark."""
    rows, columns = np.nonzero(ink > 0.5)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("digit", range(10))
def test_the_bundled_model_reads_each_digit_as_it_is_drawn(
    normalised: Normalise, digits: dict[int, Drawing], digit: int
) -> None:
    network = read_model(paths.BUNDLED_MODEL).network
    assert network.predict(to_input(normalised(digits[digit]))).tolist() == [digit]


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_is_twenty_pixels_long_and_keeps_its_aspect(
    normalised: Normalise, digits: dict[int, Drawing], digit: int
) -> None:
    height, width = extent(normalised(digits[digit]))
    assert 19 <= max(height, width) <= 21
    everything = np.concatenate(digits[digit])
    sides = np.ptp(everything, axis=0)
    drawn = sides * ((20 - PEN_WIDTH) / sides.max()) + PEN_WIDTH
    assert (width, height) == pytest.approx(tuple(drawn), abs=1.5)


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("slant", [0, 0.2])
def test_the_centre_of_mass_is_where_mnist_has_it(
    normalised: Normalise, digits: dict[int, Drawing], digit: int, slant: float
) -> None:
    sheared = [path @ np.array([[1, 0], [-slant, 1]]) for path in digits[digit]]
    ink = normalised(sheared).astype(float)
    middles = np.arange(28) + 0.5
    assert ink.sum(axis=0) @ middles / ink.sum() == pytest.approx(14.5, abs=0.05)
    assert ink.sum(axis=1) @ middles / ink.sum() == pytest.approx(14.5, abs=0.05)


@given(
    digit=st.integers(0, 9),
    exponent=st.floats(-3, 3),
    right=st.floats(-1_000, 1_000),
    down=st.floats(-1_000, 1_000),
)
@settings(max_examples=50)
def test_place_and_size_of_a_drawing_do_not_matter(
    normalised: Normalise, digits: dict[int, Drawing], digit: int, exponent: float, right: float, down: float
) -> None:
    elsewhere = [path * 10**exponent + [right, down] for path in digits[digit]]
    np.testing.assert_allclose(normalised(elsewhere), normalised(digits[digit]), atol=1e-4)


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-50, 80), st.floats(-50, 80)), min_size=1, max_size=6), min_size=1, max_size=4
    ),
    st.floats(1, 5),
)
@settings(max_examples=50)
def test_whatever_is_drawn_the_ink_is_from_zero_to_one_and_there_is_some(
    normalised: Normalise, drawing: list[list[tuple[float, float]]], pen_width: float
) -> None:
    ink = normalised([np.array(path) for path in drawing], Normalisation(pen_width=pen_width))
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
def test_lopsided_ink_is_not_cut_off(normalised: Normalise, drawing: Drawing) -> None:
    """However far its centre of mass lies from its middle, as much ink is there as when the box is in the middle."""
    everything = np.concatenate(drawing)
    low, high = everything.min(axis=0), everything.max(axis=0)
    scale = (20 - PEN_WIDTH) / (high - low).max()
    whole = rasterise([(path - (low + high) / 2) * scale + 14 for path in drawing], PEN_WIDTH)
    assert normalised(drawing).sum() == pytest.approx(whole.sum(), rel=0.01)


def test_a_small_drawing_gets_the_same_pen_as_a_large_one(normalised: Normalise, digits: dict[int, Drawing]) -> None:
    thin, thick = (normalised(digits[1], Normalisation(pen_width=width)) for width in (1.5, 4.0))
    assert thin[14].sum() == pytest.approx(1.5, abs=0.2)
    assert thick[14].sum() == pytest.approx(4.0, abs=0.2)


def test_an_empty_drawing_is_an_empty_image(normalised: Normalise) -> None:
    ink = normalised([])
    assert (ink.shape, ink.dtype) == ((28, 28), np.float32)
    assert not ink.any()


@pytest.mark.parametrize("drawing", [[line((3, 25))], [line((3, 25), (3, 25))], [line((3, 25))] * 3])
def test_a_drawing_without_extent_is_a_dot_in_the_middle(normalised: Normalise, drawing: Drawing) -> None:
    ink = normalised(drawing)
    np.testing.assert_allclose(ink, rasterise([line((14.5, 14.5))], PEN_WIDTH), atol=1e-6)
    assert ink[14, 14] == 1


def test_a_thousand_strokes_are_fine(normalised: Normalise) -> None:
    rng = np.random.default_rng(0)
    ink = normalised([rng.uniform(0, 28, (rng.integers(1, 30), 2)) for _ in range(1_000)])
    assert max(extent(ink)) == pytest.approx(20, abs=1)
    assert ink[10:18, 10:18].min() == 1


def test_normalising_does_not_change_the_drawing(normalised: Normalise) -> None:
    path = line((1, 2), (3, 4))
    normalised([path])
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


@pytest.mark.parametrize("factor", [1e-6, 1.0, 1e6, 1e150])
def test_two_points_are_a_line_as_long_as_the_box(normalised: Normalise, factor: float) -> None:
    ink = normalised([line((0, 0), (0, factor))])
    assert extent(ink) == pytest.approx((20, 2), abs=1)
    np.testing.assert_allclose(ink, normalised([line((7, 3), (7, 5), (7, 5), (7, 4))]), atol=1e-5)


def test_what_is_left_of_a_dot_by_rounding_has_no_form(normalised: Normalise) -> None:
    dot = [line((1e6, 1e6), (1e6 + 1e-10, 1e6), (1e6, 1e6 + 2e-10))]
    np.testing.assert_allclose(normalised(dot), normalised([line((0, 0))]), atol=1e-6)


def test_huge_coordinates_are_fitted_too(normalised: Normalise, digits: dict[int, Drawing]) -> None:
    far = [path * 1e300 for path in digits[4]]
    np.testing.assert_allclose(normalised(far), normalised(digits[4]), atol=1e-5)


@given(
    st.lists(st.lists(st.tuples(st.floats(-9, 40), st.floats(-9, 40)), min_size=1, max_size=5), max_size=4),
    st.builds(
        Normalisation,
        box=st.floats(12, 24),
        pen_width=st.floats(1, 5),
        soft_edge=st.floats(0.2, 2),
        centre=st.floats(13, 15),
        passes=st.integers(1, 4),
        fit=st.booleans(),
        even_pen=st.booleans(),
        centred=st.booleans(),
    ),
)
@settings(max_examples=100)
def test_both_ways_give_the_same_image(
    normalised: Normalise, drawing: list[list[tuple[float, float]]], how: Normalisation
) -> None:
    paths = [np.array(path, float) for path in drawing]
    np.testing.assert_allclose(normalised(paths, how), normalise(paths, how), atol=1e-4)


def test_without_fitting_and_centring_the_ink_stays_where_it_is(
    normalised: Normalise, digits: dict[int, Drawing]
) -> None:
    paths = [path * 0.4 + [3, 9] for path in digits[5]]
    as_drawn = normalised(paths, Normalisation(fit=False, centred=False))
    np.testing.assert_allclose(as_drawn, rasterise(paths, PEN_WIDTH), atol=1e-5)
    centred = normalised(paths, Normalisation(fit=False))
    assert extent(centred) == pytest.approx(extent(as_drawn), abs=1)
    assert centre_of_mass(centred) == pytest.approx([14.5, 14.5], abs=0.05)


def test_without_an_even_pen_the_ink_is_scaled_like_a_picture(
    normalised: Normalise, digits: dict[int, Drawing]
) -> None:
    small = [path * 0.2 for path in digits[1]]
    scaled = normalised(small, Normalisation(even_pen=False))
    assert extent(scaled)[0] == pytest.approx(20, abs=1)
    # The stroke of 18 * 0.2 units and a pen of 2.4 come to 6 units together.
    assert scaled[14].sum() == pytest.approx(2.4 * 20 / 6, abs=0.3)


def test_without_centring_the_box_is_in_the_middle(normalised: Normalise) -> None:
    ink = normalised([line((0, 0), (0, 20), (20, 20))], Normalisation(centred=False))
    rows, columns = np.nonzero(ink > 0.5)
    assert [rows.min(), rows.max(), columns.min(), columns.max()] == [4, 23, 4, 23]


def test_a_normalisation_survives_the_way_through_a_file() -> None:
    how = Normalisation(box=21.5, pen_width=3, passes=3, centred=False)
    assert from_json(Normalisation, json.loads(json.dumps(asdict(how)))) == how


@pytest.mark.parametrize(
    "change",
    [
        {"box": 50},
        {"box": "20"},
        {"pen_width": 0.0},
        {"pen_width": float("nan")},
        {"soft_edge": 0},
        {"centre": None},
        {"passes": 2.5},
        {"passes": True},
        {"passes": 10**9},
        {"fit": 1},
        {"colour": 3},
    ],
)
def test_numbers_that_no_drawing_can_be_normalised_by_are_refused_in_one_line(change: dict[str, object]) -> None:
    with pytest.raises(SettingsError) as caught:
        from_json(Normalisation, asdict(DEFAULT) | change)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("values", [None, 3, []])
def test_what_is_no_set_of_numbers_is_refused(values: object) -> None:
    with pytest.raises(SettingsError):
        from_json(Normalisation, values)
