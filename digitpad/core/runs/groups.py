"""Runs side by side: those that differ by their seed alone together, and in which settings the others differ."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from digitpad.core.runs.store import KeptRun
from digitpad.core.training.history import History, Numbers
from digitpad.core.training.settings import SETTINGS

_MOST_DIFFERENCES = 3  # settings that are shown
_FIRST = ("hidden_units", "optimiser", "learning_rate")  # if they differ, before all others


class Spread(NamedTuple):
    """The shares of several runs: their mean, and the standard deviation from run to run, as far as there are any."""

    shares: tuple[float, ...]

    @property
    def mean(self) -> float | None:
        return sum(self.shares) / len(self.shares) if self.shares else None

    @property
    def deviation(self) -> float | None:
        mean, degrees = self.mean, len(self.shares) - 1
        if mean is None or not degrees:
            return None
        return math.sqrt(sum((share - mean) ** 2 for share in self.shares) / degrees)  # NumPy takes ten times as long

    def __str__(self) -> str:
        """In per cent, such as “98.10 ± 0.12 %”; "-" for none."""
        if self.mean is None:
            return "-"
        spread = "" if self.deviation is None else f" ± {100 * self.deviation:.2f}"
        return f"{100 * self.mean:.2f}{spread} %"


@dataclass(frozen=True, eq=False)
class RunGroup:
    """A run, or several that differ by their seed alone; the newest is the first.

    What it says comes from JSON as it is: to check a thousand records would take a quarter of a second.
    """

    runs: tuple[KeptRun, ...]

    @property
    def first(self) -> KeptRun:
        return self.runs[0]

    @property
    def key(self) -> tuple[str, ...]:
        """Which runs these are."""
        return tuple(run.key for run in self.runs)

    @cached_property
    def title(self) -> str:
        if len(self.runs) == 1 or self.first.raw["name"]:
            return str(self.first.raw["title"])
        count = len(self.runs)
        are_seeds = len({run.raw["settings"]["seed"] for run in self.runs}) == count  # else one was trained again
        return f"{self.first.entry.group_title}, {count} {'seeds' if are_seeds else 'runs'}"

    @cached_property
    def star(self) -> bool:
        return all(run.raw["star"] for run in self.runs)

    @cached_property
    def note(self) -> str:
        return "\n".join(dict.fromkeys(filter(None, (run.raw["note"] for run in self.runs))))

    @cached_property
    def test(self) -> Spread:
        """The test accuracies that are known."""
        known = (run.entry.test_accuracy for run in self.runs)
        return Spread(tuple(each for each in known if each is not None))

    @cached_property
    def validation(self) -> Spread:
        """The validation accuracies, at the latest epochs, that are known."""
        known = (run.raw["validation_accuracy"] for run in self.runs)
        return Spread(tuple(each for each in known if each is not None))

    @property
    def seconds(self) -> float:
        """The mean time of a run."""
        return sum(run.entry.seconds for run in self.runs) / len(self.runs)

    @property
    def bytes(self) -> int:
        return sum(run.bytes for run in self.runs)

    def value(self, name: str) -> Any:
        """The setting of that name."""
        settings = self.first.raw["settings"]
        return settings.get(name, settings["augmentation"].get(name, SETTINGS[name].default))

    def matches(self, words: str) -> bool:
        """Whether name or note have all these words."""
        text = f"{self.title}\n{self.note}".casefold()
        return all(word in text for word in words.casefold().split())


def grouped(runs: Iterable[KeptRun]) -> tuple[RunGroup, ...]:
    """The runs in their order, with those that came to their end and differ by their seed alone together.

    What the user has named by another name stays apart.
    """
    groups: dict[str, list[KeptRun]] = {}
    for run in runs:
        groups.setdefault(run.entry.group_key or run.key, []).append(run)
    return tuple(RunGroup(tuple(members)) for members in groups.values())


def differing_settings(groups: Sequence[RunGroup]) -> list[str]:
    """The settings, but for the seed, in which the runs differ, those in which most are unlike the usual first."""
    counts = {}
    for name in SETTINGS:
        values = Counter(group.value(name) for group in groups)
        if name != "seed" and len(values) > 1:
            counts[name] = len(groups) - max(values.values())
    ranked = sorted(counts, key=lambda name: (name not in _FIRST, -counts[name]))[:_MOST_DIFFERENCES]
    return [name for name in SETTINGS if name in ranked]


class Quantity(Enum):
    """What a curve shows, by the name of its column in a history's epochs."""

    VALIDATION_ACCURACY = "validation_accuracy"
    TRAINING_ACCURACY = "train_accuracy"
    VALIDATION_COST = "validation_cost"
    TRAINING_COST = "train_cost"

    @property
    def is_accuracy(self) -> bool:
        return self in (Quantity.VALIDATION_ACCURACY, Quantity.TRAINING_ACCURACY)


class Across(Enum):
    """What a curve is drawn over."""

    EPOCHS = auto()
    SECONDS = auto()
    IMAGES = auto()  # thousands of them


class Curve(NamedTuple):
    """Values at rising places, each (n,), and the least and the largest of several runs; those of one run are equal."""

    places: Numbers
    values: Numbers
    low: Numbers
    high: Numbers


def curve_of(
    runs: Sequence[tuple[KeptRun, History]], quantity: Quantity, across: Across, smoothing: float = 0.0
) -> Curve:
    """The mean curve of some runs, as long as all of them last, and the band they lie in.

    `smoothing` from 0 to 1 is the share of the past in an exponential moving average, corrected at the beginning.
    """
    count = min((len(history.epochs) for _, history in runs), default=0)
    values, places = [], []
    for run, history in runs:
        epochs, seconds, line = (each[:count] for each in history.epochs.columns("epoch", "seconds", quantity.value))
        record = run.record
        values.append(smoothed(line, smoothing))
        if across is Across.SECONDS:
            places.append(np.cumsum(seconds))
        else:
            images = record.steps_per_epoch * record.settings.batch_size / 1_000
            places.append(epochs if across is Across.EPOCHS else (epochs - record.first_epoch) * images)
    if not count:
        nothing = np.empty(0)
        return Curve(nothing, nothing, nothing, nothing)
    lines = np.stack(values)
    return Curve(np.mean(places, axis=0), lines.mean(axis=0), lines.min(axis=0), lines.max(axis=0))


def smoothed(values: Numbers, smoothing: float) -> Numbers:
    """An exponential moving average whose first values are averages of what there is, as in Adam's correction."""
    if not smoothing:
        return values
    result, average, weight = np.empty_like(values), 0.0, 0.0
    for at, value in enumerate(values):
        average = smoothing * average + (1 - smoothing) * value
        weight = smoothing * weight + (1 - smoothing)
        result[at] = average / weight
    return result
