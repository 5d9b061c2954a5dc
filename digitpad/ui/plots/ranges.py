"""Which range of its numbers a plot shows, and at which of them its cursor is."""

from math import floor, log10

import numpy as np

from digitpad.core.numerals import round_above
from digitpad.core.training.history import Numbers

_MIN_EPOCHS = 0.005  # across a plot: a few steps one by one
_MIN_VALUE = 1e-9  # on a logarithmic axis
_BEYOND = 1.015  # of the epochs planned: the axis goes on so far, so that a curve's end can be seen
_SPANS = 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0
_MOST_STOPS = 1000  # that arrow keys pass one by one


def epochs_to_show(*times: Numbers, planned: float = 0.0) -> tuple[float, float]:
    """A range of epochs with all the times, each in rising order, that reaches to the `planned` ones."""
    some = [each for each in times if len(each)]
    first = max(float(np.floor(min((each[0] for each in some), default=0.0))), 0.0)
    last = float(max((each[-1] for each in some), default=first))
    if planned > first and planned >= last:
        return first, first + _BEYOND * (planned - first)
    return first, first + _BEYOND * (round_above(max(last - first, _MIN_EPOCHS)) if some else 1.0)


def span_above(value: float) -> float:
    """A length of an axis that is not below the value, of few round parts; 1 for what is not above 0."""
    if not 0 < value < np.inf:
        return 1.0
    power = 10.0 ** floor(log10(value) + 1e-9)
    return next(span * power for span in _SPANS if span * power >= value * (1 - 1e-9))


def powers_to_show(values: Numbers) -> tuple[float, float]:
    """The exponents of the powers of ten between which the values lie."""
    if not len(values):
        return -2.0, 1.0
    exponents = np.log10(np.maximum(values, _MIN_VALUE))
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


def nearest(places: Numbers, place: float | None) -> int | None:
    """The one next to a place among those in rising order, or the last one; None when there is none."""
    if place is None or not len(places):
        return len(places) - 1 if len(places) else None
    after = int(np.searchsorted(places, place))
    if after == len(places) or (after > 0 and place - places[after - 1] < places[after] - place):
        return after - 1
    return after


def stride_among(stops: int) -> int:
    """How many of so many stops one press of an arrow key passes."""
    return 1 if stops <= _MOST_STOPS else stops // 100
