"""How the learning rate changes over a run."""

import math
from collections.abc import Callable
from typing import Literal

Schedule = Literal["constant", "cosine"]


def constant(_progress: float) -> float:
    """The learning rate stays as it is set."""
    return 1.0


def cosine(progress: float) -> float:
    """Half a cosine from the full learning rate to none (Loshchilov and Hutter 2017, without restarts)."""
    return (1 + math.cos(math.pi * min(progress, 1.0))) / 2


# The share of the set learning rate to use when `progress`, from 0 to 1, of the run's steps are done.
SCHEDULES: dict[Schedule, Callable[[float], float]] = {"constant": constant, "cosine": cosine}
