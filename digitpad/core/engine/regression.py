"""Softmax regression, Z = X W + b, as a network that has no hidden layer while it learns.

Then W is W1 (784, 10) and b is b1 (10,); W2 is the identity and b2 is 0, and neither learns. Everyone else sees a
network with 20 rectified units that does exactly the same, since relu(z) - relu(-z) = z: for each digit one unit speaks
for it, and one against it.
"""

import numpy as np

from digitpad.core.network import CLASSES, PIXELS, Floats, Gradients, Network


def first_regression(dtype: str) -> Network:
    """The regression that learning begins with: all weights are 0, and the cost has no other minimum to fall into."""
    return _regression(np.zeros((PIXELS, CLASSES), dtype), np.zeros(CLASSES, dtype))


def with_units(regression: Network) -> Network:
    """The network with 20 hidden units that does the same."""
    identity = regression.W2
    return Network(
        np.concatenate([regression.W1, -regression.W1], axis=1),
        np.concatenate([regression.b1, -regression.b1]),
        np.concatenate([identity, -identity]),
        regression.b2.copy(),
    )


def without_units(network: Network) -> Network:
    """The regression that `with_units` made the network of."""
    return _regression(network.W1[:, :CLASSES].copy(), network.b1[:CLASSES].copy())


def units_of(network: Network) -> int:
    """How many hidden units the network has: 0 if `with_units` made it."""
    return 0 if _is_regression(network) else network.hidden_units


def _is_regression(network: Network) -> bool:
    if network.hidden_units != 2 * CLASSES or network.activation != "relu":
        return False
    again = with_units(without_units(network))
    return all(
        np.array_equal(one, other)
        for (_, one), (_, other) in zip(network.parameters(), again.parameters(), strict=True)
    )


def regression_gradients(network: Network, X: Floats, G: Floats, weight_decay: float, mean: bool) -> Gradients:
    """Gradients of the cost, given its gradient G (n, 10) at the logits; those of what does not learn are 0."""
    if mean:
        G = G / len(X)
    return Gradients(
        X.T @ G + 2 * weight_decay * network.W1, G.sum(axis=0), np.zeros_like(network.W2), np.zeros_like(network.b2)
    )


def _regression(W1: Floats, b1: Floats) -> Network:
    return Network(W1, b1, np.eye(CLASSES, dtype=W1.dtype), np.zeros(CLASSES, W1.dtype))
