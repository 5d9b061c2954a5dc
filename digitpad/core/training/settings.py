"""The settings of a run, each with its range."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

import numpy as np

from digitpad.core.activations import ActivationName
from digitpad.core.augmentation.settings import LIMITS as AMOUNTS
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.engine.steps import OptimiserName, StepConfig
from digitpad.core.errors import SettingsError
from digitpad.core.network import Initialisation, Network, Reduction
from digitpad.core.setting import Limits, check_limits
from digitpad.core.training.schedules import Schedule

Precision = Literal["float32", "float64"]
Keep = Literal["last", "best"]
ClassWeights = Literal["equal", "balanced"]
Inputs = Literal["pixels", "ink"]

LIMITS = {
    "hidden_units": Limits("hidden units", 1, 4096),
    "epochs": Limits("epochs", 1, 10_000),
    "batch_size": Limits("batch size", 1, 60_000),
    "learning_rate": Limits("learning rate", 1e-8, 100.0),
    "momentum": Limits("momentum", 0.0, 0.9999),
    "beta2": Limits("beta2", 0.0, 0.999999),
    "weight_decay": Limits("weight decay", 0.0, 10.0),
    "warm_up": Limits("warm-up", 0.0, 0.5),
    "dropout_inputs": Limits("dropout of inputs", 0.0, 0.9),
    "dropout_hidden": Limits("dropout of hidden units", 0.0, 0.9),
    "label_smoothing": Limits("label smoothing", 0.0, 0.9),
    "clip": Limits("gradient clipping", 0.0, 1e6),
    "averaging": Limits("averaging of weights", 0.0, 0.99999),
    "patience": Limits("patience", 0, 10_000),
    "drawings": Limits("share of drawings", 0.0, 0.9),
    "seed": Limits("seed", 0, 2**31 - 1),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "activation": get_args(ActivationName),
    "inputs": get_args(Inputs),
    "initialisation": get_args(Initialisation),
    "optimiser": get_args(OptimiserName),
    "reduction": get_args(Reduction),
    "schedule": get_args(Schedule),
    "class_weights": get_args(ClassWeights),
    "keep": get_args(Keep),
    "precision": get_args(Precision),
}
ALL_LIMITS = LIMITS | AMOUNTS
# What a running training takes over at its next step; everything else is fixed until it ends.
CHANGEABLE = (
    "learning_rate",
    "momentum",
    "weight_decay",
    "dropout_inputs",
    "dropout_hidden",
    "label_smoothing",
    "clip",
    "patience",
    *AMOUNTS,
)


@dataclass(frozen=True)
class TrainingSettings:
    """Everything that decides how a run goes, beside its data. Raises SettingsError for a value out of range.

    With `inputs` "ink" the steps are taken in pixels counted from the background, see ink_inputs.py, if the images have
    one; the network is the same. `momentum` is Adam's first beta too; `warm_up` the share of the run in which the
    learning rate rises to its value; `clip` the largest norm of a batch's gradient, `averaging` how much of the average
    of the weights stays in a step, and `patience` after how many epochs without a better validation accuracy the run
    ends: 0 switches each off. `drawings` is the share of the images that are drawn afresh from strokes.
    """

    hidden_units: int = 256
    activation: ActivationName = "relu"
    initialisation: Initialisation = "hand-in"
    inputs: Inputs = "ink"
    epochs: int = 15
    batch_size: int = 32
    optimiser: OptimiserName = "momentum"
    learning_rate: float = 0.02
    momentum: float = 0.9
    beta2: float = 0.999
    weight_decay: float = 5e-5
    reduction: Reduction = "mean"
    schedule: Schedule = "cosine"
    warm_up: float = 0.0
    dropout_inputs: float = 0.0
    dropout_hidden: float = 0.0
    label_smoothing: float = 0.0
    clip: float = 0.0
    averaging: float = 0.0
    class_weights: ClassWeights = "equal"
    patience: int = 0
    drawings: float = 0.0
    keep: Keep = "last"
    augmentation: Augmentation = field(default_factory=lambda: Augmentation(shift=1.0))
    seed: int = 0
    precision: Precision = "float32"

    def __post_init__(self) -> None:
        check_limits(self, LIMITS)
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise SettingsError(f"The {name} {getattr(self, name)!r} is unknown; choose {' or '.join(choices)}.")

    def for_network(self, network: Network) -> "TrainingSettings":
        """These settings with the hidden units, the activation and the precision that `network` has."""
        precision: Precision = "float64" if network.dtype == np.float64 else "float32"
        return replace(self, hidden_units=network.hidden_units, activation=network.activation, precision=precision)

    def value(self, name: str) -> Any:
        """The setting of that name, or the amount of the augmentation."""
        return getattr(self.augmentation if name in AMOUNTS else self, name)

    def with_value(self, name: str, value: Any) -> "TrainingSettings":
        """These settings with another value for the setting, or amount of the augmentation, of that name."""
        if name in AMOUNTS:
            return replace(self, augmentation=replace(self.augmentation, **{name: value}))
        return replace(self, **{name: value})

    @property
    def step_config(self) -> StepConfig:
        """What of these settings a single step needs."""
        return StepConfig.of(
            self.optimiser,
            self.activation,
            self.reduction,
            weight_decay=self.weight_decay,
            momentum=self.momentum,
            beta2=self.beta2,
            dropout_inputs=self.dropout_inputs,
            dropout_hidden=self.dropout_hidden,
            label_smoothing=self.label_smoothing,
            clip=self.clip,
            averaging=self.averaging,
        )


def settings_from(values: dict[str, Any]) -> TrainingSettings:
    """The settings that `asdict` turned into `values`. Raises TypeError or SettingsError for any others."""
    return TrainingSettings(**{**values, "augmentation": Augmentation(**values.get("augmentation", {}))})
