"""How far a measured share may lie from the true one."""

import math
from typing import NamedTuple

_Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations


class Interval(NamedTuple):
    low: float
    high: float


def wilson(hits: int, n: int) -> Interval:
    """The 95 % interval of Wilson (1927) for a share of which `hits` in `n` independent trials were seen.

    Unlike hits/n with its standard deviation, it is sound near 0 and 1, and with few trials; 0 to 1 without any.
    """
    if n == 0:
        return Interval(0.0, 1.0)
    share, square = hits / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))
