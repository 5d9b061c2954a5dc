"""Classic mistakes in the gradient, one function each, to see how a gradient check finds them.

Every function takes what `Network.cost_and_gradients` takes, and gives the gradients as they come out with its mistake.
Their cost is the right one: it is what numerical gradients are taken from.
"""

from collections.abc import Callable, Mapping

import numpy as np

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.network import CLASSES, Floats, Gradients, Labels, Network, Reduction, one_hot, softmax

GradientFunction = Callable[[Network, Floats, Labels, float, Reduction], Gradients]


def right(network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction) -> Gradients:
    """Without a mistake."""
    return network.cost_and_gradients(X, y, weight_decay, reduction)[1]


def forgotten_two(network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction) -> Gradients:
    """weight_decay W in place of 2 weight_decay W: the square was not differentiated."""
    return right(network, X, y, weight_decay / 2, reduction)


def decayed_biases(network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction) -> Gradients:
    """Weight decay in the gradients of the biases, though the cost has none for them."""
    gradients = right(network, X, y, weight_decay, reduction)
    b1, b2 = gradients.b1 + 2 * weight_decay * network.b1, gradients.b2 + 2 * weight_decay * network.b2
    return gradients._replace(b1=b1, b2=b2)


def mask_from_wrong_side(
    network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction
) -> Gradients:
    """The slope at -A1 in place of A1: with ReLU, the errors pass where the unit was off."""
    return _with_hidden_error(
        network, X, y, weight_decay, reduction, lambda G, A1: (G @ network.W2.T) * _slope(network, -A1)
    )


def mixed_reduction(network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction) -> Gradients:
    """The gradient of the sum with the cost of the mean, or the other way round."""
    return right(network, X, y, weight_decay, "sum" if reduction == "mean" else "mean")


def softmax_without_maximum(
    network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction
) -> Gradients:
    """exp(Z) / sum exp(Z), which overflows for large logits; for small ones it is right."""
    activations = network.forward(X)
    with np.errstate(over="ignore", invalid="ignore"):
        exponentials = np.exp(activations.Z)
        G = exponentials / exponentials.sum(axis=1, keepdims=True) - one_hot(y, network.dtype)
        return network.gradients(X, activations, G, weight_decay, reduction)


def transposed_product(network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction) -> Gradients:
    """W2 reshaped to (10, H) where its transpose is needed: the shapes fit, the numbers are in the wrong places."""
    reshaped = network.W2.reshape(CLASSES, -1)
    return _with_hidden_error(
        network, X, y, weight_decay, reduction, lambda G, A1: (G @ reshaped) * _slope(network, A1)
    )


MISTAKES: Mapping[str, GradientFunction] = {
    "forgotten two": forgotten_two,
    "decayed biases": decayed_biases,
    "mask from the wrong side": mask_from_wrong_side,
    "sum and mean mixed": mixed_reduction,
    "softmax without maximum": softmax_without_maximum,
    "transposed product": transposed_product,
}


def _slope(network: Network, A1: Floats) -> Floats:
    return ACTIVATIONS[network.activation].slope(A1)


def _with_hidden_error(
    network: Network,
    X: Floats,
    y: Labels,
    weight_decay: float,
    reduction: Reduction,
    hidden_error: Callable[[Floats, Floats], Floats],
) -> Gradients:
    """The right gradients, but W1's and b1's follow from dA1 = hidden_error(G, A1)."""
    activations = network.forward(X)
    G = softmax(activations.Z) - one_hot(y, network.dtype)
    if reduction == "mean":
        G = G / len(X)
    dA1 = hidden_error(G, activations.A1)
    dW1: Floats = X.T @ dA1 + 2 * weight_decay * network.W1
    return right(network, X, y, weight_decay, reduction)._replace(W1=dW1, b1=dA1.sum(axis=0))
