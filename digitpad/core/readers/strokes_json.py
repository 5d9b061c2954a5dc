"""Drawings as JSON lines: one object a line, with `strokes`, `label` and `writer`."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from digitpad.core.readers.strokes_checks import (
    BrokenDrawing,
    BrokenLine,
    LabelledDrawing,
    checked_drawing,
    clean_text,
)

_LONGEST_LINE = 20_000_000


def read_json_lines(file: BinaryIO) -> Iterator[LabelledDrawing | BrokenLine]:
    """The drawings in the file, or what is wrong with a line; empty lines are passed over."""
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        try:
            if len(line) == _LONGEST_LINE:
                _skip_line(file, line)
                raise BrokenDrawing(f"it is longer than {_LONGEST_LINE:,} bytes")
            if line.strip():
                yield _drawing(line, number)
        except BrokenDrawing as broken:
            yield BrokenLine(number, str(broken))


def _skip_line(file: BinaryIO, part: bytes) -> None:
    while part and not part.endswith(b"\n"):
        part = file.readline(_LONGEST_LINE)


def _drawing(line: bytes, number: int) -> LabelledDrawing:
    try:
        found = _DECODER.decode(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BrokenDrawing("it is not JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("strokes"), list):
        raise BrokenDrawing("it is no object with a list of strokes")
    drawing = checked_drawing([_points(stroke) for stroke in found["strokes"]])
    label = found.get("label")
    if isinstance(label, float) and label.is_integer():
        label = int(label)
    if label is not None and (isinstance(label, bool) or not isinstance(label, str | int)):
        raise BrokenDrawing("its label is neither a text nor a whole number")
    text = None if label is None else clean_text(label)
    return LabelledDrawing(drawing, number, text, "label" in found, clean_text(found.get("writer")))


def _points(stroke: Any) -> npt.NDArray[np.float64]:
    """The numbers (n, 2 to 4) of a stroke; (0, 2) for none."""
    if stroke == []:
        return np.empty((0, 2))
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
