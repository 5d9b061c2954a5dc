"""What a hidden unit makes of its weighted sum, and how steeply."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
ActivationName = Literal["relu", "leaky-relu", "tanh", "sigmoid", "gelu"]

LEAK = 0.01
# GELU by its approximation with tanh (Hendrycks and Gimpel 2016).
GELU_SCALE = 0.7978845608028654  # sqrt(2 / pi)
GELU_CUBE = 0.044715


class Activation(NamedTuple):
    """A2 = function(A1) and dA2/dA1 = slope(A1), each elementwise."""

    function: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def _gelu(A1: Floats) -> Floats:
    result: Floats = A1 * (1 + np.tanh(GELU_SCALE * (A1 + GELU_CUBE * A1**3))) / 2
    return result


def _gelu_slope(A1: Floats) -> Floats:
    tanh = np.tanh(GELU_SCALE * (A1 + GELU_CUBE * A1**3))
    inner = GELU_SCALE * (1 + 3 * GELU_CUBE * A1**2)
    result: Floats = (1 + tanh + A1 * (1 - tanh**2) * inner) / 2
    return result


def _sigmoid(A1: Floats) -> Floats:
    """1 / (1 + exp(-A1)), written so that it does not overflow."""
    return (1 + np.tanh(A1 / 2)) / 2


def _sigmoid_slope(A1: Floats) -> Floats:
    A2 = _sigmoid(A1)
    return A2 * (1 - A2)


ACTIVATIONS: dict[ActivationName, Activation] = {
    "relu": Activation(lambda A1: np.maximum(A1, 0), lambda A1: (A1 > 0).astype(A1.dtype)),
    "leaky-relu": Activation(
        lambda A1: np.where(A1 > 0, A1, A1.dtype.type(LEAK) * A1),
        lambda A1: np.where(A1 > 0, A1.dtype.type(1), A1.dtype.type(LEAK)),
    ),
    "tanh": Activation(np.tanh, lambda A1: 1 - np.tanh(A1) ** 2),
    "sigmoid": Activation(_sigmoid, _sigmoid_slope),
    "gelu": Activation(_gelu, _gelu_slope),
}
