"""A course's .npz file: `digits` (n, 784) from 0 (background) to 1 (ink), and `labels` (n,) from 0 to 9."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset, Datasets, scale_to_input, stratified_split
from digitpad.core.errors import DataError
from digitpad.core.network import CLASSES, PIXELS, Labels
from digitpad.core.readers.npz import read_arrays

# A course's files are small; this is room for 300,000 images in float64.
_MOST_BYTES = 2_000_000_000
_FEWEST = 30
_HELD_OUT = 0.1


def read_course_file(path: Path) -> Dataset:
    """All images of one file. Raises DataError in one sentence when anything about the file is wrong."""
    whole = _read(path)
    parts = _split(whole) if len(whole) >= _FEWEST else (whole,)
    return replace(whole, pieces=frozenset(part.fingerprint for part in parts))


def _read(path: Path) -> Dataset:
    arrays = read_arrays(path, ("digits", "labels"), DataError, _MOST_BYTES)
    digits, labels = arrays["digits"], arrays["labels"]
    if digits.dtype.kind not in "fiub" or digits.ndim != 2 or digits.shape[1] != PIXELS or not len(digits):
        found = f"{digits.dtype} {digits.shape}"
        raise DataError(f"{path}: digits is {found}, but numbers of shape (n, {PIXELS}) are needed.")
    if not np.isfinite(digits).all():
        raise DataError(f"{path}: digits has values that are not finite numbers; clean the file.")
    if digits.min() < 0 or digits.max() > 1:
        raise DataError(
            f"{path}: digits goes from {digits.min():g} to {digits.max():g}, but 0 to 1 is needed; scale it first."
        )
    return Dataset(path.name, scale_to_input(digits, full=1), _checked_labels(path, labels, len(digits)))


def read_labelled_npz(path: Path, test_path: Path | None = None, seed: int = 0) -> Datasets:
    """Training, validation and test sets from a course's file, and its test file if there is one.

    A tenth of `path` is held out for validation, and without a `test_path` another tenth as the test set,
    stratified by digit.
    """
    whole = _read(path)
    if len(whole) < _FEWEST:
        raise DataError(f"{path} has only {len(whole)} images; at least {_FEWEST} are needed for training and testing.")
    training, validation, test = _split(whole, seed, with_test_set=test_path is not None)
    return Datasets(path.name, training, validation, read_course_file(test_path) if test_path else test)


def _split(whole: Dataset, seed: int = 0, with_test_set: bool = False) -> tuple[Dataset, Dataset, Dataset]:
    """Training, validation and test sets; the images of the last are in the first, too, `with_test_set` of its own."""
    held_out = max(1, round(len(whole) * _HELD_OUT))
    sizes = (held_out, held_out, len(whole) - 2 * held_out)
    validation, test, training = stratified_split(whole.y, sizes, np.random.default_rng(seed))
    names = ("training", "validation", "test")
    sets = (
        whole.subset(rows, f"{whole.name} {name}")
        for rows, name in zip((training, validation, test), names, strict=True)
    )
    parts = [replace(part, pieces=frozenset([part.fingerprint])) for part in sets]
    if with_test_set:
        rows = np.sort(np.concatenate([training, test]))
        parts[0] = replace(whole.subset(rows, parts[0].name), pieces=parts[0].pieces | parts[2].pieces)
    return parts[0], parts[1], parts[2]


def _checked_labels(path: Path, labels: npt.NDArray[Any], n: int) -> Labels:
    if labels.shape != (n,):
        raise DataError(f"{path}: labels has the shape {labels.shape}, but there are {n} digits, so ({n},) is needed.")
    if labels.dtype.kind not in "fiu" or not np.isfinite(labels).all() or (labels != np.round(labels)).any():
        raise DataError(f"{path}: labels holds something other than whole numbers; digits from 0 to 9 are needed.")
    if labels.min() < 0 or labels.max() >= CLASSES:
        raise DataError(f"{path}: labels goes from {labels.min():g} to {labels.max():g}, but 0 to 9 is needed.")
    return labels.astype(np.int64)
