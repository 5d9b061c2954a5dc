"""Every line of docs/formats.md opens, and holds what was put into it."""

from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.dataset import Split
from digitpad.core.errors import DataError
from digitpad.core.readers.convert import FASHION, KUZUSHIJI
from digitpad.core.readers.data_file import read_data_file, read_data_images, read_file
from digitpad.core.readers.mnist import original_arrays
from digitpad.core.readers.options import DataOptions
from digitpad.core.readers.pixels import accuracy_of
from digitpad.core.readers.raw_reader import FORMATS
from tests.core.readers.documented import VARIANTS

from .makers import MAKERS, idx_bytes

NAMES = [name for some in VARIANTS.values() for name, _ in some]
DRAWN = {"json-lines", "unipen", "inkml"}


@pytest.fixture(scope="session")
def digits() -> tuple[np.ndarray, np.ndarray]:
    """The first 200 images of MNIST and their labels."""
    arrays = original_arrays(paths.MNIST)
    return arrays["train_images"][:200], arrays["train_labels"][:200].astype(np.int64)


def test_each_line_has_a_file_to_try() -> None:
    assert list(MAKERS) == NAMES


@pytest.mark.parametrize("variant", [name for name in NAMES if name != "csv-unlabelled"])
def test_a_file_opens_and_holds_what_was_put_into_it(
    tmp_path: Path, digits: tuple[np.ndarray, np.ndarray], variant: str
) -> None:
    images, y = digits
    datasets = read_data_file(MAKERS[variant](tmp_path, images, y))
    X, labels = (np.concatenate([getattr(part, name) for part in datasets]) for name in ("X", "y"))
    ink = np.round((X + 1) * 127.5).astype(np.uint8).reshape(-1, 28, 28)
    assert len(ink) == 200
    if variant in DRAWN:
        assert accuracy_of(ink, labels, 255) > 0.85
    elif variant == "mat":
        images = np.pad(images[:, 4:24, 4:24], ((0, 0), (4, 4), (4, 4)))
    if variant not in DRAWN:
        pairs = sorted(zip((each.tobytes() for each in ink), labels.tolist(), strict=True))
        assert pairs == sorted(zip((each.tobytes() for each in images), y.tolist(), strict=True))
    else:
        assert np.bincount(labels).tolist() == np.bincount(y).tolist()
    classes = {
        "class-names": tuple(f"class {n}" for n in range(10)),
        "fashion": FASHION,
        "kmnist": KUZUSHIJI,
        "npz-folder": KUZUSHIJI,
        "pictures-classes": tuple(f"{c}_class" for c in "abcdefghij"),
    }
    assert datasets.training.classes == classes.get(variant, ())
    assert datasets.notes[0] in {each.title for each in FORMATS}


def test_one_archive_of_a_pair_finds_the_others(tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]) -> None:
    folder = MAKERS["npz-folder"](tmp_path, *digits)
    datasets = read_data_file(folder / "kmnist-train-imgs.npz", DataOptions(validation="0"))
    assert [len(part) for part in datasets] == [150, 50]
    assert datasets.test.classes == KUZUSHIJI
    (folder / "kmnist-train-labels.npz").unlink()
    with pytest.raises(DataError, match="training images without labels"):
        read_data_file(folder / "kmnist-train-imgs.npz")
    assert len(read_data_images(folder / "kmnist-train-imgs.npz")) == 50


def test_a_table_without_labels_is_not_for_training(tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]) -> None:
    path = MAKERS["csv-unlabelled"](tmp_path, *digits)
    with pytest.raises(DataError, match="digitpad predict"):
        read_data_file(path)
    found = read_file(path).unlabelled
    assert found is not None
    np.testing.assert_array_equal(np.round((found + 1) * 127.5).reshape(-1, 28, 28), digits[0])


def test_names_as_kaggle_has_them_belong_together(tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]) -> None:
    images, y = digits
    for part, rows in (("train", slice(150)), ("t10k", slice(150, 200))):
        (tmp_path / f"{part}-images.idx3-ubyte").write_bytes(idx_bytes(images[rows]))
        (tmp_path / f"{part}-labels.idx1-ubyte").write_bytes(idx_bytes(y[rows]))
    parts = read_file(tmp_path / "train-images.idx3-ubyte").parts
    assert {split: len(part) for split, part in parts.items()} == {Split.TRAINING: 150, Split.TEST: 50}
    (alone,) = read_file(tmp_path / "t10k-images.idx3-ubyte").parts.values()
    np.testing.assert_array_equal(alone.y, y[150:])


def test_a_name_that_only_sounds_like_a_test_is_none(tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]) -> None:
    np.savez(tmp_path / "data.npz", latest_images=digits[0], latest_labels=digits[1])
    assert [*read_file(tmp_path / "data.npz").parts] == [Split.TRAINING]
