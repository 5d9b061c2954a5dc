"""Drawings as devices record them are drawings like any other, and still the same digit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitpad.core.drawing.normalise import normalise
from digitpad.core.synthetic.styles import as_recorded, procedural_digit

paths_of_any_kind = st.lists(
    st.integers(1, 40).flatmap(lambda n: arrays(np.float64, (n, 2), elements=st.floats(-1e4, 1e4))), max_size=5
)


@given(paths_of_any_kind, st.integers(0, 2**32))
def test_whatever_is_recorded_keeps_its_strokes_and_about_its_place(paths: list[np.ndarray], seed: int) -> None:
    before = [path.copy() for path in paths]
    recorded = as_recorded(paths, np.random.default_rng(seed))
    for path, old in zip(paths, before, strict=True):
        np.testing.assert_array_equal(path, old)
    assert len(recorded) == len(paths)
    if not paths:
        return
    everything = np.concatenate(paths)
    extent = np.ptp(everything, axis=0).max()
    for stroke in recorded:
        assert stroke.ndim == 2
        assert stroke.shape[1] == 2
        assert len(stroke)
        assert (stroke >= everything.min(axis=0) - 0.2 * extent - 1e-9).all()
        assert (stroke <= everything.max(axis=0) + 0.2 * extent + 1e-9).all()


def test_the_same_seed_records_the_same_drawing() -> None:
    one, other = np.random.default_rng(4), np.random.default_rng(4)
    for _ in range(50):
        paths = procedural_digit(one)[1]
        procedural_digit(other)
        for stroke, same in zip(as_recorded(paths, one), as_recorded(paths, other), strict=True):
            np.testing.assert_array_equal(stroke, same)


def test_most_drawings_are_recorded_with_some_weakness_and_look_much_as_before() -> None:
    rng = np.random.default_rng(0)
    likeness = []
    for _ in range(200):
        paths = procedural_digit(rng)[1]
        before, after = (normalise(each).astype(float).ravel() for each in (paths, as_recorded(paths, rng)))
        likeness.append(np.corrcoef(before, after)[0, 1])
    assert 0.3 < np.mean(np.array(likeness) < 0.999) < 0.8
    assert np.median(likeness) > 0.9
