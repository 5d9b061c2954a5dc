"""A drawing as it is kept: the strokes, what the network saw and answered, what was meant, and the same in tables."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import Ink
from digitpad.core.drawing.strokes import Device, Drawing, Stroke
from digitpad.core.errors import CollectionError, DigitpadError
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, PIXELS, SIDE
from digitpad.core.readers.pen_formats import MOST_POINTS
from digitpad.core.recognition.predict import Prediction

Bytes = npt.NDArray[np.uint8]
LONGEST_NAME = 60  # letters of a writer's name
UNNAMED = "Me"  # who writes as long as nobody has said who; in a class, everybody
ROW_COLUMNS = "drawings.id, label, answer, sureness, correct, writers.name, written, source, model, seen"
COLUMNS = f"{ROW_COLUMNS}, device, rejection, fingerprint, held_out, probabilities, strokes"
TABLES = "drawings JOIN contents ON contents.id = drawings.id JOIN writers ON writers.id = drawings.writer"


class Source(StrEnum):
    """How a drawing came into the collection."""

    DRAWING = "drawing"
    PICTURE = "picture"
    SESSION = "session"
    FILE = "file"


@dataclass(frozen=True, eq=False)
class CollectedDrawing:
    """A drawing in canvas units, without strokes if it comes from a picture, and the image (28, 28) the network saw.

    `label` is the digit that was meant, None for no digit. `probabilities` (10,) are those of the model that `model`
    names and `fingerprint` tells from others; there are none if no model has read it. `device` is what was
    written with, names of Device with commas, empty if nobody knows. `rejection` is why it took the drawing for no
    digit, if it did. `written` is in UTC. What is `held_out` is not taught, but asked; None lets the
    collection choose. Raises CollectionError for what cannot be kept.
    """

    strokes: Drawing
    seen: Bytes
    label: int | None
    writer: str
    written: datetime
    source: Source = Source.DRAWING
    device: str = ""
    probabilities: npt.NDArray[np.float32] | None = None
    rejection: str = ""
    model: str = ""
    fingerprint: str = ""
    held_out: bool | None = None

    def __post_init__(self) -> None:
        if self.label is not None and not 0 <= self.label < CLASSES:
            raise CollectionError(f"A label is a digit or none, not {self.label}.")
        check_writer(self.writer)
        if self.seen.shape != (SIDE, SIDE) or self.seen.dtype != np.uint8:
            raise CollectionError(f"The image of a drawing has {SIDE}×{SIDE} bytes.")
        if self.written.tzinfo is None or not 1970 <= self.written.year < 2200:
            raise CollectionError("The date of a drawing needs a time zone, and a year from 1970 to 2199.")
        P = self.probabilities
        if P is not None and not (P.shape == (CLASSES,) and np.isfinite(P).all()):
            raise CollectionError(f"The answer to a drawing has {CLASSES} probabilities.")

    @property
    def ink(self) -> Ink:
        """What the network saw (28, 28), from 0 to 1."""
        return self.seen.astype(np.float32) / np.float32(255)

    @property
    def answer(self) -> int | None:
        """The digit that was read; None if it was taken for no digit, or no model has read it."""
        return None if self.probabilities is None or self.rejection else int(self.probabilities.argmax())

    @property
    def sureness(self) -> float:
        """How probable the model held the most probable digit to be, 0 without a model."""
        return 0.0 if self.probabilities is None else float(self.probabilities.max())

    @property
    def right(self) -> bool | None:
        """Whether the answer is the label; None if no model has read it."""
        return None if not self.model else self.answer == self.label

    @property
    def digest(self) -> str:
        """What tells it from others by content, whoever has labelled it, and under whatever name: the strokes, or
        the image where there are none."""
        content = packed_strokes(self.strokes) if self.strokes else self.seen.tobytes()
        return hashlib.blake2b(content, digest_size=16).hexdigest()


def from_prediction(
    prediction: Prediction,
    model: Model | None,
    *,
    label: int | None,
    writer: str,
    strokes: Drawing = (),
    source: Source = Source.DRAWING,
) -> CollectedDrawing:
    """The drawing, written now, with a model's answer."""
    P = prediction.probabilities
    return CollectedDrawing(
        strokes,
        np.round(prediction.seen * 255).astype(np.uint8),
        label,
        writer,
        datetime.now(UTC),
        source,
        ", ".join(dict.fromkeys(each.device for each in strokes if each.device)) if strokes else Device.PICTURE,
        probabilities=None if P is None else P.astype(np.float32),
        rejection=str(prediction.rejection or ""),
        model=model.name if model else "",
        fingerprint=model.fingerprint if model else "",
    )


def is_writer(name: str) -> bool:
    """Whether it is a name that a writer can have."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()


def check_writer(name: str, error: type[DigitpadError] = CollectionError) -> None:
    """Raise `error` for what is no name of a writer."""
    if not is_writer(name):
        raise error(f"A writer needs a name of 1 to {LONGEST_NAME} printable letters.")


def packed_strokes(strokes: Drawing) -> bytes:
    """The number of strokes, the samples of each, and all samples, little-endian: int32, int32 (n,), float64 (m, 4)."""
    counts = np.array([len(strokes), *(len(each.samples) for each in strokes)], "<i4")
    return counts.tobytes() + b"".join(each.samples.astype("<f8").tobytes() for each in strokes)


def unpacked_strokes(content: bytes) -> Drawing:
    """The strokes that were packed. Raises ValueError for anything else."""
    (n,) = np.frombuffer(content, "<i4", 1)
    if not 0 <= n <= MOST_POINTS:
        raise ValueError("wrong number of strokes")
    counts = np.frombuffer(content, "<i4", n, 4)
    samples = np.frombuffer(content, "<f8", offset=4 + 4 * n).reshape(-1, 4).astype(np.float64)
    if (counts < 1).any() or counts.sum() != len(samples) or not np.isfinite(samples).all():
        raise ValueError("wrong number of samples")
    return tuple(Stroke(part) for part in np.split(samples, np.cumsum(counts)[:-1])) if n else ()


def image_of(content: bytes) -> Bytes:
    """The image (28, 28) in 784 bytes. Raises ValueError for any other number of them."""
    if len(content) != PIXELS:
        raise ValueError("wrong size of an image")
    return np.frombuffer(content, np.uint8).reshape(SIDE, SIDE)


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
