"""What the tables hold of a drawing, as it was and as a list shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np

from digitpad.core.collection.drawing import CollectedDrawing, Source, image_of, unpacked_strokes
from digitpad.core.errors import CollectionError
from digitpad.core.network import CLASSES

ROW_COLUMNS = "drawings.id, label, answer, sureness, correct, writers.name, written, source, model, seen"
COLUMNS = f"{ROW_COLUMNS}, device, rejection, fingerprint, held_out, probabilities, strokes"
TABLES = "drawings JOIN contents ON contents.id = drawings.id JOIN writers ON writers.id = drawings.writer"


class DrawingRow(NamedTuple):
    """What a list shows of a drawing; `seen` is its image, 784 bytes from 0 to 255. For the rest see
    CollectedDrawing."""

    id: int
    label: int | None
    answer: int | None
    sureness: float
    right: bool | None
    writer: str
    written: datetime
    source: str
    model: str
    seen: bytes


class WriterSummary(NamedTuple):
    """How many drawings of each digit (10,) a writer has, how many that are no digit, how many a model has read, how
    many of these correctly, and how many are held out."""

    digits: tuple[int, ...] = (0,) * CLASSES
    no_digit: int = 0
    read: int = 0
    correct: int = 0
    held_out: int = 0

    @property
    def drawings(self) -> int:
        """All of them."""
        return sum(self.digits) + self.no_digit

    def plus(self, label: int | None, count: int, correct: int, read: int, held_out: int) -> "WriterSummary":
        """With those of one label."""
        digits = tuple(each + count * (digit == label) for digit, each in enumerate(self.digits))
        no_digit = self.no_digit + (count if label is None else 0)
        return WriterSummary(digits, no_digit, self.read + read, self.correct + correct, self.held_out + held_out)


def row_of(found: Sequence[Any]) -> DrawingRow:
    """What a list shows of a drawing, from its ROW_COLUMNS; content is not looked at."""
    number, label, answer, sureness, correct, writer, written, source, model, seen = found
    right = None if correct is None else bool(correct)
    return DrawingRow(
        number, label, answer, sureness, right, writer, datetime.fromisoformat(written), source, model, seen
    )


def drawing_of(found: Sequence[Any]) -> CollectedDrawing:
    """The drawing with these COLUMNS. Raises ValueError, TypeError or CollectionError for content that is damaged."""
    _, label, _, _, _, writer, written, source, model, seen, *more = found
    device, rejection, fingerprint, held_out, P, strokes = more
    return CollectedDrawing(
        unpacked_strokes(strokes),
        image_of(seen),
        label,
        writer,
        datetime.fromisoformat(written),
        Source(source),
        device,
        None if P is None else np.frombuffer(P, "<f4").astype(np.float32),
        rejection,
        model,
        fingerprint,
        bool(held_out),
    )


def is_sound(found: Sequence[Any], digest: str) -> bool:
    """Whether a drawing is as it was when its digest was taken."""
    try:
        return drawing_of(found).digest == digest
    except (ValueError, TypeError, CollectionError):
        return False
