"""What to do when a training has diverged."""

from digitpad.core.training.settings import TrainingSettings


def advice(settings: TrainingSettings) -> str:
    """What to change in settings under which the cost grew beyond all bounds, as the end of a sentence."""
    rate, decay = settings.learning_rate, settings.weight_decay
    if rate * decay >= 1 and decay > rate:
        return f"lower the weight decay ({decay:g})"
    smaller = f"lower the learning rate ({rate:g})"
    if settings.reduction == "sum":
        smaller += ", or the batch size, since the gradients of its images are summed"
    return smaller
