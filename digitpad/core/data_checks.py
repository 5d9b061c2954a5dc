"""All there is to see of data before it is used: a preview, and a report with what would spoil a training, each finding
with the option that mends it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from digitpad import paths
from digitpad.core.dataset import Dataset, Datasets, class_names
from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.images import digests_of
from digitpad.core.network import CLASSES, PIXELS, SIDE, Floats, log_softmax, one_hot
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets
from digitpad.core.readers.mnist import HAND_IN_SIZES, first_rows
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.readers.pixels import accuracy_of, best_turn, fitted, referee, sample_rows
from digitpad.core.tasks import Progress, Task, chunks, part_of_task

_CHUNK_SIZE = 2_000
Digests = npt.NDArray[np.bytes_]

_SAMPLE = 1_000  # images that the built-in network looks at
_MANY_DIGITS = 50  # with fewer, what the network reads tells little
_LIGHT = 0.5  # mean ink of the outermost pixels from which paper is dark
_FAINT = 0.02
_FILLED = 24  # pixels of the ink's longer side, as the median image has; MNIST has 20
_FIT_GAIN = 0.015
_READABLE = 0.8
_UNREAD = 0.5
_SURELY_WRONG = np.log(0.001)
_NAMED = 5
BINS = 32  # of ink
EXAMPLES = 12  # of each class
# Of the built-in data sets: images to learn from, to choose by and to test with.
SIZES = {
    "mnist": (50_000, 10_000, 10_000),
    "mnist-60000": (60_000, 10_000, 10_000),
    "mnist-hand-in": HAND_IN_SIZES,
    "mnist-nielsen": (50_000, 10_000, 10_000),
}


def _digests_task(dataset: Dataset) -> Task[Digests]:
    """What tells each image (n,) from others."""
    found = []
    for chunk in chunks(len(dataset), _CHUNK_SIZE):
        found.append(digests_of(dataset.X[chunk]))
        yield Progress(chunk.start / len(dataset))
    return np.concatenate(found)


def _shared(one: Digests, other: Digests) -> int:
    """How many of the first images are among the others."""
    return int(np.isin(one, other).sum())


@dataclass(frozen=True)
class Finding:
    """Something that would spoil the result: its short name, a sentence, and how it is mended.

    `remedy` is how to read the file instead, and `option` says the same on the command line; None and "" where only
    another file helps.
    """

    name: str
    text: str
    remedy: DataOptions | None = None
    option: str = ""


def findings_task(datasets: Datasets, options: DataOptions) -> Task[tuple[Finding, ...]]:
    """All findings, those that spoil most first. `options` are those that the data was read with."""
    training = datasets.training
    rows = sample_rows(len(training), _SAMPLE)
    ink = ((training.X[rows] + 1) / 2).reshape(-1, SIDE, SIDE)
    found = [*_of_pixels(ink, options)]
    yield Progress(0.1)
    if not found:  # of images like those, nothing more can be said
        found += _of_framing(ink, training, rows, options)
        yield Progress(0.3)
    found += _of_classes(datasets)
    found += yield from part_of_task(_of_duplicates(datasets, options), 0.3, 1.0)
    return tuple(found)


def _of_pixels(ink: Floats, options: DataOptions) -> Iterator[Finding]:
    strongest = float(ink.max())
    if strongest < _FAINT:
        low, high = options.pixel_range or (0.0, 1.0)
        bounds = low, low + strongest * (high - low)
        yield Finding(
            "faint",
            f"No pixel has more than {strongest:.1%} of full ink, as if the images had been divided by 255 twice.",
            replace(options, pixel_range=bounds),
            f"--pixel-range {bounds[0]:g} {bounds[1]:.6g}",
        )
    edge = np.concatenate([ink[:, 0], ink[:, -1], ink[:, :, 0], ink[:, :, -1]], axis=1)
    if float(np.median(edge)) > _LIGHT:
        yield Finding(
            "inverted",
            "The images are dark on light, and drawings are light on dark.",
            replace(options, invert=not options.invert),
            "--invert",
        )


def _of_framing(ink: Floats, training: Dataset, rows: np.ndarray, options: DataOptions) -> Iterator[Finding]:
    y = training.y[rows]
    constant = int((np.ptp(ink.reshape(len(ink), -1), axis=1) == 0).sum())
    if constant:
        about = "" if len(ink) == len(training) else f" of {len(ink):,} that were looked at"
        yield Finding("constant", f"{constant:,} images{about} show nothing: all their pixels are the same.")
    if training.classes or len(rows) < _MANY_DIGITS:
        return
    turn = best_turn(ink, y, 1)
    if turn != "none":
        remedy = replace(options, turn=turn) if options.turn in ("auto", "none") else replace(options, turn="none")
        yield Finding("turned", f"The digits look turned ({turn}).", remedy, f"--turn {remedy.turn}")
        return
    accuracy = accuracy_of(ink, y, 1)
    if not options.fit:
        sides = [_side(image) for image in ink]
        fit = accuracy_of(fitted(ink * 2 - 1) / 2 + 0.5, y, 1)
        if fit > accuracy + _FIT_GAIN or (np.median(sides) >= _FILLED and fit >= accuracy):
            yield Finding(
                "framing",
                f"The digits are framed differently from drawings: the built-in network reads {accuracy:.1%} of them "
                f"as they stand, and {fit:.1%} fitted and centred.",
                replace(options, fit=True),
                "--fit",
            )
            return
    if accuracy < _UNREAD:
        yield Finding(
            "unreadable",
            f"The built-in network reads only {accuracy:.0%} of the images as they are labelled: images or labels may "
            "be wrong. If they are not digits, name their classes (--classes).",
        )
    elif accuracy > _READABLE:
        yield from _of_labels(ink, training, rows)


def _of_labels(ink: Floats, training: Dataset, rows: np.ndarray) -> Iterator[Finding]:
    """Labels that the built-in network is sure are wrong."""
    network, y = referee(), training.y[rows]
    log_P = log_softmax(network.forward(ink.reshape(len(ink), -1) * 2 - 1).Z)
    wrong = np.flatnonzero(log_P[np.arange(len(y)), y] < _SURELY_WRONG)
    if len(wrong):
        read = log_P.argmax(axis=1)
        named = ", ".join(f"image {rows[i]} is labelled {y[i]} and looks like {read[i]}" for i in wrong[:_NAMED])
        of = f"{len(wrong):,} of {len(y):,} labels" if len(wrong) > 1 else "A label"
        yield Finding("labels", f"{of} may be wrong: {named}.")


def _side(image: Floats) -> int:
    """The longer side of the ink, in pixels."""
    rows, columns = (np.flatnonzero((image > 0.1).any(axis=axis)) for axis in (1, 0))
    return int(max(np.ptp(rows), np.ptp(columns)) + 1) if len(rows) else 0


def _of_classes(datasets: Datasets) -> Iterator[Finding]:
    counts = np.bincount(datasets.training.y, minlength=CLASSES)
    names = datasets.training.classes or class_names()
    missing = [name for name, count in zip(names, counts, strict=False) if not count]
    if missing:
        yield Finding(
            "missing", f"There are no training images of {', '.join(missing)}, which therefore cannot be learned."
        )


def _of_duplicates(datasets: Datasets, options: DataOptions) -> Task[list[Finding]]:
    training = yield from part_of_task(_digests_task(datasets.training), 0, 0.6)
    test = yield from part_of_task(_digests_task(datasets.test), 0.6, 0.8)
    validation = test[:0]
    if datasets.validation is not None:
        validation = yield from part_of_task(_digests_task(datasets.validation), 0.8, 1)
    found = []
    remedy = replace(options, unique=True)
    both = _shared(test, training)
    # Those for validation were taken from the others.
    if both and _shared(test, np.concatenate([training, validation])) == len(test):
        found.append(Finding("test", "All test images are training images, too: their result would mean nothing."))
    elif both:
        text = f"{both:,} of {len(test):,} test images are training images, too, and make the result look too good."
        found.append(Finding("shared", text, remedy, "--unique"))
    both = _shared(validation, training)
    if both:
        text = f"{both:,} of {len(validation):,} validation images are training images, too."
        found.append(Finding("shared", text, remedy, "--unique"))
    again = len(training) - len(np.unique(training))
    if again:
        found.append(Finding("repeated", f"{again:,} training images are duplicates.", remedy, "--unique"))
    return [] if options.unique and not any(each.name == "test" for each in found) else found


@dataclass(frozen=True, eq=False)
class ClassSummary:
    """Of the images of a training set: how many of each class (10,), their mean ink (10, 28, 28) from 0 to 1, rows of
    some of each, and how many pixels have how much ink (BINS,), in equal steps from 0 to 1."""

    counts: npt.NDArray[np.int64]
    means: Floats
    examples: tuple[npt.NDArray[np.intp], ...]
    histogram: npt.NDArray[np.int64]


def _summary_task(dataset: Dataset) -> Task[ClassSummary]:
    """Look at all images."""
    counts = np.bincount(dataset.y, minlength=CLASSES).astype(np.int64)
    sums = np.zeros((CLASSES, PIXELS))
    histogram = np.zeros(BINS, np.int64)
    for rows in chunks(len(dataset), _CHUNK_SIZE):
        ink, y = (dataset.X[rows] + 1) / 2, dataset.y[rows]
        sums += one_hot(y, ink.dtype).T @ ink
        histogram += np.bincount(np.clip(ink * BINS, 0, BINS - 1).astype(np.intp).ravel(), minlength=BINS)
        yield Progress(rows.stop / len(dataset))
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
        parts = {name: getattr(self.datasets, name) for name in ("training", "validation", "test")}
        return {name: np.bincount(each.y, minlength=CLASSES).tolist() for name, each in parts.items() if each}


def report_task(datasets: Datasets, options: DataOptions = DEFAULT_OPTIONS) -> Task[DataReport]:
    """Look at the data."""
    summary = yield from part_of_task(_summary_task(datasets.training), 0, 0.4)
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
    if source in BUILT_IN and not options.judges:
        return Preview(
            source, first_rows(paths.MNIST, "train_images", count) / np.float32(255), *SIZES[source], classes=10
        )
    return preview_of(source, open_datasets(source, options), count)


def preview_of(source: str, datasets: Datasets, count: int) -> Preview:
    """The first `count` images of data that has been read."""
    counts = np.bincount(datasets.training.y)
    there = counts[counts > 0]
    return Preview(
        source,
        to_ink_image(datasets.training.X[:count]),
        len(datasets.training),
        len(datasets.validation) if datasets.validation else 0,
        len(datasets.test),
        classes=len(there),
        rarest=int(there.min()),
        commonest=int(there.max()),
    )
