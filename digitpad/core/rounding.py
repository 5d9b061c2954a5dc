"""Round numbers, for axes that change seldom."""

import math

_STEPS = (1.0, 2.0, 5.0, 10.0)


def round_above(value: float) -> float:
    """The smallest of 1, 2, 5, 10, … times a power of ten that is not below the value; 1 for what is not above 0."""
    if not 0 < value < math.inf:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9))
