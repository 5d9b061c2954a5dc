"""The drawing pad in a notebook: the canvas of the exported page, answered by the model as it is in Python."""

import threading
from typing import Any

import anywidget
import ipywidgets
import traitlets

from digitpad import paths
from digitpad.api.model import Strokes, drawing_of
from digitpad.core.drawing.normalise import to_input
from digitpad.core.drawing.render import render_one
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.models.standalone import about_pad, pad_module
from digitpad.core.network import SIDE, Floats, Network
from digitpad.core.recognition.predict import Prediction, predict_rendered


class Pad(anywidget.AnyWidget):
    """A canvas with the live answer of a model; Jupyter and its like show it when it is a cell's last value.

    Set `model` at any time, to a copy of a network in training too: it answers what is drawn already.
    """

    # Drawings come as messages, which Jupyter brings in a thread of its own while a cell runs, as long as what the cell
    # itself sends goes another way: by `_announcements`. Traits cannot be set by two threads.
    _esm = pad_module()
    width = traitlets.Int().tag(sync=True)
    _at_first = traitlets.Dict().tag(sync=True)
    _announcements = traitlets.Instance(ipywidgets.Widget, ()).tag(sync=True, **ipywidgets.widget_serialization)

    def __init__(self, model: Model | Network, width: int = 800) -> None:
        self._lock = threading.RLock()
        self._model = _model(model)
        super().__init__(width=width, _at_first=self._answer([]))
        self.on_msg(self._drawn)

    @property
    def model(self) -> Model:
        """What answers; of a network alone, a model with the usual normalisation and no detector."""
        return self._model

    @model.setter
    def model(self, model: Model | Network) -> None:
        with self._lock:
            self._model = _model(model)
            self._announcements.send(self._answer(self._strokes))

    @property
    def strokes(self) -> Strokes:
        """What is drawn: for each stroke its points [x, y], 0 to 28, y down. May be set; [] clears the canvas."""
        return self._strokes

    @strokes.setter
    def strokes(self, strokes: Strokes) -> None:
        points = [stroke.samples[:, :2].tolist() for stroke in drawing_of(strokes)]
        with self._lock:
            self._announcements.send(self._answer(points))

    @property
    def prediction(self) -> Prediction:
        """The answer to what is drawn; its `rejection` says why that is no digit."""
        return self._prediction

    @property
    def image(self) -> Floats:
        """What the network saw (28, 28), -1 (no ink) to 1."""
        return to_input(self.prediction.seen).reshape(SIDE, SIDE)

    @property
    def probabilities(self) -> Floats | None:
        """The probabilities (10,) of the digits; None as long as nothing is drawn."""
        return self.prediction.probabilities

    def _drawn(self, _: Any, asked: dict[str, Any], __: Any) -> None:
        """Answer a question of the canvas: which of them it is, the strokes, and whether the pen is down."""
        with self._lock:
            strokes = asked.get("strokes", self._strokes)
            self.send(self._answer(strokes, asked.get("pen_is_down", False)) | {"question": asked["question"]})

    def _answer(self, strokes: Strokes, pen_is_down: bool = False) -> dict[str, Any]:
        """What the canvas shows of these strokes, which are kept. Raises ValueError, and keeps what was, for others."""
        drawing = drawing_of(strokes)
        seen = render_one(paths_of(drawing), self._model.normalisation)
        self._strokes = strokes
        self._prediction = found = predict_rendered(self._model.recogniser, drawing, seen, pen_is_down)
        return {
            "about": about_pad(self._model),
            "strokes": self._strokes,
            "seen": found.seen.ravel().tolist(),
            "probabilities": None if found.probabilities is None else found.probabilities.tolist(),
            "rejection": found.rejection,
            "provisional": found.provisional,
        }


def _model(model: Model | Network) -> Model:
    if isinstance(model, Network):
        return Model(model, "network")
    if not isinstance(model, Model):
        raise TypeError(f"a pad is read by a model or a network, not by {type(model).__name__}")
    return model


def pad(model: Model | Network | None = None, width: int = 800) -> Pad:
    """A pad to draw on, of that many pixels at most, read by a model, or by the small one that is built in."""
    return Pad(open_model(paths.BUNDLED_MODELS[1]) if model is None else model, width)
