"""How the choices of a training's settings are called, and what there is to know about them."""

from PySide6.QtCore import QCoreApplication

from digitpad.ui.titles import Title

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
                translate("choices", "Steps carry on in the direction of earlier ones"),
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
                translate("choices", "step"),
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
                translate("choices", "on a plateau"),
                translate("choices", "Falls to a third whenever validation has not improved for three epochs"),
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
                translate("choices", "hand-in"),
                translate("choices", "As in the course's hand-in: Glorot, doubled at the output"),
            ),
            "he": Title(translate("choices", "He"), translate("choices", "Variance 2 / inputs, made for ReLU")),
            "glorot": Title(translate("choices", "Glorot"), translate("choices", "Variance 2 / (inputs + outputs)")),
        },
        "inputs": {
            "ink": Title(
                translate("choices", "ink"),
                translate("choices", "Pixels are counted from paper, which makes learning easier"),
            ),
            "pixels": Title(
                translate("choices", "pixels"), translate("choices", "Pixels from −1 to 1, as in the course")
            ),
        },
        "reduction": {
            "sum": Title(translate("choices", "sum"), translate("choices", "The costs of a batch's images are summed")),
            "mean": Title(
                translate("choices", "mean"), translate("choices", "The mean of the costs of a batch's images")
            ),
        },
        "keep": {
            "last": Title(translate("choices", "the last"), translate("choices", "The network as the run leaves it")),
            "best": Title(
                translate("choices", "the best"),
                translate("choices", "The network of the epoch with the best validation accuracy"),
            ),
        },
        "class_weights": {
            "equal": Title(translate("choices", "equal"), translate("choices", "Each image counts once")),
            "balanced": Title(
                translate("choices", "balanced"),
                translate("choices", "Rare digits count more, so that all digits count alike"),
            ),
        },
        "precision": {
            "float32": Title(translate("choices", "single"), translate("choices", "32 bits a number: fast")),
            "float64": Title(
                translate("choices", "double"), translate("choices", "64 bits a number: exact, and half as fast")
            ),
        },
    }
