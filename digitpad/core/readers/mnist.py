"""MNIST as it is bundled: all 70,000 images, bit for bit those of LeCun, Cortes and Burges."""

import hashlib
import math
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset, Datasets, scale_to_input, stratified_split
from digitpad.core.errors import DataError
from digitpad.core.readers.npz import Arrays, read_arrays

# The MD5 sums of the four original files, by which the images are known to be complete and unchanged.
MD5 = {
    "train_images": "6bbc9ace898e44ae57da46a324031adb",
    "train_labels": "a25bea736e30d166cdddb491f175f624",
    "test_images": "2646ac647ad5339dbf082846283269ea",
    "test_labels": "27ae3e4e09519cfbb04c329615203637",
}
COUNTS = {"train": 60_000, "test": 10_000}
SPLIT_SEED = 0
HAND_IN_SIZES = (10_380, 2_580, 2_580)
_MOST_BYTES = 60_000_000
_Rows = npt.NDArray[np.intp] | slice
# The last 10,000 training images, which cut across the pieces A to D, and what tells that they were left out.
NIELSEN_TRAINING, NIELSEN_VALIDATION = "MNIST without its last 10,000", "MNIST's last 10,000"
# What the sets of these names consist of: the images of the hand-in come from MNIST's own sets.
PIECES = {
    "hand-in training": {"MNIST A"},
    "hand-in validation": {"MNIST B"},
    "hand-in test": {"MNIST E"},
    "MNIST training": {"MNIST A", "MNIST B", "MNIST C"},
    "MNIST validation": {"MNIST D"},
    "MNIST test": {"MNIST E", "MNIST F"},
    "Nielsen training": {"MNIST A", "MNIST B", "MNIST C", "MNIST D", NIELSEN_TRAINING},
    "Nielsen validation": {NIELSEN_VALIDATION},
    "all MNIST training": {"MNIST A", "MNIST B", "MNIST C", "MNIST D"},
}


def read_mnist(path: Path) -> Datasets:
    """50,000 training and 10,000 validation images (stratified) and the official test set of 10,000.

    Raises DataError when the file is missing or is not MNIST to the bit.
    """
    arrays = original_arrays(path)
    training, validation = stratified_split(arrays["train_labels"], (50_000, 10_000), np.random.default_rng(SPLIT_SEED))
    return _datasets(arrays, "MNIST", training, validation, _part(arrays, "test", "MNIST test"))


def read_whole_mnist(path: Path) -> Datasets:
    """As `read_mnist`, but the 10,000 validation images are learned from, too: 60,000 in all, in their order.

    For a last training, when all settings have been chosen; the figures on the validation images then prove nothing.
    """
    training = _part(original_arrays(path), "train", "all MNIST training")
    return replace(read_mnist(path), name="all of MNIST", training=training)


def read_nielsen(path: Path) -> Datasets:
    """MNIST as the file mnist.pkl.gz splits it, which Nielsen's book uses: the first 50,000 training images, the last
    10,000 for validation, and the official test set. In their order."""
    arrays = original_arrays(path)
    test = _part(arrays, "test", "MNIST test")
    datasets = _datasets(arrays, "Nielsen", slice(50_000), slice(50_000, None), test)
    return replace(datasets, name="MNIST as Nielsen splits it")


def read_hand_in_sample(path: Path) -> Datasets:
    """The sizes of the hand-in: 10,380 training, 2,580 validation and 2,580 test images, stratified.

    Training and validation come from MNIST's training part, the test images from its test part.
    """
    arrays = original_arrays(path)
    rng = np.random.default_rng(SPLIT_SEED)
    training, validation = stratified_split(arrays["train_labels"], HAND_IN_SIZES[:2], rng)
    (test,) = stratified_split(arrays["test_labels"], HAND_IN_SIZES[2:], rng)
    datasets = _datasets(arrays, "hand-in", training, validation, _part(arrays, "test", "hand-in test", test))
    return replace(datasets, name="MNIST hand-in")


def original_arrays(path: Path) -> Arrays:
    """MNIST's images (n, 28, 28) and labels (n,) as bytes, by the names of `MD5`. Raises DataError as the others do."""
    arrays = read_arrays(path, tuple(MD5), DataError, _MOST_BYTES)
    for name, array in arrays.items():
        count = COUNTS[name.split("_")[0]]
        shape = (count, 28, 28) if name.endswith("images") else (count,)
        if array.shape != shape or array.dtype != np.uint8:
            found = f"{array.dtype} {array.shape}"
            raise DataError(f"{path}: {name} is {found}, not uint8 {shape}; install digitpad again.")
        digest = hashlib.md5(usedforsecurity=False)
        for piece in idx_bytes(array):
            digest.update(piece)
        if digest.hexdigest() != MD5[name]:
            raise DataError(f"{path}: the checksum of {name} is wrong, the file is damaged; install digitpad again.")
    return arrays


def _datasets(arrays: Arrays, name: str, training: _Rows, validation: _Rows, test: Dataset) -> Datasets:
    """These rows of the 60,000, and a test set."""
    learned = _part(arrays, "train", f"{name} training", training)
    return Datasets(name, learned, _part(arrays, "train", f"{name} validation", validation), test)


def _part(arrays: Arrays, part: str, name: str, rows: _Rows = slice(None)) -> Dataset:
    labels = arrays[f"{part}_labels"][rows].astype(np.int64)
    return Dataset(name, scale_to_input(arrays[f"{part}_images"][rows], full=255), labels, frozenset(PIECES[name]))


def first_rows(path: Path, name: str, count: int) -> npt.NDArray[np.uint8]:
    """So many rows of one array from the beginning of the compressed file: a hundredth of a second, not half of one.

    Raises DataError when the file is missing or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
            np.lib.format.read_magic(file)
            (_, *shape), _, _ = np.lib.format.read_array_header_1_0(file)
            return np.frombuffer(file.read(count * math.prod(shape)), np.uint8).reshape(count, *shape)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DataError(f"{path} cannot be read ({error}); install digitpad again.") from error


def pieces_learned(pieces: frozenset[str]) -> frozenset[str]:
    """What a model has learned from whose pieces are these: of MNIST's last 10,000 training images, too, unless they
    were left out on purpose."""
    some_of_mnist = pieces & PIECES["all MNIST training"] and NIELSEN_TRAINING not in pieces
    return pieces | {NIELSEN_VALIDATION} if some_of_mnist else pieces


def idx_bytes(array: npt.NDArray[np.uint8]) -> list[bytes | memoryview]:
    """The array as its original IDX file has it: magic number, shape (big-endian), then the bytes."""
    header = np.array([0x0800 + array.ndim, *array.shape], ">u4")
    return [header.tobytes(), np.ascontiguousarray(array).data]
