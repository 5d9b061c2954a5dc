"""What a training has learned so far, and what the optimiser remembers."""

from collections.abc import Iterator
from dataclasses import dataclass

from digitpad.core.network import Floats, Network


@dataclass(eq=False)
class LearningState:
    """The network that learns after `step` steps, the averages `m` and `v` that the optimiser keeps of gradients and of
    their squares, and the moving average of the weights: each of the network's shape.
    """

    network: Network
    m: Network
    v: Network
    average: Network
    step: int = 0

    @classmethod
    def beginning(cls, network: Network) -> "LearningState":
        """The state before the first step from `network`, which is copied."""
        m, v = network.copy(), network.copy()
        for part in (m, v):
            for _, array in part.parameters():
                array[:] = 0
        return cls(network.copy(), m, v, network.copy())

    def copy(self) -> "LearningState":
        return LearningState(self.network.copy(), self.m.copy(), self.v.copy(), self.average.copy(), self.step)

    def parts(self) -> tuple[Network, Network, Network, Network]:
        return self.network, self.m, self.v, self.average

    def arrays(self) -> Iterator[tuple[str, Floats]]:
        """The name, such as `m.W1`, and the array of everything that is remembered."""
        for part, network in zip(("network", "m", "v", "average"), self.parts(), strict=True):
            for name, array in network.parameters():
                yield f"{part}.{name}", array
