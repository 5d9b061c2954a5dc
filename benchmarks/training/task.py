"""What every contestant does: the same steps on the same images from the same network."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from digitpad.core.network import PIXELS, Floats, Labels, Network
from digitpad.core.readers.catalogue import open_datasets

LEARNING_RATE = 1e-4  # on sums over a batch
ALL_IMAGES = 10_380  # of digitpad's data set mnist-hand-in


@dataclass(frozen=True)
class Task:
    """One epoch of gradient descent on sums, weight decay on the weights but not on the biases.

    With momentum, V = momentum V - rate gradient and W += V; V begins at zero.
    Only whole batches are used, since some libraries take the mean over a batch and would weigh a smaller one more.
    """

    batch: int
    hidden: int
    noise: bool = False
    images: int = ALL_IMAGES
    weight_decay: float = 1e-2
    momentum: float = 0.0

    def __str__(self) -> str:
        return f"({self.batch}, {self.hidden})"

    @property
    def steps(self) -> int:
        return self.images // self.batch

    @cached_property
    def X(self) -> Floats:
        """The images (n, 784) in the order in which they are learned."""
        X, _ = _images(self.noise, self.images)
        return X[self._order]

    @cached_property
    def y(self) -> Labels:
        _, y = _images(self.noise, self.images)
        return y[self._order]

    @property
    def network(self) -> Network:
        """The network to begin with."""
        return Network.initial(self.hidden, np.random.default_rng(0))

    @property
    def rows(self) -> Labels:
        """An order of the images, shuffled once more: gathering batches is part of the work."""
        return np.random.default_rng(2).permutation(self.steps * self.batch)

    @property
    def _order(self) -> Labels:
        return np.random.default_rng(1).permutation(self.images)[: self.steps * self.batch]

    def cost(self, network: Network) -> float:
        """The cost of all images, in double precision."""
        return network.astype(np.float64).cost(self.X.astype(np.float64), self.y)


TASKS = [Task(30, 256), Task(32, 100), Task(128, 256), Task(256, 800)]


@lru_cache(1)
def _images(noise: bool, n: int) -> tuple[Floats, Labels]:
    data = open_datasets("mnist-hand-in" if n <= ALL_IMAGES else "mnist").training
    if noise:
        X = np.random.default_rng(3).uniform(-1, 1, (n, PIXELS)).astype(np.float32)
        return X, data.y[:n]
    return data.X[:n], data.y[:n]


@lru_cache(1)
def unseen() -> tuple[Floats, Labels]:
    """10,000 images to read."""
    test = open_datasets("mnist").test
    return test.X, test.y
