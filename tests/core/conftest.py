"""Small data sets that a network learns in a moment, and the real, bundled ones."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.mnist import read_hand_in_sample, read_mnist


@pytest.fixture(scope="session")
def small_datasets() -> Callable[..., Datasets]:
    """A factory of data sets: ten random prototype images, and noisy copies of them; a share of the pixels is ink."""

    def make(n: int = 200, noise: float = 0.3, seed: int = 0, ink: float = 1.0) -> Datasets:
        rng = np.random.default_rng(seed)
        prototypes = rng.uniform(-1, 1, (10, 784))
        paper = np.random.default_rng(seed + 1).random((10, 784)) >= ink

        def part(name: str, size: int) -> Dataset:
            y = rng.permutation(np.arange(size) % 10)
            X = np.clip(prototypes[y] + noise * rng.standard_normal((size, 784)), -1, 1)
            X[paper[y]] = -1
            return Dataset(f"small {name}", X.astype(np.float32), y)

        return Datasets("small", part("training", n), part("validation", 40), part("test", 40))

    return make


@pytest.fixture
def course_file(tmp_path: Path) -> Callable[..., Path]:
    """A factory of course files; keyword arguments replace, add or (None) leave out arrays."""

    def write(name: str = "course.npz", n: int = 60, **changes: object) -> Path:
        rng = np.random.default_rng(0)
        arrays: dict[str, object] = {"digits": rng.uniform(0, 1, (n, 784)), "labels": np.arange(n) % 10}
        arrays.update(changes)
        path = tmp_path / name
        np.savez(path, **{key: np.asarray(value) for key, value in arrays.items() if value is not None})
        return path

    return write


@pytest.fixture(scope="session")
def mnist() -> Datasets:
    return read_mnist(paths.MNIST)


@pytest.fixture(scope="session")
def model() -> Model:
    """The built-in model."""
    return read_model(paths.BUNDLED_MODEL)


@pytest.fixture(scope="session")
def network(model: Model) -> Network:
    return model.network


@pytest.fixture(scope="session")
def hand_in() -> Datasets:
    return read_hand_in_sample(paths.MNIST)
