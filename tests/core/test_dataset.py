"""Data sets check their form, describe themselves and are split fairly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.dataset import Dataset, Datasets, scale_to_input, stratified_split
from digitpad.core.errors import DataError


def dataset_of(n: int = 20, name: str = "some digits") -> Dataset:
    X = np.linspace(-1, 1, n * 784, dtype=np.float32).reshape(n, 784)
    return Dataset(name, X, np.arange(n) % 10)


def test_the_summary_names_shape_dtype_minimum_and_maximum_of_images_and_labels() -> None:
    dataset = Dataset("some digits", dataset_of().X, np.arange(20) % 8 + 1)
    assert str(dataset) == "some digits: X (20, 784) float32, -1 to 1; y (20,) int64, 1 to 8"


@pytest.mark.parametrize(
    ("X", "y", "word"),
    [
        (np.zeros((3, 783)), np.zeros(3, int), "783"),
        (np.zeros((3, 28, 28)), np.zeros(3, int), "28"),
        (np.zeros((0, 784)), np.zeros(0, int), "784"),
        (np.zeros((3, 784)), np.zeros(4, int), "labels"),
        (np.zeros((3, 784)), np.zeros((3, 1), int), "labels"),
        (np.zeros((3, 784)), np.array([0, 1, 10]), "label"),
        (np.zeros((3, 784)), np.array([0, -1, 9]), "label"),
    ],
)
def test_arrays_of_another_form_are_refused(X: np.ndarray, y: np.ndarray, word: str) -> None:
    with pytest.raises(DataError) as caught:
        Dataset("odd digits", X.astype(np.float32), y)
    assert "odd digits" in str(caught.value)
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_subset_has_the_images_and_labels_asked_for_and_its_own_name() -> None:
    dataset = dataset_of()
    part = dataset.subset(np.array([4, 17]), "two")
    assert (len(part), part.name) == (2, "two")
    np.testing.assert_array_equal(part.X, dataset.X[[4, 17]])
    np.testing.assert_array_equal(part.y, [4, 7])
    part.X[...] = 0
    assert dataset.X[4].any(), "changing a subset changed the whole"


def test_data_sets_come_in_the_order_training_validation_test() -> None:
    parts = [dataset_of(name=name) for name in ("a", "b", "c")]
    datasets = Datasets("all", *parts)
    assert list(datasets) == [datasets.training, datasets.validation, datasets.test] == parts


@pytest.mark.parametrize(
    ("ink", "full"),
    [(np.array([0, 51, 255], np.uint8), 255), (np.array([0.0, 0.2, 1.0]), 1), (np.array([0, 2, 10]), 10)],
)
def test_ink_from_nothing_to_full_becomes_minus_one_to_one(ink: np.ndarray, full: float) -> None:
    images = np.resize(ink, (2, 28, 28))
    X = scale_to_input(images, full)
    assert (X.shape, X.dtype) == ((2, 784), np.float32)
    np.testing.assert_allclose(X[0, :3], [-1, -0.6, 1], atol=1e-6)
    assert X.min() == -1
    assert X.max() == 1
    assert images.max() == ink.max(), "the images themselves were scaled"


@st.composite
def labels_and_sizes(draw: st.DrawFn) -> tuple[np.ndarray, list[int]]:
    y = np.array(draw(st.lists(st.integers(0, 9), min_size=1, max_size=200)))
    left, sizes = len(y), []
    for _ in range(draw(st.integers(1, 3))):
        sizes.append(draw(st.integers(0, left)))
        left -= sizes[-1]
    return y, sizes


@given(labels_and_sizes(), st.integers(0, 2**31))
@settings(max_examples=100)
def test_a_split_is_disjoint_of_the_sizes_asked_for_and_fair(case: tuple[np.ndarray, list[int]], seed: int) -> None:
    y, sizes = case
    parts = stratified_split(y, sizes, np.random.default_rng(seed))
    assert [len(part) for part in parts] == sizes
    chosen = np.concatenate(parts)
    assert len(np.unique(chosen)) == len(chosen)
    assert not len(chosen) or (chosen.min() >= 0 and chosen.max() < len(y))
    left = np.bincount(y, minlength=10)
    for part, size in zip(parts, sizes, strict=True):
        counts = np.bincount(y[part], minlength=10)
        assert (np.abs(counts - left * (size / max(left.sum(), 1))) <= 1 + 1e-9).all()
        left = left - counts


def test_a_split_is_random_but_repeatable() -> None:
    y = np.arange(100) % 10

    def split(seed: int) -> list[int]:
        return stratified_split(y, [50], np.random.default_rng(seed))[0].tolist()

    assert split(0) == split(0)
    assert split(0) != split(1)


def test_more_images_than_there_are_cannot_be_split_off() -> None:
    with pytest.raises(DataError, match=r"31 .* only 30"):
        stratified_split(np.zeros(30, int), [20, 11], np.random.default_rng(0))
