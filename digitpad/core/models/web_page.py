"""A model as one page to draw on, for a phone: canvas, normalisation, network and rejection in plain JavaScript.

Its parts lie in resources/web; the weights are in the page, and nothing is loaded from anywhere. In a notebook, the
same canvas asks Python.
"""

import base64
import html
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from digitpad import __version__, paths
from digitpad.core.dataset import class_names
from digitpad.core.errors import ModelError
from digitpad.core.files import explained_write
from digitpad.core.models.model import Model
from digitpad.core.network import SIDE, Floats

_LINE = 120  # letters of the weights in a line of the page


def write_page(path: Path, model: Model) -> None:
    """Write the page to `path`, whole or not at all. Raises ModelError when the file cannot be written."""
    page = web_page(model)
    with explained_write(path, ModelError) as file:
        file.write(page.encode(errors="replace"))


def web_page(model: Model) -> str:
    """The page as HTML. Weights are in it as float32, little-endian, in base64."""
    arrays: dict[str, Floats] = dict(model.network.parameters())
    about = about_pad(model) | {"name": model.name, "activation": model.network.activation, "detector": None}
    if model.detector:
        detector = model.detector
        arrays |= {"V1": detector.V1, "c1": detector.c1, "V2": detector.V2}
        about["detector"] = {"c2": detector.c2, "threshold": detector.levels[detector.level].threshold}
    about["shapes"] = [[name, array.size] for name, array in arrays.items()]
    weights = base64.b64encode(b"".join(array.astype("<f4").tobytes() for array in arrays.values())).decode()
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
