"""A model: a trained network and what one must know to use it."""

from dataclasses import dataclass

from digitpad.core.network import Network


@dataclass(frozen=True, eq=False)
class Model:
    """A network with its name, its training data, its epochs of training, and its test accuracy (None: not known)."""

    network: Network
    name: str
    trained_on: str = ""
    epochs: int = 0
    test_accuracy: float | None = None
