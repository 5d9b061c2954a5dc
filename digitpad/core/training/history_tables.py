"""A history as tables of numbers, for a file."""

from digitpad.core.tables import Table
from digitpad.core.training.history import History


def epoch_table(history: History) -> Table:
    """What was recorded of each epoch."""
    epochs = history.epochs
    return {
        "epoch": [each.epoch for each in epochs],
        "training cost": [each.train_cost for each in epochs],
        "validation cost": [each.validation_cost for each in epochs],
        "training accuracy": [each.train_accuracy for each in epochs],
        "validation accuracy": [each.validation_accuracy for each in epochs],
        "learning rate": [each.learning_rate for each in epochs],
        "dead units": [each.dead_units for each in epochs],
        "seconds": [each.seconds for each in epochs],
    }


def health_table(history: History) -> Table:
    """The gradients and updates that were measured, at times in epochs."""
    return {
        "epochs": [at for at, _ in history.health],
        "gradient norm, hidden layer": [health.hidden_gradient for _, health in history.health],
        "gradient norm, output layer": [health.output_gradient for _, health in history.health],
        "update to weights, hidden layer": [health.hidden_update for _, health in history.health],
        "update to weights, output layer": [health.output_update for _, health in history.health],
    }


def rate_table(history: History) -> Table:
    """Batches, speed and dead units at times in epochs; each is empty where only another was recorded."""
    batches = {each.at: each for each in history.batches}
    speeds = dict(history.pace)
    dead = {float(each.epoch): each.dead_units for each in history.epochs}
    times = sorted({*batches, *speeds, *dead})
    return {
        "epochs": times,
        "cost": [batches[at].cost if at in batches else "" for at in times],
        "accuracy": [batches[at].accuracy if at in batches else "" for at in times],
        "learning rate": [batches[at].learning_rate if at in batches else "" for at in times],
        "images per second": [speeds.get(at, "") for at in times],
        "dead units": [dead.get(at, "") for at in times],
    }
