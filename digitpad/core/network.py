"""The two-layer network: 784 inputs, a hidden layer, 10 softmax outputs.

    A1 = X W1 + b1      A2 = relu(A1)      Z = A2 W2 + b2      P = softmax(Z)
    cost = -sum(Y * log P) + weight_decay * (sum(W1**2) + sum(W2**2))

n is the number of images, H the number of hidden units, Y the one-hot labels (n, 10). Another activation than relu can
be chosen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Literal, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from digitpad.core.activations import ACTIVATIONS, ActivationName

SIDE = 28  # pixels
PIXELS = SIDE * SIDE
CLASSES = 10
MAX_HIDDEN_UNITS = 4096
BACKGROUND, INK = -1.0, 1.0  # the values of pixels without ink, and full of it

Floats = npt.NDArray[np.floating[Any]]
Labels = npt.NDArray[np.integer[Any]]
Reduction = Literal["sum", "mean"]
Initialisation = Literal["hand-in", "he", "glorot", "lecun", "outputs", "normal", "normal-biases", "small"]

# Standard deviations of a layer's initial weights, by its numbers of inputs and outputs and whether it is the last:
# those of a course's hand-in, of He et al. 2015, of Glorot and Bengio 2010, of LeCun et al. 1998 ("Efficient
# BackProp"), and of some courses.
_DEVIATIONS: dict[Initialisation, Callable[[int, int, bool], float]] = {
    "hand-in": lambda inputs, outputs, last: sqrt((4 if last else 2) / (inputs + outputs)),
    "he": lambda inputs, _outputs, _last: sqrt(2 / inputs),
    "glorot": lambda inputs, outputs, _last: sqrt(2 / (inputs + outputs)),
    "lecun": lambda inputs, _outputs, _last: inputs**-0.5,
    "outputs": lambda _inputs, outputs, _last: outputs**-0.5,
    "normal": lambda _inputs, _outputs, _last: 1.0,
    "normal-biases": lambda _inputs, _outputs, _last: 1.0,
    "small": lambda _inputs, _outputs, _last: 0.01,
}


class Activations(NamedTuple):
    """What the forward pass computes on its way: A1 (n, H), A2 (n, H), Z (n, 10)."""

    A1: Floats
    A2: Floats
    Z: Floats


class Gradients(NamedTuple):
    """The gradient of the cost, one array for each parameter and of its shape."""

    W1: Floats
    b1: Floats
    W2: Floats
    b2: Floats


@dataclass(eq=False)
class Network:
    """The parameters W1 (784, H), b1 (H,), W2 (H, 10), b2 (10,), all of one floating dtype, and the activation."""

    W1: Floats
    b1: Floats
    W2: Floats
    b2: Floats
    activation: ActivationName = "relu"

    @classmethod
    def initial(
        cls,
        hidden_units: int,
        rng: np.random.Generator,
        dtype: npt.DTypeLike = np.float32,
        activation: ActivationName = "relu",
        initialisation: Initialisation = "hand-in",
        inputs: int = PIXELS,
        classes: int = CLASSES,
    ) -> "Network":
        """A new network with normal weights, and zero biases unless they are to be normal, too.

        The weights of the hand-in have sd sqrt(2/(784+H)) in W1 and sqrt(4/(H+10)) in W2. Digits have 784 `inputs` and
        10 `classes`.
        """
        deviation = _DEVIATIONS[initialisation]
        W1 = rng.normal(0.0, deviation(inputs, hidden_units, False), (inputs, hidden_units))
        W2 = rng.normal(0.0, deviation(hidden_units, classes, True), (hidden_units, classes))
        make = rng.standard_normal if initialisation == "normal-biases" else np.zeros
        b1, b2 = make(hidden_units), make(classes)
        return cls(W1.astype(dtype), b1.astype(dtype), W2.astype(dtype), b2.astype(dtype), activation)

    @property
    def hidden_units(self) -> int:
        return len(self.b1)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.W1.dtype

    def parameters(self) -> Iterator[tuple[str, Floats]]:
        """The name and the array of each parameter, in the order W1, b1, W2, b2."""
        for name in Gradients._fields:
            yield name, getattr(self, name)

    def map_parameters(self, function: Callable[[Floats], Floats]) -> Self:
        """A network whose parameters are `function` of this one's, each by itself."""
        W1, b1, W2, b2 = (function(array) for _, array in self.parameters())
        return replace(self, W1=W1, b1=b1, W2=W2, b2=b2)

    def copy(self) -> Self:
        return self.map_parameters(lambda array: array.copy())

    def astype(self, dtype: npt.DTypeLike) -> Self:
        return self.map_parameters(lambda array: array.astype(dtype))

    def forward(self, X: Floats, mask: Floats | None = None) -> Activations:
        """Activations for the images X (n, 784), in the network's precision.

        A2 is multiplied by the `mask` (n, H) of dropout, if there is one.
        """
        A1 = X.astype(self.dtype, copy=False) @ self.W1 + self.b1
        A2 = ACTIVATIONS[self.activation].function(A1)
        if mask is not None:
            A2 = A2 * mask
        return Activations(A1, A2, A2 @ self.W2 + self.b2)

    def predict_proba(self, X: Floats) -> Floats:
        """Probabilities (n, 10) for the images X (n, 784); each row sums to 1."""
        return softmax(self.forward(X).Z)

    def predict(self, X: Floats) -> Labels:
        """The most probable digit (n,) for each of the images X (n, 784)."""
        digits: Labels = self.forward(X).Z.argmax(axis=1)
        return digits

    def score(self, X: Floats, y: Labels) -> float:
        """The accuracy on the images X (n, 784) with labels y (n,): the share read correctly."""
        return float(np.mean(self.predict(X) == y))

    def penalty(self, weight_decay: float) -> float:
        """The part of the cost that keeps the weights small; biases do not decay."""
        return weight_decay * float(np.vdot(self.W1, self.W1) + np.vdot(self.W2, self.W2))

    def cost(self, X: Floats, y: Labels, weight_decay: float = 0.0, reduction: Reduction = "sum") -> float:
        """The cost of the images X (n, 784) with labels y (n,)."""
        data = cross_entropy(log_softmax(self.forward(X).Z), one_hot(y, self.dtype))
        return _reduced(data, len(y), reduction) + self.penalty(weight_decay)

    def gradients(
        self,
        X: Floats,
        activations: Activations,
        G: Floats,
        weight_decay: float = 0.0,
        reduction: Reduction = "sum",
        mask: Floats | None = None,
    ) -> Gradients:
        """Gradients of the cost, given the forward pass of X and its gradient G = P - Y (n, 10) at the logits."""
        if reduction == "mean":
            G = G / len(X)
        dW2 = activations.A2.T @ G
        dA1 = (G @ self.W2.T) * ACTIVATIONS[self.activation].slope(activations.A1)
        if mask is not None:
            dA1 *= mask
        dW1 = X.T @ dA1
        if weight_decay:
            dW1 += 2 * weight_decay * self.W1
            dW2 += 2 * weight_decay * self.W2
        return Gradients(dW1, dA1.sum(axis=0), dW2, G.sum(axis=0))

    def cost_and_gradients(
        self, X: Floats, y: Labels, weight_decay: float = 0.0, reduction: Reduction = "sum"
    ) -> tuple[float, Gradients]:
        """The cost of the images X (n, 784) with labels y (n,), and its gradients."""
        activations = self.forward(X)
        log_P = log_softmax(activations.Z)
        Y = one_hot(y, self.dtype)
        cost = _reduced(cross_entropy(log_P, Y), len(y), reduction) + self.penalty(weight_decay)
        return cost, self.gradients(X, activations, np.exp(log_P) - Y, weight_decay, reduction)


def one_hot(y: Labels, dtype: npt.DTypeLike = np.float32) -> Floats:
    """Y (n, 10) for the labels y (n,): row i has a 1 in column y[i]."""
    return np.eye(CLASSES, dtype=dtype)[y]


def log_softmax(Z: Floats) -> Floats:
    """log P = Z - logsumexp(Z) for each row of Z (n, 10); subtracting the row's maximum first avoids overflow."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def softmax(Z: Floats) -> Floats:
    """Probabilities (n, 10) for the logits Z (n, 10)."""
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    result: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return result


def cross_entropy(log_P: Floats, Y: Floats) -> float:
    """-sum(Y * log P) over all images."""
    return -float(np.sum(Y * log_P))


def _reduced(total: float, n: int, reduction: Reduction) -> float:
    return total / n if reduction == "mean" else total


def fold_background(network: Network, background: float) -> Network:
    """The network that does with X - background what `network` does with X."""
    return replace(network, b1=network.b1 + network.dtype.type(background) * network.W1.sum(axis=0))


def unfold_background(network: Network, background: float) -> Network:
    """The network that does with X what `network` does with X - background."""
    return fold_background(network, -background)
