"""What a training begins with: the images, the first network, and the order of each epoch."""

from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.engine.regression import first_regression, without_units
from digitpad.core.engine.source import InputScale, TrainingSource
from digitpad.core.network import Network
from digitpad.core.synthetic.drawn_digits import DrawnDigits
from digitpad.core.training.settings import TrainingSettings


def first_network(settings: TrainingSettings) -> Network:
    """The network that a training by these settings begins with, the same for the same seed."""
    rng, dtype = np.random.default_rng([settings.seed, 0]), settings.precision
    if not settings.hidden_units:
        return first_regression(dtype)
    network = Network.initial(settings.hidden_units, rng, dtype, settings.activation, settings.initialisation)
    if not settings.form.biases:
        network.b1[:] = network.b2[:] = 0
    return network


def beginning_network(settings: TrainingSettings, network: Network | None, scale: InputScale) -> Network:
    """The first network, or the one that is trained further in the form that learns, for inputs on this scale."""
    if network is None:
        return first_network(settings)
    return scale.fold(network if settings.form.hidden_layer else without_units(network))


def order_of_epoch(settings: TrainingSettings, epoch: int, n: int) -> npt.NDArray[np.integer[Any]]:
    """Which of n images come one after the other (n,)."""
    rng = np.random.default_rng([settings.seed, 1, epoch])
    if settings.order == "fixed":
        return np.arange(n)
    return rng.integers(n, size=n) if settings.order == "with-replacement" else rng.permutation(n)


def source_of(training: Dataset, settings: TrainingSettings, drawn: DrawnDigits | None) -> TrainingSource:
    """The training images, and the drawings beside them, as the engine takes batches of them."""
    return TrainingSource(
        training.X,
        training.y,
        settings.seed,
        settings.augmentation,
        inputs=settings.inputs,
        drawn=drawn,
        drawn_fraction=settings.drawings,
        balanced=settings.class_weights == "balanced",
    )
