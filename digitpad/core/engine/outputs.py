"""From the logits Z (n, 10) and the targets Y (n, 10) to the cost of n images and its gradient at the logits."""

import numpy as np

from digitpad.core.network import Floats, cross_entropy, log_softmax


def softmax_outputs(Z: Floats, Y: Floats, targets: Floats) -> tuple[float, Floats]:
    """Cross-entropy, -sum(Y * log P) with P = softmax(Z), and its gradient P - `targets`."""
    log_P = log_softmax(Z)
    return cross_entropy(log_P, Y), np.exp(log_P) - targets


def sigmoid_outputs(Z: Floats, Y: Floats, targets: Floats) -> tuple[float, Floats]:
    """The quadratic cost, sum((P - Y)**2) / 2 with P = sigmoid(Z), and its gradient (P - `targets`) P (1 - P)."""
    P = (1 + np.tanh(Z / 2)) / 2
    return quadratic_cost(Z, Y), (P - targets) * P * (1 - P)


def quadratic_cost(Z: Floats, Y: Floats) -> float:
    """The quadratic cost alone."""
    return float(np.sum(((1 + np.tanh(Z / 2)) / 2 - Y) ** 2)) / 2


def smoothed(Y: Floats, label_smoothing: float) -> Floats:
    """What the probabilities (n, 10) should be for the labels Y (n, 10), of which a part goes to all digits alike."""
    return Y * (1 - label_smoothing) + label_smoothing / Y.shape[1] if label_smoothing else Y
