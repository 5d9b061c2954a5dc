"""The numbers of digitpad.core.counter_random, inside kernels."""

import numpy as np

from digitpad.core.counter_random import GOLDEN, mixed
from digitpad.core.jit.decorators import jit_inline

_mixed = jit_inline(mixed)


@jit_inline
def uniform_at(key: np.uint64, place: int) -> float:
    """The number at `place` of those that `uniform(key, …)` gives."""
    return np.float64(_mixed(key + np.uint64(place + 1) * GOLDEN) >> np.uint64(11)) * 2.0**-53


@jit_inline
def bell_at(key: np.uint64, place: int) -> float:
    """What `bell` makes of the three numbers from `place` on."""
    return 2 * (uniform_at(key, place) + uniform_at(key, place + 1) + uniform_at(key, place + 2)) - 3


@jit_inline
def derived_at(key: np.uint64, place: int) -> np.uint64:
    """The key that `derived(key, …)` gives for `place`."""
    return _mixed(key ^ (np.uint64(place + 1) * GOLDEN))
