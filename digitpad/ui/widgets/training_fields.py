"""How each setting of a training is named and explained to the user."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


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
            _tr("Hidden &units"),
            _tr("How many units the hidden layer has. More of them learn finer detail, and slower."),
        ),
        Field("epochs", _tr("Ep&ochs"), _tr("How often the network sees the whole training set.")),
        Field(
            "batch_size",
            _tr("&Batch size"),
            _tr("How many images go into each step: the gradient is taken over one batch."),
        ),
        Field(
            "learning_rate",
            _tr("&Learning rate"),
            _tr(
                "How far each step goes down the gradient. Too small learns slowly, too large diverges. "
                "Can be changed while training."
            ),
        ),
        Field(
            "weight_decay",
            _tr("&Weight decay"),
            _tr(
                "How strongly large weights are drawn towards zero; keeps the network from learning by heart. "
                "Can be changed while training."
            ),
        ),
        Field(
            "seed",
            _tr("See&d"),
            _tr("Decides the initial weights and the order of the images: the same seed gives the same network."),
        ),
    )


def folded_fields() -> tuple[Field, ...]:
    """The settings that are rarely changed."""
    return (
        Field(
            "reduction",
            _tr("&Reduction"),
            _tr(
                "Whether the cost of a batch is the sum over its images or their mean. With sums the learning rate "
                "must be smaller, about by the batch size."
            ),
        ),
        Field(
            "schedule",
            _tr("S&chedule"),
            _tr("Whether the learning rate stays constant, or falls to zero along a cosine by the last epoch."),
        ),
        Field(
            "shift",
            _tr("Sh&ift"),
            _tr(
                "By how many pixels, at most, each training image is moved at random, so that the network does not "
                "mind where a digit lies."
            ),
        ),
        Field(
            "precision",
            _tr("Precision"),
            _tr("Floating-point numbers of 32 bits, or of 64 bits, which are more exact and half as fast."),
        ),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("training_fields", text)
