"""Made-up digits, and drawings written another way, are drawings like any other."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitpad.core.counter_random import derived, key_of
from digitpad.core.drawing.normalise import normalise
from digitpad.core.drawing.render import PackedDrawings
from digitpad.core.synthetic.styles import in_another_style, procedural_digit, rewritten
from digitpad.core.synthetic.writing import as_written

Drawing = list[np.ndarray]
paths_of_any_kind = st.lists(
    st.integers(1, 40).flatmap(lambda n: arrays(np.float64, (n, 2), elements=st.floats(-1e4, 1e4))), max_size=5
)


def assert_same(one: Drawing, other: Drawing) -> None:
    assert len(one) == len(other)
    for path, same in zip(one, other, strict=True):
        np.testing.assert_array_equal(path, same)


def assert_drawing(paths: Drawing) -> None:
    for path in paths:
        assert path.ndim == 2
        assert path.shape[1] == 2
        assert len(path)
        assert path.dtype == np.float64
        assert np.isfinite(path).all()


def test_each_label_comes_about_as_often_as_the_others_and_its_drawings_are_whole() -> None:
    rng = np.random.default_rng(0)
    made = [procedural_digit(rng) for _ in range(2000)]
    assert np.bincount([label for label, _ in made], minlength=10).min() > 140
    for _, paths in made:
        assert paths
        assert_drawing(paths)
        assert np.ptp(np.concatenate(paths)[:, 1]) > 0.5


def test_the_same_seed_makes_and_writes_the_same_digits() -> None:
    one, other = np.random.default_rng(3), np.random.default_rng(3)
    for _ in range(50):
        (label, paths), (same_label, same_paths) = procedural_digit(one), procedural_digit(other)
        assert label == same_label
        assert_same(paths, same_paths)
        assert_same(as_written(paths, one), as_written(same_paths, other))


def test_no_two_made_up_digits_are_alike() -> None:
    rng = np.random.default_rng(0)
    pictures = {normalise(procedural_digit(rng)[1]).tobytes() for _ in range(200)}
    assert len(pictures) == 200


@given(paths_of_any_kind, st.integers(0, 2**32))
def test_whatever_is_written_another_way_keeps_its_strokes(paths: Drawing, seed: int) -> None:
    before = [path.copy() for path in paths]
    written = as_written(paths, np.random.default_rng(seed))
    assert_same(paths, before)
    assert_drawing(written)
    assert len(written) == len(paths)
    assert all(len(path) <= len(old) for path, old in zip(written, paths, strict=True))


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_written_another_way_looks_much_like_it_but_is_never_the_same(
    digits: dict[int, Drawing], digit: int
) -> None:
    rng = np.random.default_rng(digit)
    plain = normalise(digits[digit]).astype(float)
    written = [normalise(as_written(digits[digit], rng)).astype(float) for _ in range(100)]
    assert len({image.tobytes() for image in [plain, *written]}) == 101
    average = np.mean(written, axis=0)
    assert np.corrcoef(average.ravel(), plain.ravel())[0, 1] > 0.8


def test_units_and_place_of_the_strokes_do_not_matter(digits: dict[int, Drawing]) -> None:
    for paths in digits.values():
        elsewhere = [path * 8 + [64, -32] for path in paths]
        for one, other in zip(
            as_written(paths, np.random.default_rng(1)), as_written(elsewhere, np.random.default_rng(1)), strict=True
        ):
            np.testing.assert_allclose(one, other, atol=1e-9)


@given(st.lists(paths_of_any_kind, min_size=1, max_size=4), st.integers(0, 2**31), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_many_drawings_written_at_once_are_those_written_one_by_one(
    drawings: list[Drawing], seed: int, order: random.Random
) -> None:
    pytest.importorskip("numba")
    packed = PackedDrawings.of(drawings)
    which = np.array([order.randrange(len(drawings)) for _ in range(6)])
    keys = derived(key_of(seed), which)
    plain, fast = rewritten(packed, which, keys), rewritten(packed, which, keys, compiled=True)
    assert len(plain) == len(fast) == 6
    for number, (each, key) in enumerate(zip(which, keys, strict=True)):
        alone = rewritten(PackedDrawings.of([drawings[each]]), np.zeros(1, int), key[None])
        assert_drawing(plain.paths(number))
        assert_same(plain.paths(number), alone.paths(0))
        assert len(fast.paths(number)) == len(drawings[each])
        for path, same in zip(fast.paths(number), plain.paths(number), strict=True):
            np.testing.assert_allclose(path, same, atol=1e-9)


@given(st.integers(0, 9), paths_of_any_kind, st.integers(0, 2**32))
def test_any_drawing_can_be_put_in_another_style(label: int, paths: Drawing, seed: int) -> None:
    before = [path.copy() for path in paths]
    changed = in_another_style(label, paths, np.random.default_rng(seed))
    assert_same(paths, before)
    assert_drawing(changed)
    assert bool(changed) == bool(paths)
    assert_same(changed, in_another_style(label, paths, np.random.default_rng(seed)))


def test_zeros_are_struck_ones_get_a_foot_and_sevens_gain_or_lose_their_bar() -> None:
    rng = np.random.default_rng(0)
    bar = np.array([[0.2, 0.5], [0.8, 0.5]])
    ring = np.stack([np.cos(np.linspace(0, 6.2, 40)), np.sin(np.linspace(0, 6.2, 40))], axis=1)
    stem, seven = np.array([[0.5, 0], [0.5, 1]]), np.array([[0, 0], [0.9, 0], [0.6, 0.4], [0.5, 0.6], [0.3, 1]])

    def strokes(label: int, paths: Drawing) -> set[int]:
        return {len(in_another_style(label, paths, rng)) for _ in range(100)}

    assert 2 in strokes(0, [ring])
    assert strokes(1, [stem]) == {1, 2}
    assert strokes(7, [seven]) == {1, 2}
    assert strokes(7, [seven, bar]) == {1, 2}
    assert strokes(2, [seven]) == {1}
    assert strokes(2, [ring]) == {1, 2}  # the pen lifts at times
    assert strokes(5, [stem, stem[::-1] + 0.1]) == {1, 2}  # or does not
