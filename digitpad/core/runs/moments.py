"""Some thirty moments of a run whose weights are kept, dense at the start, so that one can travel back to them."""

import re
from pathlib import Path
from typing import NamedTuple

from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model

_SPREAD = 24
_FILE = re.compile(r"step-(\d{12})\.npz")


class Moment(NamedTuple):
    """What the model was after this many steps of a run."""

    step: int
    model: Model


def planned_moments(total_steps: int, steps_per_epoch: int) -> list[int]:
    """The steps after which the weights are kept, rising.

    They are spread as squares over the whole run, and doubled epochs join them, since a long run may end early. From
    the first epoch on they lie at ends of epochs.
    """
    epochs = total_steps // steps_per_epoch
    steps = {0, total_steps} | {steps_per_epoch << power for power in range(epochs.bit_length())}
    for number in range(1, _SPREAD):
        step = round(total_steps * (number / _SPREAD) ** 2)
        steps.add(step if step < steps_per_epoch else round(step / steps_per_epoch) * steps_per_epoch)
    return sorted(steps)


def write_moment(folder: Path, moment: Moment) -> None:
    """Raises OSError or ModelError when it cannot be written."""
    folder.mkdir(exist_ok=True)
    write_model(folder / f"step-{moment.step:012d}.npz", moment.model)


def kept_moments(folder: Path) -> list[int]:
    """The steps of the moments in a folder, rising; none if there is no such folder."""
    try:
        names = [_FILE.fullmatch(path.name) for path in folder.iterdir()]
    except OSError:
        return []
    return sorted(int(name.group(1)) for name in names if name)


def read_moment(folder: Path, step: int) -> Model:
    """The model after this many steps. Raises ModelError when it cannot be used."""
    return read_model(folder / f"step-{step:012d}.npz")
