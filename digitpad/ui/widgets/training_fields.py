"""How the settings that are always shown are named and explained to the user, and what such a field is."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from digitpad.core.training.settings import CHANGEABLE

translate = QCoreApplication.translate


class Field(NamedTuple):
    """A setting's name in the code, its label (& before the key that reaches it) and what its tool tip teaches."""

    name: str
    label: str
    hint: str


def shown_fields() -> tuple[Field, ...]:
    """The settings that are always shown."""
    return with_notes(_main_fields())


def with_notes(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields, with a note in the hint of each that can be changed while a network trains."""
    note = translate("training_fields", "Can be changed while training.")
    return tuple(each._replace(hint=f"{each.hint} {note}") if each.name in CHANGEABLE else each for each in fields)


def _main_fields() -> tuple[Field, ...]:
    """What the training is, in a few numbers."""
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
            translate("training_fields", "How many times the network sees the whole training set."),
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
                "How far each step goes down the gradient. If it is too small, the network learns slowly; if it is too "
                "large, the training diverges.",
            ),
        ),
        Field(
            "weight_decay",
            translate("training_fields", "&Weight decay"),
            translate(
                "training_fields",
                "How strongly the weights are pulled towards zero, which keeps the network from memorising its "
                "training images.",
            ),
        ),
        Field(
            "seed",
            translate("training_fields", "See&d"),
            translate(
                "training_fields",
                "Determines the initial weights and the order of the images: the same seed gives the same network.",
            ),
        ),
    )
