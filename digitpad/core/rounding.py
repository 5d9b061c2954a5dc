"""Round numbers, 1, 2, 5, 10, … times a power of ten: for axes that change seldom and for steps of number fields."""

import math

_STEPS = (1.0, 2.0, 5.0, 10.0)
_EQUAL = 1e-9  # of a number, by which it may be off


def round_above(value: float) -> float:
    """The smallest round number that is not below the value; 1 for what is not above 0."""
    if not 0 < value < math.inf:
        return 1.0
    return next(number for number in _round_numbers(value) if number >= value * (1 - _EQUAL))


def next_round(value: float) -> float:
    """The smallest round number above the value, which is above 0."""
    return next(number for number in _round_numbers(value) if number > value * (1 + _EQUAL))


def previous_round(value: float) -> float:
    """The largest round number below the value, which is above 0."""
    return max(number for number in _round_numbers(value) if number < value * (1 - _EQUAL))


def _round_numbers(value: float) -> list[float]:
    """Those around the value, rising."""
    power = 10.0 ** math.floor(math.log10(value) + _EQUAL)
    return [step * power for step in (0.5, *_STEPS)]
