"""The data sets one can train on: the bundled ones, by name, and files of any known format."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.core.collection.query import COLLECTION, is_part
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.errors import DataError, SettingsError
from digitpad.core.files import is_kind
from digitpad.core.models.model import ONE_MORE, Model
from digitpad.core.readers.collected import read_teaching_data, taught_writer
from digitpad.core.readers.data_file import read_data_file, read_data_images
from digitpad.core.readers.mnist import (
    PIECES,
    pieces_learned,
    read_hand_in_sample,
    read_mnist,
    read_nielsen,
    read_whole_mnist,
)
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions

# How each bundled data set is read.
BUILT_IN: dict[str, Callable[[Path], Datasets]] = {
    "mnist": read_mnist,
    "mnist-60000": read_whole_mnist,
    "mnist-hand-in": read_hand_in_sample,
    "mnist-nielsen": read_nielsen,
}


_REHEARSED = "mnist"


def is_named(source: str) -> bool:
    """Whether the text names data that is no file: a built-in data set, or what people drew."""
    return source in BUILT_IN or is_part(source) or bool(taught_writer(source))


def open_datasets(source: str, options: DataOptions = DEFAULT_OPTIONS) -> Datasets:
    """Training, validation and test sets of a built-in data set, of a part of the collection, or of a file, folder or
    archive in any known format.

    The `options` may name others to take in the place of its own validation and test sets; all other options are for
    files. Raises DataError when there is no such data set, or something is wrong with a file, and SettingsError for a
    number of validation images that it cannot have.
    """
    writer = taught_writer(source)
    if source not in BUILT_IN and not writer:
        return read_data_file(_existing(source), options)
    if writer:
        datasets = read_teaching_data(writer, lambda: BUILT_IN[_REHEARSED](paths.MNIST), paths.COLLECTION)
    else:
        datasets = BUILT_IN[source](paths.MNIST)
    if options.held_out is not None and not options.no_validation:
        raise SettingsError(
            f"{source} has validation images of its own, whose number is fixed; name a file with others."
        )
    others: dict[str, Any] = {
        split: read_data_images(Path(each), options, split) for split, each in options.judges.items()
    }
    return replace(datasets, **others)


def open_evaluation_set(source: str, options: DataOptions = DEFAULT_OPTIONS) -> Dataset:
    """What to evaluate a finished model on: the test set of a data set that has one, or every image of a file."""
    if source in BUILT_IN:
        return BUILT_IN[source](paths.MNIST).test
    return read_data_images(_existing(source), options)


def learned_from(model: Model, dataset: Dataset) -> bool:
    """Whether the model is known to have learned from some of these images."""
    return bool(pieces_learned(pieces_of(model)) & dataset.pieces)


def learned_from_all(model: Model, dataset: Dataset) -> bool:
    """Whether the model is known to have learned from every one of these images."""
    return bool(dataset.pieces) and dataset.pieces <= pieces_of(model)


def pieces_of(model: Model) -> frozenset[str]:
    """The pieces of data that the model has learned from; of older files, by the names of the built-in data sets."""
    names = (each.rsplit(", ", 1)[0] for each in model.trained_on.split(ONE_MORE))
    return model.pieces or frozenset[str]().union(*(PIECES.get(name, ()) for name in names))


def _existing(source: str) -> Path:
    path = Path(source)
    if is_part(source) or is_kind(path, Path.exists):
        return path
    names = ", ".join((*BUILT_IN, COLLECTION))
    raise DataError(f"{source} is neither a file nor one of the data sets {names}; check the name.")
