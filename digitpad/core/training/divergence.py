"""What to do when a training has diverged."""

from digitpad.core.network import Floats
from digitpad.core.training.settings import TrainingSettings


def advice(settings: TrainingSettings, X: Floats) -> str:
    """What to change, as the end of a sentence, when the cost grew beyond all bounds or the units died.

    X (n, 784) are the training images: where these are at fault, no setting is to blame.
    """
    if (X[0] == X).all():
        return "all training images are the same, so check how they were made"
    rate, decay = settings.learning_rate, settings.weight_decay
    if rate * decay >= 1 and decay > rate:
        return f"lower the weight decay ({decay:g})"
    smaller = f"lower the learning rate ({rate:g})"
    if settings.reduction == "sum":
        smaller += ", or the batch size, since the gradients of its images are summed"
    return smaller
