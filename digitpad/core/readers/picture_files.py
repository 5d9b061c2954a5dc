"""Folders and zip archives of pictures: a folder for each class, or names that begin or end with the label."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.core.dataset import Split
from digitpad.core.errors import DataError
from digitpad.core.files import check_fits
from digitpad.core.pictures.decode import grey_of
from digitpad.core.pictures.normalise import normalise_bitmap
from digitpad.core.readers.members import Member
from digitpad.core.readers.pairs import RawImages, by_split

_MOST_BYTES = 100_000_000
_LARGEST_RAW = 64  # pixels; sides of pictures that are images already
_SPLIT_WORDS = re.compile(r"train\w*|test\w*|t10k\w*|val\w*|dev|digits?|images?|pictures?|data\w*|mnist\w*")
_IN_NAME = (
    re.compile(r"(\d)(?!\d)"),
    re.compile(r".*(?:label|digit|class|num)[-_ ]?(\d)(?!\d)"),
    re.compile(r".*[-_ ](\d)$"),
)


def grey_bytes(content: bytes, name: str) -> npt.NDArray[np.uint8]:
    """The grey values (height, width), 0 to 255, of an encoded picture."""
    return np.round(grey_of(io.BytesIO(content), name) * 255).astype(np.uint8)


def read_pictures(members: Sequence[Member], _options: object, notes: list[str]) -> dict[Split, RawImages]:
    """Images and labels of pictures; those that all have one small size as they are, others as `digitpad predict`
    takes them. Raises DataError when a label is missing in all or in some of the names."""
    files = by_split(members)
    labels = {split: _labels(some) for split, some in files.items()}
    check_fits("the pictures", 2 * 784 * len(members))
    small = len({_size(member) for member in members[:100]}) == 1
    found, ready = {}, True
    for split, some in files.items():
        images: list[npt.NDArray[Any]] = []
        for member in some:
            grey = grey_of(io.BytesIO(member.content(_MOST_BYTES)), member.name)
            if small and max(grey.shape) <= _LARGEST_RAW:
                images.append(np.round(grey * 255).astype(np.uint8))
                ready = False
            else:
                images.append(_normalised(grey, member.name))
        if len({each.shape for each in images}) > 1:
            raise DataError("its pictures have different sizes; scale them to one size first.")
        found[split] = RawImages(np.stack(images), labels[split])
    if ready:
        notes.append("pictures fitted and centred as digitpad predict does")
        for raw in found.values():
            raw.ready = True
    return found


def _size(member: Member) -> tuple[int, int]:
    with member.open() as file, Image.open(file) as picture:
        return picture.size


def _normalised(grey: npt.NDArray[np.float32], name: str) -> npt.NDArray[np.uint8]:
    try:
        return np.round(normalise_bitmap(grey) * 255).astype(np.uint8)
    except DataError as error:
        raise DataError(f"{name}: {error}") from None


def _labels(members: Sequence[Member]) -> npt.NDArray[Any] | None:
    """By the innermost folder that is not the same for all; else by the names. None when no name says anything."""
    folders = [
        [part for part in member.name.split("/")[:-1] if not _SPLIT_WORDS.fullmatch(part.lower())] for member in members
    ]
    depth = Counter(len(each) for each in folders).most_common(1)[0][0]
    names = [each[-1] if each else "" for each in folders]
    if depth and all(names) and (len(set(names)) > 1 or names[0].isdigit()):
        return np.array([int(name) for name in names] if all(map(str.isdecimal, names)) else names)
    digits = [_in_name(member.stem) for member in members]
    if not any(digits):
        return None
    missing = next((member.name for member, digit in zip(members, digits, strict=True) if digit is None), None)
    if missing:
        raise DataError(f"the name {missing} contains no label; name pictures like 7_0001.png, or use folders.")
    return np.array([int(digit) for digit in digits if digit is not None])


def _in_name(stem: str) -> str | None:
    for pattern in _IN_NAME:
        if found := pattern.match(stem.lower()):
            return found[1]
    return None
