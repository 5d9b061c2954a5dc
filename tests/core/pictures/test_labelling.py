"""Components and the paper's closing are those of an independent library."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from digitpad.core.pictures.labelling import components, grown
from digitpad.core.pictures.paper import sliding

EVERYWHERE = np.ones((3, 3), bool)


@given(shape=st.tuples(st.integers(1, 25), st.integers(1, 25)), density=st.floats(0, 1), seed=st.integers(0, 9))
def test_components_are_those_of_scipy(shape: tuple[int, int], density: float, seed: int) -> None:
    mask = np.random.default_rng(seed).random(shape) < density
    found = components(mask)
    labels, n = ndimage.label(mask, EVERYWHERE)
    assert len(found) == n
    ours = np.zeros(shape, int)
    ours.ravel()[found.pixels] = found.labels + 1
    # The same parts, whatever their numbers.
    assert len({*zip(ours.ravel().tolist(), labels.ravel().tolist(), strict=True)}) == n + (not mask.all())
    assert found.areas.sum() == mask.sum()
    boxes = {(right.start, down.start, right.stop, down.stop) for down, right in ndimage.find_objects(labels)}
    assert {*map(tuple, found.boxes.tolist())} == boxes
    values = np.random.default_rng(seed).random(shape)
    for which in range(min(n, 3)):
        inside = ours == which + 1
        assert np.isclose(found.means(values)[which], values[inside].mean())
        np.testing.assert_array_equal(found.mask(np.arange(n) == which), inside)


@given(shape=st.tuples(st.integers(1, 12), st.integers(1, 12)), by=st.integers(0, 4), seed=st.integers(0, 9))
def test_a_mask_grows_by_steps(shape: tuple[int, int], by: int, seed: int) -> None:
    mask = np.random.default_rng(seed).random(shape) < 0.2
    wanted = ndimage.binary_dilation(mask, iterations=by) if by else mask
    np.testing.assert_array_equal(grown(mask, by), wanted)


@given(length=st.integers(1, 40), window=st.integers(1, 40), axis=st.integers(0, 1), seed=st.integers(0, 9))
def test_the_largest_of_a_window_is_found_by_doubling(length: int, window: int, axis: int, seed: int) -> None:
    window = min(window, length)
    values = np.random.default_rng(seed).integers(0, 256, (length, length), np.uint8)
    views = np.lib.stride_tricks.sliding_window_view(values, window, axis)
    np.testing.assert_array_equal(sliding(values, window, axis, np.maximum), views.max(axis=-1))
    np.testing.assert_array_equal(sliding(values, window, axis, np.minimum), views.min(axis=-1))
