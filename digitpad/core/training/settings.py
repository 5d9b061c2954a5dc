"""The settings of a run, each with its range."""

from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple, get_args

from digitpad.core.errors import SettingsError
from digitpad.core.network import Reduction
from digitpad.core.training.schedules import Schedule

Precision = Literal["float32", "float64"]


class Limits(NamedTuple):
    """The smallest and largest value a setting may have, and its name in words."""

    words: str
    low: float
    high: float

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


@dataclass(frozen=True)
class TrainingSettings:
    """Everything that decides how a run goes, beside its data. Raises SettingsError for a value out of range."""

    hidden_units: int = 256
    epochs: int = 25
    batch_size: int = 32
    learning_rate: float = 0.05
    weight_decay: float = 5e-5
    reduction: Reduction = "mean"
    schedule: Schedule = "cosine"
    shift: int = 1
    seed: int = 0
    precision: Precision = "float32"

    def __post_init__(self) -> None:
        for name, limits in LIMITS.items():
            words, low, high = limits
            value = getattr(self, name)
            whole = isinstance(low, int)
            if not low <= value <= high or (whole and not isinstance(value, int)):  # nan is in no range
                kind = "a whole number " if whole else ""
                raise SettingsError(f"The {words} {value} cannot be used; choose {kind}from {limits}.")
        _check_choice("reduction", self.reduction, Reduction)
        _check_choice("schedule", self.schedule, Schedule)
        _check_choice("precision", self.precision, Precision)

    def as_dict(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _check_choice(name: str, value: str, choices: Any) -> None:
    if value not in get_args(choices):
        raise SettingsError(f"The {name} {value!r} is unknown; choose {' or '.join(get_args(choices))}.")
