"""What cannot be read is refused in one sentence, and nothing is read without a bound."""

import gzip
import pickle
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core import files
from digitpad.core.errors import DataError
from digitpad.core.readers.data_file import read_data_file, read_file
from tests.refusals import refusal

from .makers import MAKERS, idx_bytes

rejection = partial(refusal, read_data_file)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_pickles_are_never_loaded(tmp_path: Path, protocol: int, pack: Callable[[bytes], bytes]) -> None:
    content = pack(pickle.dumps((np.zeros((30, 784)), np.arange(30) % 10), protocol))
    assert "mnist-nielsen" in rejection(write(tmp_path / "mnist.pkl.gz", content))
    message = rejection(write(tmp_path / "digits.pkl", content))
    assert "pickle.load" in message
    assert "numpy.savez" in message


def test_a_pickle_inside_of_an_archive_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "weights.pt", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"a": 1}, 2))
        archive.writestr("archive/version", "3")
    assert "data.pkl" in rejection(tmp_path / "weights.pt")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "h5py"),
        (b"%PDF-1.7", "PDF"),
        (b"GIF89a" + bytes(50), "convert"),
        (b"\xfd7zXZ\x00" + bytes(50), "unpack"),
        (b"just some words", "no format"),
        (b'{"strokes": 3}', "no drawing"),
        (b"<ink><!ENTITY a 'b'><trace>1 2</trace></ink>", "no drawing"),
        (b",".join([b"pixel"] * 785), "no rows"),
        (b",".join([b"1"] * 700) + b"\n" + b",".join([b"1"] * 700), "700 columns"),
        (b",".join([b"1"] * 785) + b"\n" + b",".join([b"1"] * 784), "row 2 has 784"),
        (b",".join([b"1"] * 785) + b"\n1," + b",".join([b"x"] * 784), "not a number"),
        (idx_bytes(np.zeros((30, 28, 28)))[:-1], "cut short"),
        (struct.pack(">HBB", 0, 8, 3) + b"\x00", "cut short"),
        (gzip.compress(idx_bytes(np.zeros((30, 28, 28))), mtime=0)[:-20], "damaged"),
        (b"PAR1" + bytes(50), "damaged"),
        (b"MATLAB 5.0 MAT-file" + bytes(50), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "damaged"),
    ],
)
def test_what_cannot_be_read_is_explained(tmp_path: Path, content: bytes, word: str) -> None:
    assert word in rejection(write(tmp_path / "data.bin", content))


def test_what_does_not_fit_is_refused_with_the_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = struct.pack(">HBBIII", 0, 8, 3, 700_000, 2800, 2800)
    assert "5,488.0 GB" in rejection(write(tmp_path / "train-images-idx3-ubyte", huge))
    np.savez_compressed(tmp_path / "bomb.npz", digits=np.zeros((20_000, 784), np.uint8), labels=np.zeros(20_000))
    monkeypatch.setattr(files, "free_bytes", lambda: 1_000_000)
    message = rejection(tmp_path / "bomb.npz")
    assert "15.8 MB" in message
    assert "1.0 MB" in message


def test_a_stream_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "device" in rejection(Path("/dev/zero"))
    endless = gzip.compress((b",".join([b"1"] * 785) + b"\n") * 50_000)
    monkeypatch.setattr(files, "free_bytes", lambda: 5_000_000)
    assert "MB" in rejection(write(tmp_path / "endless.csv.gz", endless))
    assert "million letters" in rejection(write(tmp_path / "line.csv", b"1," * 3_000_000))


def test_several_data_sets_in_one_place_are_told_apart(tmp_path: Path) -> None:
    images, y = np.zeros((40, 28, 28), np.uint8), np.arange(40) % 10
    for prefix in ("emnist-digits-", "emnist-letters-"):
        (tmp_path / f"{prefix}train-images-idx3-ubyte").write_bytes(idx_bytes(images))
        (tmp_path / f"{prefix}train-labels-idx1-ubyte").write_bytes(idx_bytes(y))
    assert len(read_file(tmp_path).parts) == 1
    (tmp_path / "emnist-digits-train-images-idx3-ubyte").rename(tmp_path / "other-train-images-idx3-ubyte")
    (tmp_path / "emnist-digits-train-labels-idx1-ubyte").rename(tmp_path / "other-train-labels-idx1-ubyte")
    assert "several data sets" in rejection(tmp_path)


@settings(max_examples=40, deadline=None)
@given(variant=st.sampled_from(["idx-zip", "csv-gzip", "parquet-pictures", "mat", "keras"]), data=st.data())
def test_a_damaged_file_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, variant: str, data: st.DataObject
) -> None:
    rng = np.random.default_rng(0)
    path = MAKERS[variant](
        tmp_path_factory.mktemp("damaged"), rng.integers(0, 256, (40, 28, 28), np.uint8), np.arange(40) % 10
    )
    content = bytearray(path.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content[: data.draw(st.integers(0, len(content)))]))
    with suppress(DataError):  # any other error fails the test
        read_data_file(path)
