"""Tables, a row for each image with its label: in text, with commas, semicolons, tabs or blanks, or as Parquet."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import numpy as np

from digitpad.core.errors import DataError, MissingPackage
from digitpad.core.files import check_fits
from digitpad.core.readers.members import Member
from digitpad.core.readers.options import DataOptions
from digitpad.core.readers.pairs import Array, RawImages, described
from digitpad.core.readers.picture_files import grey_bytes

_LONGEST_LINE = 1_000_000
_ROWS_AT_ONCE = 2_000
_SAMPLE = 200
_SEPARATORS = (b",", b";", b"\t")
_LABEL_NAMES = {"label", "labels", "class", "y", "target", "targets", "digit"}
_INDEX_NAMES = {"", "id", "index", "unnamed: 0", "imageid"}
_NUMBER = re.compile(rb"\s*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+)\s*\Z")
_MOST_BYTES = 4_000_000_000
_IMAGES = ("image", "images", "pixels", "img", "x", "data", "features")
_LABELS = ("label", "labels", "class", "y", "target", "digit", "fine_label")


@dataclass(frozen=True)
class _Layout:
    """Which columns of a row are what."""

    separator: bytes | None  # None: any blanks
    header: bool
    columns: int
    index: int  # columns before everything else that number the rows
    label: int | None  # 0 for the first after those, -1 for the last


def read_table(member: Member, options: DataOptions) -> RawImages:
    """Images (n, pixels) and their labels (n,), texts or numbers; no labels where a row has only pixels.

    Raises DataError, with the line, for what is no such table.
    """
    with member.open() as file:
        layout = _layout(list(_lines(islice(_raw_lines(file), _SAMPLE + 1))), options.label_column)
    with member.open() as file:
        lines = _lines(_raw_lines(file))
        if layout.header:
            next(lines)
        pieces, labels, size = [], [], 0
        number = 1 + layout.header
        while some := list(islice(lines, _ROWS_AT_ONCE)):
            pixels, texts = _block(some, layout, number)
            number += len(some)
            pieces.append(pixels)
            labels += texts
            size += pixels.nbytes
            if len(pieces) % 10 == 0:
                check_fits(member.name, size)
    check_fits(member.name, size)
    dtype = np.result_type(*pieces)
    images = np.empty((number - 1 - layout.header, pieces[0].shape[1]), dtype)
    start = 0
    while pieces:  # each piece is given up once it is copied
        piece = pieces.pop(0)
        images[start : start + len(piece)] = piece
        start += len(piece)
    return RawImages(images, _numbers(labels) if layout.label is not None else None)


def _raw_lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise DataError("it has a line of more than a million letters; a row for each image is needed.")
        yield line


def _lines(raw: Iterator[bytes]) -> Iterator[bytes]:
    """Lines that hold something, without quotation marks and the mark of UTF-8."""
    for line in raw:
        line = line.removeprefix(b"\xef\xbb\xbf").replace(b'"', b"").strip(b" \r\n")
        if line:
            yield line


def _layout(sample: list[bytes], label_column: str) -> _Layout:
    if not sample:
        raise DataError("it is empty; a row for each image is needed.")
    body = sample[-1]
    separator = max(_SEPARATORS, key=body.count)
    used = separator if separator in body else None
    first = sample[0].split(used)
    named = [not _NUMBER.match(cell) for cell in first]
    header = sum(named) > 1 or (len(sample) > 1 and sum(named) == 1 and named[0] and len(first) == 1)
    rows = [line.split(used) for line in sample[1 if header else 0 :]]
    if not rows:
        raise DataError("it has names of columns and no rows; a row for each image is needed.")
    columns = len(rows[0])
    names = [cell.decode("utf-8", "replace").strip().lower() for cell in first] if header else []
    index = int(bool(names) and names[0] in _INDEX_NAMES and not _is_square(columns) and not _is_square(columns - 1))
    if _is_square(columns - index):
        return _Layout(used, header, columns, index, None)
    if not _is_square(columns - index - 1):
        raise DataError(
            f"it has {columns} columns, but 784 pixels and a label are needed, in rows like label,pixel,pixel,…."
        )
    label = {"first": 0, "last": -1}.get(label_column)
    if label is None:
        label = _label_place(names[index:], [row[index:] for row in rows])
    return _Layout(used, header, columns, index, label)


def _label_place(names: Sequence[str], rows: list[list[bytes]]) -> int:
    """Where the label stands: by its name, or by what the first and the last column hold."""
    for place in (0, -1):
        if names and names[place] in _LABEL_NAMES:
            return place
    first, last = ([row[place] for row in rows] for place in (0, -1))
    # Labels differ; the pixels of a corner hardly do.
    plausible = [_looks_like_labels(column) for column in (first, last)]
    if plausible[0] != plausible[1]:
        return 0 if plausible[0] else -1
    return -1 if len(set(last)) > len(set(first)) else 0


def _looks_like_labels(column: list[bytes]) -> bool:
    if not all(map(_NUMBER.match, column)):
        return True
    values = {float(each) for each in column}
    return all(value.is_integer() and 0 <= value <= 10 for value in values)


def _is_square(count: int) -> bool:
    return count >= 36 and math.isqrt(count) ** 2 == count


def _block(lines: list[bytes], layout: _Layout, number: int) -> tuple[Array, list[bytes]]:
    """Pixels (k, p) of some rows, as bytes if they are, and the texts of their labels; `number` is the first's."""
    labels = []
    for place, line in enumerate(lines):
        separator = layout.separator
        if separator is None:
            line = b" ".join(line.split())
            separator = b" "
        if line.count(separator) != layout.columns - 1:
            raise DataError(
                f"row {number + place} has {line.count(separator) + 1} columns instead of {layout.columns}; "
                "each image needs a row of its own."
            )
        if layout.index:
            line = line.split(separator, 1)[1]
        if layout.label is not None:
            parts = line.split(separator, 1) if layout.label == 0 else line.rsplit(separator, 1)[::-1]
            label, line = parts
            labels.append(label.strip())
        lines[place] = line if separator == b"," else line.replace(separator, b",")
    width = layout.columns - layout.index - (layout.label is not None)
    text = b",".join(lines)
    dtype = np.float64 if re.search(rb"[.eE]", text) else np.int32
    try:
        values: Array = np.fromstring(text, dtype, sep=",")
    except (ValueError, DeprecationWarning):
        values = np.empty(0)
    if values.size != len(lines) * width:
        last = number + len(lines) - 1
        raise DataError(f"rows {number} to {last} hold something that is not a number; clean the table.")
    if dtype is np.int32 and values.min() >= 0 and values.max() <= 255:
        values = values.astype(np.uint8)
    elif dtype is np.float64:
        values = values.astype(np.float32)
    return values.reshape(len(lines), width), labels


def _numbers(labels: list[bytes]) -> Array:
    """Labels as numbers if all are, else as texts."""
    if all(map(_NUMBER.match, set(labels))):
        return np.array(labels, np.float64)
    return np.array([each.decode("utf-8", "replace") for each in labels])


def read_parquet(member: Member, _options: object) -> RawImages:
    """Images and labels of a table. Raises DataError for one without images."""
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingPackage.of(member.name, "pyarrow", "parquet") from None
    check_fits(member.name, member.size)
    file = parquet.ParquetFile(pyarrow.BufferReader(member.content(_MOST_BYTES)))
    check_fits(member.name, sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups)))
    names = [file.schema_arrow.field(i).name for i in range(len(file.schema_arrow))]
    lower = {name.lower(): name for name in names}
    label = next((lower[name] for name in _LABELS if name in lower), None)
    image = next((lower[name] for name in _IMAGES if name in lower), None)
    labels = file.read(columns=[label]).column(0).to_numpy() if label else None
    if labels is not None and labels.dtype == object:
        labels = np.array([str(each) for each in labels])
    if image:
        column = file.read(columns=[image]).column(0)
        return RawImages(_pictures(member, column), labels)
    rest = [name for name in names if name != label]
    columns = file.read(columns=rest)
    if not rest or any(not _is_number(columns.schema.field(name).type, pyarrow) for name in rest):
        listed = described({name: np.empty(0, object) for name in rest})
        raise DataError(f"it has no column image or pixels, but {listed}; the table of an image data set is needed.")
    return RawImages(np.stack([columns.column(i).to_numpy() for i in range(len(rest))], axis=1), labels)


def _is_number(kind: Any, pyarrow: Any) -> bool:
    return bool(pyarrow.types.is_integer(kind) or pyarrow.types.is_floating(kind) or pyarrow.types.is_boolean(kind))


def _pictures(member: Member, column: Any) -> Array:
    """Images (n, h, w) or (n, pixels) of a column of encoded pictures or of lists of numbers."""
    images: list[Array] = []
    for chunk in column.chunks:
        for value in chunk:
            each = value.as_py()
            if isinstance(each, dict):
                each = each.get("bytes")
            if isinstance(each, bytes):
                images.append(grey_bytes(each, member.name))
            else:
                images.append(np.asarray(each))
            if images[-1].shape != images[0].shape or images[-1].dtype.kind not in "biuf":
                raise DataError("its images have different sizes; scale them to one size first.")
    if not images:
        raise DataError("it has no rows; a row for each image is needed.")
    return np.stack(images)
