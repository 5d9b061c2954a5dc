"""Labelled images as the network takes them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.errors import DataError
from digitpad.core.images import ByteImages, concatenated, selected
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels


def class_names(*known: Sequence[str]) -> tuple[str, ...]:
    """The names of the ten classes: the first that are given, and the digits for those without."""
    names = next(filter(None, known), ())
    return (*names, *map(str, range(len(names), CLASSES)))


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images X (n, 784) float32 in [-1, 1], background -1 and ink 1, with their labels y (n,) from 0 to 9.

    The name is for people. `pieces` identify the images: a text for each of the disjoint pieces of data that they
    consist of, the same wherever that piece comes from. `classes` are the names of labels that are no digits, `notes`
    say how the file was read that this is all of. X of very many images is ByteImages, which stand in for an array.
    Raises DataError for arrays that are not of this form.
    """

    name: str
    X: Floats
    y: Labels
    pieces: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.X.ndim != 2 or self.X.shape[1] != PIXELS or self.X.shape[0] == 0:
            raise DataError(f"{self.name}: the images have the shape {self.X.shape}, but (n, {PIXELS}) is needed.")
        if self.y.shape != (len(self.X),):
            raise DataError(f"{self.name}: there are {len(self.X)} images, but the labels have shape {self.y.shape}.")
        if self.y.min() < 0 or self.y.max() >= CLASSES:
            raise DataError(f"{self.name}: a label lies outside 0 to 9; check how the labels were made.")

    def __len__(self) -> int:
        return len(self.y)

    def __str__(self) -> str:
        """Name, shape, dtype, minimum and maximum of the images, then the same of the labels."""
        return (
            f"{self.name}: X {self.X.shape} {self.X.dtype}, {self.X.min():g} to {self.X.max():g}; "
            f"y {self.y.shape} {self.y.dtype}, {self.y.min()} to {self.y.max()}"
        )

    @cached_property
    def fingerprint(self) -> str:
        """A short text that another data set will hardly have. Reads every pixel: a fifth of a second for MNIST."""
        return fingerprint_of(self.X, self.y)

    @property
    def name_and_size(self) -> str:
        return f"{self.name}, {len(self):,} images"

    def subset(self, indices: npt.NDArray[np.intp], name: str) -> "Dataset":
        return Dataset(name, selected(self.X, indices), self.y[indices], classes=self.classes)


class Split(StrEnum):
    """Which images of a data set: what a network learns from, what settings are chosen by, what it is judged by."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"
    ALL = "all"  # for files with images that no network has learned from


@dataclass(frozen=True, eq=False)
class Datasets:
    """What a run needs: a set to train on, one to watch while choosing settings, one to evaluate with at the end.

    `validation` is missing where all images are to be learned from. `notes` say in which form the images were found,
    and what was converted.
    """

    name: str
    training: Dataset
    validation: Dataset | None
    test: Dataset
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Dataset]:
        return (part for part in (self.training, self.validation, self.test) if part is not None)

    def __str__(self) -> str:
        """How the data was read, and the summary line of each set. Looks at every pixel, which takes a while."""
        return "\n".join([*(["; ".join(self.notes)] if self.notes else []), *(str(part) for part in self)])

    def select(self, split: Split) -> Dataset:
        """The images of a split; ALL are copied into one set. Raises DataError when there are no validation images."""
        if split is Split.ALL:
            return joined(self.name, tuple(self))
        dataset: Dataset | None = getattr(self, split)
        if dataset is None:
            raise DataError(f"{self.name} has no validation images; choose the training or the test set.")
        return dataset


def joined(name: str, parts: Sequence[Dataset]) -> Dataset:
    """All images of some data sets, one after the other."""
    y = np.concatenate([part.y for part in parts])
    X = concatenated([part.X for part in parts])
    return Dataset(name, X, y, frozenset[str]().union(*(part.pieces for part in parts)), parts[0].classes)


def fingerprint_of(*arrays: npt.NDArray[Any]) -> str:
    """A short text that other arrays, or other shapes and kinds of numbers, will hardly have."""
    digest = hashlib.blake2b(digest_size=16)
    for array in arrays:
        pieces = array.byte_blocks() if isinstance(array, ByteImages) else iter([array])
        digest.update(str((array.shape, array.dtype)).encode())
        for piece in pieces:
            digest.update(np.ascontiguousarray(piece).data)
    return digest.hexdigest()


def scale_to_input(ink: npt.NDArray[Any], full: float) -> Floats:
    """Images whose ink goes from 0 to `full`, flattened to (n, 784) float32 in [-1, 1]."""
    X = ink.reshape(len(ink), -1).astype(np.float32)
    X *= np.float32(2 / full)
    X -= np.float32(1)
    return X


def stratified_split(y: Labels, sizes: Sequence[int], rng: np.random.Generator) -> list[npt.NDArray[np.intp]]:
    """Disjoint random index sets of the given sizes, each with the digits in the proportions they have in y.

    Shares are rounded by the largest-remainder method, so each set has exactly its size.
    Raises DataError when the sizes ask for more images than there are.
    """
    if sum(sizes) > len(y):
        raise DataError(f"{sum(sizes)} images are asked for, but there are only {len(y)}.")
    remaining = [rng.permutation(np.flatnonzero(y == digit)) for digit in range(CLASSES)]
    parts = []
    for size in sizes:
        counts = _proportional([len(indices) for indices in remaining], size)
        part = np.concatenate([indices[:count] for indices, count in zip(remaining, counts, strict=True)])
        remaining = [indices[count:] for indices, count in zip(remaining, counts, strict=True)]
        parts.append(np.sort(part))
    return parts


def _proportional(available: Sequence[int], size: int) -> npt.NDArray[np.intp]:
    """`size` shared out in proportion to `available`, never more than is available of each."""
    exact = np.asarray(available) * (size / max(sum(available), 1))
    counts = np.floor(exact).astype(np.intp)
    missing = size - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:missing]] += 1
    return counts
