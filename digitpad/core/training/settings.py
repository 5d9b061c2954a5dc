"""The settings of a run, each declared once with all that is known of it; those of a step lie in step_settings.py."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from digitpad.core.augmentation.settings import AUGMENTATION, Augmentation
from digitpad.core.engine.regression import units_of
from digitpad.core.engine.steps import NetworkForm, StepConfig
from digitpad.core.network import Floats, Network
from digitpad.core.setting import Limits, Setting, check_settings, setting, settings_of
from digitpad.core.training import choices
from digitpad.core.training.choices import ClassWeights, FittedDetector, Keep, Precision, regularisation
from digitpad.core.training.step_settings import MAX_EPOCHS, StepSettings

_NAMED = ("optimiser", "activation", "mean")  # of a step's config, which are not taken as they are


@dataclass(frozen=True)
class TrainingSettings(StepSettings):
    """Everything that decides how a run goes, beside its data. Raises SettingsError for a wrong value."""

    dropout_inputs: float = regularisation(
        0.0,
        "Dropout, inputs",
        "Fraction of its ink pixels that each image loses at random.",
        Limits(0.0, 0.9),
        changeable=True,
    )
    dropout_hidden: float = regularisation(
        0.0,
        "Dropout, hidden",
        "Fraction of the hidden units switched off at random, so that none comes to rely on another.",
        Limits(0.0, 0.9),
        changeable=True,
    )
    label_smoothing: float = regularisation(
        0.0,
        "Label smoothing",
        "Fraction of each label spread over all digits, which keeps the network from overconfidence.",
        Limits(0.0, 0.9),
        changeable=True,
    )
    averaging: float = regularisation(
        0.0,
        "Averaging",
        "Decay of a moving average of the weights: 0.999 spans about a thousand steps (0: no average).",
        Limits(0.0, 0.99999),
    )
    class_weights: ClassWeights = regularisation(
        "equal",
        "Class weights",
        "Whether every image counts the same, or every digit, however many images it has.",
        choices=choices.CLASS_WEIGHTS,
    )
    patience: int = regularisation(
        0,
        "Patience",
        "Stop after this many epochs without improvement on the validation set (0: never).",
        Limits(0, MAX_EPOCHS),
        changeable=True,
    )
    keep: Keep = regularisation(
        "last",
        "Keep",
        "Keep the network of the last epoch, or the one that did best on the validation set.",
        choices=choices.KEEPS,
    )
    detector: FittedDetector = regularisation(
        "fitted",
        "Detector",
        "Whether the model learns in the end to refuse what is not a digit, such as letters and scribbles. It takes "
        "a second and 200 validation images, and leaves the network as it is.",
        choices=choices.DETECTORS,
    )
    drawings: float = setting(
        0.0,
        "Drawings",
        "Fraction of the images that are drawn afresh from pen strokes, by many hands and pens.",
        Limits(0.0, 0.9),
        group=AUGMENTATION,
    )
    augmentation: Augmentation = field(default_factory=lambda: Augmentation(shift=1.0))

    def __post_init__(self) -> None:
        check_settings(self)

    def for_network(self, network: Network) -> "TrainingSettings":
        """These settings with the hidden units, the activation and the precision that `network` has."""
        precision: Precision = "float64" if network.dtype == np.float64 else "float32"
        return replace(self, hidden_units=units_of(network), activation=network.activation, precision=precision)

    def value(self, name: str) -> Any:
        """The setting of that name, or the amount of the augmentation."""
        return getattr(self.augmentation if name in _AMOUNTS else self, name)

    def with_value(self, name: str, value: Any) -> "TrainingSettings":
        """These settings with another value for the setting, or amount of the augmentation, of that name."""
        if name in _AMOUNTS:
            return replace(self, augmentation=replace(self.augmentation, **{name: value}))
        return replace(self, **{name: value})

    def remedy(self, X: Floats) -> str:
        """What to change, as the end of a sentence, when the cost grew beyond all bounds or the units died.

        X (n, 784) are the training images: where these are at fault, no setting is to blame.
        """
        if (X[0] == X).all():
            return "all training images are the same, so check how they were made"
        rate, decay = self.learning_rate, self.weight_decay
        if rate * decay >= 1 and decay > rate:
            return f"lower the weight decay ({decay:g})"
        batches = ", or the batch size, since the gradients of its images are summed" if self.reduction == "sum" else ""
        return f"lower the learning rate ({rate:g}){batches}"

    @property
    def for_kernels(self) -> bool:
        """Whether compiled kernels can train so; what is rare is NumPy's alone."""
        return self.form.hidden_layer and not self.form.quadratic

    @property
    def form(self) -> NetworkForm:
        """What kind of network learns."""
        return NetworkForm(self.biases == "learned", self.hidden_units > 0, self.cost == "quadratic")

    @property
    def step_config(self) -> StepConfig:
        """What of these settings a single step needs."""
        numbers = {name: getattr(self, name) for name in StepConfig._fields if name not in _NAMED}
        return StepConfig.of(self.optimiser, self.activation, self.reduction, **numbers)


_AMOUNTS = {
    each.name: replace(each, default=getattr(TrainingSettings().augmentation, each.name))
    for each in settings_of(Augmentation)
}
# By name, in the order in which they are shown; those of the augmentation are the last.
SETTINGS: dict[str, Setting] = {each.name: each for each in settings_of(TrainingSettings)} | _AMOUNTS
