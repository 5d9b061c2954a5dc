"""Settings that are known to go well together."""

from dataclasses import dataclass

from digitpad.core.training.settings import TrainingSettings


@dataclass(frozen=True)
class Preset:
    """Settings that go together, and the data they are meant for."""

    settings: TrainingSettings
    data: str = "mnist"


PRESETS = {
    # Learns MNIST to 98 % on new images in less than a minute.
    "default": Preset(TrainingSettings()),
    # The reference run of a course.
    "hand-in": Preset(
        TrainingSettings(
            epochs=200,
            batch_size=30,
            learning_rate=1e-4,
            weight_decay=1e-2,
            reduction="sum",
            schedule="constant",
            shift=0,
        ),
        data="mnist-hand-in",
    ),
}
