"""The data sets one can train on: the bundled ones, by name, and a course's files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from digitpad import paths
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.errors import DataError
from digitpad.core.files import is_kind
from digitpad.core.models.model import ONE_MORE, Model
from digitpad.core.readers.labelled_npz import read_course_file, read_labelled_npz
from digitpad.core.readers.mnist import PIECES, read_hand_in_sample, read_mnist, read_whole_mnist

# How each bundled data set is read.
BUILT_IN: dict[str, Callable[[Path], Datasets]] = {
    "mnist": read_mnist,
    "mnist-60000": read_whole_mnist,
    "mnist-hand-in": read_hand_in_sample,
}


def open_datasets(source: str, test: Path | None = None) -> Datasets:
    """Training, validation and test sets of a built-in data set or a course's file; `test` replaces the test set.

    Raises DataError when there is no such data set, or something is wrong with a file.
    """
    if source in BUILT_IN:
        datasets = BUILT_IN[source](paths.MNIST)
        return replace(datasets, test=read_course_file(test)) if test else datasets
    return read_labelled_npz(_existing(source), test)


def open_evaluation_set(source: str) -> Dataset:
    """What to evaluate a finished model on: the test set of a built-in data set, or every image of a course's file."""
    return BUILT_IN[source](paths.MNIST).test if source in BUILT_IN else read_course_file(_existing(source))


def learned_from(model: Model, dataset: Dataset) -> bool:
    """Whether the model is known to have learned from some of these images."""
    return bool(pieces_of(model) & dataset.pieces)


def learned_from_all(model: Model, dataset: Dataset) -> bool:
    """Whether the model is known to have learned from every one of these images."""
    return bool(dataset.pieces) and dataset.pieces <= pieces_of(model)


def pieces_of(model: Model) -> frozenset[str]:
    """The pieces of data that the model has learned from; of older files, by the names of the built-in data sets."""
    names = (each.rsplit(", ", 1)[0] for each in model.trained_on.split(ONE_MORE))
    return model.pieces or frozenset[str]().union(*(PIECES.get(name, ()) for name in names))


def _existing(source: str) -> Path:
    path = Path(source)
    if is_kind(path, Path.exists):
        return path
    raise DataError(f"{source} is neither a file nor one of the data sets {', '.join(BUILT_IN)}; check the name.")
