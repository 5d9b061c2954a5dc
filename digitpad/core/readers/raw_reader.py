"""The formats of data that can be read, each known by how it begins; and from the files of a folder, of an archive, or
one alone, to what they hold.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from digitpad.core.dataset import Split
from digitpad.core.errors import DataError
from digitpad.core.readers.array_files import read_idx, read_mat, read_npy
from digitpad.core.readers.members import HEAD, Member, members_of_npz, open_file, open_members
from digitpad.core.readers.options import DataOptions
from digitpad.core.readers.pairs import (
    CLASS_NAMES,
    Array,
    RawData,
    RawImages,
    by_split,
    pair_arrays,
    split_named,
    split_of,
)
from digitpad.core.readers.picture_files import read_pictures
from digitpad.core.readers.strokes import is_strokes_head, read_stroke_images
from digitpad.core.readers.table import read_parquet, read_table

_Parts = dict[Split, RawImages]
_MOST_NAMES = 20
_SPLIT_WORD = re.compile(r"train|test|t10k|valid", re.IGNORECASE)
# What the file with the labels is called, by what that with the images is.
_PARTNERS = (("images", "labels"), ("imgs", "labels"), ("digits", "labels"), ("data", "target"), ("X", "y"), ("x", "y"))
# A row of numbers, or of names of columns, several of them.
_ROW = rb"(\xef\xbb\xbf)?[\w\"'.+\-:]*([,;\t ][\w\"'.+\-:]*){24,}"
_IDX = rb"\x00\x00[\x08\x09\x0b-\x0e][\x01-\x04]"
_PICKLE = re.compile(rb"\x80[\x02-\x05]|[(\]}]+[lpdi]p?\d*\n|[(\]}]*c[a-zA-Z_][\w.]*\n\w+\n")
# How other files begin, and what to do with them; {name} is the file.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"\Z", "is empty; choose a file of images with labels"),
    (
        rb"\x89HDF\r\n",
        "is an HDF5 file (.h5, or .mat of version 7.3); convert it in Python: "
        "f = h5py.File('{name}'); numpy.savez('data.npz', X=f['X'][:], y=f['y'][:])",
    ),
    (rb"\x1f\x9d|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "is compressed in a way that is not read; unpack it"),
    (rb"%PDF", "is a PDF document; choose a file of images with labels"),
    (rb"GIF8|BM|II\*\x00|MM\x00\*|RIFF....WEBP", "is a picture that is neither PNG nor JPEG; convert it first"),
)
_BUILT_IN = (
    "these are the images that digitpad has built in, with that book's split into 50,000, 10,000 and 10,000: "
    "--data mnist-nielsen"
)
_CONVERT = (
    "convert it in Python, if you trust it: X, y = pickle.load(open('{name}', 'rb')); numpy.savez('data.npz', X=X, y=y)"
)


def read_raw(path: Path, options: DataOptions) -> RawData:
    """What the file, folder or archive at `path` holds. Raises DataError, or MissingPackage for an optional one."""
    with open_members(path) as members:
        if not members:
            what = "a folder without files" if path.is_dir() else "empty"
            raise DataError(f"{path} is {what}; choose a folder or an archive with data.")
        by_format: dict[Format, list[Member]] = {}
        for member in members:
            if each := format_of(member):
                by_format.setdefault(each, []).append(member)
        if not by_format:
            raise DataError(f"{path} {_why(members)}.")
        found = max(by_format, key=lambda each: sum(member.size for member in by_format[each]))
        some = by_format[found]
        if path.is_file() and (members[0].name == path.name or path.suffix == ".npz"):
            some = _with_partners(path, some, found.name)
        raw = RawData({}, found.title, tuple(member.name for member in some[:_MOST_NAMES]))
        raw.parts = found.read(some, options, raw.notes)
        return raw


def is_data(path: Path) -> bool:
    """Whether there is a file, folder or archive of a known format that is no single picture; False if it cannot be
    opened."""
    try:
        with open_members(path) as members:
            found = format_of(members[0]) if len(members) == 1 else None
            return len(members) > 1 or (found is not None and found.name != "pictures")
    except (DataError, OSError, EOFError, zipfile.BadZipFile, zlib.error):
        return False


def _why(members: Sequence[Member]) -> str:
    """Why nothing was found."""
    if len(members) > 1:
        first = next((each for each in members if "pickle" in reason_unread(each)), None)
        if first:
            return f"holds {first.name}, which {reason_unread(first)}"
        return f"holds {len(members):,} files, none of a format that is read; docs/formats.md lists them"
    return reason_unread(members[0])


def _with_partners(path: Path, members: list[Member], format: str) -> list[Member]:
    """The file and those beside it that belong to it."""
    if format == "idx":
        names = _idx_family(path)
    elif format == "numpy":
        names = [*_numpy_family(path)]
    else:
        return members
    if path.suffix == ".npz":
        if not names:
            return members
        return [each for archive in dict.fromkeys([path, *names]) for each in members_of_npz(archive)]
    return [Member(each.name, each.stat().st_size, partial(open_file, each)) for each in dict.fromkeys([path, *names])]


def _idx_family(path: Path) -> list[Path]:
    """Files whose names are the same up to a word like train or t10k; of test images only those of their split."""
    word = _SPLIT_WORD.search(path.name)
    prefix = path.name[: word.start()] if word else re.split(r"images|labels", path.name)[0]
    others = [each for each in path.parent.iterdir() if each.name.startswith(prefix) and each.is_file()]
    split = split_named(path.name)
    packed = path.suffix == ".gz"
    some = [each for each in others if (each.suffix == ".gz") is packed and re.search(r"image|label|idx", each.name)]
    return sorted(each for each in some if split is Split.TRAINING or split_named(each.name) is split)


def _numpy_family(path: Path) -> set[Path]:
    found: set[Path] = set()
    for images, labels in _PARTNERS:
        if images in path.stem:
            for name in (path.name, re.sub("train", "test", path.name)):
                pair = path.with_name(name), path.with_name(name.replace(images, labels, 1))
                if all(each.is_file() for each in pair):
                    found.update(pair)
            break
    return found


def _read_arrays(read: Callable[[Member], Array], members: Sequence[Member], *_: object) -> _Parts:
    arrays = {member.name.removesuffix(".gz").removesuffix(".npy"): read(member) for member in members}
    if {"W1", "W2"} <= arrays.keys():
        raise DataError("it is a model, not a data file; choose one with images and labels")
    names = arrays.pop(CLASS_NAMES, None)
    parts = pair_arrays(arrays)
    for part in parts.values():
        part.classes = () if names is None else tuple(names.ravel().astype(str).tolist())
    return parts


def _read_idx(members: Sequence[Member], _options: DataOptions, notes: list[str]) -> _Parts:
    sets: dict[str, list[Member]] = {}
    for member in members:
        word = _SPLIT_WORD.search(member.name)
        sets.setdefault(member.name[: word.start()] if word else "", []).append(member)
    if len(sets) > 1:
        named = [name for name in sets if "digits" in name] or [name for name in sets if "emnist-mnist" in name]
        if len(named) != 1:
            raise DataError(f"it holds several data sets ({', '.join(sorted(sets))[:200]}); choose one of the files")
        notes.append(f"of {len(sets)} data sets, {named[0].strip('-/')}")
        members = sets[named[0]]
    return _read_arrays(read_idx, members)


def _read_mat(members: Sequence[Member], *_: object) -> _Parts:
    arrays = {name: array for member in members for name, array in read_mat(member).items()}
    return pair_arrays(arrays, columns=True)


def _read_tables(
    read: Callable[[Member, DataOptions], RawImages], members: Sequence[Member], options: DataOptions, _notes: object
) -> _Parts:
    """Tables by their splits, of which several are joined; those that are no images are passed over."""
    found: dict[Split, list[RawImages]] = {}
    error: DataError | None = None
    for member in members:
        try:
            table = read(member, options)
            found.setdefault(split_of(member), []).append(table)
        except DataError as reason:
            error = error or reason
    if error and not found:
        raise error
    parts = {split: _joined(some) for split, some in found.items()}
    if not any(part.labels is not None for part in parts.values()) or len(parts) == 1:
        return {Split.TRAINING: next(iter(parts.values()))} if len(parts) == 1 else parts
    return {split: part for split, part in parts.items() if part.labels is not None}


def _joined(some: list[RawImages]) -> RawImages:
    if len(some) == 1:
        return some[0]
    if any(part.labels is None for part in some):
        raise DataError("some of its tables have labels and others have none; name one of them")
    labels = [part.labels for part in some if part.labels is not None]
    return RawImages(np.concatenate([part.images for part in some]), np.concatenate(labels))


def _read_strokes(members: Sequence[Member], _options: DataOptions, notes: list[str]) -> _Parts:
    return {split: read_stroke_images(some, notes) for split, some in by_split(members).items()}


@dataclass(frozen=True)
class Format:
    """A family of files: its name for people, how it begins, and what reads the files of it that belong together; that
    gets the options for it, and notes to add to."""

    name: str
    title: str
    begins: Callable[[bytes], bool]
    read: Callable[[Sequence[Member], DataOptions, list[str]], _Parts]


def _pattern(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern, re.DOTALL)
    return lambda head: compiled.match(head) is not None


FORMATS: tuple[Format, ...] = (
    Format("numpy", "NumPy", _pattern(rb"\x93NUMPY"), partial(_read_arrays, read_npy)),
    Format("idx", "IDX, as MNIST's original files are", _pattern(_IDX), _read_idx),
    # Before tables, since its head is a text with many blanks.
    Format("mat", "MATLAB up to version 7", _pattern(rb"MATLAB 5\.0"), _read_mat),
    Format("table", "Table in text", _pattern(_ROW), partial(_read_tables, read_table)),
    Format("parquet", "Parquet", _pattern(rb"PAR1"), partial(_read_tables, read_parquet)),
    Format("pictures", "Pictures (PNG, JPEG)", _pattern(rb"\x89PNG\r\n|\xff\xd8\xff"), read_pictures),
    Format("strokes", "Pen strokes, rendered as drawings are", is_strokes_head, _read_strokes),
)


def format_of(member: Member) -> Format | None:
    """Which format a file has, by how it begins."""
    head = member.head()
    return next((each for each in FORMATS if each.begins(head[:HEAD])), None)


def reason_unread(member: Member) -> str:
    """The rest of a sentence that begins with the file's name."""
    head = member.head()
    name = member.name.replace("'", "")
    if _PICKLE.match(head):
        known = "mnist" in name.lower() and "fashion" not in name.lower()
        return (
            f"is a pickle, which could run any program and is never loaded; {_BUILT_IN if known else _CONVERT}".replace(
                "{name}", name
            )
        )
    for start, sentence in _OTHERS:
        if re.match(start, head, re.DOTALL):
            return sentence.replace("{name}", name)
    return (
        "is in no format of images with labels that digitpad knows (docs/formats.md lists them); "
        "numpy.savez('data.npz', digits=X, labels=y) in Python makes a file that opens"
    )
