"""The compiled random numbers are those of counter_random."""

import numba
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.counter_random import uniform
from digitpad.core.jit.random_kernel import uniform_at


@numba.njit
def number(key: np.uint64, place: int) -> float:
    return uniform_at(key, place)


@given(st.integers(0, 2**64 - 1), st.integers(0, 3000))
def test_the_same_numbers_in_the_same_places(key: int, place: int) -> None:
    assert number(np.uint64(key), place) == uniform(np.array([key], np.uint64), place + 1)[0, place]
