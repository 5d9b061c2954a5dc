"""What each part does to an image."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from digitpad.core.augmentation.augment import CONTROLS, GRID, WEIGHTS, SampledTransforms, centres_of_mass, draw
from digitpad.core.augmentation.settings import Augmentation

Augment = Callable[..., np.ndarray]


def amounts(**given: object) -> SampledTransforms:
    """Amounts for one image; those not given are 0."""
    none = SampledTransforms(np.zeros(2), *np.zeros(4), np.zeros((2, GRID, GRID)), np.zeros(784))
    return none._replace(**{name: np.array(value, float) for name, value in given.items()})


def noise_image() -> np.ndarray:
    return np.random.default_rng(0).uniform(-1, 1, (28, 28))


def bar(rows: slice, columns: slice) -> np.ndarray:
    image = np.full((28, 28), -1.0)
    image[rows, columns] = 1
    return image


def ink_of(image: np.ndarray) -> np.ndarray:
    return (image + 1) / 2


def test_no_amount_gives_the_image_back_exactly(reference: Any) -> None:
    image = noise_image()
    np.testing.assert_array_equal(reference.transformed(image, amounts(), keep_centre=False), image)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_quarter_turn_is_rot90(reference: Any, quarters: int) -> None:
    image = noise_image()
    turned = reference.transformed(image, amounts(rotation=quarters * np.pi / 2), keep_centre=False)
    np.testing.assert_allclose(turned, np.rot90(image, quarters), rtol=0, atol=1e-12)


def test_twice_the_size_about_the_centre(reference: Any) -> None:
    image = bar(slice(12, 16), slice(13, 15))
    larger = reference.transformed(image, amounts(scale=np.log(2)), keep_centre=False)
    # The edge is as soft as bilinear: half the ink lies on the other side of it.
    np.testing.assert_allclose(ink_of(larger).sum(), 4 * ink_of(image).sum())
    np.testing.assert_allclose(larger[11:17, 13:15], 1)
    np.testing.assert_allclose(reference.centre_of_mass(larger), [14, 14])


def test_shear_slants_like_handwriting(reference: Any) -> None:
    slanted = reference.transformed(bar(slice(4, 24), slice(13, 15)), amounts(shear=0.5), keep_centre=False)
    places = [np.average(np.arange(28) + 0.5, weights=ink_of(slanted)[row]) for row in range(5, 23)]
    np.testing.assert_allclose(places, 14 - 0.5 * (np.arange(5, 23) + 0.5 - 14))


def test_shift_moves_down_and_right_and_nothing_comes_back_on_the_other_side(reference: Any) -> None:
    image = noise_image()
    moved = reference.transformed(image, amounts(shift=[2, -3]), keep_centre=False)
    np.testing.assert_array_equal(moved[2:, :-3], image[:-2, 3:])
    np.testing.assert_array_equal(ink_of(moved)[:2], 0)
    np.testing.assert_array_equal(ink_of(moved)[:, -3:], 0)


def test_equal_control_points_move_all_pixels_alike(reference: Any) -> None:
    elastic = np.stack([np.full((GRID, GRID), -2.0), np.full((GRID, GRID), 3.0)])
    image = noise_image()
    moved = reference.transformed(image, amounts(elastic=elastic), keep_centre=False)
    same = reference.transformed(image, amounts(shift=[2, -3]), keep_centre=False)
    np.testing.assert_allclose(moved, same, rtol=0, atol=1e-12)


def test_the_spline_keeps_bounds_and_straight_lines() -> None:
    assert WEIGHTS.min() >= 0
    np.testing.assert_allclose(WEIGHTS.sum(axis=1), 1)
    np.testing.assert_allclose(WEIGHTS @ CONTROLS, np.arange(28) + 0.5 - 14)


@pytest.mark.parametrize("pixels", [-2, -1, -0.5, 0.5, 1, 2])
def test_a_stroke_gets_wider_by_so_many_pixels(reference: Any, pixels: float) -> None:
    across = ink_of(reference.thickened(bar(slice(0, 28), slice(11, 16)), pixels))[14]
    assert across.sum() == pytest.approx(5 + pixels)


@pytest.mark.parametrize("width", [1, 2])
def test_a_thin_stroke_is_not_erased(reference: Any, width: int) -> None:
    image = bar(slice(5, 20), slice(11, 11 + width))
    np.testing.assert_array_equal(reference.thickened(image, -2), image)


def test_every_digit_stays_readable_when_thinned(reference: Any, digits: np.ndarray) -> None:
    ink = ink_of(digits[:50].reshape(-1, 28, 28).astype(float))
    thinned = np.array([ink_of(reference.thickened(2 * x - 1, -2)) for x in ink])
    assert (thinned <= ink + 1e-12).all()
    assert (thinned.max(axis=(1, 2)) > 0.9 * ink.max(axis=(1, 2))).all()
    assert (thinned.sum(axis=(1, 2)) > 0.2 * ink.sum(axis=(1, 2))).all()


def test_whole_shifts_alone_move_by_whole_pixels(augment: Augment, digits: np.ndarray, keys: Augment) -> None:
    varied = augment(digits, keys(len(digits)), Augmentation(shift=1)).reshape(-1, 28, 28)
    padded = np.pad(digits.reshape(-1, 28, 28), ((0, 0), (1, 1), (1, 1)), constant_values=-1)
    places = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    moved = [padded[:, 1 - down : 29 - down, 1 - right : 29 - right] for down, right in places]
    matches = np.array([(varied == m).all(axis=(1, 2)) for m in moved])
    np.testing.assert_array_equal(matches.sum(axis=0), 1)
    np.testing.assert_allclose(matches.mean(axis=1), 1 / 9, atol=0.04)


def test_the_centre_of_mass_stays_but_for_the_shift(augment: Augment, digits: np.ndarray, keys: Augment) -> None:
    a = Augmentation(1.5, rotation=12, scale=0.12, shear=0.2, elastic=3, thickness=0.8)
    missed = centres_of_mass(augment(digits, keys(1000), a)) - centres_of_mass(digits) - draw(keys(1000), a).shift
    assert np.sqrt((missed**2).mean()) < 0.05
    assert np.quantile(np.abs(missed), 0.99) < 0.25


def test_noise_is_as_strong_as_set_and_ends_at_the_range(augment: Augment, keys: Augment) -> None:
    grey = np.zeros((500, 784), np.float32)
    noise = augment(grey, keys(500), Augmentation(noise=0.2))
    assert noise.mean() == pytest.approx(0, abs=0.002)
    assert noise.std() == pytest.approx(0.2, rel=0.01)
    # As the normal distribution has it: 68 % lie within one standard deviation.
    assert (np.abs(noise) < 0.2).mean() == pytest.approx(0.68, abs=0.02)
    assert np.abs(np.corrcoef(noise[:, :10].T) - np.eye(10)).max() < 0.2
    strong = augment(grey, keys(500), Augmentation(noise=1))
    assert (strong.min(), strong.max()) == (-1, 1)


def test_amounts_are_drawn_evenly_up_to_the_settings(keys: Augment) -> None:
    a = Augmentation(1.5, 30, 0.2, 0.4, 3, 1)
    drawn = draw(keys(4000), a)
    largest = [a.shift, np.radians(a.rotation), a.scale, a.shear, a.thickness, a.elastic]
    for values, most in zip(drawn, largest, strict=False):
        assert np.abs(values).max() <= most
        assert values.mean() == pytest.approx(0, abs=0.05 * most)
        assert values.std() == pytest.approx(most / np.sqrt(3), rel=0.05)


def test_an_amount_does_not_depend_on_the_other_parts(keys: Augment) -> None:
    alone, among = draw(keys(9), Augmentation(rotation=9)), draw(keys(9), Augmentation(1, 9, 0.1, 0.1, 2, 1, 0.1))
    np.testing.assert_array_equal(alone.rotation, among.rotation)
