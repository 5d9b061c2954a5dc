"""Models of other makers: arrays of any names, told apart by their shapes; and of those that are programs in disguise,
or need a large library, the line that converts each.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from digitpad import paths
from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.dataset import scale_to_input
from digitpad.core.errors import ModelError, quoted
from digitpad.core.files import archive_members
from digitpad.core.models.arrays import checked_network
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
_TRUSTED = "which could run any program when it is loaded; if you trust it, convert it"
_PYTHON = ": python -c \"import {imports}; {before}numpy.savez('{stem}.npz', {arrays})\""
_ENOUGH = 100_000  # bytes
_OLD_TORCH = b"\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"  # the number with which PyTorch's old files begin
_Line = tuple[str, str, str, str]  # what it is, modules, what comes first, the arrays to save


def arrays_in(path: Path) -> Arrays:
    """All arrays of an .npz file that may be a model of another maker; none if it is something else."""
    names = tuple(name.removesuffix(".npy") for name in archive_members(path) if name.endswith(".npy"))
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


def conversion(path: Path, head: bytes) -> str | None:
    """What a file that begins with `head` is, and the line that converts it; None if that is not known here."""
    # The line is for a shell, where a name could be a command.
    plain = path if re.fullmatch(r"[\w.+ -]+", path.name) else Path("FILE")
    found = None
    if head.startswith(b"PK"):
        names = archive_members(path)
        if any(name.endswith("data.pkl") for name in names):
            found = _of_torch(plain.name, path, names)
        elif any(name.endswith(".weights.h5") for name in names):
            found = _of_keras(plain.name)
    elif head.startswith(b"\x89HDF\r\n"):
        found = _of_hdf(plain.name)
    elif head[:1] == b"\x80" and 2 <= head[1] <= 5:
        found = _of_torch(plain.name, path, []) if _OLD_TORCH in head else _of_pickle(plain.name, head)
    if found is None:
        return None
    what, imports, before, arrays = found
    line = _PYTHON.format(imports=imports, before=before, stem=plain.stem, arrays=arrays)
    return f"{path} is {what}{line}."


def _of_torch(name: str, path: Path, names: list[str]) -> _Line:
    """A file with the names inside, none for an old one: a state dict, that of a checkpoint, a module, or a script."""
    what = f"a PyTorch file, {_TRUSTED}"
    if any(each.endswith("constants.pkl") for each in names):
        before = f"d = torch.jit.load({name!r}, map_location='cpu').state_dict(); "
    elif b"torch.nn.modules" in _pickled(path, names):
        what += ", where its classes are known"
        before = f"d = torch.load({name!r}, map_location='cpu', weights_only=False).state_dict(); "
    else:
        before = f"d = torch.load({name!r}, map_location='cpu', weights_only=True); "
        before += "d = d.get('model_state_dict', d.get('state_dict', d)); "
    return what, "numpy, torch", before, "**{k: v.numpy() for k, v in d.items()}"


def _of_keras(name: str) -> _Line:
    what = "a model of Keras; convert it where Keras is installed"
    return what, "keras, numpy", "", f"*keras.models.load_model({name!r}).get_weights()"


def _of_hdf(name: str) -> _Line:
    """A model of Keras, or its weights alone; what its optimiser had is left out."""
    before = f"f = h5py.File({name!r}); a = {{}}; f.get('model_weights', f).visititems(lambda n, d: "
    before += "a.update({n: d[()]}) if hasattr(d, 'shape') and not n.startswith('optimizer') else None); "
    return "an HDF5 file; convert it where h5py is installed, as it is with Keras", "h5py, numpy", before, "**a"


def _of_pickle(name: str, head: bytes) -> _Line:
    what = f"a pickle, {_TRUSTED}"
    content = head[2:] if head[2:3] != b"\x95" else head[11:]  # a frame's length comes first
    if b"sklearn." in head:
        return what, "joblib, numpy", f"m = joblib.load({name!r}); ", "*m.coefs_, *m.intercepts_"
    if content.startswith(b"}"):
        return what, "numpy", "", f"**numpy.load({name!r}, allow_pickle=True)"
    return f"{what}, here for a list of arrays", "numpy", "", f"*numpy.load({name!r}, allow_pickle=True)"


def _pickled(path: Path, names: list[str]) -> bytes:
    """The pickle in a file of PyTorch, as far as it tells what it holds."""
    try:
        if not names:
            with path.open("rb") as file:
                return file.read(_ENOUGH)
        with zipfile.ZipFile(path) as archive, archive.open(next(n for n in names if n.endswith("data.pkl"))) as file:
            return file.read(_ENOUGH)
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        return b""
