"""A digit made up: which one, in which style, how slanted and how wide."""

import math
from collections.abc import Callable

import numpy as np

from digitpad.core.drawing.rasterise import Path
from digitpad.core.drawing.styles.five_to_nine import eight, five, nine, seven, six
from digitpad.core.drawing.styles.zero_to_four import four, one, three, two, zero

_DIGITS: tuple[Callable[[np.random.Generator], list[Path]], ...] = (
    *(zero, one, two, three, four),
    *(five, six, seven, eight, nine),
)
_SLANT = (0.08, 0.18)  # mean and standard deviation; most people lean to the right
_ASPECT = 0.18  # standard deviation of the logarithm of the width


def procedural_digit(rng: np.random.Generator) -> tuple[int, list[Path]]:
    """A label, each as likely, and the paths (n, 2) of that digit in a random style, proportion and slant.

    The digit is about 1 high, y down. The same state of `rng` gives the same digit.
    """
    label = int(rng.integers(len(_DIGITS)))
    paths = _DIGITS[label](rng)
    slant, aspect = rng.normal(*_SLANT), math.exp(rng.normal(0, _ASPECT))
    return label, [np.stack([(x - slant * (y - 0.5)) * aspect, y], axis=1) for x, y in (path.T for path in paths)]
