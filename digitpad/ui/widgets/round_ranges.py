"""Ranges for the axes of plots: round, so that they change seldom and can be compared at sight."""

import numpy as np

from digitpad.core.round_numbers import round_above
from digitpad.ui.widgets.columns import Numbers

_SHORTEST = 0.005  # epochs across a plot at the least: a few steps one by one
_SMALLEST = 1e-9  # on a logarithmic axis


def epochs_to_show(*times: Numbers) -> tuple[float, float]:
    """A range of epochs with all the times, each in rising order."""
    some = [each for each in times if len(each)]
    if not some:
        return 0.0, 1.0
    first = max(float(np.floor(min(each[0] for each in some))), 0.0)
    return first, first + round_above(max(float(max(each[-1] for each in some)) - first, _SHORTEST))


def powers_to_show(values: Numbers) -> tuple[float, float]:
    """The exponents of the powers of ten between which the values lie."""
    if not len(values):
        return -2.0, 1.0
    exponents = np.log10(np.maximum(values, _SMALLEST))
    low, high = float(np.floor(exponents.min())), float(np.ceil(exponents.max()))
    return low, max(high, low + 1)


def reach(values: Numbers) -> float:
    """The largest value that is at most ten times the median; 0 when there are no values."""
    if not len(values):
        return 0.0
    usual = 10 * quantile(values, 0.5)
    return float(values[values <= usual].max() if usual else values.max())


def quantile(values: Numbers, share: float) -> float:
    """The value that this share of the values does not exceed.

    NumPy's own function loads a module the first time, which takes as long as two frames.
    """
    place = round(share * (len(values) - 1))
    return float(np.partition(values, place)[place])
