"""Models as NumPy .npz archives: W1, b1, W2, b2, a detector's arrays if there is one, and one JSON text. No pickles."""

from pathlib import Path
from typing import Any

import numpy as np

from digitpad.core.errors import ModelError
from digitpad.core.files import explained_write
from digitpad.core.models.arrays import DETECTOR_ARRAYS, MOST_BYTES, PARAMETERS, arrays_of, model_from
from digitpad.core.models.model import Model
from digitpad.core.readers.npz import read_arrays


def write_model(path: Path, model: Model) -> None:
    """Write the model to `path`, whole or not at all. Raises ModelError when the file cannot be written."""
    arrays: dict[str, Any] = arrays_of(model)
    with explained_write(path, ModelError) as file:
        np.savez(file, **arrays)


def read_model(path: Path) -> Model:
    """The model in the file at `path`. Raises ModelError, in one sentence, for anything that is not a sound model."""
    return model_from(path, read_arrays(path, ("about", *PARAMETERS), ModelError, MOST_BYTES, optional=DETECTOR_ARRAYS))
