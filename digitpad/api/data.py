"""Data for notebooks."""

from os import PathLike
from pathlib import Path
from typing import Any

from digitpad.core.dataset import Datasets
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.options import DataOptions

Name = str | PathLike[str]


def load_data(
    source: Name = "mnist", test: Name | None = None, validation: Name | int | None = None, **options: Any
) -> Datasets:
    """Training, validation and test set of a built-in data set, or of a file, folder or archive in any known format.

    Each has images X (n, 784) float32 from -1 (no ink) to 1, and labels y (n,). `test` and `validation` are files to
    use as these sets; of a file, `validation` may be the number of images to hold back. The `options` are the fields of
    DataOptions, such as invert=True. Raises DataError, and TypeError for an option that there is not.
    """
    held_back = validation if isinstance(validation, int) else _path(validation)
    return open_datasets(str(source), _path(test), held_back, DataOptions(**options))


def _path(name: Name | None) -> Path | None:
    return None if name is None else Path(name)
