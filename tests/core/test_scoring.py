"""Scores are counted over the whole set, whatever its size."""

from collections.abc import Callable

import numpy as np
import pytest

from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.scoring import Score, score
from tests.networks import assert_same, network_of


@pytest.mark.parametrize("n", [1, 999, 1_000, 1_001, 2_500])
def test_every_image_is_counted_once_in_its_place(small_datasets: Callable[..., Datasets], n: int) -> None:
    dataset, network = small_datasets(n).training, network_of()
    result = score(network, dataset)
    expected = np.zeros((10, 10), int)
    for label, read in zip(dataset.y, network.predict(dataset.X), strict=True):
        expected[label, read] += 1
    np.testing.assert_array_equal(result.confusion, expected)
    assert result.n == n
    assert result.accuracy == pytest.approx(network.score(dataset.X, dataset.y))
    assert result.cost == pytest.approx(network.cost(dataset.X, dataset.y) / n)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_both_precisions_give_nearly_the_same_score(small_datasets: Callable[..., Datasets], dtype: type) -> None:
    dataset = small_datasets().validation
    network = network_of(dtype=np.float32).astype(dtype)
    expected = network_of(dtype=np.float32).astype(np.float64).cost(dataset.X.astype(np.float64), dataset.y) / len(
        dataset
    )
    assert score(network, dataset).cost == pytest.approx(expected, rel=1e-4)


def test_true_digits_are_in_rows_and_answers_in_columns() -> None:
    network = network_of()
    network.W1[...] = network.W2[...] = 0
    network.b2[...] = np.arange(10) == 7
    dataset = Dataset("threes", np.zeros((4, 784), np.float32), np.full(4, 3))
    result = score(network, dataset)
    assert result.confusion[3, 7] == 4
    assert (result.n, result.accuracy) == (4, 0)
    assert result.cost == pytest.approx(np.log(9 + np.e))


def test_accuracy_is_the_share_on_the_diagonal() -> None:
    confusion = np.zeros((10, 10), np.int64)
    confusion[2, 2], confusion[2, 5], confusion[9, 9] = 5, 2, 1
    assert Score(0.0, confusion, dead_units=0.0).accuracy == pytest.approx(6 / 8)


def test_scoring_changes_neither_the_network_nor_the_images(small_datasets: Callable[..., Datasets]) -> None:
    dataset, network = small_datasets().test, network_of()
    images, before = dataset.X.copy(), network.copy()
    score(network, dataset)
    np.testing.assert_array_equal(dataset.X, images)
    assert_same(network, before)
