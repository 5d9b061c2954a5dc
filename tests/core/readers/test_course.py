"""Course files are read with care, and everything that can be wrong with one is said in one line."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.errors import DataError
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import learned_from, open_datasets, open_evaluation_set
from digitpad.core.readers.data_file import read_data_file, read_data_images
from digitpad.core.readers.options import DataOptions
from tests.refusals import Trap, refusal

rejection = partial(refusal, read_data_images)
CourseFile = Callable[..., Path]


def test_digits_from_zero_to_one_become_images_from_minus_one_to_one(course_file: CourseFile) -> None:
    digits = np.zeros((3, 784))
    digits[1] = 0.25
    digits[2] = 1
    dataset = read_data_images(course_file(digits=digits, labels=[7, 0, 9]))
    assert (dataset.X.shape, dataset.X.dtype) == ((3, 784), np.float32)
    np.testing.assert_array_equal(dataset.X[:, 0], [-1, -0.5, 1])
    assert dataset.y.tolist() == [7, 0, 9]
    assert dataset.name == "course.npz"


@pytest.mark.parametrize("dtype", [np.int32, np.uint8, np.float32, np.float64])
def test_labels_may_be_any_kind_of_whole_number(course_file: CourseFile, dtype: type) -> None:
    y = read_data_images(course_file(labels=(np.arange(60) % 10).astype(dtype))).y
    assert y.dtype.kind == "i"
    assert y.tolist() == [i % 10 for i in range(60)]


@pytest.mark.parametrize("dtype", [np.uint8, np.bool_, np.float16, np.float32, np.float64])
def test_digits_may_be_any_kind_of_real_number(course_file: CourseFile, dtype: type) -> None:
    digits = np.resize([0, 1, 1], (60, 784)).astype(dtype)
    X = read_data_images(course_file(digits=digits)).X
    np.testing.assert_array_equal(X, digits.astype(np.float32) * 2 - 1)


def changed(row: int, column: int, value: float) -> np.ndarray:
    digits = np.full((60, 784), 0.5)
    digits[row, column] = value
    return digits


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"digits": None}, "digits"),
        ({"labels": None}, "labels"),
        ({"digits": None, "labels": None}, "empty"),
        ({"digits": np.zeros((60, 783))}, "(60, 783)"),
        ({"digits": np.zeros((60, 28, 28, 2))}, "(60, 28, 28, 2)"),
        ({"digits": np.zeros(784)}, "(784,)"),
        ({"digits": 0.5}, "()"),
        ({"digits": np.zeros((0, 784)), "labels": []}, "(0, 784)"),
        ({"digits": np.zeros((60, 784), complex)}, "complex"),
        ({"digits": np.full((60, 784), "0.5")}, "(60, 784)"),
        ({"digits": changed(59, 783, 1.001)}, "1.001"),
        ({"digits": changed(0, 0, -0.001)}, "-0.001"),
        ({"digits": np.full((60, 784), 70_000)}, "70000"),
        ({"digits": changed(3, 4, np.nan)}, "finite"),
        ({"digits": changed(3, 4, np.inf)}, "finite"),
        ({"labels": np.arange(59) % 10}, "(59,)"),
        ({"labels": np.zeros((60, 2))}, "(60, 2)"),
        ({"labels": np.zeros((60, 10))}, "(60, 10)"),
        ({"labels": 3}, "()"),
        ({"labels": np.full(60, 1.5)}, "whole"),
        ({"labels": np.full(60, np.nan)}, "whole"),
        ({"labels": np.full(60, np.inf)}, "whole"),
        ({"labels": np.char.add("word ", np.arange(60).astype(str))}, "60 different texts"),
        ({"labels": np.full(60, 11)}, "11"),
        ({"labels": np.arange(60) % 11}, "10"),
        ({"labels": np.arange(60) % 10 - 1}, "-1"),
        ({"labels": np.full(60, 2**63, np.uint64)}, "0 to 9"),
        ({"labels": np.full(60, 1e300)}, "0 to 9"),
    ],
)
def test_unusable_arrays_are_refused(course_file: CourseFile, changes: dict[str, object], word: str) -> None:
    assert word in rejection(course_file(**changes))


@pytest.mark.parametrize("array", ["digits", "labels"])
def test_python_objects_are_refused_without_being_loaded(course_file: CourseFile, tmp_path: Path, array: str) -> None:
    made = tmp_path / "made by the trap"
    path = course_file(**{array: np.array([Trap(made)], object)})
    assert "Python objects" in rejection(path)
    assert not made.exists()


def test_an_array_with_a_strange_name_does_not_break_the_line(course_file: CourseFile) -> None:
    rejection(course_file(digits=None, **{"two\nlines": 1}))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in rejection(tmp_path / "no.npz")
    assert "folder" in rejection(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\n", b"digits,labels\n0,1\n", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" * 9])
def test_a_file_that_is_no_archive_of_arrays_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "course.npz"
    path.write_bytes(content)
    rejection(path)


def test_a_single_array_instead_of_an_archive_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "course.npy", np.zeros((60, 784)))
    rejection(tmp_path / "course.npy")


@given(st.integers(0, 10**9))
@settings(max_examples=30)
def test_a_truncated_file_is_refused(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("cut") / "course.npz"
    np.savez(path, digits=np.zeros((30, 784)), labels=np.zeros(30))
    content = path.read_bytes()
    path.write_bytes(content[: cut % len(content)])
    rejection(path)


def test_a_tenth_each_is_held_out_for_validation_and_test(course_file: CourseFile) -> None:
    path = course_file(n=200)
    datasets = read_data_file(path)
    assert [len(part) for part in datasets] == [160, 20, 20]
    assert all(np.bincount(part.y).tolist() == [len(part) // 10] * 10 for part in datasets)
    images = [image.tobytes() for part in datasets for image in part.X]
    assert sorted(images) == sorted(image.tobytes() for image in read_data_images(path).X)
    assert all("course.npz" in part.name for part in datasets)
    assert len({part.name for part in datasets}) == 3


def test_a_file_is_split_the_same_way_every_time_and_another_way_with_another_seed(course_file: CourseFile) -> None:
    path = course_file()
    first, again, other = (
        read_data_file(path),
        read_data_file(path),
        read_data_file(path, DataOptions(split_seed=1)),
    )
    np.testing.assert_array_equal(first.training.X, again.training.X)
    assert not np.array_equal(first.training.X, other.training.X)


@pytest.mark.parametrize("open_it", [read_data_file, lambda path, options: open_datasets(str(path), options)])
def test_a_test_file_is_the_whole_test_set(course_file: CourseFile, open_it: Callable[..., object]) -> None:
    path, test = course_file(n=200), course_file("test.npz", n=7, digits=np.linspace(0, 1, 7 * 784).reshape(7, 784))
    datasets = open_it(path, DataOptions(test=str(test)))
    assert [len(part) for part in datasets] == [180, 20, 7]
    np.testing.assert_array_equal(datasets.test.X, read_data_images(test).X)
    assert "test.npz" in datasets.test.name


@pytest.mark.parametrize("validation", ["0", "7", "60", "file"])
def test_the_test_set_is_the_same_whatever_is_for_validation(course_file: CourseFile, validation: str) -> None:
    """So nobody is tested by what a training before was chosen by."""
    path, other = course_file(n=300), course_file("other.npz", n=40)
    usual = read_data_file(path)
    datasets = read_data_file(path, DataOptions(validation=str(other) if validation == "file" else validation))
    np.testing.assert_array_equal(datasets.test.X, usual.test.X)
    assert datasets.test.pieces == usual.test.pieces
    assert not learned_from(model_that_learned(datasets.training), usual.test)
    held_out = 40 if validation == "file" else int(validation)
    assert (len(datasets.validation) if datasets.validation else 0) == held_out
    assert len(datasets.training) == 270 - (0 if validation == "file" else held_out)


def test_a_test_file_replaces_the_test_set_of_a_built_in_data_set(course_file: CourseFile, hand_in: Datasets) -> None:
    datasets = open_datasets("mnist-hand-in", DataOptions(test=str(course_file("test.npz", n=7))))
    assert [len(part) for part in datasets] == [10_380, 2_580, 7]
    np.testing.assert_array_equal(datasets.training.y, hand_in.training.y)
    assert len(open_datasets("mnist-hand-in").test) == len(open_evaluation_set("mnist-hand-in")) == 2_580


def test_a_bad_test_file_is_named(course_file: CourseFile) -> None:
    with pytest.raises(DataError, match=r"test\.npz"):
        read_data_file(course_file(), DataOptions(test=str(course_file("test.npz", labels=None))))


def test_too_few_images_to_train_and_to_evaluate_are_refused(course_file: CourseFile) -> None:
    with pytest.raises(DataError, match=r"few\.npz.*29"):
        read_data_file(course_file("few.npz", n=29))
    assert [len(part) for part in read_data_file(course_file(n=30))] == [24, 3, 3]


def test_a_model_may_be_evaluated_with_every_image_of_a_file(course_file: CourseFile) -> None:
    path = course_file(n=11)
    np.testing.assert_array_equal(open_evaluation_set(str(path)).X, read_data_images(path).X)


@pytest.mark.parametrize("source", ["mnistt", "no/such/file.npz", "x" * 300])
@pytest.mark.parametrize("open_it", [open_datasets, open_evaluation_set])
def test_a_name_that_means_nothing_is_refused_in_one_line(source: str, open_it: Callable[[str], object]) -> None:
    with pytest.raises(DataError) as caught:
        open_it(source)
    assert source in str(caught.value)
    assert "\n" not in str(caught.value)


def model_that_learned(dataset: Dataset) -> Model:
    network = Network.initial(1, np.random.default_rng(0))
    return Model(network, "some", dataset.name_and_size, pieces=dataset.pieces)


def test_data_is_known_by_its_images_and_not_by_its_name(course_file: CourseFile, tmp_path: Path) -> None:
    path = course_file()
    model = model_that_learned(read_data_file(path).training)
    renamed = shutil.copy(path, tmp_path / "renamed.npz")
    for known in (path, renamed):
        training, validation, test = read_data_file(known)
        assert [learned_from(model, each) for each in (training, validation, test)] == [True, False, False]
        assert learned_from(model, read_data_images(known))
    other = read_data_file(course_file(digits=np.zeros((60, 784))))
    assert other.training.name == "course.npz training"
    assert not any(learned_from(model, each) for each in (*other, read_data_images(path)))


def test_with_a_test_set_of_its_own_all_but_the_validation_images_are_learned_from(course_file: CourseFile) -> None:
    path, test = course_file(), course_file("test.npz", labels=np.arange(60)[::-1] % 10)
    datasets = read_data_file(path, DataOptions(test=str(test)))
    model = model_that_learned(datasets.training)
    training, validation, plain_test = read_data_file(path)
    assert learned_from(model, training)
    assert learned_from(model, plain_test)
    assert not learned_from(model, validation)
    assert not learned_from(model, datasets.test)
    assert learned_from(model_that_learned(read_data_file(test).training), datasets.test)
