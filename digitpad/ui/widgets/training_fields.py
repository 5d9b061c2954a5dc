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


def folded_fields() -> dict[str, tuple[Field, ...]]:
    """The settings that are rarely changed, under the titles of their pages."""
    return {
        translate("training_fields", "Network and steps"): network_fields(),
        translate("training_fields", "Against learning by heart"): generalising_fields(),
        translate("training_fields", "Varied images"): variation_fields(),
    }


def network_fields() -> tuple[Field, ...]:
    """What the network is, and how it takes its steps."""
    return (
        Field(
            "optimiser",
            translate("training_fields", "Optimiser"),
            translate(
                "training_fields",
                "How a step uses the gradient: plain gradient descent (sgd), with momentum, or with a step size of its "
                "own for each weight (rmsprop, adam, adamw). The last three want learning rates about 0.001.",
            ),
        ),
        Field(
            "momentum",
            translate("training_fields", "Momentum"),
            translate(
                "training_fields",
                "How much of the earlier gradients stays in each step, for all optimisers but sgd and rmsprop. "
                "Can be changed while training.",
            ),
        ),
        Field(
            "beta2",
            translate("training_fields", "Beta2"),
            translate("training_fields", "How much of the earlier squares of gradients stays, in adam and rmsprop."),
        ),
        Field(
            "schedule",
            translate("training_fields", "Schedule"),
            translate(
                "training_fields",
                "How the learning rate changes over the run: not at all, down in two steps, down along a cosine, up "
                "and down in one cycle, or down whenever the validation cost no longer falls (plateau).",
            ),
        ),
        Field(
            "warm_up",
            translate("training_fields", "Warm-up"),
            translate("training_fields", "The share of the run in which the learning rate rises to its value."),
        ),
        Field(
            "activation",
            translate("training_fields", "Activation"),
            translate("training_fields", "What a hidden unit makes of its weighted sum."),
        ),
        Field(
            "inputs",
            translate("training_fields", "Inputs"),
            translate(
                "training_fields",
                "What the steps see: pixels from -1 to 1, or ink counted from the background, if the images have one. "
                "The network is the same, but with ink it learns several times faster.",
            ),
        ),
        Field(
            "initialisation",
            translate("training_fields", "Initialisation"),
            translate(
                "training_fields",
                "How large the random weights are at the start: as in a course's hand-in, or by He or by Glorot.",
            ),
        ),
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
            "clip",
            translate("training_fields", "Clipping"),
            translate(
                "training_fields",
                "The largest norm that a batch's gradient may have; a larger gradient is made that small. 0 is none. "
                "Can be changed while training.",
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


def generalising_fields() -> tuple[Field, ...]:
    """What keeps the network from learning its images by heart."""
    return (
        Field(
            "dropout_inputs",
            translate("training_fields", "Dropout, inputs"),
            translate(
                "training_fields",
                "The share of the ink's pixels that is left out of each image at random. "
                "Can be changed while training.",
            ),
        ),
        Field(
            "dropout_hidden",
            translate("training_fields", "Dropout, hidden"),
            translate(
                "training_fields",
                "The share of the hidden units that is left out for each image at random, so that none relies on "
                "another. Can be changed while training.",
            ),
        ),
        Field(
            "label_smoothing",
            translate("training_fields", "Label smoothing"),
            translate(
                "training_fields",
                "The share of each label that is spread over all digits, which keeps the network from being too sure. "
                "Can be changed while training.",
            ),
        ),
        Field(
            "averaging",
            translate("training_fields", "Averaging"),
            translate(
                "training_fields",
                "Reads with an average of the weights over the last steps: 0.999 is over about a thousand. 0 is none.",
            ),
        ),
        Field(
            "class_weights",
            translate("training_fields", "Class weights"),
            translate("training_fields", "Whether each image counts alike, or each digit, however many images it has."),
        ),
        Field(
            "patience",
            translate("training_fields", "Patience"),
            translate(
                "training_fields",
                "After how many epochs without a better validation accuracy the training ends early. 0 is never. "
                "Can be changed while training.",
            ),
        ),
        Field(
            "keep",
            translate("training_fields", "Keep"),
            translate(
                "training_fields",
                "Whether the run ends with its last network or with the one that was best on the validation set.",
            ),
        ),
    )


def variation_fields() -> tuple[Field, ...]:
    """By how much the training images are varied at random."""
    return (
        Field(
            "drawings",
            translate("training_fields", "Drawings"),
            translate(
                "training_fields",
                "The share of the images that are drawn afresh from made-up pen strokes, so that the network meets "
                "many hands and pens.",
            ),
        ),
        Field(
            "shift",
            translate("training_fields", "Sh&ift, px"),
            translate(
                "training_fields",
                "By how many pixels, at most, each training image is moved at random, so that the network does not "
                "mind where a digit lies. Can be changed while training.",
            ),
        ),
        Field(
            "rotation",
            translate("training_fields", "Rotation, °"),
            translate("training_fields", "By how many degrees each image is turned, at most, to either side."),
        ),
        Field(
            "scale",
            translate("training_fields", "Scale"),
            translate("training_fields", "By how much each image grows or shrinks, at most: 0.1 is about a tenth."),
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
                "How far parts of an image are moved against each other, at most, as if it were drawn on rubber.",
            ),
        ),
        Field(
            "thickness",
            translate("training_fields", "Thickness, px"),
            translate("training_fields", "By how much strokes get wider or thinner, at most."),
        ),
        Field(
            "noise",
            translate("training_fields", "Noise"),
            translate("training_fields", "The standard deviation of noise that is added to each pixel in [-1, 1]."),
        ),
    )
