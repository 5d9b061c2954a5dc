"""A proof by arithmetic that the formulas for the gradients are right."""

import numpy as np

from digitpad.core.network import Floats, Gradients, Labels, Network, Reduction


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
    probe = network.copy()

    def slopes(parameter: Floats) -> Floats:
        result = np.empty_like(parameter)
        for index in np.ndindex(parameter.shape):
            here = parameter[index]
            parameter[index] = here + step
            above = probe.cost(X, y, weight_decay, reduction)
            parameter[index] = here - step
            below = probe.cost(X, y, weight_decay, reduction)
            parameter[index] = here
            result[index] = (above - below) / (2 * step)
        return result

    return Gradients(*(slopes(parameter) for _, parameter in probe.parameters()))


def relative_error(gradient: Floats, reference: Floats) -> float:
    """The largest |gradient - reference|, relative to the larger of the two (at least 1e-3, where rounding rules)."""
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(reference)), 1e-3)
    return float(np.max(np.abs(gradient - reference) / size))
