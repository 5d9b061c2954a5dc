"""Reading drawings with their labels from a file: JSON lines, or UNIPEN text."""

from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from digitpad.core.errors import DataError
from digitpad.core.files import explained
from digitpad.core.readers.strokes_checks import BrokenLine, LabelledDrawing
from digitpad.core.readers.strokes_json import read_json_lines
from digitpad.core.readers.unipen import read_unipen


def read_strokes(path: Path) -> Iterator[LabelledDrawing | BrokenLine]:
    """The drawings in a file of any length, one after the other; what is broken is told in its place.

    JSON lines have one object a line: `strokes`, lists of [x, y] or [x, y, time, pressure] in any units, y down;
    `label`, a digit, or anything else for what is none; and `writer`. A file that begins with a dot is UNIPEN text.
    Raises DataError when the file cannot be opened.
    """
    with explained(path, DataError), path.open("rb") as file:
        yield from read_unipen(file) if _first_byte(file) == b"." else read_json_lines(file)


def is_strokes(path: Path) -> bool:
    """Whether a file begins as a file of drawings does, and not as a picture; False if it cannot be opened."""
    try:
        with path.open("rb") as file:
            return _first_byte(file) in (b".", b"{")
    except OSError:
        return False


def _first_byte(file: BufferedReader) -> bytes:
    """The first byte that is no blank, without taking it."""
    return file.peek(1).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
