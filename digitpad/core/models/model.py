"""A model: a trained network and what one must know to use it."""

from dataclasses import dataclass

from digitpad.core.network import Network


@dataclass(frozen=True, eq=False)
class Model:
    """A network with its name, what it was trained on, and what it reached on the test set (None: not known)."""

    network: Network
    name: str
    trained_on: str = ""
    test_accuracy: float | None = None
