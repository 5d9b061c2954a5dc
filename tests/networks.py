"""Networks that no training made."""

from typing import Any

import numpy as np

from digitpad.core.activations import ActivationName
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
