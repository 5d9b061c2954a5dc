"""Networks that no training made, and what a training remembers of one."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from digitpad.core.activations import ActivationName
from digitpad.core.engine.state import LearningState
from digitpad.core.network import Network


def network_of(
    hidden: int = 12, seed: int = 5, dtype: Any = np.float64, activation: ActivationName = "relu"
) -> Network:
    """A network with biases that are not zero."""
    rng = np.random.default_rng(seed)
    network = Network.initial(hidden, rng, dtype, activation)
    network.b1[...] = rng.normal(size=hidden)
    network.b2[...] = rng.normal(size=10)
    return network


def learned_arrays(state: LearningState) -> Iterator[tuple[str, np.ndarray]]:
    """The name, such as `m.W1`, and the array of everything that a state remembers."""
    for part, network in zip(("network", "m", "v", "average"), state.parts(), strict=True):
        for name, array in network.parameters():
            yield f"{part}.{name}", array
    yield "lazy", state.lazy
