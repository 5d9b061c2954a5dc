"""What data is like: a few of its images, and how many there are to learn from, to choose by and to test with."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitpad import paths
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.errors import DataError
from digitpad.core.network import SIDE, Floats
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets
from digitpad.core.readers.mnist import HAND_IN_SIZES
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.tasks import Progress, Task

# Of the built-in data sets: images to learn from, to choose by and to test with.
SIZES = {
    "mnist": (50_000, 10_000, 10_000),
    "mnist-60000": (60_000, 10_000, 10_000),
    "mnist-hand-in": HAND_IN_SIZES,
    "mnist-nielsen": (50_000, 10_000, 10_000),
}


@dataclass(frozen=True, eq=False)
class Preview:
    """Some training images (n, 28, 28) with ink from 0 to 1, the sizes of the three sets, and the number of classes.

    `rarest` and `commonest` are the numbers of training images of the classes that have the fewest and the most; None
    where nobody has counted.
    """

    source: str
    images: Floats
    training: int
    validation: int
    test: int
    classes: int
    rarest: int | None = None
    commonest: int | None = None


def preview_task(source: str, count: int, options: DataOptions = DEFAULT_OPTIONS) -> Task[Preview]:
    """The first `count` images of a data set, of a file read by the `options`. Of MNIST nothing else is read.

    Raises DataError when a file cannot be used.
    """
    yield Progress()
    if source in BUILT_IN and not (options.validation or options.test):
        return Preview(source, _first_of_mnist(paths.MNIST, count), *SIZES[source], classes=10)
    return preview_of(source, open_datasets(source, options=options), count)


def preview_of(source: str, datasets: Datasets, count: int) -> Preview:
    """The first `count` images of data that has been read."""
    counts = np.bincount(datasets.training.y)
    there = counts[counts > 0]
    return Preview(
        source,
        to_ink_image(datasets.training.X[:count]),
        len(datasets.training),
        _size(datasets.validation),
        _size(datasets.test),
        classes=len(there),
        rarest=int(there.min()),
        commonest=int(there.max()),
    )


def _size(part: Dataset | None) -> int:
    return 0 if part is None else len(part)


def _first_of_mnist(path: Path, count: int) -> Floats:
    """So many images from the beginning of the compressed file: a hundredth of a second instead of half a second."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("train_images.npy") as file:
            version = np.lib.format.read_magic(file)
            np.lib.format.read_array_header_1_0(file)
            raw = file.read(count * SIDE * SIDE)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DataError(f"{path} cannot be read ({error}); install digitpad again.") from error
    if version != (1, 0) or len(raw) < count * SIDE * SIDE:
        raise DataError(f"{path} is damaged; install digitpad again.")
    return np.frombuffer(raw, np.uint8).reshape(count, SIDE, SIDE) / np.float32(255)
