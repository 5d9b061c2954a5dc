"""Numbers as people write them: 0.0000001 or 10⁻⁷ instead of 1e-07, and a minus sign instead of a hyphen; and round
numbers, 1, 2, 5, 10, … times a power of ten, for axes that change seldom and for steps of number fields.
"""

import math
from decimal import Decimal

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_STEPS = (1.0, 2.0, 5.0, 10.0)
_EQUAL = 1e-9  # of a number, by which it may be off


def with_minus(text: str) -> str:
    """A number that was written with a hyphen. Not for files, which other programs read."""
    return text.replace("-", "−")


def plain(value: float, figures: int = 6) -> str:
    """A number in so many figures at most, whatever its size."""
    return with_minus(f"{Decimal(f'{value:.{figures}g}'):f}")


def compact(value: float, figures: int = 6) -> str:
    """The same, but what is very small as a multiple of a power of ten."""
    return power(value, figures) if 0 < abs(value) < 1e-4 else plain(value, figures)


def power(value: float, figures: int = 3) -> str:
    """A number as a multiple of a power of ten, such as 2.5·10⁻⁷ or 10⁻⁷."""
    digits, exponent = f"{Decimal(f'{value:.{figures - 1}e}').normalize():e}".split("e")
    raised = "10" + str(int(exponent)).translate(_RAISED)
    sign, size = ("−", digits[1:]) if digits.startswith("-") else ("", digits)
    return sign + (raised if size == "1" else f"{size}·{raised}")


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
