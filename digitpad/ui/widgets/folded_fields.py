"""How the settings that are rarely changed are named and explained to the user, page by page."""

from PySide6.QtCore import QCoreApplication

from digitpad.ui.widgets.training_fields import Field, with_notes

translate = QCoreApplication.translate


def folded_fields() -> dict[str, tuple[Field, ...]]:
    """The settings that are rarely changed, under the titles of their pages."""
    return {
        translate("folded_fields", "Network and steps"): with_notes(_network_fields()),
        translate("folded_fields", "Regularisation"): with_notes(_regularisation_fields()),
        translate("folded_fields", "Augmentation"): with_notes(_augmentation_fields()),
    }


def _network_fields() -> tuple[Field, ...]:
    """What the network is, and how it takes its steps."""
    return (
        Field(
            "optimiser",
            translate("folded_fields", "Optimiser"),
            translate(
                "folded_fields",
                "How a step uses the gradient: plain gradient descent (SGD), with momentum, or with a step size of its "
                "own for each weight (RMSprop, Adam, AdamW). The last three work best with learning rates around "
                "0.001.",
            ),
        ),
        Field(
            "momentum",
            translate("folded_fields", "Momentum"),
            translate(
                "folded_fields",
                "How much of the earlier gradients carries over into each step. Used by all optimisers except SGD and "
                "RMSprop.",
            ),
        ),
        Field(
            "beta2",
            translate("folded_fields", "Beta2"),
            translate(
                "folded_fields",
                "How much of the earlier squared gradients carries over into each step. Used by RMSprop, Adam and "
                "AdamW.",
            ),
        ),
        Field(
            "schedule",
            translate("folded_fields", "Schedule"),
            translate(
                "folded_fields",
                "How the learning rate changes over the run: not at all, down in two steps, down along a cosine, up "
                "and down in one cycle, or down whenever the validation cost stops falling.",
            ),
        ),
        Field(
            "warm_up",
            translate("folded_fields", "Warm-up"),
            translate("folded_fields", "The share of the run over which the learning rate rises to its full value."),
        ),
        Field(
            "activation",
            translate("folded_fields", "Activation"),
            translate("folded_fields", "The function that each hidden unit applies to its weighted sum."),
        ),
        Field(
            "inputs",
            translate("folded_fields", "Inputs"),
            translate(
                "folded_fields",
                "What the network trains on: pixels as they are, from -1 to 1, or counted from the background (the "
                "paper), if the images have one. The network is the same either way, but learns several times faster "
                "when pixels are counted from the paper.",
            ),
        ),
        Field(
            "initialisation",
            translate("folded_fields", "Initialisation"),
            translate(
                "folded_fields",
                "How large the random weights are at the start: as in the course's hand-in, or after He or Glorot.",
            ),
        ),
        Field(
            "reduction",
            translate("folded_fields", "&Reduction"),
            translate(
                "folded_fields",
                "Whether the cost of a batch is the sum over its images or their mean. With sums, the learning rate "
                "must be smaller by about the factor of the batch size.",
            ),
        ),
        Field(
            "clip",
            translate("folded_fields", "Clipping"),
            translate(
                "folded_fields",
                "The largest norm that the gradient of a batch may have; a larger gradient is scaled down to it. 0 "
                "switches clipping off.",
            ),
        ),
        Field(
            "precision",
            translate("folded_fields", "Precision"),
            translate(
                "folded_fields",
                "32-bit floating-point numbers, or 64-bit ones, which are more exact but half as fast.",
            ),
        ),
    )


def _regularisation_fields() -> tuple[Field, ...]:
    """What keeps the network from memorising its images."""
    return (
        Field(
            "dropout_inputs",
            translate("folded_fields", "Dropout, inputs"),
            translate("folded_fields", "The share of its ink pixels that each image loses at random."),
        ),
        Field(
            "dropout_hidden",
            translate("folded_fields", "Dropout, hidden"),
            translate(
                "folded_fields",
                "The share of the hidden units that is switched off at random for each image, so that none comes to "
                "rely on another.",
            ),
        ),
        Field(
            "label_smoothing",
            translate("folded_fields", "Label smoothing"),
            translate(
                "folded_fields",
                "The share of each label that is spread over all digits, which keeps the network from becoming "
                "overconfident.",
            ),
        ),
        Field(
            "averaging",
            translate("folded_fields", "Averaging"),
            translate(
                "folded_fields",
                "Uses an average of the weights over the most recent steps: with 0.999, over about a thousand. 0 "
                "switches averaging off.",
            ),
        ),
        Field(
            "class_weights",
            translate("folded_fields", "Class weights"),
            translate("folded_fields", "Whether every image counts the same, or every digit, whatever its share."),
        ),
        Field(
            "patience",
            translate("folded_fields", "Patience"),
            translate(
                "folded_fields",
                "Ends the training early after this many epochs without a better validation accuracy. 0 means never.",
            ),
        ),
        Field(
            "keep",
            translate("folded_fields", "Keep"),
            translate(
                "folded_fields",
                "Whether to keep the network of the last epoch, or the one that did best on the validation set.",
            ),
        ),
    )


def _augmentation_fields() -> tuple[Field, ...]:
    """How the training images are varied at random."""
    return (
        Field(
            "drawings",
            translate("folded_fields", "Drawings"),
            translate(
                "folded_fields",
                "The share of the images that is drawn afresh from made-up pen strokes, so that the network meets many "
                "hands and pens.",
            ),
        ),
        Field(
            "shift",
            translate("folded_fields", "Sh&ift, px"),
            translate(
                "folded_fields",
                "How far each training image is moved at random, at most, in pixels, so that it does not matter where "
                "a digit lies.",
            ),
        ),
        Field(
            "rotation",
            translate("folded_fields", "Rotation, °"),
            translate("folded_fields", "How far each image is turned to either side, at most, in degrees."),
        ),
        Field(
            "scale",
            translate("folded_fields", "Scale"),
            translate("folded_fields", "How much each image grows or shrinks, at most: 0.1 is about a tenth."),
        ),
        Field(
            "shear",
            translate("folded_fields", "Shear"),
            translate("folded_fields", "How far each image is slanted, at most: 0.2 is about 11 degrees."),
        ),
        Field(
            "elastic",
            translate("folded_fields", "Elastic, px"),
            translate(
                "folded_fields",
                "How far parts of an image are shifted against each other, at most, as if it were drawn on rubber.",
            ),
        ),
        Field(
            "thickness",
            translate("folded_fields", "Thickness, px"),
            translate("folded_fields", "How much wider or thinner the strokes become, at most."),
        ),
        Field(
            "noise",
            translate("folded_fields", "Noise"),
            translate("folded_fields", "The standard deviation of the noise added to each pixel in [-1, 1]."),
        ),
    )
