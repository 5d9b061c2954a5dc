"""Both bundled models read each digit, however it is put on the canvas."""

from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.drawing.strokes import Placing, Stroke
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.recognition.predict import Recogniser, predict_drawings

Drawing = list[np.ndarray]
LARGEST_FILE = 8_000_000
PLACINGS = [
    *(Placing(scale) for scale in (0.2, 0.5, 1.0, 1.5)),
    *(Placing(0.4, right, down) for right in (-9, 9) for down in (-9, 9)),
    *(Placing(rotation=angle) for angle in (-10, 10)),
]


@pytest.fixture(scope="module", params=paths.BUNDLED_MODELS, ids=lambda path: path.stem)
def model(request: pytest.FixtureRequest) -> Model:
    path: Path = request.param
    assert path.stat().st_size < LARGEST_FILE
    return read_model(path)


def test_its_description_fits(model: Model) -> None:
    assert model.name in [path.stem for path in paths.BUNDLED_MODELS]
    assert "MNIST" in model.trained_on
    assert model.epochs > 0
    assert model.test_accuracy is not None
    assert model.network.dtype == np.float32


@pytest.mark.parametrize("placing", PLACINGS, ids=str)
def test_every_digit_is_read_wherever_and_however_large_it_is_drawn(
    model: Model, digits: dict[int, Drawing], placing: Placing
) -> None:
    drawings = {
        digit: tuple(Stroke(np.concatenate([path, np.zeros((len(path), 2))], axis=1)) for path in strokes)
        for digit, strokes in digits.items()
    }
    answers = predict_drawings(Recogniser(model.network), (placing.apply(drawing) for drawing in drawings.values()))
    assert [answer.digit for answer in answers] == list(drawings)
