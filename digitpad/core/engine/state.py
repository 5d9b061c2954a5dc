"""What a training has learned so far, and what the optimiser remembers."""

from dataclasses import dataclass

import numpy as np

from digitpad.core.network import Floats, Network

SCALE, SHIFT, SUMS = range(3)


@dataclass(eq=False)
class LearningState:
    """The network that learns after `step` steps, the averages `m` and `v` that the optimiser keeps of gradients and of
    their squares, and the moving average of the weights: each of the network's shape.

    While `lazy` (3, H) is not 0, the weights are lazy[SCALE] * (W1 + lazy[SHIFT]) instead of W1, and lazy[SUMS] are the
    sums of W1's columns: see lazy_rows_kernel.py.
    """

    network: Network
    m: Network
    v: Network
    average: Network
    lazy: Floats
    step: int = 0

    @classmethod
    def beginning(cls, network: Network) -> "LearningState":
        """The state before the first step from `network`, which is copied."""
        m, v = network.map_parameters(np.zeros_like), network.map_parameters(np.zeros_like)
        return cls(network.copy(), m, v, network.copy(), np.zeros((3, network.hidden_units), network.dtype))

    def copy(self) -> "LearningState":
        network, m, v, average = (part.copy() for part in self.parts())
        return LearningState(network, m, v, average, self.lazy.copy(), self.step)

    def materialised(self) -> "LearningState":
        """A copy with the weights in W1, and nothing lazy."""
        state = self.copy()
        materialise(state.network.W1, state.lazy)
        state.lazy[:] = 0
        return state

    def parts(self) -> tuple[Network, Network, Network, Network]:
        return self.network, self.m, self.v, self.average


def materialise(W1: Floats, lazy: Floats) -> None:
    """Make W1 (784, H) the weights that it stands for with what is lazy."""
    if lazy[SCALE, 0] > 0:
        W1 += lazy[SHIFT]
        W1 *= lazy[SCALE]
