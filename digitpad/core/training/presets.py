"""Settings that are known to go well together."""

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.training.recipes import RECIPES, Preset
from digitpad.core.training.settings import TrainingSettings

DEFAULT_PRESET = "default"
# Those that a newcomer chooses from.
MAIN_PRESETS = {
    # Reaches 98 % on unseen MNIST images within seconds.
    DEFAULT_PRESET: Preset(TrainingSettings()),
    # Reads many hands, in ten minutes. The larger bundled model is a committee of two such.
    "best": Preset(
        TrainingSettings(
            hidden_units=1024,
            epochs=80,
            batch_size=256,
            optimiser="adam",
            learning_rate=2.5e-3,
            beta2=0.99,
            weight_decay=0.0,
            warm_up=0.02,
            averaging=0.9995,
            drawings=0.25,
            augmentation=Augmentation(shift=0.5, rotation=12, scale=0.12, shear=0.2, elastic=3.0, thickness=0.3),
        )
    ),
    # The reference run of a course.
    "hand-in": Preset(
        TrainingSettings(
            epochs=200,
            batch_size=30,
            optimiser="sgd",
            learning_rate=1e-4,
            weight_decay=1e-2,
            reduction="sum",
            inputs="pixels",
            schedule="constant",
            augmentation=Augmentation(),
        ),
        data="mnist-hand-in",
    ),
}
PRESETS: dict[str, Preset] = {**MAIN_PRESETS, **RECIPES}
