"""Reading drawings with their labels from a file: JSON lines, UNIPEN text, or InkML."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.drawing.render import PackedDrawings, load_kernel, render
from digitpad.core.drawing.strokes import paths
from digitpad.core.errors import DataError
from digitpad.core.files import open_to_read
from digitpad.core.readers.members import Member
from digitpad.core.readers.pairs import Array, RawImages
from digitpad.core.readers.pen_formats import (
    LONGEST_DRAWING,
    MOST_POINTS,
    TOO_MANY_POINTS,
    BrokenDrawing,
    BrokenLine,
    LabelledDrawing,
    checked_drawing,
    clean_text,
    read_inkml,
    read_unipen,
)

# Commas and brackets: five for a point of four numbers, and as many again for what stands beside the strokes.
_MOST_VALUES = 10 * MOST_POINTS
_HEAD = 1_000  # bytes, by which a format is known
_READERS = {b".": read_unipen, b"<": read_inkml}
_AT_ONCE = 1_000
_MANIFEST = "manifest.json"  # in the export of a collection: JSON, too, but no drawing
_WORTH_COMPILING = 20_000  # bytes


def read_json_lines(file: BinaryIO) -> Iterator[LabelledDrawing | BrokenLine]:
    """The drawings in the file, or what is wrong with a line; empty lines are passed over."""
    number = 0
    while line := file.readline(LONGEST_DRAWING):
        number += 1
        try:
            if len(line) == LONGEST_DRAWING:
                while line and not line.endswith(b"\n"):
                    line = file.readline(LONGEST_DRAWING)
                raise BrokenDrawing(f"it is longer than {LONGEST_DRAWING:,} bytes")
            if line.strip():
                yield labelled_drawing(decoded_line(line), number)
        except BrokenDrawing as broken:
            yield BrokenLine(number, str(broken))


def decoded_line(line: bytes) -> dict[str, Any]:
    """The object in a line. Raises BrokenDrawing for anything else, and for one that is far larger than a drawing."""
    # Counted before it is decoded: a short line of empty lists would take a hundred times its size.
    if sum(map(line.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise BrokenDrawing(TOO_MANY_POINTS)
    try:
        found = _DECODER.decode(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BrokenDrawing("it is not JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("strokes"), list):
        raise BrokenDrawing("it is not an object with a list of strokes")
    return found


def labelled_drawing(found: dict[str, Any], number: int) -> LabelledDrawing:
    """The drawing in the object of a line. Raises BrokenDrawing for one that cannot be used."""
    drawing = checked_drawing([_points(stroke) for stroke in found["strokes"] if stroke != []])
    label = found.get("label")
    if isinstance(label, float) and label.is_integer():
        label = int(label)
    if label is not None and (isinstance(label, bool) or not isinstance(label, str | int)):
        raise BrokenDrawing("its label is neither a text nor a whole number")
    text = None if label is None else clean_text(label)
    return LabelledDrawing(drawing, number, text, "label" in found, clean_text(found.get("writer")))


def _points(stroke: Any) -> npt.NDArray[np.float64]:
    """The numbers (n, 2 to 4) of a stroke."""
    try:
        points = np.array(stroke)
    except ValueError:  # rows of different lengths
        points = np.empty(0)
    if points.ndim != 2 or points.dtype.kind not in "if" or not 2 <= points.shape[1] <= 4:
        raise BrokenDrawing("it has a stroke that is no list of [x, y] or [x, y, time, pressure]")
    return points.astype(np.float64)


def _refuse(name: str) -> float:
    raise ValueError(name)


# JSON has no infinite numbers, but Python's decoder would take them.
_DECODER = json.JSONDecoder(parse_constant=_refuse)


def read_strokes(path: Path) -> Iterator[LabelledDrawing | BrokenLine]:
    """The drawings in a file of any length, one after the other; a BrokenLine stands for what is broken.

    JSON lines have one object a line: `strokes`, lists of [x, y] or [x, y, time, pressure] in any units, y down;
    `label`, a digit, or anything else for what is none; and `writer`. A file that begins with a dot is UNIPEN text,
    one of XML InkML.
    Raises DataError when the file cannot be opened, or is no text.
    """
    with open_to_read(path, DataError) as file:
        start = file.peek(_HEAD)[:_HEAD]
        if start.startswith(b"%PDF"):
            raise DataError(f"{path} is a PDF document; export its page as PNG.")
        if b"\0" in start:
            raise DataError(f"{path} is not a file of drawings; docs/formats.md says which there are.")
        yield from strokes_in(file)


def strokes_in(file: BinaryIO) -> Iterator[LabelledDrawing | BrokenLine]:
    """The same of an open file."""
    start = file.read(_HEAD)
    file.seek(0)
    yield from _READERS.get(_first_byte(start), read_json_lines)(file)


def is_strokes(path: Path) -> bool:
    """Whether a file begins as a file of drawings does, and not as a picture; False if it cannot be opened."""
    with suppress(DataError), open_to_read(path, DataError) as file:
        return is_strokes_head(file.peek(_HEAD)[:_HEAD])
    return False


def is_strokes_head(start: bytes) -> bool:
    """Whether something begins as a file of drawings does."""
    first = _first_byte(start)
    return first in (b".", b"{") or (first == b"<" and b"<ink" in start[:_HEAD])


def _first_byte(start: bytes) -> bytes:
    """The first byte that is no blank."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def read_stroke_images(members: Iterable[Member], notes: list[str]) -> RawImages:
    """Images (n, 28, 28) of the drawings with a digit as their label. Raises DataError when there is none."""
    members = [each for each in members if PurePosixPath(each.name).name != _MANIFEST]
    if sum(member.size for member in members) > _WORTH_COMPILING:
        load_kernel()
    images: list[Array] = []
    labels: list[int] = []
    broken = others = 0
    for member in members:
        with member.open() as file:
            items = strokes_in(file)
            while some := list(islice(items, _AT_ONCE)):
                good = [each for each in some if not isinstance(each, BrokenLine) and each.drawing]
                broken += len(some) - len(good)
                digits = [each for each in good if not isinstance(each, BrokenLine)]
                named = [(each, each.digit if each.labelled else _in_name(member)) for each in digits]
                known = [(each, digit) for each, digit in named if digit is not None]
                others += len(digits) - len(known)
                if known:
                    ink = render(PackedDrawings.of(paths(each.drawing) for each, _ in known), DEFAULT)
                    images.append(np.round(ink * 255).astype(np.uint8))
                    labels += [digit for _, digit in known]
    if not images:
        raise DataError('it has no drawing of a digit with its label; give lines like {"label": 7, "strokes": …}.')
    notes.append(f"{len(labels):,} drawings rendered as those on the canvas")
    if broken:
        notes.append(f"{broken:,} broken lines left out")
    if others:
        notes.append(f"{others:,} drawings that are no digit left out")
    return RawImages(np.concatenate(images), np.array(labels), ready=True)


def _in_name(member: Member) -> int | None:
    """The digit that the folder of a file is named after."""
    folder = PurePosixPath(member.name).parent.name
    return int(folder) if folder.isdecimal() and len(folder) == 1 else None
