"""t-SNE, where openTSNE is installed, and what is said where it is not."""

import sys
import tracemalloc
from importlib.util import find_spec

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from digitpad.core.dataset import Datasets
from digitpad.core.errors import MissingPackage
from digitpad.core.evaluation.embedding import NeighbourMap, neighbour_map_task
from digitpad.core.tasks import run_to_completion


@pytest.mark.skipif(find_spec("openTSNE") is None, reason="openTSNE is not installed")
def test_like_digits_lie_together_and_the_map_is_the_same_each_time(mnist: Datasets) -> None:
    F, y = mnist.test.X[:150], mnist.test.y[:150]
    found = run_to_completion(neighbour_map_task(F))
    neighbours = KNeighborsClassifier(5).fit(found.places, y)
    assert neighbours.score(found.places, y) > 0.7
    np.testing.assert_array_equal(run_to_completion(neighbour_map_task(F)).places, found.places)
    # An image of the map is found where it lies.
    np.testing.assert_allclose(found(F[:9]), found.places[:9], atol=0.5)


def test_the_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openTSNE", None)
    with pytest.raises(MissingPackage, match=r"pip install 'digitpad\[maps\]'"):
        run_to_completion(neighbour_map_task(np.zeros((20, 3))))


def test_a_few_images_lie_in_the_middle() -> None:
    np.testing.assert_array_equal(run_to_completion(neighbour_map_task(np.ones((3, 4)))).places, np.zeros((3, 2)))


def test_a_new_image_lies_among_its_neighbours() -> None:
    F = np.array([[0.0, 0], [1, 0], [0, 1], [9, 9], [9, 8], [8, 9], [100, 100]])
    found = NeighbourMap(F, 10 * F)(np.array([[9.0, 9], [8.6, 8.6]]))
    np.testing.assert_allclose(found[0], [90, 90], atol=0.1)
    assert (found[1] > 80).all()
    assert (found[1] < 90).all()


def test_placing_an_image_takes_no_copy_of_the_map() -> None:
    F = np.random.default_rng(0).random((5_000, 200))
    found = NeighbourMap(F, F[:, :2])
    tracemalloc.start()
    try:
        place = found(F[:1])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    np.testing.assert_allclose(place, F[:1, :2], atol=1e-4)
    assert most < F.nbytes / 10
