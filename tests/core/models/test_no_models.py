"""What is no model is refused in one sentence, and nothing in it is run."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.errors import DataError, ModelError
from digitpad.core.models.formats import open_model, save_model
from digitpad.core.readers.data_file import read_data_images
from tests.core.models.test_models import model_file as model_file
from tests.core.models.test_models import rejection
from tests.refusals import Trap


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty"),
        (b"\x93NUMPY\x01\x00", "NumPy array"),
        (b"MATLAB 5.0 MAT-file, Platform", "MATLAB"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"\x00\x00\x08\x03\x00\x00\xea\x60", "IDX"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x80\x04\x95", "pickle"),
        (b"label,pixel0,pixel1\n1,0,0\n", "csv"),
        (b"1;0.5;3\r\n", "csv"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b'{"strokes": []}', "drawings"),
    ],
)
def test_another_format_is_named(tmp_path: Path, content: bytes, named: str) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    said = rejection(path)
    assert named in said
    assert "choose a model" in said
    with pytest.raises(DataError, match="other"):  # nor is it data: it is cut short
        read_data_images(path)


def test_data_is_not_taken_for_a_model_nor_a_model_for_data(tmp_path: Path, model_file: Callable[..., Path]) -> None:
    np.savez(tmp_path / "data.npz", digits=np.zeros((1, 784)), labels=np.zeros(1))
    said = rejection(tmp_path / "data.npz")
    assert said.endswith("data.npz is a data file (digits, labels), not a model; use --data.")
    with pytest.raises(DataError, match="is a model, not a data file"):
        read_data_images(model_file())


@pytest.mark.parametrize("name", ["about", "W1", "b2"])
def test_python_objects_are_refused_without_being_loaded(
    model_file: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    made = tmp_path / "made by the trap"
    assert "Python objects" in rejection(model_file(**{name: np.array([Trap(made)], object)}))
    assert not made.exists()


def test_an_archive_that_unpacks_to_far_more_than_a_model_is_refused(model_file: Callable[..., Path]) -> None:
    path = model_file(extra=np.zeros(50_000_000, np.uint8))
    assert path.stat().st_size < 1_000_000
    rejection(path)


def test_what_is_no_array_inside_an_archive_is_refused(tmp_path: Path, model_file: Callable[..., Path]) -> None:
    with zipfile.ZipFile(model_file()) as sound, zipfile.ZipFile(tmp_path / "damaged.npz", "w") as damaged:
        for name in sound.namelist():
            damaged.writestr(name, b"" if name == "b2.npy" else sound.read(name))
    assert "b2, which is no array" in rejection(tmp_path / "damaged.npz")


@pytest.mark.parametrize("name", ["nothing\0.npz", "\ud800.npz"])
def test_what_no_file_can_be_called_is_refused(tmp_path: Path, model_file: Callable[..., Path], name: str) -> None:
    with pytest.raises(ModelError, match=r"npz cannot be used \(no file can have this name\); check the name"):
        open_model(tmp_path / name)
    with pytest.raises(ModelError, match=r"npz cannot be written \(no file can have this name\); choose another"):
        save_model(tmp_path / name, open_model(model_file()))
