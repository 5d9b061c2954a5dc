"""What the choices of a training's settings are called, and what there is to know about them."""

from PySide6.QtCore import QCoreApplication

from digitpad.ui.widgets.forms import Title

translate = QCoreApplication.translate


def choice_title(setting: str, choice: str) -> Title:
    """The title of a choice of core/training/settings.CHOICES."""
    return _titles()[setting][choice]


def _titles() -> dict[str, dict[str, Title]]:
    return {
        "optimiser": {
            "sgd": Title(translate("choices", "SGD"), translate("choices", "Plain gradient descent, batch by batch")),
            "momentum": Title(
                translate("choices", "momentum"),
                translate("choices", "Each step carries on in the direction of earlier ones"),
            ),
            "nesterov": Title(
                translate("choices", "Nesterov"),
                translate("choices", "Momentum that looks ahead to where it is going to be"),
            ),
            "rmsprop": Title(
                translate("choices", "RMSprop"),
                translate("choices", "Each weight's steps are divided by the usual size of its gradient"),
            ),
            "adam": Title(
                translate("choices", "Adam"), translate("choices", "RMSprop with momentum, corrected at the beginning")
            ),
            "adamw": Title(
                translate("choices", "AdamW"),
                translate("choices", "Adam whose weight decay acts on the weights themselves"),
            ),
        },
        "schedule": {
            "constant": Title(translate("choices", "constant"), translate("choices", "The rate stays as it is set")),
            "step": Title(
                translate("choices", "in steps"),
                translate("choices", "A tenth after half of the run, a hundredth after three quarters"),
            ),
            "cosine": Title(
                translate("choices", "cosine"), translate("choices", "Falls gently to nothing by the end of the run")
            ),
            "one-cycle": Title(
                translate("choices", "one cycle"),
                translate("choices", "Rises for a third of the run, then falls to almost nothing"),
            ),
            "plateau": Title(
                translate("choices", "reduce on plateau"),
                translate("choices", "Falls to 30 % whenever the validation cost has stopped falling for three epochs"),
            ),
        },
        "activation": {
            "relu": Title(translate("choices", "ReLU"), translate("choices", "max(0, a)")),
            "leaky-relu": Title(
                translate("choices", "leaky ReLU"), translate("choices", "As ReLU, with a slight slope below zero")
            ),
            "tanh": Title(translate("choices", "tanh"), translate("choices", "From −1 to 1, in an S")),
            "sigmoid": Title(translate("choices", "sigmoid"), translate("choices", "From 0 to 1, in an S")),
            "gelu": Title(translate("choices", "GELU"), translate("choices", "A smooth ReLU")),
        },
        "initialisation": {
            "hand-in": Title(
                translate("choices", "as in the hand-in"),
                translate("choices", "The course's own: Glorot, with twice the variance at the output"),
            ),
            "he": Title(translate("choices", "He"), translate("choices", "Variance 2 / inputs, made for ReLU")),
            "glorot": Title(translate("choices", "Glorot"), translate("choices", "Variance 2 / (inputs + outputs)")),
        },
        "inputs": {
            "ink": Title(
                translate("choices", "counted from paper"),
                translate("choices", "Blank paper counts as 0, which makes learning several times faster"),
            ),
            "pixels": Title(
                translate("choices", "pixels as they are"),
                translate("choices", "Pixels from −1 to 1, as in the course"),
            ),
        },
        "reduction": {
            "sum": Title(translate("choices", "sum"), translate("choices", "The costs of a batch's images are summed")),
            "mean": Title(
                translate("choices", "mean"), translate("choices", "The mean of the costs of a batch's images")
            ),
        },
        "keep": {
            "last": Title(
                translate("choices", "last network"), translate("choices", "The network as it is at the end of the run")
            ),
            "best": Title(
                translate("choices", "best on validation"),
                translate("choices", "The network of the epoch with the best validation accuracy"),
            ),
        },
        "class_weights": {
            "equal": Title(
                translate("choices", "as they occur"),
                translate("choices", "Every image counts the same, so frequent digits count more"),
            ),
            "balanced": Title(
                translate("choices", "all digits alike"),
                translate("choices", "Images of rare digits count more, so that every digit has the same weight"),
            ),
        },
        "precision": {
            "float32": Title(translate("choices", "single"), translate("choices", "32 bits a number: fast")),
            "float64": Title(
                translate("choices", "double"), translate("choices", "64 bits a number: exact, and half as fast")
            ),
        },
    }
