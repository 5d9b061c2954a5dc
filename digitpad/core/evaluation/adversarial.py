"""Images changed on purpose so that a network misreads them."""

import numpy as np

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.network import Floats, Labels, Network, one_hot, softmax


def input_gradients(network: Network, X: Floats, y: Labels) -> Floats:
    """The gradient of each image's cost, -log P of its label y (n,), at each of its pixels: (n, 784).

    dA1 = ((P - Y) W2^T) * slope(A1) as in network.py, and dX = dA1 W1^T.
    """
    activations = network.forward(X)
    G = softmax(activations.Z) - one_hot(y, network.dtype)
    dA1 = (G @ network.W2.T) * ACTIVATIONS[network.activation].slope(activations.A1)
    gradients: Floats = dA1 @ network.W1.T
    return gradients


def fast_gradient_sign(network: Network, X: Floats, y: Labels, ink: float) -> Floats:
    """The images (n, 784), every pixel made brighter or darker by `ink` (1: from black to white), whichever costs more.

    The fast gradient sign method of Goodfellow, Shlens and Szegedy 2015, "Explaining and harnessing adversarial
    examples": X + 2 ink sign(dX), kept within [-1, 1]. To first order no other change of this size costs more.
    """
    changed: Floats = np.clip(X + X.dtype.type(2 * ink) * np.sign(input_gradients(network, X, y)), -1, 1)
    return changed
