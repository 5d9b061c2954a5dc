"""The settings of a run, each with its range."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, get_args

import numpy as np

from digitpad.core.errors import SettingsError
from digitpad.core.network import Network, Reduction
from digitpad.core.training.schedules import Schedule

Precision = Literal["float32", "float64"]


class Limits(NamedTuple):
    """The smallest and largest value a setting may have, and its name in words."""

    words: str
    low: float
    high: float

    @property
    def whole(self) -> bool:
        """Whether the setting is a whole number."""
        return isinstance(self.low, int)

    def __str__(self) -> str:
        return f"{self.low:.10g} to {self.high:.10g}"


LIMITS = {
    "hidden_units": Limits("hidden units", 1, 4096),
    "epochs": Limits("epochs", 1, 10_000),
    "batch_size": Limits("batch size", 1, 60_000),
    "learning_rate": Limits("learning rate", 1e-8, 100.0),
    "weight_decay": Limits("weight decay", 0.0, 10.0),
    "shift": Limits("shift", 0, 4),
    "seed": Limits("seed", 0, 2**31 - 1),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "reduction": get_args(Reduction),
    "schedule": get_args(Schedule),
    "precision": get_args(Precision),
}


@dataclass(frozen=True)
class TrainingSettings:
    """Everything that decides how a run goes, beside its data. Raises SettingsError for a value out of range."""

    hidden_units: int = 256
    epochs: int = 30
    batch_size: int = 32
    learning_rate: float = 0.03
    weight_decay: float = 5e-5
    reduction: Reduction = "mean"
    schedule: Schedule = "cosine"
    shift: int = 1
    seed: int = 0
    precision: Precision = "float32"

    def __post_init__(self) -> None:
        for name, limits in LIMITS.items():
            value = getattr(self, name)
            fits = limits.low <= value <= limits.high  # nan is in no range
            if not fits or (limits.whole and not isinstance(value, int)):
                kind = "a whole number " if limits.whole else ""
                raise SettingsError(f"The {limits.words} {value} cannot be used; choose {kind}from {limits}.")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise SettingsError(f"The {name} {getattr(self, name)!r} is unknown; choose {' or '.join(choices)}.")

    def for_network(self, network: Network) -> "TrainingSettings":
        """These settings with the hidden units and the precision that `network` has."""
        precision: Precision = "float64" if network.dtype == np.float64 else "float32"
        return replace(self, hidden_units=network.hidden_units, precision=precision)
