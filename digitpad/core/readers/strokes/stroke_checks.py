"""What a file of drawings holds, and the checks that every number from outside goes through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
