"""What a run has recorded so far."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from operator import attrgetter
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from digitpad.core.engine.steps import GradientStats
from digitpad.core.files import Table
from digitpad.core.training.events import Batches, Changed, EpochDone, Event, StepsDone

_PACE_SECONDS = 0.25  # over which images are counted


@dataclass
class History:
    """The record of every epoch and, between them, of batches and of the health of steps; and what was changed.

    `pace` has the time in epochs and the images per second up to it, some four times a second of training.
    """

    epochs: list[EpochDone] = field(default_factory=list)
    batches: list[Batches] = field(default_factory=list)
    health: list[tuple[float, GradientStats]] = field(default_factory=list)
    pace: list[tuple[float, float]] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    _images: int = field(default=0, compare=False)
    _seconds: float = field(default=0.0, compare=False)

    def extend(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, EpochDone):
                self.epochs.append(event)
            elif isinstance(event, StepsDone):
                self.batches.extend(event.batches)
                self.health.extend(event.health)
                self._note_pace(event)
            else:
                self.changes.append(event)

    def up_to(self, epoch: int) -> "History":
        """A history of its own, with what was recorded by the end of an epoch."""
        return History(
            [each for each in self.epochs if each.epoch <= epoch],
            [each for each in self.batches if each.at <= epoch],
            [each for each in self.health if each[0] <= epoch],
            [each for each in self.pace if each[0] <= epoch],
            [each for each in self.changes if each.at <= epoch],
        )

    def copy(self) -> "History":
        return replace(
            self,
            epochs=list(self.epochs),
            batches=list(self.batches),
            health=list(self.health),
            pace=list(self.pace),
            changes=list(self.changes),
        )

    def _note_pace(self, event: StepsDone) -> None:
        self._images += event.images
        self._seconds += event.seconds
        if self._seconds >= _PACE_SECONDS:
            self.pace.append((event.at, self._images / self._seconds))
            self._images, self._seconds = 0, 0.0


Arrays = dict[str, npt.NDArray[Any]]

COLUMNS = {
    "epochs": len(fields(EpochDone)),
    "batches": len(fields(Batches)),
    "health": 1 + len(GradientStats._fields),
    "pace": 2,
}
_WORDS = len(fields(Changed)) - 1
_AT_ONCE = 1000  # rows: while NumPy makes an array of them, no other thread of Python goes on


def history_to_arrays(history: History, earlier: Arrays | None = None) -> Arrays:
    """An array of float64 for each of COLUMNS, a row for each entry, and two for what was changed: times and words.

    With the arrays of the same history when it was shorter, only what came since is looked at.
    """
    entries: dict[str, tuple[Sequence[Any], Callable[[Any], Any]]] = {
        "epochs": (history.epochs, _values_of(EpochDone)),
        "batches": (history.batches, _values_of(Batches)),
        "health": (history.health, lambda each: (each[0], *each[1])),
        "pace": (history.pace, tuple),
    }
    arrays: Arrays = {}
    for name, count in COLUMNS.items():
        parts = [earlier[name] if earlier else np.empty((0, count))]
        rows, values = entries[name]
        for start in range(len(parts[0]), len(rows), _AT_ONCE):
            parts.append(np.array([values(each) for each in rows[start : start + _AT_ONCE]], np.float64))
        arrays[name] = np.concatenate(parts)
    arrays["change_times"] = np.array([each.at for each in history.changes], np.float64)
    arrays["change_words"] = np.array([(each.name, each.before, each.after) for each in history.changes], np.str_)
    return arrays


def history_from_arrays(arrays: Arrays) -> History:
    """The history in such arrays. Raises ValueError when one of them is of another form."""
    for name, count in COLUMNS.items():
        if arrays[name].dtype != np.float64 or arrays[name].ndim != 2 or arrays[name].shape[1] != count:
            raise ValueError(f"{name} is no table of {count} columns")
    times, words = arrays["change_times"], arrays["change_words"].reshape(-1, _WORDS)
    if times.dtype != np.float64 or times.shape != (len(words),) or (len(words) and words.dtype.kind != "U"):
        raise ValueError("the changes have no times")
    return History(
        [EpochDone(int(epoch), *row) for epoch, *row in arrays["epochs"].tolist()],
        [Batches(*row) for row in arrays["batches"].tolist()],
        [(at, GradientStats(*row)) for at, *row in arrays["health"].tolist()],
        [(at, pace) for at, pace in arrays["pace"].tolist()],
        [Changed(float(at), *map(str, row)) for at, row in zip(times, words, strict=True)],
    )


def _values_of(entry: type[Any]) -> Callable[[Any], Any]:
    """What gives the fields of such an entry as a tuple, ten times as fast as astuple."""
    return attrgetter(*(field.name for field in fields(entry)))


def epoch_table(history: History) -> Table:
    """What was recorded of each epoch."""
    epochs = history.epochs
    return {
        "epoch": [each.epoch for each in epochs],
        "training cost": [each.train_cost for each in epochs],
        "validation cost": [each.validation_cost for each in epochs],
        "training accuracy": [each.train_accuracy for each in epochs],
        "validation accuracy": [each.validation_accuracy for each in epochs],
        "learning rate": [each.learning_rate for each in epochs],
        "dead units": [each.dead_units for each in epochs],
        "seconds": [each.seconds for each in epochs],
    }


def health_table(history: History) -> Table:
    """The gradients and updates that were measured, at times in epochs."""
    return {
        "epochs": [at for at, _ in history.health],
        "gradient norm, hidden layer": [health.hidden_gradient for _, health in history.health],
        "gradient norm, output layer": [health.output_gradient for _, health in history.health],
        "update to weights, hidden layer": [health.hidden_update for _, health in history.health],
        "update to weights, output layer": [health.output_update for _, health in history.health],
    }


def rate_table(history: History) -> Table:
    """Batches, speed and dead units at times in epochs; each is empty where only another was recorded."""
    batches = {each.at: each for each in history.batches}
    speeds = dict(history.pace)
    dead = {float(each.epoch): each.dead_units for each in history.epochs}
    times = sorted({*batches, *speeds, *dead})
    return {
        "epochs": times,
        "cost": [batches[at].cost if at in batches else "" for at in times],
        "accuracy": [batches[at].accuracy if at in batches else "" for at in times],
        "learning rate": [batches[at].learning_rate if at in batches else "" for at in times],
        "images per second": [speeds.get(at, "") for at in times],
        "dead units": [dead.get(at, "") for at in times],
    }


Row = TypeVar("Row")
Numbers = npt.NDArray[np.float64]


class Columns(Generic[Row]):
    """`width` values of each entry of a list that only grows; each entry is looked at once."""

    def __init__(self, values: Callable[[Row], tuple[float, ...]], width: int) -> None:
        self._values = values
        self._array = np.empty((width, 64))
        self._count = 0

    def of(self, rows: Sequence[Row]) -> Numbers:
        """The values in rows (width, n), to be read only."""
        n = len(rows)
        if n > self._array.shape[1]:
            larger = np.empty((len(self._array), 2 * n))
            larger[:, : self._count] = self._array[:, : self._count]
            self._array = larger
        if n > self._count:
            width = len(self._array)
            # Number by number: an array from tuples takes three times as long.
            numbers = chain.from_iterable(map(self._values, rows[self._count :]))
            self._array[:, self._count : n] = (
                np.fromiter(numbers, float, width * (n - self._count)).reshape(-1, width).T
            )
            self._count = n
        return self._array[:, :n]


def thinned(values: Numbers, most: int) -> Numbers:
    """At most `most` values: averages over groups of neighbours, which keep their members as values are added."""
    n = len(values)
    if n <= most:
        return values
    size = 1 << (-(-n // most) - 1).bit_length()
    starts = np.arange(0, n, size)
    means: Numbers = np.add.reduceat(values, starts) / size
    means[-1] *= size / (n - starts[-1])  # the last group may be smaller
    return means


def envelope(times: Numbers, values: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """At most `most` points with the same outline: the least and the largest value of each group of neighbours.

    The groups keep their members as values are added.
    """
    n = len(values)
    if n <= most:
        return times, values
    size = 1 << (-(-n // (most // 2)) - 1).bit_length()
    starts = np.arange(0, n, size)
    outline = np.empty(2 * len(starts))
    outline[0::2], outline[1::2] = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return np.repeat(times[starts], 2), outline
