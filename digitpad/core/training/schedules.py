"""How the learning rate changes over a run."""

import math
from collections.abc import Callable
from typing import Literal

Schedule = Literal["constant", "step", "cosine", "one-cycle", "plateau"]

# One cycle (Smith 2018): the share of the run that the rate rises, and the factors it begins and ends with.
_RISE, _FIRST, _LAST = 0.3, 1 / 25, 1 / 250_000


def constant(_progress: float) -> float:
    """The learning rate stays as it is set."""
    return 1.0


def step(progress: float) -> float:
    """A tenth after half of the run, a hundredth after three quarters (He et al. 2016)."""
    return 0.1 ** ((progress >= 0.5) + (progress >= 0.75))


def cosine(progress: float) -> float:
    """Half a cosine from the full learning rate to none (Loshchilov and Hutter 2017, without restarts)."""
    return (1 + math.cos(math.pi * min(progress, 1.0))) / 2


def one_cycle(progress: float) -> float:
    """Half a cosine up from a twenty-fifth of the learning rate, then one down to almost none (Smith 2018)."""
    if progress < _RISE:
        return _FIRST + (1 - _FIRST) * (1 - cosine(progress / _RISE))
    return _LAST + (1 - _LAST) * cosine((progress - _RISE) / (1 - _RISE))


# The factor on the set learning rate when `progress`, from 0 to 1, of the run's steps are done. On a plateau the
# trainer lowers the rate itself, by what it sees on the validation set.
SCHEDULES: dict[Schedule, Callable[[float], float]] = {
    "constant": constant,
    "step": step,
    "cosine": cosine,
    "one-cycle": one_cycle,
    "plateau": constant,
}


def lr_factor(schedule: Schedule, warm_up: float, progress: float) -> float:
    """The factor on the set learning rate when `progress` of the run is done, with a linear rise during `warm_up`."""
    if progress < warm_up:
        return progress / warm_up
    return SCHEDULES[schedule]((progress - warm_up) / (1 - warm_up))
