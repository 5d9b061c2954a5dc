"""Models of other makers: arrays of any names, told apart by their shapes."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from digitpad import paths
from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.dataset import scale_to_input
from digitpad.core.errors import ModelError, quoted
from digitpad.core.models.arrays import checked_network
from digitpad.core.models.conversion import names_in_zip
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels, Network, cross_entropy, log_softmax, one_hot
from digitpad.core.readers.mnist import first_rows
from digitpad.core.readers.npz import Arrays, read_arrays

# What other programs give their networks for a pixel of value x from -1 to 1: a x + b.
_SCALINGS = {
    "0 to 1": (0.5, 0.5),
    "-1 to 1": (1.0, 0.0),
    "0 to 255": (127.5, 127.5),
    "standardised as MNIST": (0.5 / 0.3081, (0.5 - 0.1307) / 0.3081),
}
_UNKNOWN = "unknown data"
_MOST_BYTES = 60_000_000
_SAMPLE = 500  # images
# Factors on the cost of what is rare: it must be better by more than chance, or than what a network that was hardly
# trained gains by being surer.
_OTHER_ACTIVATION, _LARGE_INPUTS = 1.15, 2.0


def arrays_in(path: Path) -> Arrays:
    """All arrays of an .npz file that may be a model of another maker; none if it is something else."""
    names = tuple(name.removesuffix(".npy") for name in names_in_zip(path) if name.endswith(".npy"))
    if not names or "about" in names or {"digits", "labels"} <= set(names) or len(names) > 100:
        return {}
    return read_arrays(path, names, ModelError, _MOST_BYTES)


def recognised(path: Path, arrays: Arrays) -> Model | None:
    """The model of these arrays, whatever their names and orientation; None when they are no network of two layers.

    How its inputs are scaled, and its activation, no array tells: those are taken with which its cost on some images of
    MNIST is lowest, relu and small inputs if others are hardly better. The scaling is folded into the first layer.
    """
    found = _parameters(arrays)
    if found is None:
        return None
    network = checked_network(path, found, "relu")
    costs = dict(_costs(network))
    scaling, activation = min(costs, key=lambda each: costs[each])
    a, b = (network.dtype.type(number) for number in _SCALINGS[scaling])
    W1, b1 = network.W1 * a, network.b1 + b * network.W1.sum(axis=0)
    network = checked_network(path, found | {"W1": W1, "b1": b1}, activation)
    trained_on = f"{_UNKNOWN} (pixels {scaling}, {activation}, as it reads MNIST best)"
    return Model(network, path.stem, trained_on)


def is_foreign(model: Model) -> bool:
    """Whether the model was recognised so; its line on what it was trained on says how."""
    return model.trained_on.startswith(_UNKNOWN)


def _costs(network: Network) -> Iterator[tuple[tuple[str, ActivationName], float]]:
    """The network's cost with each way to scale its inputs and each activation, more for rare ones, infinite where it
    overflows."""
    X, y = _images()
    sums, of_ones = X @ network.W1, network.W1.sum(axis=0)
    Y = one_hot(y, network.dtype)
    for scaling, (a, b) in _SCALINGS.items():
        A1 = (a * sums + (b * of_ones + network.b1)).astype(network.dtype)
        for name, activation in ACTIVATIONS.items():
            with np.errstate(over="ignore", invalid="ignore"):
                cost = cross_entropy(log_softmax(activation.function(A1) @ network.W2 + network.b2), Y)
            cost *= (1 if name == "relu" else _OTHER_ACTIVATION) * (_LARGE_INPUTS if scaling == "0 to 255" else 1)
            yield (scaling, name), cost if np.isfinite(cost) else np.inf


def _images() -> tuple[Floats, Labels]:
    """The first of MNIST's test images, and their labels; all of them would keep a window waiting."""
    images, labels = (first_rows(paths.MNIST, f"test_{part}", _SAMPLE) for part in ("images", "labels"))
    return scale_to_input(images, 255), labels.astype(np.int64)


def _parameters(arrays: Arrays) -> Arrays | None:
    """W1, b1, W2, b2 among arrays of any names, each layer's weights in either orientation; biases may be missing.

    Arrays of one form are taken in their order. Other arrays than those of numbers, or single numbers, do not count.
    """
    numbers = [np.squeeze(each) for each in arrays.values() if each.dtype.kind == "f" and each.size > 1]
    matrices = [each for each in numbers if each.ndim == 2]
    vectors = [each for each in numbers if each.ndim == 1]
    if len(matrices) != 2 or len(matrices) + len(vectors) != len(numbers):
        return None
    first, second = matrices if PIXELS in matrices[0].shape else reversed(matrices)
    hidden = next(
        (size for size in first.shape if size in second.shape and sorted(first.shape) == sorted((PIXELS, size))), 0
    )
    if not hidden or sorted(second.shape) != sorted((hidden, CLASSES)):
        return None
    # A square matrix is stored as the other one is.
    transposed = first.shape == (hidden, PIXELS) if hidden != PIXELS else second.shape == (CLASSES, hidden)
    again = second.shape == (CLASSES, hidden) if hidden != CLASSES else transposed
    biases = {}
    for name, size in (("b1", hidden), ("b2", CLASSES)):
        at = next((number for number, each in enumerate(vectors) if len(each) == size), None)
        biases[name] = np.zeros(size) if at is None else vectors.pop(at)
    if vectors:
        return None
    dtype = np.float64 if first.dtype == np.float64 else np.float32
    W1, W2 = first.T if transposed else first, second.T if again else second
    found = {"W1": W1, "b1": biases["b1"], "W2": W2, "b2": biases["b2"]}
    return {name: np.ascontiguousarray(array, dtype) for name, array in found.items()}


def described(arrays: Arrays) -> str:
    """The arrays' names and shapes, as far as a sentence has room."""
    return ", ".join(f"{quoted(name)} {array.shape}" for name, array in list(arrays.items())[:8]) or "none"
