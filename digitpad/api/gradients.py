"""The gradient check for notebooks."""

from digitpad.core.inspection.gradient_check import numerical_gradients, relative_error
from digitpad.core.network import Floats, Gradients, Labels, Network, Reduction


def check_gradients(
    network: Network, X: Floats, y: Labels, weight_decay: float = 0.0, reduction: Reduction = "sum"
) -> dict[str, float]:
    """The largest relative error of the gradient of each parameter, W1, b1, W2 and b2, against central differences.

    Below 1e-6 the formulas are right. Takes two forward passes for each parameter: use few hidden units, in float64,
    and a few images X (n, 784) with labels y (n,).
    """
    network = network.astype("float64")
    X = X.astype("float64")
    _, gradients = network.cost_and_gradients(X, y, weight_decay, reduction)
    measured = numerical_gradients(network, X, y, weight_decay, reduction)
    return {name: relative_error(getattr(gradients, name), getattr(measured, name)) for name in Gradients._fields}
