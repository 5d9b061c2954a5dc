"""A proof by arithmetic that the formulas for the gradients are right."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from digitpad.core.dataset import Dataset
from digitpad.core.inspection.gradient_mistakes import MISTAKES, right
from digitpad.core.inspection.hidden_units import subnetwork
from digitpad.core.network import Floats, Gradients, Labels, Network, Reduction
from digitpad.core.tasks import Progress, Task, run_to_completion

_BETWEEN = 50  # parameters between two reports of the progress


def numerical_gradients(
    network: Network,
    X: Floats,
    y: Labels,
    weight_decay: float = 0.0,
    reduction: Reduction = "sum",
    step: float = 1e-5,
) -> Gradients:
    """Central differences (cost(w + step) - cost(w - step)) / (2 step) for every parameter w.

    Takes two forward passes for each parameter: meant for small networks, in float64.
    """
    return run_to_completion(numerical_gradients_task(network, X, y, weight_decay, reduction, step))


def numerical_gradients_task(
    network: Network, X: Floats, y: Labels, weight_decay: float, reduction: Reduction, step: float = 1e-5
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
            parameter[index] = here + step
            above = probe.cost(X, y, weight_decay, reduction)
            parameter[index] = here - step
            below = probe.cost(X, y, weight_decay, reduction)
            parameter[index] = here
            result[index] = (above - below) / (2 * step)
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


# Added to all logits alike, the probabilities stay; but exp of more than 709 is too large for double precision.
_LARGE = 750.0


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
