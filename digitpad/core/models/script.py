"""A model as a Python script of its own, to be read and used with NumPy alone; its weights lie beside it."""

import re
from pathlib import Path

from digitpad import __version__
from digitpad.core.activations import GELU_CUBE, GELU_SCALE, LEAK
from digitpad.core.dataset import class_names
from digitpad.core.errors import ModelError
from digitpad.core.files import check_can_write, explained_write
from digitpad.core.models.arrays import write_model
from digitpad.core.models.model import Model
from digitpad.core.network import PIXELS

# What the hidden units make of their weighted sums, in words of NumPy.
_ACTIVATIONS = {
    "relu": "np.maximum(A1, 0)",
    "leaky-relu": f"np.where(A1 > 0, A1, {LEAK} * A1)",
    "tanh": "np.tanh(A1)",
    "sigmoid": "(1 + np.tanh(A1 / 2)) / 2  # 1 / (1 + exp(-A1)) without overflow",
    "gelu": f"A1 * (1 + np.tanh({GELU_SCALE} * (A1 + {GELU_CUBE} * A1**3))) / 2",
}
_SCRIPT = '''\
"""Reads handwritten digits with a network of two layers. Needs NumPy, and {weights} beside it.

    python {script} images.npy

reads images (n, 28, 28) of light ink on a dark ground; programs can import predict_proba.
Model {name}, {hidden} hidden units, written by digitpad {version}.
"""

import sys
from pathlib import Path

import numpy as np

here = Path(__file__)
weights = np.load(here.with_name(here.stem + "-weights.npz"))
W1, b1, W2, b2 = (weights[name] for name in ("W1", "b1", "W2", "b2"))
names = {classes}


def predict_proba(images):
    """The probabilities of the ten digits, (n, 10), for images (n, 28, 28) or (n, 784).

    Whole numbers are pixels from 0 (no ink) to 255 (full ink), other numbers from 0.0 to 1.0.
    """
    images = np.asarray(images)
    full = 255 if images.dtype.kind in "iu" else 1
    if images.min() < 0 or images.max() > full:
        raise ValueError(f"the pixels go from {{images.min()}} to {{images.max()}}, but 0 to {{full}} is needed")
    X = images.reshape(-1, {pixels}).astype(W1.dtype) * 2 / full - 1  # the network learned from -1 to 1
    A1 = X @ W1 + b1  # weighted sums of the pixels, one for each hidden unit
    A2 = {activation}
    Z = A2 @ W2 + b2  # logits
    E = np.exp(Z - Z.max(axis=1, keepdims=True))  # softmax; without its maximum, no row overflows
    return E / E.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].endswith(".npy"):
        sys.exit("usage: python " + sys.argv[0] + " IMAGES.npy, an array (n, 28, 28) of light ink on a dark ground")
    for row in predict_proba(np.load(sys.argv[1])):
        print(names[row.argmax()], *(f"{{p:.4f}}" for p in row))
'''


def weights_beside(path: Path) -> Path:
    """The file of the weights of the script at `path`."""
    return path.with_name(f"{path.stem}-weights.npz")


def _plain(name: str) -> str:
    """A name that can stand in any text of a program."""
    return re.sub(r"[^\w.,()+ -]", "?", name, flags=re.ASCII)


def write_script(path: Path, model: Model) -> None:
    """Write the script to `path`, and before that its weights beside it, as a model that digitpad opens again.

    Raises ModelError when a file cannot be written.
    """
    check_can_write(path, ModelError)
    weights = weights_beside(path)
    write_model(weights, model)
    text = _SCRIPT.format(
        script=_plain(path.name),
        weights=_plain(weights.name),
        name=_plain(model.name),
        hidden=model.network.hidden_units,
        version=__version__,
        pixels=PIXELS,
        classes=ascii(list(class_names(model.classes))),
        activation=_ACTIVATIONS[model.network.activation],
    )
    with explained_write(path, ModelError) as file:
        file.write(text.encode())
