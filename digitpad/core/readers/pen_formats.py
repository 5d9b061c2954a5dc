"""What a file of drawings holds, with the checks that all of it goes through; and drawings as UNIPEN text or InkML.

UNIPEN text (Guyon et al. 1994) is what UCI's original pen digits are:

    .SEGMENT DIGIT 5-6 ? "4"
    .COMMENT 4 12 3
    .PEN_DOWN
     267 333
     …
    .PEN_UP
    .DT 100

What follows .SEGMENT up to the next one is a drawing, whatever the numbers of its strokes; y goes up. The comment is
the digit, its writer and its number. .COORD names the columns, X and Y without it. Other keywords are passed over.

InkML (W3C 2011) has traces of points, and an annotation that says what was written; y goes down.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.strokes import Drawing, Stroke
from digitpad.core.errors import one_line, printable

# Far more than any drawing has.
MOST_POINTS = 100_000
LONGEST_DRAWING = 20_000_000  # bytes of a file
TOO_MANY_POINTS = f"it has more than {MOST_POINTS:,} points"
_LARGEST = 1e9
_LONGEST_TEXT = 200
_DIGITS = frozenset("0123456789")
_LONGEST_LINE = 100_000
_COLUMNS = ("X", "Y", "T", "P")
_TRUTHS = ("truth", "label", "class", "transcription")
_ID = "{http://www.w3.org/XML/1998/namespace}id"


class BrokenDrawing(Exception):
    """What is wrong with a drawing; its reader goes on with the next."""


@dataclass(frozen=True, eq=False)
class LabelledDrawing:
    """A drawing in units of its own, y down, and the line of the file it begins at.

    `label` is what was written: "0" to "9", a number, or another text or None for what is not a digit; `labelled` tells
    whether the file says anything about it.
    """

    drawing: Drawing
    line: int
    label: str | None = None
    labelled: bool = False
    writer: str = ""

    @property
    def digit(self) -> int | None:
        return int(self.label) if self.label in _DIGITS else None

    @property
    def number(self) -> str | None:
        """The label if it is a number of several digits, leading zeros included."""
        several = self.label is not None and len(self.label) > 1 and _DIGITS.issuperset(self.label)
        return self.label if several else None


@dataclass(frozen=True)
class BrokenLine:
    """A line that cannot be used, or at which a drawing begins that cannot, and what is wrong with it."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {printable(self.reason)}"


def checked_drawing(strokes: Sequence[npt.NDArray[np.float64]]) -> Drawing:
    """The drawing of strokes (n, 2 to 4): x, y, time, pressure; those without points are left out."""
    if sum(map(len, strokes)) > MOST_POINTS:
        raise BrokenDrawing(TOO_MANY_POINTS)
    return tuple(_checked_stroke(stroke) for stroke in strokes if len(stroke))


def _checked_stroke(values: npt.NDArray[np.float64]) -> Stroke:
    # nan fails the comparison too.
    if not (np.abs(values) <= _LARGEST).all():
        raise BrokenDrawing(f"it has a number that is not finite, or beyond {_LARGEST:.0e}")
    samples = np.zeros((len(values), 4))
    samples[:, 3] = 1
    samples[:, : values.shape[1]] = values
    return Stroke(samples)


def clean_text(value: Any) -> str:
    """A label or a writer's name as one short printable text; empty for what is neither text nor a whole number."""
    of_text = isinstance(value, str | int) and not isinstance(value, bool)
    return one_line(str(value), _LONGEST_TEXT) if of_text else ""


class _Segment:
    """The drawing being read: the words of each stroke, and what the file says about it."""

    def __init__(self, line: int, label: str | None, writer: str) -> None:
        self.line, self.label, self.writer = line, label, writer
        self.strokes: list[list[str]] = []
        self.words = self.bytes = 0

    def begin_stroke(self) -> None:
        """The pen comes down; a stroke before it without points is forgotten."""
        if not self.strokes or self.strokes[-1]:
            self.strokes.append([])

    def add(self, words: list[str], size: int) -> None:
        """More numbers of the stroke being drawn, `size` bytes in all; `finished` says when there are too many."""
        self.words += len(words)
        self.bytes += size
        if not self._too_long:
            self.strokes[-1].extend(words)

    @property
    def _too_long(self) -> bool:
        return self.words > MOST_POINTS * 8 or self.bytes > LONGEST_DRAWING

    def finished(self, columns: list[str]) -> LabelledDrawing | BrokenLine:
        try:
            if self._too_long:
                raise BrokenDrawing(TOO_MANY_POINTS)
            drawing = checked_drawing([_samples(stroke, columns) for stroke in self.strokes])
        except BrokenDrawing as broken:
            return BrokenLine(self.line, str(broken))
        return LabelledDrawing(drawing, self.line, self.label, self.label is not None, self.writer)


def read_unipen(file: BinaryIO) -> Iterator[LabelledDrawing | BrokenLine]:
    """The drawings in the file, or what is wrong with one."""
    columns, writer, number = ["X", "Y"], "", 0
    segment, down = _Segment(1, None, writer), False
    while line := file.readline(_LONGEST_LINE):
        number += 1
        words = line.decode("latin-1").split()
        keyword = words[0].upper() if words and words[0].startswith(".") else ""
        if keyword == ".SEGMENT":
            if segment.strokes:
                yield segment.finished(columns)
            segment, down = _Segment(number, _label(line.decode("latin-1")), writer), False
        elif keyword == ".COORD":
            columns = [word.upper() for word in words[1:]]
        elif keyword == ".WRITER_ID" and len(words) > 1:
            writer = segment.writer = clean_text(words[1])
        elif keyword == ".COMMENT" and len(words) == 4 and words[1] == segment.label and words[2].isdigit():
            segment.writer = clean_text(words[2])
        elif keyword in (".PEN_DOWN", ".PEN_UP"):
            down = keyword == ".PEN_DOWN"
            if down:
                segment.begin_stroke()
                segment.add(words[1:], len(line))
        elif down and not keyword:
            segment.add(words, len(line))
    if segment.strokes:
        yield segment.finished(columns)


def _label(line: str) -> str | None:
    """What is between the quotation marks."""
    parts = line.split('"')
    return clean_text(parts[1]) if len(parts) >= 3 else None


def _samples(words: list[str], columns: list[str]) -> npt.NDArray[np.float64]:
    """Columns x, y (down), time and pressure (n, 2 to 4), of a stroke's numbers."""
    try:
        table = np.array(words, np.float64).reshape(-1, len(columns))
        found = [table[:, columns.index(name)] for name in _COLUMNS[:2]]
    except (ValueError, ZeroDivisionError):
        raise BrokenDrawing(f"it has a stroke that is not made of numbers for {' '.join(columns)}") from None
    found[1] = -found[1]
    if "T" in columns:
        found.append(table[:, columns.index("T")])
        if "P" in columns:
            found.append(table[:, columns.index("P")])
    return np.stack(found, axis=1)


def read_inkml(file: BinaryIO) -> Iterator[LabelledDrawing | BrokenLine]:
    """The drawings in the file: each traceGroup that has an annotation of its own, or else all traces together."""
    content = file.read(LONGEST_DRAWING + 1)
    if len(content) > LONGEST_DRAWING:
        yield BrokenLine(1, f"it is longer than {LONGEST_DRAWING:,} bytes")
        return
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # which may stand for far more than is there
        yield BrokenLine(1, "it declares entities, which are never expanded")
        return
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        yield BrokenLine(1, "it is not XML")
        return
    traces = {each.get(_ID, each.get("id", "")): each for each in root.iter() if _tag(each) == "trace"}
    writer = next(
        (clean_text(each.text) for each in root if _tag(each) == "annotation" and each.get("type") == "writer"), ""
    )
    groups = [each for each in root.iter() if _tag(each) == "traceGroup" and _truth(each) is not None]
    for number, group in enumerate(groups or [root], 1):
        own = [each for each in group.iter() if _tag(each) == "trace"]
        views = [each.get("traceDataRef", "").lstrip("#") for each in group.iter() if _tag(each) == "traceView"]
        some = [traces[view] for view in views if view in traces] if groups and not own else own
        label = _truth(group)
        try:
            drawing = checked_drawing([_points(each.text or "") for each in some])
        except BrokenDrawing as broken:
            yield BrokenLine(number, str(broken))
        else:
            yield LabelledDrawing(drawing, number, label, label is not None, writer)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _truth(element: ElementTree.Element) -> str | None:
    """What an annotation of the element itself says was written."""
    for each in element:
        if _tag(each) == "annotation" and each.get("type", "").lower() in _TRUTHS:
            return clean_text(each.text)
    return None


def _points(text: str) -> npt.NDArray[np.float64]:
    """x and y (n, 2) of a trace; what else a point has is left out."""
    rows = [point.split()[:2] for point in text.split(",") if point.strip()]
    try:
        points = np.array(rows, np.float64).reshape(-1, 2)
    except ValueError:
        raise BrokenDrawing("it has a trace that is not made of points like 10 20, 11 22") from None
    return points
