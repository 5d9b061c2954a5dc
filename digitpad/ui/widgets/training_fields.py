"""How each setting of a training is named and explained to the user."""

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
    return _with_notes(_main_fields())


def folded_fields() -> dict[str, tuple[Field, ...]]:
    """The settings that are rarely changed, under the titles of their pages."""
    return {
        translate("training_fields", "Network and steps"): _with_notes(_network_fields()),
        translate("training_fields", "Regularisation"): _with_notes(_regularisation_fields()),
        translate("training_fields", "Augmentation"): _with_notes(_augmentation_fields()),
    }


def _with_notes(fields: tuple[Field, ...]) -> tuple[Field, ...]:
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


def _network_fields() -> tuple[Field, ...]:
    """What the network is, and how it takes its steps."""
    return (
        Field(
            "optimiser",
            translate("training_fields", "Optimiser"),
            translate(
                "training_fields",
                "How a step uses the gradient: plain gradient descent (sgd), with momentum, or with a step size of its "
                "own for each weight (rmsprop, adam, adamw). The last three work best with learning rates around "
                "0.001.",
            ),
        ),
        Field(
            "momentum",
            translate("training_fields", "Momentum"),
            translate(
                "training_fields",
                "How much of the earlier gradients carries over into each step. Used by all optimisers except sgd and "
                "rmsprop.",
            ),
        ),
        Field(
            "beta2",
            translate("training_fields", "Beta2"),
            translate(
                "training_fields",
                "How much of the earlier squared gradients carries over into each step. Used by rmsprop, adam and "
                "adamw.",
            ),
        ),
        Field(
            "schedule",
            translate("training_fields", "Schedule"),
            translate(
                "training_fields",
                "How the learning rate changes over the run: not at all (constant), down in two steps, down along a "
                "cosine, up and down in one cycle, or down whenever the validation cost stops falling (plateau).",
            ),
        ),
        Field(
            "warm_up",
            translate("training_fields", "Warm-up"),
            translate("training_fields", "The share of the run over which the learning rate rises to its full value."),
        ),
        Field(
            "activation",
            translate("training_fields", "Activation"),
            translate("training_fields", "The function that each hidden unit applies to its weighted sum."),
        ),
        Field(
            "inputs",
            translate("training_fields", "Inputs"),
            translate(
                "training_fields",
                "What the network trains on: pixels from -1 to 1, or ink counted from the background, if the images "
                "have one. It is the same network either way, but it learns several times faster from ink.",
            ),
        ),
        Field(
            "initialisation",
            translate("training_fields", "Initialisation"),
            translate(
                "training_fields",
                "How large the random weights are at the start: as in the course's hand-in, or after He or Glorot.",
            ),
        ),
        Field(
            "reduction",
            translate("training_fields", "&Reduction"),
            translate(
                "training_fields",
                "Whether the cost of a batch is the sum over its images or their mean. With sums, the learning rate "
                "must be smaller by about the factor of the batch size.",
            ),
        ),
        Field(
            "clip",
            translate("training_fields", "Clipping"),
            translate(
                "training_fields",
                "The largest norm that the gradient of a batch may have; a larger gradient is scaled down to it. 0 "
                "switches clipping off.",
            ),
        ),
        Field(
            "precision",
            translate("training_fields", "Precision"),
            translate(
                "training_fields",
                "32-bit floating-point numbers, or 64-bit ones, which are more exact but half as fast.",
            ),
        ),
    )


def _regularisation_fields() -> tuple[Field, ...]:
    """What keeps the network from memorising its images."""
    return (
        Field(
            "dropout_inputs",
            translate("training_fields", "Dropout, inputs"),
            translate("training_fields", "The share of its ink pixels that each image loses at random."),
        ),
        Field(
            "dropout_hidden",
            translate("training_fields", "Dropout, hidden"),
            translate(
                "training_fields",
                "The share of the hidden units that is switched off at random for each image, so that none comes to "
                "rely on another.",
            ),
        ),
        Field(
            "label_smoothing",
            translate("training_fields", "Label smoothing"),
            translate(
                "training_fields",
                "The share of each label that is spread over all digits, which keeps the network from becoming "
                "overconfident.",
            ),
        ),
        Field(
            "averaging",
            translate("training_fields", "Averaging"),
            translate(
                "training_fields",
                "Uses an average of the weights over the most recent steps: with 0.999, over about a thousand. 0 "
                "switches averaging off.",
            ),
        ),
        Field(
            "class_weights",
            translate("training_fields", "Class weights"),
            translate("training_fields", "Whether every image counts the same, or every digit, whatever its share."),
        ),
        Field(
            "patience",
            translate("training_fields", "Patience"),
            translate(
                "training_fields",
                "Ends the training early after this many epochs without a better validation accuracy. 0 means never.",
            ),
        ),
        Field(
            "keep",
            translate("training_fields", "Keep"),
            translate(
                "training_fields",
                "Whether to keep the network of the last epoch, or the one that did best on the validation set.",
            ),
        ),
    )


def _augmentation_fields() -> tuple[Field, ...]:
    """How the training images are varied at random."""
    return (
        Field(
            "drawings",
            translate("training_fields", "Drawings"),
            translate(
                "training_fields",
                "The share of the images that is drawn afresh from made-up pen strokes, so that the network meets many "
                "hands and pens.",
            ),
        ),
        Field(
            "shift",
            translate("training_fields", "Sh&ift, px"),
            translate(
                "training_fields",
                "How far each training image is moved at random, at most, in pixels, so that it does not matter where "
                "a digit lies.",
            ),
        ),
        Field(
            "rotation",
            translate("training_fields", "Rotation, °"),
            translate("training_fields", "How far each image is turned to either side, at most, in degrees."),
        ),
        Field(
            "scale",
            translate("training_fields", "Scale"),
            translate("training_fields", "How much each image grows or shrinks, at most: 0.1 is about a tenth."),
        ),
        Field(
            "shear",
            translate("training_fields", "Shear"),
            translate("training_fields", "How far each image is slanted, at most: 0.2 is about 11 degrees."),
        ),
        Field(
            "elastic",
            translate("training_fields", "Elastic, px"),
            translate(
                "training_fields",
                "How far parts of an image are shifted against each other, at most, as if it were drawn on rubber.",
            ),
        ),
        Field(
            "thickness",
            translate("training_fields", "Thickness, px"),
            translate("training_fields", "How much wider or thinner the strokes become, at most."),
        ),
        Field(
            "noise",
            translate("training_fields", "Noise"),
            translate("training_fields", "The standard deviation of the noise added to each pixel in [-1, 1]."),
        ),
    )
