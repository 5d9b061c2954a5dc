"""A history as arrays, for a file."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.engine.results import Health
from digitpad.core.training.events import Batches, Changed, EpochDone
from digitpad.core.training.history import History

Arrays = dict[str, npt.NDArray[Any]]

COLUMNS = {
    "epochs": len(fields(EpochDone)),
    "batches": len(fields(Batches)),
    "health": 1 + len(Health._fields),
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
        [(at, Health(*row)) for at, *row in arrays["health"].tolist()],
        [(at, pace) for at, pace in arrays["pace"].tolist()],
        [Changed(float(at), *map(str, row)) for at, row in zip(times, words, strict=True)],
    )


def _values_of(entry: type[Any]) -> Callable[[Any], Any]:
    """What gives the fields of such an entry as a tuple, ten times as fast as astuple."""
    return attrgetter(*(field.name for field in fields(entry)))
