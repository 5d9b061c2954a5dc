"""Models to be given to other programs: one of each activation, and one that rejects."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.activations import ACTIVATIONS
from digitpad.core.drawing.strokes import Drawing, Placing, Stroke
from digitpad.core.errors import DataError
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.readers.npz import read_arrays
from digitpad.core.synthetic.non_digits import HELD_OUT
from digitpad.core.synthetic.styles import procedural_digit
from tests.networks import network_of


@pytest.fixture(scope="session")
def small_model() -> Model:
    """The smaller of the built-in models, which has a detector."""
    return read_model(paths.BUNDLED_MODELS[1])


@pytest.fixture(params=[*ACTIVATIONS, "float64"])
def any_model(request: pytest.FixtureRequest) -> Model:
    """Models of every activation, and one of higher precision."""
    if request.param == "float64":
        return Model(network_of(), "precise")
    return Model(network_of(dtype=np.float32, activation=request.param), f"a {request.param} model")


@pytest.fixture(scope="session")
def test_images() -> tuple[np.ndarray, np.ndarray]:
    """MNIST's test set as its makers gave it: bytes (10000, 28, 28), and the labels."""
    arrays = read_arrays(paths.MNIST, ("test_images", "test_labels"), DataError, 60_000_000)
    return arrays["test_images"], arrays["test_labels"]


@pytest.fixture(scope="session")
def drawings() -> list[Drawing]:
    """200 drawings in canvas units, of all sizes: 100 digits, and as many other things."""
    rng = np.random.default_rng(7)
    kinds = list(HELD_OUT.values())
    made = [procedural_digit(rng)[1] for _ in range(100)]
    made += [kinds[number % len(kinds)](rng) for number in range(100)]
    return [_placed(paths_, rng) for paths_ in made]


def _placed(drawn: list[np.ndarray], rng: np.random.Generator) -> Drawing:
    strokes = tuple(Stroke(np.concatenate([path, np.zeros((len(path), 2))], axis=1)) for path in drawn)
    return Placing(rng.uniform(0.3, 1.5), *rng.uniform(-5, 5, 2)).apply(strokes)


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Model, str], Path]:
    """Saves a model in the format of the ending."""
    from digitpad.core.models.formats import save_model

    def save(model: Model, ending: str) -> Path:
        path = tmp_path / f"model{ending}"
        save_model(path, model)
        return path

    return save
