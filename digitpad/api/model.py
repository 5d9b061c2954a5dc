"""Models and data for notebooks: files in, files out, and answers to images on any usual scale."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad import paths
from digitpad.api.network import Network
from digitpad.core.dataset import Datasets
from digitpad.core.drawing.strokes import Drawing, Placing
from digitpad.core.models import formats
from digitpad.core.models import model as core
from digitpad.core.network import PIXELS, SIDE, Floats, Labels, softmax
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.options import DataOptions
from digitpad.core.readers.pen_formats import BrokenDrawing, checked_drawing
from digitpad.core.recognition.predict import Prediction, predict_drawing

Name = str | PathLike[str]
Strokes = Sequence[Iterable[Sequence[float]]]

_ROOM = 1e-6  # that rounding may take beyond a scale's end


def pixels_of(images: npt.ArrayLike) -> Floats:
    """Images (n, 784), (n, 28, 28), (n, 28, 28, 1), (n, 1, 28, 28) or (28, 28) as X (n, 784) float32 in [-1, 1].

    Whole numbers go from 0 (no ink) to 255; others from -1 to 1, from 0 to 1 or from 0 to 255, which can be told apart
    since every image has pixels without ink. Raises ValueError for another shape or other values.
    """
    given = np.asarray(images)
    if given.size == 0 or given.size % PIXELS or given.shape[-1] not in (PIXELS, SIDE, 1):
        raise ValueError(f"the images have the shape {given.shape}, but (n, 784) or (n, 28, 28) is needed")
    if given.dtype.kind not in "biuf":
        raise ValueError(f"the images are of type {given.dtype}, but numbers are needed")
    X: Floats = given.reshape(-1, PIXELS).astype(np.float32)
    low, high = float(X.min()), float(X.max())
    if not (low >= -1 - _ROOM and high <= 255 + _ROOM):
        raise ValueError(f"the pixels go from {low:g} to {high:g}, but -1 to 1, 0 to 1 or 0 to 255 is needed")
    if low < -_ROOM and high > 1 + _ROOM:
        raise ValueError(f"the pixels go from {low:g} to {high:g}; scale them to -1 to 1 first")
    if low < -_ROOM:
        return X
    full = 255 if given.dtype.kind in "iu" or high > 1 + _ROOM else 1
    return X * np.float32(2 / full) - np.float32(1)


class Model(core.Model):
    """A trained network, and what is known of it.

    Images are of any form that `pixels_of` takes: bytes from 0 to 255, numbers from 0 to 1 or from -1 to 1.
    """

    @classmethod
    def of(cls, model: core.Model) -> "Model":
        """The same model with these methods."""
        values = {field.name: getattr(model, field.name) for field in fields(core.Model)}
        return cls(**values | {"network": Network.of(model.network)})

    def predict_proba(self, images: npt.ArrayLike) -> Floats:
        """Probabilities (n, 10) of the digits."""
        return softmax(self.network.forward(self._pixels(images)).Z)

    def predict(self, images: npt.ArrayLike) -> Labels:
        """The most probable digit (n,) of each image, refused or not."""
        digits: Labels = self.predict_proba(images).argmax(axis=1)
        return digits

    def rejects(self, images: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Whether each image (n,) shows no digit, by the model's detector; False for all without one."""
        X = self._pixels(images)
        if self.detector is None:
            return np.zeros(len(X), np.bool_)
        return self.detector.rejects(self.network.forward(X).A2)

    def score(self, images: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """The accuracy on the images with labels y (n,)."""
        return float(np.mean(self.predict(images) == np.asarray(y)))

    def read_strokes(self, strokes: Strokes) -> Prediction:
        """The answer to a drawing: strokes, each a list of points [x, y] in any units, y down.

        Raises ValueError for anything else.
        """
        return predict_drawing(self.recogniser, Placing().apply(drawing_of(strokes)))

    def save(self, path: str | PathLike[str]) -> list[Path]:
        """Write the model in the format that the name's ending asks for, such as .npz or .onnx; returns the files."""
        return formats.save_model(Path(path), self)

    def _pixels(self, images: npt.ArrayLike) -> Floats:
        return pixels_of(images).astype(self.network.dtype, copy=False)


def load_model(path: str | PathLike[str] | None = None) -> Model:
    """The model in a file, or the built-in one. Raises ModelError."""
    return Model.of(formats.open_model(Path(path) if path is not None else paths.BUNDLED_MODEL))


def drawing_of(strokes: Strokes) -> Drawing:
    """The drawing of these strokes, in their own units; those without points are left out. Raises ValueError."""
    try:
        points = [np.array([each[:2] for each in stroke], np.float64).reshape(-1, 2) for stroke in strokes]
        return checked_drawing(points)
    except (ValueError, TypeError, LookupError):
        raise ValueError("these are no strokes: each is a list of points [x, y]") from None
    except BrokenDrawing as error:
        raise ValueError(f"this drawing cannot be read: {error}") from None


def load_data(
    source: Name = "mnist", test: Name | None = None, validation: Name | int | None = None, **options: Any
) -> Datasets:
    """Training, validation and test set of a built-in data set, or of a file, folder or archive in any known format.

    Each has images X (n, 784) float32 from -1 (no ink) to 1, and labels y (n,). `test` and `validation` are files to
    use as these sets; of a file, `validation` may be the number of images to hold back. The `options` are the fields of
    DataOptions, such as invert=True. Raises DataError, and TypeError for an option that there is not.
    """
    others = ("" if each is None else str(each) for each in (test, validation))
    return open_datasets(str(source), DataOptions(**options | dict(zip(("test", "validation"), others, strict=True))))
