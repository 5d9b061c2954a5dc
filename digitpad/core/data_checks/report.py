"""All there is to see of data before it is used: a preview of it, and a report with findings."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad import paths
from digitpad.core.data_checks.findings import Finding, findings_task
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.network import CLASSES, PIXELS, SIDE, Floats, one_hot
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets
from digitpad.core.readers.mnist import HAND_IN_SIZES, first_rows
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.tasks import Progress, Task, part_of_task

BINS = 32
EXAMPLES = 12  # of each class
_AT_ONCE = 2_000
# Of the built-in data sets: images to learn from, to choose by and to test with.
SIZES = {
    "mnist": (50_000, 10_000, 10_000),
    "mnist-60000": (60_000, 10_000, 10_000),
    "mnist-hand-in": HAND_IN_SIZES,
    "mnist-nielsen": (50_000, 10_000, 10_000),
}


@dataclass(frozen=True, eq=False)
class ClassSummary:
    """Of the images of a training set: how many of each class (10,), their mean ink (10, 28, 28) from 0 to 1, rows of
    some of each, and how many pixels have how much ink (BINS,), in equal steps from 0 to 1."""

    counts: npt.NDArray[np.int64]
    means: Floats
    examples: tuple[npt.NDArray[np.intp], ...]
    histogram: npt.NDArray[np.int64]


def count_classes(datasets: Datasets) -> dict[str, npt.NDArray[np.int64]]:
    """How many images of each class (10,) the splits have, by their names."""
    parts = {"training": datasets.training, "validation": datasets.validation, "test": datasets.test}
    return {name: np.bincount(part.y, minlength=CLASSES) for name, part in parts.items() if part is not None}


def blocks(dataset: Dataset) -> Iterator[tuple[slice, Floats]]:
    """All images, some thousand at a time: their rows, and their ink (k, 784) from 0 to 1."""
    for start in range(0, len(dataset), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        yield rows, (dataset.X[rows] + 1) / 2


def summary_task(dataset: Dataset) -> Task[ClassSummary]:
    """Look at all images."""
    counts = np.bincount(dataset.y, minlength=CLASSES).astype(np.int64)
    sums = np.zeros((CLASSES, PIXELS))
    histogram = np.zeros(BINS, np.int64)
    for rows, ink in blocks(dataset):
        y = dataset.y[rows]
        sums += one_hot(y, ink.dtype).T @ ink
        histogram += np.bincount(np.clip(ink * BINS, 0, BINS - 1).astype(np.intp).ravel(), minlength=BINS)
        yield Progress(rows.stop / max(len(dataset), rows.stop))
    means = (sums / np.maximum(counts, 1)[:, None]).reshape(CLASSES, SIDE, SIDE).astype(np.float32)
    examples = tuple(np.flatnonzero(dataset.y == each)[:EXAMPLES] for each in range(CLASSES))
    return ClassSummary(counts, means, examples, histogram)


@dataclass(frozen=True, eq=False)
class DataReport:
    """A data set with what was seen in it; `options` are those it was read with."""

    datasets: Datasets
    options: DataOptions
    summary: ClassSummary
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, list[int]]:
        """How many images of each class the splits have."""
        return {name: counts.tolist() for name, counts in count_classes(self.datasets).items()}


def report_task(datasets: Datasets, options: DataOptions = DEFAULT_OPTIONS) -> Task[DataReport]:
    """Look at the data."""
    summary = yield from part_of_task(summary_task(datasets.training), 0, 0.4)
    findings = yield from part_of_task(findings_task(datasets, options), 0.4, 1)
    return DataReport(datasets, options, summary, findings)


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
        return Preview(
            source, first_rows(paths.MNIST, "train_images", count) / np.float32(255), *SIZES[source], classes=10
        )
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
