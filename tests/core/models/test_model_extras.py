"""A model file keeps the form of its drawings and a detector, and takes in no unsound one."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.drawing.normalise import DEFAULT, Normalisation
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model
from digitpad.core.recognition.rejection import Detector, Level
from tests.core.models.test_models import rejection
from tests.networks import network_of

HIDDEN = 3


def detector_of(dtype: type = np.float32, units: int = 4, levels: int = 3) -> Detector:
    rng = np.random.default_rng(1)
    weights = (rng.normal(size=shape).astype(dtype) for shape in ((HIDDEN, units), (units,), (units,)))
    each = tuple(Level(5.0 - number, 0.01 * number, 1 - 0.1 * number) for number in range(levels))
    return Detector(*weights, 0.25, each, levels - 1)


@pytest.fixture
def model_file(tmp_path: Path) -> Callable[..., Path]:
    """A factory of model files with a detector; keyword arguments replace or (None) leave out arrays and facts."""

    def write(**changes: object) -> Path:
        path = tmp_path / "model.npz"
        write_model(path, Model(network_of(HIDDEN, dtype=np.float32), "mine", detector=detector_of()))
        with np.load(path) as archive:
            arrays = dict(archive)
        about = json.loads(str(arrays["about"]))
        for key, value in changes.items():
            (arrays if key in arrays else about)[key] = value
        arrays["about"] = json.dumps({key: value for key, value in about.items() if value is not None})
        np.savez(path, **{key: np.asarray(value) for key, value in arrays.items() if value is not None})
        return path

    return write


@given(
    box=st.floats(8, 28), pen_width=st.floats(1, 5), passes=st.integers(1, 8), fit=st.booleans(), even_pen=st.booleans()
)
def test_the_form_of_the_drawings_comes_back(
    tmp_path_factory: pytest.TempPathFactory, box: float, pen_width: float, passes: int, fit: bool, even_pen: bool
) -> None:
    how = Normalisation(box=box, pen_width=pen_width, passes=passes, fit=fit, even_pen=even_pen)
    path = tmp_path_factory.mktemp("form") / "model.npz"
    write_model(path, Model(network_of(HIDDEN, dtype=np.float32), "mine", normalisation=how))
    assert read_model(path).normalisation == how


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_detector_comes_back_bit_for_bit(tmp_path: Path, dtype: type) -> None:
    detector = detector_of(dtype)
    write_model(tmp_path / "model.npz", Model(network_of(HIDDEN, dtype=dtype), "mine", detector=detector))
    read = read_model(tmp_path / "model.npz").detector
    assert read is not None
    for name in ("V1", "c1", "V2"):
        assert getattr(read, name).dtype == dtype
        np.testing.assert_array_equal(getattr(read, name), getattr(detector, name))
    assert (read.c2, read.levels, read.level) == (detector.c2, detector.levels, detector.level)


def test_a_file_may_say_nothing_of_form_and_detector(model_file: Callable[..., Path]) -> None:
    arrays = ("V1", "c1", "V2", "c2", "levels")
    model = read_model(model_file(normalisation=None, level=None, **{f"detector_{name}": None for name in arrays}))
    assert (model.normalisation, model.detector) == (DEFAULT, None)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"box": 100}, "box"),
        ({"box": "20"}, "box"),
        ({"pen_width": None}, "pen_width"),
        ({"passes": 2.5}, "passes"),
        ({"centre": float("nan")}, "centre"),
        ({"fit": 1}, "fit"),
        ({"colour": "red"}, "normalisation"),
    ],
)
def test_a_wrong_form_is_refused(model_file: Callable[..., Path], changes: dict[str, object], named: str) -> None:
    assert named in rejection(model_file(normalisation={**asdict(DEFAULT), **changes}))


@pytest.mark.parametrize("form", [[], "default", 3])
def test_what_is_no_form_at_all_is_refused(model_file: Callable[..., Path], form: object) -> None:
    assert "normalisation" in rejection(model_file(normalisation=form))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("detector_V1", np.zeros((HIDDEN + 1, 4), np.float32)),
        ("detector_V1", np.zeros((HIDDEN, 4), np.float64)),
        ("detector_V1", np.full((HIDDEN, 4), np.nan, np.float32)),
        ("detector_c1", np.zeros(5, np.float32)),
        ("detector_c1", np.float32(0)),
        ("detector_V2", np.zeros((4, 1), np.float32)),
        ("detector_c2", np.zeros(1)),
        ("detector_c2", np.inf),
        ("detector_levels", np.zeros((3, 2))),
        ("detector_levels", np.zeros((0, 3))),
        ("detector_levels", np.float64(1)),
        ("detector_levels", np.array([[1.0, 0, 0], [2.0, 0, 0], [3.0, 0, 0]])),
        ("detector_levels", np.array([[3.0, 0, 2], [2.0, 0, 0], [1.0, 0, 0]])),
        ("detector_levels", np.zeros((101, 3))),
        ("detector_levels", np.full((3, 3), "1")),
        ("detector_V2", None),
        ("level", 3),
        ("level", -1),
        ("level", True),
        ("level", "1"),
        ("level", None),
    ],
)
def test_an_unsound_detector_is_refused(model_file: Callable[..., Path], name: str, array: object) -> None:
    assert "detector" in rejection(model_file(**{name: array}))


def test_a_detector_can_be_set_to_its_levels_alone() -> None:
    detector = detector_of()
    assert [detector.at(level).level for level in (-1, 0, 1, 2, 3)] == [0, 0, 1, 2, 2]
    assert replace(detector, level=0).at(2).levels is detector.levels
