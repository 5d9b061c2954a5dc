"""What is written opens again, here and with the libraries that it is meant for."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.io import loadmat

from digitpad import paths
from digitpad.core.dataset import Datasets, Split
from digitpad.core.errors import OutputError
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.data_file import read_file
from digitpad.core.readers.mnist import MD5, original_arrays
from digitpad.core.writers import FORMS, write_data


@pytest.fixture(scope="session")
def some(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Datasets]:
    arrays = original_arrays(paths.MNIST)
    path = tmp_path_factory.mktemp("some") / "some.npz"
    np.savez(path, X=arrays["train_images"][:100], y=arrays["train_labels"][:100])
    return str(path), open_datasets(str(path))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_opens_again(tmp_path: Path, some: tuple[str, Datasets], form: str) -> None:
    source, datasets = some
    names = tuple(f"class {number}" for number in range(10))
    datasets = replace(datasets, training=replace(datasets.training, classes=names))
    out = tmp_path / "out" if form in ("idx", "csv", "npy") else tmp_path / f"out.{form}"
    written = write_data(form, out, source, datasets)
    assert all(path.is_file() for path in written)
    found = read_file(out).parts
    assert found[Split.TRAINING].classes == (names if form in ("npz", "npy") else ())
    for split in (Split.TRAINING, Split.VALIDATION, Split.TEST):
        for X, y in ((datasets.select(split).X, datasets.select(split).y),):
            order, again = np.lexsort(X.T), np.lexsort(found[split].X.T)
            np.testing.assert_allclose(found[split].X[again], X[order], atol=1e-6)
            np.testing.assert_array_equal(found[split].y[again], y[order])


def test_mnist_is_written_byte_by_byte_as_it_was_published(tmp_path: Path, mnist: Datasets) -> None:
    written = write_data("idx", tmp_path / "new" / "folder", "mnist", mnist)
    assert {hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() for path in written} == {*MD5.values()}
    assert sorted(path.name for path in written) == [
        f"{part}-{kind}-ubyte" for part in ("t10k", "train") for kind in ("images-idx3", "labels-idx1")
    ]


def test_matlab_gets_columns_and_a_ten_for_zero(tmp_path: Path, some: tuple[str, Datasets]) -> None:
    write_data("mat", tmp_path / "digits.mat", *some)
    arrays = loadmat(tmp_path / "digits.mat")
    assert set(np.unique(arrays["y"])) <= set(range(1, 11))
    first = some[1].training.X[0].reshape(28, 28)
    np.testing.assert_allclose(arrays["X"][0].reshape(28, 28, order="F") * 2 - 1, first, atol=1e-6)


@pytest.mark.parametrize("form", FORMS)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, some: tuple[str, Datasets], form: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        write_data(form, tmp_path / "file" / "out", *some)
