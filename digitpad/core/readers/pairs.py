"""Images and labels as files hold them, and which of several arrays are which: by shapes first, then by names."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy.typing as npt

from digitpad.core.dataset import Split
from digitpad.core.errors import DataError
from digitpad.core.readers.members import Member

Array = npt.NDArray[Any]
CLASS_NAMES = "class_names"  # the array of a NumPy file that names the labels 0, 1, …

_TEST = re.compile(r"(?:^|[^a-z]|[xy])(?:test|t10k|tes\b)")  # but not latest, contest
_LABEL_NAMES = {"y", "label", "labels", "target", "targets", "lbl", "classes"}
_IMAGE_NAMES = {"x", "digits", "images", "image", "data", "pixels", "features", "imgs", "img"}
_FEWEST_PIXELS = 36
_MOST_CLASSES = 64  # columns of one-hot labels
_LONGEST_LIST = 200


@dataclass(eq=False)
class RawImages:
    """Images (n, …) of any form, and their labels of any form, or None.

    `columns` says that the pixels of an image come column by column, as MATLAB has them. `ready` images are (n, 28, 28)
    bytes of ink in the form that drawings have. `classes` are names that the file gives the labels 0, 1, ….
    """

    images: Array
    labels: Array | None
    columns: bool = False
    ready: bool = False
    classes: tuple[str, ...] = ()


@dataclass(eq=False)
class RawData:
    """The splits that a file, or several together, hold; what was noticed on the way; the format's name, and those of
    the files."""

    parts: dict[Split, RawImages]
    format: str
    files: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def split_of(member: Member) -> Split:
    """What a file's name, or that of a folder it lies in, says of its use; training if it says nothing."""
    return split_named(" ".join(member.parts))


def by_split(members: Sequence[Member]) -> dict[Split, list[Member]]:
    """The files of each split; those that are all of one are to be learned from."""
    found: dict[Split, list[Member]] = {}
    for member in members:
        found.setdefault(split_of(member), []).append(member)
    return found if len(found) > 1 else {Split.TRAINING: [*members]}


def split_named(name: str) -> Split:
    """What a name says of the use of what is called so."""
    name = name.lower()
    if _TEST.search(name):
        return Split.TEST
    words = set("".join(letter if letter.isalpha() else " " for letter in name).split())
    if words & {"val", "valid", "validation", "dev"} or "validation" in name:
        return Split.VALIDATION
    return Split.TRAINING


def pair_arrays(arrays: Mapping[str, Array], columns: bool = False) -> dict[Split, RawImages]:
    """Images with their labels for each split. Images whose labels are missing have None.

    `columns` says that they come from MATLAB. Raises DataError when nothing fits.
    """
    found: dict[Split, RawImages] = {}
    by_split: dict[Split, dict[str, Array]] = {}
    for name, array in arrays.items():
        by_split.setdefault(split_named(name), {})[name] = array
    for split, some in by_split.items():
        raw = _best_pair(some)
        if raw:
            found[split] = RawImages(*raw, columns)
    if Split.TRAINING not in found and len(found) == 1:  # a file of test images alone
        found = dict(zip([Split.TRAINING], found.values(), strict=True))
    if Split.TRAINING not in found:
        raise DataError(
            f"it has no images and labels that fit together, but {described(arrays)}; images of shape (n, 784) or "
            "(n, 28, 28) and labels (n,) are needed, as numpy.savez(FILE, digits=X, labels=y) writes them"
        )
    return found


def described(arrays: Mapping[str, Array]) -> str:
    """Names, kinds and shapes for a sentence."""
    listed = ", ".join(f"{ascii(name)[1:-1]} {array.dtype} {array.shape}" for name, array in arrays.items())
    return listed[:_LONGEST_LIST] or "none"


class _Pair(NamedTuple):
    images: Array
    labels: Array | None


def _best_pair(arrays: Mapping[str, Array]) -> _Pair | None:
    """Those that fit, rather with known names; the largest."""
    candidates = []
    for name, images in arrays.items():
        for other, labels in arrays.items():
            axis = image_axis(images, len_of(labels)) if other != name and may_be_labels(labels) else None
            if axis is not None:
                known = (_words(name) & _IMAGE_NAMES != set()) + (_words(other) & _LABEL_NAMES != set())
                candidates.append(((known, images.size), _Pair(images, labels)))
    if candidates:
        return max(candidates, key=lambda each: each[0])[1]
    alone = [each for each in arrays.values() if image_axis(each) is not None]
    return _Pair(max(alone, key=lambda each: each.size), None) if alone and len(arrays) == 1 else None


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", name.lower()))


def may_be_labels(array: Array) -> bool:
    """Whether the array has the shape of labels: (n,), (n, 1), (1, n) or one-hot (n, k)."""
    if array.dtype.kind not in "biufUS" or not array.size:
        return False
    return array.ndim == 1 or (array.ndim == 2 and min(array.shape) <= _MOST_CLASSES)


def len_of(labels: Array) -> int:
    """How many labels there are."""
    return int(max(labels.shape))


def image_axis(array: Array, n: int | None = None) -> int | None:
    """The axis along which the images lie, 0 or the last, if the array can be `n` images, or any number; else None."""
    if array.dtype.kind not in "biuf" or array.ndim < 2 or not array.size:
        return None
    for axis in (0, array.ndim - 1):
        count = array.shape[axis]
        rest = array.shape[:axis] + array.shape[axis + 1 :]
        if (n is None or count == n) and _is_picture(rest):
            return axis
    return None


def _is_picture(shape: tuple[int, ...]) -> bool:
    pixels = math.prod(shape)
    if len(shape) == 1:
        return pixels >= _FEWEST_PIXELS and math.isqrt(pixels) ** 2 == pixels
    sides = [side for side in shape if side not in (1, 3, 4)] if len(shape) == 3 else list(shape)
    return len(sides) == 2 and pixels >= _FEWEST_PIXELS
