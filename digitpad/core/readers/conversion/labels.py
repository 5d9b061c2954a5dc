"""Labels of any form become whole numbers from 0 to 9, perhaps with names."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from digitpad.core.errors import DataError
from digitpad.core.network import CLASSES, Labels
from digitpad.core.readers.raw import Array

_LONGEST_NAME = 40
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class FoundLabels(NamedTuple):
    """Labels (n,), the names of their classes if they have any, and what was converted."""

    y: Labels
    classes: tuple[str, ...]
    notes: tuple[str, ...]


def read_labels(parts: Sequence[Array], n: Sequence[int]) -> list[FoundLabels]:
    """The labels of several splits, which are all of one form, with `n` images each.

    Raises DataError, without a file's name, for labels that cannot be used.
    """
    notes: list[str] = []
    flat = [_flat(part, count, notes) for part, count in zip(parts, n, strict=True)]
    classes: tuple[str, ...] = ()
    if any(part.dtype.kind in "US" for part in flat):
        flat, classes = _from_texts(flat, notes)
    numbers = [_whole(part) for part in flat]
    low, high = min(part.min() for part in numbers), max(part.max() for part in numbers)
    if low >= 1 and high == CLASSES:
        notes.append("label 10 read as 0")
        numbers = [np.where(part == CLASSES, 0, part) for part in numbers]
    elif low < 0 or high >= CLASSES:
        raise DataError(f"labels goes from {low:g} to {high:g}, but 0 to 9 is needed; choose up to ten classes.")
    return [FoundLabels(part.astype(np.int64), classes, tuple(dict.fromkeys(notes))) for part in numbers]


def _flat(labels: Array, n: int, notes: list[str]) -> Array:
    if labels.shape == (n,):
        return labels
    if labels.ndim == 2 and 1 in labels.shape and labels.size == n:
        return labels.reshape(n)
    if labels.ndim == 2 and n in labels.shape:
        by_row = labels if labels.shape[0] == n else labels.T
        if by_row.dtype.kind in "biuf" and ((by_row == 0) | (by_row == 1)).all() and (by_row.sum(axis=1) == 1).all():
            notes.append("labels taken from one-hot")
            places: Array = by_row.argmax(axis=1)
            return places
    raise DataError(f"labels has the shape {labels.shape}, but there are {n} images, so ({n},) is needed.")


def _from_texts(parts: list[Array], notes: list[str]) -> tuple[list[Array], tuple[str, ...]]:
    """Numbers for texts: what they say if they are numerals, else their place among the names of the classes."""
    texts = [
        np.char.strip(np.char.decode(part, "utf-8", "replace") if part.dtype.kind == "S" else part.astype(str))
        for part in parts
    ]
    names = sorted({str(each) for part in texts for each in np.unique(part)})
    try:
        values = {name: float(name) for name in names}
        notes.append("labels read from text")
        return [np.array([values[str(each)] for each in part]) for part in texts], ()
    except ValueError:
        pass
    if all(name.lower() in _WORDS for name in names):
        names = list(_WORDS)
        texts = [np.char.lower(part) for part in texts]
        classes: tuple[str, ...] = ()
    else:
        if "" in names:
            raise DataError("some labels are empty texts; give every image a label.")
        if len(names) > CLASSES:
            raise DataError(
                f"labels has {len(names)} different texts, such as {', '.join(map(ascii, names[:3]))}; "
                f"up to {CLASSES} classes can be learned."
            )
        classes = _told_apart(names)
        notes.append(f"labels 0 to {len(names) - 1} are {', '.join(classes)}")
    places = {name: place for place, name in enumerate(names)}
    return [np.array([places[str(each)] for each in part]) for part in texts], classes


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """Short, printable names, with a number where others would be alike or nothing would be left."""
    short = ["".join(c if c.isprintable() else " " for c in name)[:_LONGEST_NAME].strip() for name in names]
    return tuple(
        name if name and short.count(name) == 1 else f"{name[: _LONGEST_NAME - 4]} ({place})".strip()
        for place, name in enumerate(short)
    )


def _whole(labels: Array) -> Array:
    if labels.dtype.kind not in "biuf" or not np.isfinite(labels).all() or (labels != np.round(labels)).any():
        raise DataError("labels holds something other than whole numbers; digits from 0 to 9 are needed.")
    return labels.astype(np.int64) if labels.dtype.kind == "b" else labels
