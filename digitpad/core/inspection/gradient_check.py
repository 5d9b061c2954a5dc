"""A proof by arithmetic that the formulas for the gradients are right, and classic mistakes for which it fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.dataset import Dataset
from digitpad.core.inspection.hidden_units import subnetwork
from digitpad.core.network import CLASSES, Floats, Gradients, Labels, Network, Reduction, one_hot, softmax
from digitpad.core.tasks import Progress, Task, run_to_completion

_BETWEEN = 50  # parameters between two reports of the progress
_STEP = 1e-5
# Added to all logits alike, the probabilities stay; but exp of more than 709 is too large for double precision.
_LARGE = 750.0
GradientFunction = Callable[[Network, Floats, Labels, float, Reduction], Gradients]


def numerical_gradients(
    network: Network,
    X: Floats,
    y: Labels,
    weight_decay: float = 0.0,
    reduction: Reduction = "sum",
) -> Gradients:
    """Central differences (cost(w + e) - cost(w - e)) / (2 e), e = 1e-5, for every parameter w.

    Takes two forward passes for each parameter: meant for small networks, in float64.
    """
    return run_to_completion(numerical_gradients_task(network, X, y, weight_decay, reduction))


def numerical_gradients_task(
    network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction
) -> Task[Gradients]:
    """The work of `numerical_gradients`; yields how much is done, from 0 to 1."""
    probe = network.copy()
    total = sum(parameter.size for _, parameter in probe.parameters())
    done = 0

    def slopes(parameter: Floats) -> Task[Floats]:
        nonlocal done
        result = np.empty_like(parameter)
        for index in np.ndindex(parameter.shape):
            if done % _BETWEEN == 0:
                yield Progress(done / total)
            done += 1
            here = parameter[index]
            parameter[index] = here + _STEP
            above = probe.cost(X, y, weight_decay, reduction)
            parameter[index] = here - _STEP
            below = probe.cost(X, y, weight_decay, reduction)
            parameter[index] = here
            result[index] = (above - below) / (2 * _STEP)
        return result

    measured = []
    for _, parameter in probe.parameters():
        measured.append((yield from slopes(parameter)))
    return Gradients(*measured)


def relative_errors(gradient: Floats, reference: Floats) -> Floats:
    """|gradient - reference|, relative to the larger of the two (at least 1e-3, where rounding rules); elementwise."""
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(reference)), 1e-3)
    errors: Floats = np.abs(gradient - reference) / size
    return errors


def relative_error(gradient: Floats, reference: Floats) -> float:
    """The largest of the relative errors."""
    return float(np.max(relative_errors(gradient, reference)))


@dataclass(frozen=True, eq=False)
class GradientCase:
    """What is checked: a small network in float64, images X (n, 784), labels y (n,), and how their cost is made."""

    network: Network
    X: Floats
    y: Labels
    weight_decay: float
    reduction: Reduction

    @classmethod
    def of(
        cls,
        network: Network,
        images: Dataset,
        units: int,
        count: int,
        weight_decay: float,
        reduction: Reduction,
        large_logits: bool,
    ) -> Self:
        """With the hidden units that are most active on the first `count` images; `large_logits` adds 750 to all."""
        X, y = images.X[:count].astype(np.float64), images.y[:count]
        double = network.astype(np.float64)
        busiest = np.argsort(-np.abs(double.forward(X).A2).sum(axis=0), kind="stable")[:units]
        small = subnetwork(double, np.sort(busiest))
        if large_logits:
            small.b2 += _LARGE
        return cls(small, X, y, weight_decay, reduction)

    def gradients(self, mistake: str) -> Gradients:
        """By the formulas, with a mistake or, for "", without one."""
        return MISTAKES.get(mistake, right)(self.network, self.X, self.y, self.weight_decay, self.reduction)

    def measure_task(self) -> Task[Gradients]:
        """The gradients by central differences."""
        return numerical_gradients_task(self.network, self.X, self.y, self.weight_decay, self.reduction)


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
