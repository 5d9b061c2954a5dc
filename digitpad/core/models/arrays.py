"""A model as arrays by their names and one JSON text, in .npz files too, and back: nothing that is read is trusted."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.drawing.normalise import Normalisation
from digitpad.core.errors import ModelError, SettingsError, one_line, quoted
from digitpad.core.files import explained_write
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, MAX_HIDDEN_UNITS, PIXELS, Floats, Gradients, Network
from digitpad.core.readers.npz import Arrays, read_arrays
from digitpad.core.recognition.rejection import Detector, Level
from digitpad.core.setting import from_json

DETECTOR_ARRAYS = ("detector_V1", "detector_c1", "detector_V2", "detector_c2", "detector_levels")
MOST_UNITS = 256
_MOST_LEVELS = 100
# Sums this far below the largest number leave room for the cost of a thousand images.
_HEADROOM = 1e4
FORMAT = 1
PARAMETERS = Gradients._fields
MOST_BYTES = 8 * (PIXELS + CLASSES + 2 + MOST_UNITS) * MAX_HIDDEN_UNITS + 1_000_000
_LONGEST_TEXT = 200
_MOST_EPOCHS = 1_000_000


def detector_arrays(detector: Detector) -> Arrays:
    """The detector as arrays by their names; the number of its level is not among them."""
    weights = detector.V1, detector.c1, detector.V2, np.array(detector.c2)
    return dict(zip(DETECTOR_ARRAYS, (*weights, np.array(detector.levels, np.float64)), strict=True))


def detector_from(path: Path, arrays: Arrays, level: Any, network: Network) -> Detector | None:
    """The detector that `detector_arrays` took apart, for this network; None when the file has none.

    Raises ModelError for anything that is not a sound detector.
    """
    found = [name for name in DETECTOR_ARRAYS if name in arrays]
    if not found:
        return None
    if len(found) < len(DETECTOR_ARRAYS):
        missing = ", ".join(name for name in DETECTOR_ARRAYS if name not in found)
        raise ModelError(f"{path}: its detector lacks {missing}; run digitpad calibrate again.")
    V1, c1, V2, c2, levels = (arrays[name] for name in DETECTOR_ARRAYS)
    units = c1.shape[0] if c1.ndim == 1 else 0
    shapes = (network.hidden_units, units), (units,), (units,), (), (len(levels) if levels.ndim else 0, 3)
    dtypes = (network.dtype,) * 3 + (np.dtype(np.float64),) * 2
    for name, shape, dtype in zip(DETECTOR_ARRAYS, shapes, dtypes, strict=True):
        array = arrays[name]
        if array.shape != shape or array.dtype != dtype or not np.isfinite(array).all():
            raise ModelError(
                f"{path}: {name} is {array.dtype} {array.shape}, but finite numbers, {dtype} {shape}, are needed; "
                "run digitpad calibrate again."
            )
    falling = (np.diff(levels[:, 0]) <= 0).all() and (levels[:, 1:] >= 0).all() and (levels[:, 1:] <= 1).all()
    if not (1 <= units <= MOST_UNITS and 1 <= len(levels) <= _MOST_LEVELS and falling):
        raise ModelError(f"{path}: its detector has no sound size or levels; run digitpad calibrate again.")
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level < len(levels):
        raise ModelError(f"{path}: its detector has no level {quoted(level)}; run digitpad calibrate again.")
    if _may_overflow((network.W1, network.b1), (V1, c1), (V2, c2)):
        raise ModelError(f"{path}: its detector has weights too large to compute with; run digitpad calibrate again.")
    return Detector(V1, c1, V2, float(c2), tuple(Level(*map(float, row)) for row in levels), level)


def _may_overflow(*layers: tuple[Floats, Floats], power: int = 1) -> bool:
    """Whether some image with values in [-1, 1] could bring the layers' sums, to that power, near the largest number.

    `layers` are weights (inputs, units) and biases (units,); no activation makes a number larger in absolute value.
    """
    limit = float(np.finfo(layers[-1][0].dtype).max / _HEADROOM) ** (1 / power)
    most = 1.0  # were every weight as large as the largest: two passes instead of a copy in double precision
    for weights, biases in layers:
        most = max(len(weights) * most * _largest(weights) + _largest(biases), 1.0)
    if most <= limit:
        return False
    sums: Floats = np.ones(len(layers[0][0]))
    with np.errstate(over="ignore", invalid="ignore"):
        for weights, biases in layers:
            sums = np.maximum(sums @ np.abs(weights, dtype=np.float64) + np.abs(biases), 1)
        return not sums.max() <= limit


def _largest(values: Floats) -> float:
    return max(abs(float(values.max())), abs(float(values.min())))


def arrays_of(model: Model) -> Arrays:
    """The model's arrays by their names: W1, b1, W2, b2, those of its detector, if any, and `about`, in JSON."""
    about = {
        "format": FORMAT,
        "name": model.name,
        "trained_on": model.trained_on,
        "epochs": model.epochs,
        "test_accuracy": model.test_accuracy,
        "activation": model.network.activation,
        "normalisation": asdict(model.normalisation),
        "pieces": sorted(model.pieces),
        "classes": list(model.classes),
    }
    arrays: Arrays = dict(model.network.parameters())
    if model.detector:
        arrays |= detector_arrays(model.detector)
        about["level"] = model.detector.level
    return {"about": np.array(json.dumps(about)), **arrays}


def model_from(path: Path, arrays: Arrays) -> Model:
    """The model that `arrays_of` took apart, read from `path`. Raises ModelError for anything that is not sound."""
    about = _about(path, arrays)
    network = checked_network(path, arrays, _activation(path, about))
    return Model(
        network,
        name=_text(about, "name") or path.stem,
        trained_on=_text(about, "trained_on"),
        epochs=_epochs(about),
        test_accuracy=_accuracy(about),
        normalisation=_normalisation(path, about),
        detector=detector_from(path, arrays, about.get("level"), network),
        pieces=_pieces(about),
        classes=_classes(about),
    )


def checked_network(path: Path, arrays: Arrays, activation: ActivationName) -> Network:
    """The network of these arrays. Raises ModelError when one is missing its form, or could not be computed with."""
    hidden = arrays["b1"].shape[0] if arrays["b1"].ndim == 1 else 0
    if not 1 <= hidden <= MAX_HIDDEN_UNITS:
        shape = arrays["b1"].shape
        raise ModelError(f"{path}: b1 has the shape {shape}, but (n,) with n from 1 to {MAX_HIDDEN_UNITS} is needed.")
    shapes = {"W1": (PIXELS, hidden), "b1": (hidden,), "W2": (hidden, CLASSES), "b2": (CLASSES,)}
    dtype = arrays["W1"].dtype
    for name, shape in shapes.items():
        array = arrays[name]
        if array.shape != shape or array.dtype != dtype or dtype not in (np.float32, np.float64):
            raise ModelError(
                f"{path}: {name} is {array.dtype} {array.shape}, but float32 or float64 {shape} is needed; "
                "it is no model of a two-layer network."
            )
        if not np.isfinite(array).all():
            raise ModelError(f"{path}: {name} has values that are not finite numbers; train the model again.")
    W1, b1, W2, b2 = (arrays[name] for name in PARAMETERS)
    # GELU's third power is the largest of what the activations compute.
    if _may_overflow((W1, b1), (W2, b2)) or (activation == "gelu" and _may_overflow((W1, b1), power=3)):
        raise ModelError(f"{path}: its weights are too large to compute with; train the model again, with small steps.")
    return Network(W1, b1, W2, b2, activation)


def _about(path: Path, arrays: Arrays) -> dict[str, Any]:
    try:
        about = json.loads(str(arrays["about"][()]))
    except (ValueError, RecursionError):
        about = None
    if not isinstance(about, dict):
        raise ModelError(f"{path}: its description cannot be read; it was not written by digitpad.")
    if about.get("format") != FORMAT:
        raise ModelError(
            f"{path} has format {quoted(about.get('format'))}, this digitpad reads {FORMAT}; use a newer one."
        )
    return about


def _activation(path: Path, about: dict[str, Any]) -> ActivationName:
    named = about.get("activation", "relu")
    for name in ACTIVATIONS:
        if name == named:
            return name
    raise ModelError(f"{path} has the activation {quoted(named)}, which this digitpad does not know; use a newer one.")


def _normalisation(path: Path, about: dict[str, Any]) -> Normalisation:
    try:
        return from_json(Normalisation, about.get("normalisation", {}))
    except SettingsError as error:
        raise ModelError(f"{path} cannot be used, its normalisation is wrong: {error}") from None


def _text(about: dict[str, Any], key: str) -> str:
    value = about.get(key)
    return one_line(value, _LONGEST_TEXT) if isinstance(value, str) else ""


def _classes(about: dict[str, Any]) -> tuple[str, ...]:
    """The names of the classes; none unless each of them is a sound text and another than the others."""
    value = about.get("classes")
    names = [_text({"name": each}, "name") for each in value] if isinstance(value, list) else []
    return tuple(names) if all(names) and len(set(names)) == len(names) <= CLASSES else ()


def _pieces(about: dict[str, Any]) -> frozenset[str]:
    value = about.get("pieces")
    return frozenset(each for each in value if isinstance(each, str)) if isinstance(value, list) else frozenset()


def _epochs(about: dict[str, Any]) -> int:
    value = about.get("epochs")
    return value if isinstance(value, int) and 0 <= value <= _MOST_EPOCHS else 0


def _accuracy(about: dict[str, Any]) -> float | None:
    value = about.get("test_accuracy")
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


def write_model(path: Path, model: Model) -> None:
    """Write the model to `path`, whole or not at all. Raises ModelError when the file cannot be written."""
    arrays: dict[str, Any] = arrays_of(model)
    with explained_write(path, ModelError) as file:
        np.savez(file, **arrays)


def read_model(path: Path) -> Model:
    """The model in the file at `path`. Raises ModelError, in one sentence, for anything that is not a sound model."""
    return model_from(path, read_arrays(path, ("about", *PARAMETERS), ModelError, MOST_BYTES, optional=DETECTOR_ARRAYS))
