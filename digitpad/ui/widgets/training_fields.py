"""How each setting of a training is named and explained to the user."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Field(NamedTuple):
    """A setting's name in the code, its label (& before the key that reaches it) and what its tool tip teaches."""

    name: str
    label: str
    hint: str


def shown_fields() -> tuple[Field, ...]:
    """The settings that are always shown."""
    return (
        Field(
            "hidden_units",
            translate("training_fields", "Hidden &units"),
            translate(
                "training_fields",
                "How many units the hidden layer has. More units learn finer detail but train more slowly.",
            ),
        ),
        Field(
            "epochs",
            translate("training_fields", "Ep&ochs"),
            translate("training_fields", "How often the network sees the whole training set."),
        ),
        Field(
            "batch_size",
            translate("training_fields", "&Batch size"),
            translate("training_fields", "How many images go into each step: the gradient is taken over one batch."),
        ),
        Field(
            "learning_rate",
            translate("training_fields", "&Learning rate"),
            translate(
                "training_fields",
                "How far each step goes down the gradient. Too small learns slowly, too large diverges. "
                "Can be changed while training.",
            ),
        ),
        Field(
            "weight_decay",
            translate("training_fields", "&Weight decay"),
            translate(
                "training_fields",
                "How strongly large weights are drawn towards zero; keeps the network from memorising its training "
                "images. Can be changed while training.",
            ),
        ),
        Field(
            "seed",
            translate("training_fields", "See&d"),
            translate(
                "training_fields",
                "Decides the initial weights and the order of the images: the same seed gives the same network.",
            ),
        ),
    )


def folded_fields() -> tuple[Field, ...]:
    """The settings that are rarely changed."""
    return (
        Field(
            "reduction",
            translate("training_fields", "&Reduction"),
            translate(
                "training_fields",
                "Whether the cost of a batch is the sum over its images or their mean. With sums the learning rate "
                "must be smaller, about by the batch size.",
            ),
        ),
        Field(
            "schedule",
            translate("training_fields", "S&chedule"),
            translate(
                "training_fields",
                "Whether the learning rate stays constant, or falls to zero along a cosine by the last epoch.",
            ),
        ),
        Field(
            "shift",
            translate("training_fields", "Sh&ift"),
            translate(
                "training_fields",
                "By how many pixels, at most, each training image is moved at random, so that the network does not "
                "mind where a digit lies.",
            ),
        ),
        Field(
            "precision",
            translate("training_fields", "Precision"),
            translate(
                "training_fields",
                "Floating-point numbers of 32 bits, or of 64 bits, which are more exact and half as fast.",
            ),
        ),
    )
