"""Shifted images move by whole pixels, and what leaves the picture does not come back on the other side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.training.augmentation import shifted

SHIFTS = st.integers(1, 4).flatmap(
    lambda most: st.tuples(
        st.just(most),
        st.lists(st.tuples(st.integers(-most, most), st.integers(-most, most)), min_size=1, max_size=5),
    )
)


def images_of(n: int, dtype: type = np.float32) -> np.ndarray:
    return np.random.default_rng(0).uniform(-1, 1, (n, 784)).astype(dtype)


def slowly_shifted(image: np.ndarray, down: int, right: int) -> np.ndarray:
    moved = np.full((28, 28), -1, image.dtype)
    for row in range(28):
        for column in range(28):
            if 0 <= row + down < 28 and 0 <= column + right < 28:
                moved[row + down, column + right] = image.reshape(28, 28)[row, column]
    return moved.reshape(784)


@given(SHIFTS)
@settings(deadline=None, max_examples=25)
def test_each_image_moves_by_its_own_shift_without_wrapping(case: tuple[int, list[tuple[int, int]]]) -> None:
    most, shifts = case
    X = images_of(len(shifts))
    moved = shifted(X, np.array(shifts), most)
    expected = [slowly_shifted(x, down, right) for x, (down, right) in zip(X, shifts, strict=True)]
    np.testing.assert_array_equal(moved, expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_original_images_stay_and_the_dtype_too(dtype: type) -> None:
    X = images_of(3, dtype)
    kept = X.copy()
    moved = shifted(X, np.array([[1, -2], [0, 0], [2, 2]]), 2)
    assert (moved.shape, moved.dtype) == (X.shape, X.dtype)
    moved[...] = 5
    np.testing.assert_array_equal(X, kept)
