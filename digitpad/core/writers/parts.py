"""What is written of a data set: bytes, split by split."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad import paths
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.network import SIDE
from digitpad.core.readers.mnist import original_arrays

# The built-in data sets that are MNIST's original images in another split: they are written as they were published.
_ORIGINAL = ("mnist", "mnist-60000")


@dataclass(frozen=True, eq=False)
class WrittenPart:
    """Images (n, 28, 28) and labels (n,) as bytes; `name` is train, validation or test."""

    name: str
    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]


def parts_of(source: str, datasets: Datasets) -> list[WrittenPart]:
    """The splits of a data set; of MNIST its 60,000 training and 10,000 test images in their original order."""
    if source in _ORIGINAL:
        arrays = original_arrays(paths.MNIST)
        return [WrittenPart(name, arrays[f"{name}_images"], arrays[f"{name}_labels"]) for name in ("train", "test")]
    found = {"train": datasets.training, "validation": datasets.validation, "test": datasets.test}
    return [_part(name, dataset) for name, dataset in found.items() if dataset is not None]


def _part(name: str, dataset: Dataset) -> WrittenPart:
    images = np.empty((len(dataset), SIDE * SIDE), np.uint8)
    for start in range(0, len(dataset), 10_000):
        rows = slice(start, start + 10_000)
        images[rows] = np.round((dataset.X[rows] + 1) * np.float32(127.5))
    return WrittenPart(name, images.reshape(-1, SIDE, SIDE), dataset.y.astype(np.uint8))
