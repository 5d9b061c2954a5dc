"""Data for notebooks."""

from os import PathLike
from pathlib import Path

from digitpad.core.dataset import Datasets
from digitpad.core.readers.catalogue import open_datasets


def load_data(source: str | PathLike[str] = "mnist", test: str | PathLike[str] | None = None) -> Datasets:
    """Training, validation and test set of a built-in data set or a file; `test` is a file to use as the test set.

    Each has images X (n, 784) float32 from -1 (no ink) to 1, and labels y (n,). Raises DataError.
    """
    return open_datasets(str(source), Path(test) if test is not None else None)
