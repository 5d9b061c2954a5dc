"""What a training begins with: the images, the first network, and the order of each epoch."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.engine.regression import first_regression, without_units
from digitpad.core.engine.source import InputScale, TrainingSource
from digitpad.core.network import CLASSES, PIXELS, Network
from digitpad.core.synthetic.drawn_digits import DrawnDigits
from digitpad.core.training.settings import TrainingSettings

# Standard deviations of a layer's weights, by its numbers of inputs and outputs, beside those of Network.initial. The
# first is that of LeCun et al. 1998 ("Efficient BackProp"), the others are those of some courses.
_DEVIATIONS: dict[str, Callable[[int, int], float]] = {
    "lecun": lambda inputs, _outputs: inputs**-0.5,
    "outputs": lambda _inputs, outputs: outputs**-0.5,
    "normal": lambda _inputs, _outputs: 1.0,
    "normal-biases": lambda _inputs, _outputs: 1.0,
    "small": lambda _inputs, _outputs: 0.01,
}


def first_network(settings: TrainingSettings) -> Network:
    """The network that a training by these settings begins with, the same for the same seed."""
    rng, dtype, name = np.random.default_rng([settings.seed, 0]), settings.precision, settings.initialisation
    if not settings.hidden_units:
        return first_regression(dtype)
    if name in ("hand-in", "he", "glorot"):
        return Network.initial(settings.hidden_units, rng, dtype, settings.activation, name)
    sizes = PIXELS, settings.hidden_units, CLASSES
    W1, W2 = (rng.normal(0.0, _DEVIATIONS[name](*shape), shape).astype(dtype) for shape in pairwise(sizes))
    size = 1.0 if name == "normal-biases" and settings.form.biases else 0.0
    b1, b2 = (rng.normal(0.0, size, each).astype(dtype) for each in sizes[1:])
    return Network(W1, b1, W2, b2, settings.activation)


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
