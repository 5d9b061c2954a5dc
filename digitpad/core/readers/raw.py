"""Images and labels as files hold them, before they are brought into the form of the network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from digitpad.core.dataset import Split
from digitpad.core.readers.members import Member

Array = npt.NDArray[Any]
CLASS_NAMES = "class_names"  # the array of a NumPy file that names the labels 0, 1, …

_TEST = re.compile(r"(?:^|[^a-z]|[xy])(?:test|t10k|tes\b)")  # but not latest, contest


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
