"""Settings that are known to go well together."""

from dataclasses import dataclass

from digitpad.core.training.settings import TrainingSettings


@dataclass(frozen=True)
class Preset:
    """Settings that go together, the data they are meant for, and what for."""

    title: str
    purpose: str
    settings: TrainingSettings
    data: str = "mnist"


PRESETS = {
    "default": Preset(
        "Default",
        "Learns MNIST to 98 % on new images in less than a minute.",
        TrainingSettings(),
    ),
    "hand-in": Preset(
        "Hand-in",
        "The reference run of the course: plain SGD on sums, 10,380 images, 200 epochs.",
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
