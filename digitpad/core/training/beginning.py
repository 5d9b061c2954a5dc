"""What a training begins with, and each of its epochs: the first network, and the order of the images."""

from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.network import Network
from digitpad.core.training.settings import TrainingSettings


def first_network(settings: TrainingSettings) -> Network:
    """The network that a training by these settings begins with, the same for the same seed."""
    rng = np.random.default_rng([settings.seed, 0])
    return Network.initial(settings.hidden_units, rng, settings.precision, settings.activation, settings.initialisation)


def order_of_epoch(settings: TrainingSettings, epoch: int, n: int) -> npt.NDArray[np.integer[Any]]:
    """Which of n images come one after the other (n,)."""
    rng = np.random.default_rng([settings.seed, 1, epoch])
    if settings.order == "fixed":
        return np.arange(n)
    return rng.integers(n, size=n) if settings.order == "with-replacement" else rng.permutation(n)
