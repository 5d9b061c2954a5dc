"""A model on its own: as one page to draw on, for a phone, and as a Python script to be read, which needs NumPy alone.

The page has canvas, normalisation, network and rejection in plain JavaScript, its weights are in it, and nothing is
loaded from anywhere; in a notebook, the same canvas asks Python. The script's weights lie beside it. The parts of both
lie in resources/web.
"""

import base64
import html
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from digitpad import __version__, paths
from digitpad.core.activations import GELU_CUBE, GELU_SCALE, LEAK
from digitpad.core.dataset import class_names
from digitpad.core.errors import ModelError
from digitpad.core.files import check_can_write, explained_write
from digitpad.core.models.arrays import write_model
from digitpad.core.models.model import Model
from digitpad.core.network import PIXELS, SIDE, Floats

_LINE = 120  # letters of the weights in a line of the page
# What the hidden units make of their weighted sums, in words of NumPy.
_ACTIVATIONS = {
    "relu": "np.maximum(A1, 0)",
    "leaky-relu": f"np.where(A1 > 0, A1, {LEAK} * A1)",
    "tanh": "np.tanh(A1)",
    "sigmoid": "(1 + np.tanh(A1 / 2)) / 2  # 1 / (1 + exp(-A1)) without overflow",
    "gelu": f"A1 * (1 + np.tanh({GELU_SCALE} * (A1 + {GELU_CUBE} * A1**3))) / 2",
}


def write_page(path: Path, model: Model) -> None:
    """Write the page to `path`, whole or not at all. Raises ModelError when the file cannot be written."""
    page = web_page(model)
    with explained_write(path, ModelError) as file:
        file.write(page.encode(errors="replace"))


def web_page(model: Model) -> str:
    """The page as HTML. Weights are in it as float32, little-endian, in base64. Raises ModelError for larger ones."""
    arrays: dict[str, Floats] = dict(model.network.parameters())
    about = about_pad(model) | {"name": model.name, "activation": model.network.activation, "detector": None}
    if model.detector:
        detector = model.detector
        arrays |= {"V1": detector.V1, "c1": detector.c1, "V2": detector.V2}
        about["detector"] = {"c2": detector.c2, "threshold": detector.levels[detector.level].threshold}
    about["shapes"] = [[name, array.size] for name, array in arrays.items()]
    with np.errstate(over="ignore"):
        numbers = np.concatenate([array.ravel() for array in arrays.values()]).astype("<f4")
    if not np.isfinite(numbers).all():
        raise ModelError("The model's weights are too large for a page; export it as .onnx instead.")
    weights = base64.b64encode(numbers.tobytes()).decode()
    parts = {
        "TITLE": html.escape(model.name),
        "NOUN": about["noun"],
        "ABOUT": html.escape(_about(model)),
        "STYLE": _part("style.css"),
        "DARK": _part("dark.css"),
        "PAD": _part("pad.html"),
        # Whatever the name holds: no text of the page ends this one.
        "MODEL": json.dumps(about).replace("<", "\\u003c"),
        "WEIGHTS": "\n".join(weights[at : at + _LINE] for at in range(0, len(weights), _LINE)),
        "RECOGNISE": _part("recognise.js"),
        "SCRIPT": _part("pad.js"),
        "PAGE": _part("page.js"),
    }
    return re.sub("@([A-Z]+)@", lambda mark: parts[mark[1]], _part("page.html"))


def about_pad(model: Model) -> dict[str, Any]:
    """What the pad, here and in notebooks, has to know of a model to show its answers."""
    hint = f"Draw one of these here: {', '.join(model.classes)}" if model.classes else "Draw a digit from 0 to 9 here"
    return {
        "noun": "picture" if model.classes else "digit",
        "hint": hint,
        "classes": class_names(model.classes),
        "normalisation": asdict(model.normalisation),
    }


def pad_module() -> str:
    """The pad of notebooks as one JavaScript module; what is drawn is answered by Python."""
    texts = {"STYLE": _part("style.css"), "DARK": _part("dark.css"), "PAD": _part("pad.html")}
    constants = [f"const {name} = {json.dumps(value)};" for name, value in {"SIDE": SIDE, **texts}.items()]
    return "\n".join([*constants, _part("pad.js"), _part("widget.js")])


def _about(model: Model) -> str:
    known = f", {100 * model.test_accuracy:.2f} % of its test images read correctly" if model.test_accuracy else ""
    units = f"{model.network.hidden_units:,} hidden units ({model.network.activation})"
    return f"A network of two layers with {units}{known}. Written by digitpad {__version__}."


def _part(name: str) -> str:
    return (paths.WEB / name).read_text(encoding="utf-8")


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
    text = _part("script.py.txt").format(
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
