"""What a run has recorded so far: columns of numbers that only grow, read while the run goes on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import chain
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt

from digitpad.core.engine.steps import GradientStats
from digitpad.core.training.events import Batches, Changed, EpochDone, Event, StepsDone

Row = TypeVar("Row")
Numbers = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[Any]]

RECORDS = ("epochs", "batches", "health", "pace")
_PACE_SECONDS = 0.25  # over which images are counted


class Records(Sequence[Row], Generic[Row]):
    """A table of numbers to which rows are only ever appended.

    One thread appends while others read: what has been written is never written again, a larger array begins with the
    same numbers, and whoever reads takes the number of rows first.
    """

    def __init__(
        self, names: Sequence[str], values: Callable[[Row], Iterable[float]], make: Callable[..., Row]
    ) -> None:
        """`names` are those of the columns, `values` the numbers of a row, of which `make` makes one again."""
        self._names, self._values, self._make = tuple(names), values, make
        self._array = np.empty((len(self._names), 0))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        found = self.array()[:, place].T.tolist()
        return [self._make(*row) for row in found] if isinstance(place, slice) else self._make(*found)

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def array(self) -> Numbers:
        """All columns (width, n), to be read only."""
        count = self._count  # first: the array may be replaced by a larger one at any moment
        return self._array[:, :count]

    def columns(self, *names: str) -> list[Numbers]:
        """The columns of these names, each (n,), to be read only."""
        array = self.array()
        return [array[self._names.index(name)] for name in names]

    def extend(self, rows: Sequence[Row]) -> None:
        width, before, after = len(self._names), self._count, self._count + len(rows)
        if after > self._array.shape[1]:
            larger = np.empty((width, 2 * after))
            larger[:, :before] = self._array[:, :before]
            self._array = larger
        # Number by number: an array from tuples takes three times as long.
        numbers = np.fromiter(chain.from_iterable(map(self._values, rows)), float, width * len(rows))
        self._array[:, before:after] = numbers.reshape(-1, width).T
        self._count = after

    def first(self, count: int) -> "Records[Row]":
        """The first rows. They are shared; either side goes its own way after them."""
        records = Records(self._names, self._values, self._make)
        records._array = self.array()[:, :count]
        records._count = records._array.shape[1]
        return records

    def read(self, array: npt.NDArray[Any]) -> None:
        """Take over the columns (width, n) of a file. Raises ValueError when they are of another form."""
        if array.dtype != np.float64 or array.ndim != 2 or len(array) != len(self._names):
            raise ValueError(f"its record is no table of {', '.join(self._names)}")
        self._array, self._count = array, array.shape[1]


_EPOCH, _BATCH = ([each.name for each in fields(kind)] for kind in (EpochDone, Batches))


class History:
    """The record of every epoch and, between them, of batches and of the health of steps; and what was changed.

    `health` has the time in epochs with each entry; `pace` has the time and the images per second up to it, some four
    times a second of training.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.epochs = Records[EpochDone](_EPOCH, attrgetter(*_EPOCH), lambda epoch, *rest: EpochDone(int(epoch), *rest))
        self.batches = Records[Batches](_BATCH, attrgetter(*_BATCH), Batches)
        self.health = Records[tuple[float, GradientStats]](
            ("at", *GradientStats._fields),
            lambda each: (each[0], *each[1]),
            lambda at, *rest: (at, GradientStats(*rest)),
        )
        self.pace = Records[tuple[float, float]](("at", "pace"), tuple, lambda at, pace: (at, pace))
        self.changes: list[Changed] = []
        self._images, self._seconds = 0, 0.0
        self.extend(events)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, History):
            return NotImplemented
        return self.changes == other.changes and all(getattr(self, each) == getattr(other, each) for each in RECORDS)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __reduce__(self) -> tuple[Any, ...]:
        return History.from_arrays, (self.to_arrays(),)

    def extend(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, EpochDone):
                self.epochs.extend([event])
            elif isinstance(event, StepsDone):
                self.batches.extend(event.batches)
                self.health.extend(event.health)
                self._record_pace(event)
            else:
                self.changes.append(event)

    def up_to(self, epoch: int) -> "History":
        """A history of its own, with what was recorded by the end of an epoch."""
        earlier = History()
        earlier.changes = [each for each in self.changes if each.at <= epoch]
        for name in RECORDS:
            records = getattr(self, name)
            setattr(earlier, name, records.first(np.searchsorted(records.array()[0], epoch, "right")))
        return earlier

    def copy(self) -> "History":
        """A history of its own; what they have in common is shared."""
        copy = History()
        copy.begin_with(self)
        return copy

    def begin_with(self, other: "History") -> None:
        """Take over what another history has recorded, instead of what is in this one."""
        for name in RECORDS:
            records = getattr(other, name)
            setattr(self, name, records.first(len(records)))
        self.changes = list(other.changes)
        self._images, self._seconds = other._images, other._seconds

    def to_arrays(self) -> Arrays:
        """An array of float64 (width, n) for each of RECORDS, and two for what was changed: times and words."""
        arrays: Arrays = {name: getattr(self, name).array() for name in RECORDS}
        arrays["change_times"] = np.array([each.at for each in self.changes], np.float64)
        arrays["change_words"] = np.array([(each.name, each.before, each.after) for each in self.changes], np.str_)
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "History":
        """The history in such arrays. Raises ValueError when one of them is of another form."""
        times, words = arrays["change_times"], arrays["change_words"].reshape(-1, len(fields(Changed)) - 1)
        if times.dtype != np.float64 or times.shape != (len(words),) or (len(words) and words.dtype.kind != "U"):
            raise ValueError("the changes have no times")
        history = cls()
        history.changes = [Changed(float(at), *map(str, row)) for at, row in zip(times, words, strict=True)]
        for name in RECORDS:
            getattr(history, name).read(arrays[name])
        if not np.isfinite(history.epochs.array()[0]).all():
            raise ValueError("its epochs have no numbers")
        return history

    def _record_pace(self, event: StepsDone) -> None:
        self._images += event.images
        self._seconds += event.seconds
        if self._seconds >= _PACE_SECONDS:
            self.pace.extend([(event.at, self._images / self._seconds)])
            self._images, self._seconds = 0, 0.0
