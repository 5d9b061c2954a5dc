"""Drawings as InkML (W3C 2011): traces of points, and an annotation that says what was written; y goes down."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from digitpad.core.readers.strokes.stroke_checks import (
    LONGEST_DRAWING,
    BrokenDrawing,
    BrokenLine,
    LabelledDrawing,
    checked_drawing,
    clean_text,
)

_TRUTHS = ("truth", "label", "class", "transcription")


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


_ID = "{http://www.w3.org/XML/1998/namespace}id"


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
