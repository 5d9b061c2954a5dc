"""A proof by arithmetic that the formulas for the gradients are right."""

import numpy as np

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
