"""A proof by arithmetic that the formulas for the gradients are right, and classic mistakes for which it fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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
    measured = Gradients(*(np.empty_like(parameter) for _, parameter in probe.parameters()))
    places = [
        (parameter, slopes, at)
        for (_, parameter), slopes in zip(probe.parameters(), measured, strict=True)
        for at in np.ndindex(parameter.shape)
    ]
    for number, (parameter, slopes, at) in enumerate(places):
        if number % _BETWEEN == 0:
            yield Progress(number / len(places))
        here = parameter[at]
        parameter[at] = here + _STEP
        above = probe.cost(X, y, weight_decay, reduction)
        parameter[at] = here - _STEP
        below = probe.cost(X, y, weight_decay, reduction)
        parameter[at] = here
        slopes[at] = (above - below) / (2 * _STEP)
    return measured


def relative_errors(gradient: Floats, reference: Floats) -> Floats:
    """|gradient - reference|, relative to the larger of the two (at least 1e-3, where rounding rules); elementwise."""
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(reference)), 1e-3)
    return np.abs(gradient - reference) / size


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
        X, y = images.X[:count], images.y[:count]
        busiest = np.argsort(-np.abs(network.forward(X).A2).sum(axis=0), kind="stable")[:units]
        small = subnetwork(network, np.sort(busiest)).astype(np.float64)  # all of a large one would take too long
        if large_logits:
            small.b2 += _LARGE
        return cls(small, X.astype(np.float64), y, weight_decay, reduction)

    def gradients(self, mistake: str) -> Gradients:
        """By the formulas, with a mistake or, for "", without one."""
        return MISTAKES.get(mistake, right)(self)

    def measure_task(self) -> Task[Gradients]:
        """The gradients by central differences."""
        return numerical_gradients_task(self.network, self.X, self.y, self.weight_decay, self.reduction)


def right(case: GradientCase) -> Gradients:
    """Without a mistake."""
    return case.network.cost_and_gradients(case.X, case.y, case.weight_decay, case.reduction)[1]


def forgotten_two(case: GradientCase) -> Gradients:
    """weight_decay W in place of 2 weight_decay W: the square was not differentiated."""
    return right(replace(case, weight_decay=case.weight_decay / 2))


def decayed_biases(case: GradientCase) -> Gradients:
    """Weight decay in the gradients of the biases, though the cost has none for them."""
    gradients, decay = right(case), 2 * case.weight_decay
    return gradients._replace(b1=gradients.b1 + decay * case.network.b1, b2=gradients.b2 + decay * case.network.b2)


def mask_from_wrong_side(case: GradientCase) -> Gradients:
    """The slope at -A1 in place of A1: with ReLU, the errors pass where the unit was off."""
    network = case.network
    return _with_hidden_error(case, lambda G, A1: (G @ network.W2.T) * _slope(network, -A1))


def mixed_reduction(case: GradientCase) -> Gradients:
    """The gradient of the sum with the cost of the mean, or the other way round."""
    return right(replace(case, reduction="sum" if case.reduction == "mean" else "mean"))


def softmax_without_maximum(case: GradientCase) -> Gradients:
    """exp(Z) / sum exp(Z), which overflows for large logits; for small ones it is right."""
    network = case.network
    activations = network.forward(case.X)
    with np.errstate(over="ignore", invalid="ignore"):
        exponentials = np.exp(activations.Z)
        G = exponentials / exponentials.sum(axis=1, keepdims=True) - one_hot(case.y, network.dtype)
        return network.gradients(case.X, activations, G, case.weight_decay, case.reduction)


def transposed_product(case: GradientCase) -> Gradients:
    """W2 reshaped to (10, H) where its transpose is needed: the shapes fit, the numbers are in the wrong places."""
    network = case.network
    return _with_hidden_error(case, lambda G, A1: (G @ network.W2.reshape(CLASSES, -1)) * _slope(network, A1))


MISTAKES: Mapping[str, Callable[[GradientCase], Gradients]] = {
    "forgotten two": forgotten_two,
    "decayed biases": decayed_biases,
    "mask from the wrong side": mask_from_wrong_side,
    "sum and mean mixed": mixed_reduction,
    "softmax without maximum": softmax_without_maximum,
    "transposed product": transposed_product,
}


def _slope(network: Network, A1: Floats) -> Floats:
    return ACTIVATIONS[network.activation].slope(A1)


def _with_hidden_error(case: GradientCase, hidden_error: Callable[[Floats, Floats], Floats]) -> Gradients:
    """The right gradients, but W1's and b1's follow from dA1 = hidden_error(G, A1)."""
    activations = case.network.forward(case.X)
    G = softmax(activations.Z) - one_hot(case.y, case.network.dtype)
    if case.reduction == "mean":
        G = G / len(case.X)
    dA1 = hidden_error(G, activations.A1)
    dW1: Floats = case.X.T @ dA1 + 2 * case.weight_decay * case.network.W1
    return right(case)._replace(W1=dW1, b1=dA1.sum(axis=0))
