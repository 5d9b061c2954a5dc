"""The network for notebooks, which takes no pixels on another scale in silence, its training and its gradient check."""

from typing import Any, Self

from digitpad.core import network as core
from digitpad.core.dataset import Dataset
from digitpad.core.inspection.gradient_check import numerical_gradients, relative_error
from digitpad.core.network import Floats, Gradients, Labels, Reduction
from digitpad.core.training import trainer
from digitpad.core.training.settings import TrainingSettings

_ROOM = 1e-3


class Network(core.Network):
    """W1 (784, H), b1 (H,), W2 (H, 10), b2 (10,) and the activation; its images X (n, 784) go from -1 to 1.

    `predict`, `predict_proba`, `score`, `cost` and `cost_and_gradients` raise ValueError for images on another scale.
    """

    @classmethod
    def of(cls, network: core.Network) -> Self:
        """The same network with these checks."""
        return cls(**dict(network.parameters()), activation=network.activation)

    def predict_proba(self, X: Floats) -> Floats:
        return super().predict_proba(_checked(X))

    def predict(self, X: Floats) -> Labels:
        return super().predict(_checked(X))

    def cost(self, X: Floats, y: Labels, weight_decay: float = 0.0, reduction: Reduction = "sum") -> float:
        return super().cost(_checked(X), y, weight_decay, reduction)

    def cost_and_gradients(
        self, X: Floats, y: Labels, weight_decay: float = 0.0, reduction: Reduction = "sum"
    ) -> tuple[float, Gradients]:
        return super().cost_and_gradients(_checked(X), y, weight_decay, reduction)


class Trainer(trainer.Trainer):
    """A training, one event after the other. Raises ValueError for images on another scale than -1 to 1."""

    def __init__(
        self, training: Dataset, validation: Dataset | None, settings: TrainingSettings, *more: Any, **named: Any
    ) -> None:
        for part in (training, validation):
            if part is not None:
                _checked(part.X)
        super().__init__(training, validation, settings, *more, **named)

    def network(self) -> Network:
        """A copy of the network as it is now."""
        return Network.of(super().network())

    def selected_network(self) -> tuple[Network, int]:
        """A copy of the network that the settings say to keep, and the number of epochs behind it."""
        network, epochs = super().selected_network()
        return Network.of(network), epochs


def _checked(X: Floats) -> Floats:
    """The images, if they go from -1 to 1: each has pixels without ink, so none of these has only numbers above 0."""
    low, high = float(X.min()), float(X.max())
    if low >= 0 or low < -1 - _ROOM or high > 1 + _ROOM:
        advice = "X * 2 - 1" if low >= 0 and high <= 1 else "X / 127.5 - 1" if low >= 0 else "scaled so"
        raise ValueError(f"the pixels go from {low:g} to {high:g}, but -1 (no ink) to 1 is needed: {advice}")
    return X


def check_gradients(
    network: core.Network, X: Floats, y: Labels, weight_decay: float = 0.0, reduction: Reduction = "sum"
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
