"""What is known of a run at a glance, in a small JSON file beside its history and its weights; and what it is called:
by what sets it apart from the preset it is nearest to.
"""

import json
import math
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import cache, cached_property
from hashlib import blake2b
from itertools import chain
from operator import ne
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from digitpad import __version__
from digitpad.core.errors import CheckpointError, one_line, printable, quoted
from digitpad.core.files import open_to_read
from digitpad.core.numerals import plain
from digitpad.core.readers.catalogue import is_named
from digitpad.core.readers.collected import taught_writer
from digitpad.core.runs.spec import DataSources
from digitpad.core.setting import UNSOUND, Setting, from_json
from digitpad.core.training.history import History
from digitpad.core.training.presets import DEFAULT_PRESET, MAIN_PRESETS, PRESETS, Preset
from digitpad.core.training.settings import SETTINGS, TrainingSettings

T = TypeVar("T")

SCHEMA = 1
_MAX_BYTES = 1_000_000  # of a record's file
MAX_NAME, MAX_NOTE = 100, 2_000  # letters
_LONGEST_TITLE = 300
_CURVE_POINTS = 40
_MAX_COUNT = 10**12
_MOST = 3  # differences that are named
# What comes first in a name, and how it is said there; the others follow with their labels.
_WORDS = {
    "optimiser": "{}",
    "learning_rate": "rate {}",
    "hidden_units": "{} hidden units",
    "activation": "{}",
    "dropout_hidden": "dropout {}",
    "epochs": "{} epochs",
    "batch_size": "batches of {}",
    "seed": "seed {}",
}
_DATA = {
    "mnist": "MNIST",
    "mnist-60000": "all of MNIST",
    "mnist-hand-in": "MNIST hand-in",
    "mnist-nielsen": "MNIST as Nielsen splits it",
}
_COUNTED = ("epochs", "hidden_units")


class RunStatus(StrEnum):
    """How far a run has come; one that is under way without a program that works on it was interrupted."""

    UNDER_WAY = "under way"
    COMPLETE = "complete"
    STOPPED_EARLY = "stopped early"  # since validation no longer improved
    STOPPED = "stopped"  # as was asked for
    DIVERGED = "diverged"


class Removed(StrEnum):
    """What a run had to give up for room on the disk."""

    MOMENTS = "moments"
    WEIGHTS = "weights"


@dataclass(frozen=True)
class RunRecord:
    """A run's settings, data, outcome, and what its user says about it.

    `base` is the model that was fine-tuned, `epochs` counts those of this run alone, `first_epoch` those its network
    had before. `curve` are the training and the validation accuracy at some epochs, for a thumbnail. Accuracies and
    the cost per image, of the validation set at the latest epoch, are None until they are known. `sweep` is the number
    of the sweep that the run belongs to, 0 for none.
    """

    settings: TrainingSettings
    sources: DataSources
    fingerprint: str
    begun: str = field(default_factory=lambda: datetime.now().isoformat(timespec="minutes"))
    base: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    steps_per_epoch: int = 1
    first_epoch: int = 0
    status: RunStatus = RunStatus.UNDER_WAY
    epochs: int = 0
    seconds: float = 0.0
    validation_accuracy: float | None = None
    validation_cost: float | None = None
    in_sample_accuracy: float | None = None
    test_accuracy: float | None = None
    curve: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    removed: tuple[Removed, ...] = ()
    name: str = ""
    star: bool = False
    note: str = ""
    sweep: int = 0

    @cached_property
    def title(self) -> str:
        """The name the user gave it, or one made from what sets it apart, in one printable line."""
        return self._titled(self.settings)

    @property
    def group_title(self) -> str:
        """What all runs are called that differ from this one by their seed alone."""
        return self._titled(self.settings.with_value("seed", 0))

    def _titled(self, settings: TrainingSettings) -> str:
        return one_line(self.name or run_title(settings, self.sources.data, self.base), _LONGEST_TITLE)

    @property
    def group_key(self) -> str:
        """The same for all runs that came to their end and differ by their seed alone; empty for any other run."""
        if self.status not in (RunStatus.COMPLETE, RunStatus.STOPPED_EARLY):
            return ""
        settings = self.settings.with_value("seed", 0)
        same = (settings, self.sources, self.fingerprint, self.base, self.name)
        return blake2b(repr(same).encode(), digest_size=16).hexdigest()

    @property
    def ended(self) -> bool:
        """Whether no step is left to be taken; a run that was stopped can still be resumed."""
        return self.status not in (RunStatus.UNDER_WAY, RunStatus.STOPPED)

    def with_history(self, history: History, seconds: float) -> "RunRecord":
        """The same run after what is in its history."""
        epochs = history.epochs
        if not epochs:
            return replace(self, seconds=seconds)
        last = epochs[-1]
        return replace(
            self,
            epochs=int(last.epoch) - self.first_epoch,
            seconds=seconds,
            validation_accuracy=_finite(last.validation_accuracy),
            validation_cost=_finite(last.validation_cost),
            curve=_thumbnail(history),
        )

    def annotated(self, name: str | None = None, star: bool | None = None, note: str | None = None) -> "RunRecord":
        """The same run with another name, star or note; None leaves what is there."""
        return replace(
            self,
            name=self.name if name is None else printable(name.strip(), MAX_NAME),
            star=self.star if star is None else star,
            note=self.note if note is None else note[:MAX_NOTE],
        )

    def to_text(self) -> str:
        """The record as JSON. `title` is for people who look into the file."""
        about = {"schema": SCHEMA, "title": self.title} | {each.name: getattr(self, each.name) for each in fields(self)}
        about |= {"settings": asdict(self.settings), "sources": asdict(self.sources), "versions": dict(self.versions)}
        return json.dumps(about, indent=1, allow_nan=False)

    @classmethod
    def of(cls, about: dict[str, Any]) -> "RunRecord":
        """The record in the object of a text by `to_text`. Raises one of UNSOUND for anything else."""
        record = from_json(cls, {name: about[name] for name in about.keys() - {"schema", "title"}})
        datetime.fromisoformat(record.begun)
        for value in (*vars(record).values(), *chain(*record.curve)):
            if isinstance(value, int | float) and not 0 <= value < (_MAX_COUNT if type(value) is int else math.inf):
                raise ValueError(f"{value!r} is out of range")
        return record


def read_described(path: Path, schema: int, described: Callable[[dict[str, Any]], T]) -> T:
    """What a JSON file of this schema describes. Raises CheckpointError, in a sentence, for anything else."""
    with open_to_read(path, CheckpointError) as file:
        content = file.read(_MAX_BYTES)
    try:
        about = json.loads(content)
        found = about["schema"]
        if found == schema:
            return described(about)
        problem = f"it has schema {quoted(found)}, this digitpad reads {schema}"
    except UNSOUND as reason:
        problem = f"it is damaged ({quoted(str(reason))})"
    raise CheckpointError(f"{path} cannot be used: {problem}.")


def versions() -> dict[str, str]:
    """What a run was made with: its figures may depend on it."""
    from importlib.metadata import PackageNotFoundError, version  # which the window's start can do without

    found = {"digitpad": __version__, "python": platform.python_version(), "machine": platform.machine()}
    for package in ("numpy", "numba"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _thumbnail(history: History) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Accuracies at a few epochs, spread evenly, the last among them."""
    count = len(history.epochs)
    at = np.unique(np.linspace(0, count - 1, min(count, _CURVE_POINTS)).round().astype(int))
    training, validation = (
        tuple(np.nan_to_num(column[at]).round(4).tolist())
        for column in history.epochs.columns("train_accuracy", "validation_accuracy")
    )
    return training, validation


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def run_title(settings: TrainingSettings, data: str, base: str = "") -> str:
    """Such as “Adam, rate 0.003”. `data` is a built-in data set or a file, `base` the model that is fine-tuned."""
    if writer := taught_writer(data):
        return f"{base or 'A new network'}, taught digits by {writer}"
    name = nearest_preset(settings, data)
    preset = PRESETS[name]
    differences = list(_differences(settings, data, preset))
    named = differences[:_MOST]
    if len(differences) > _MOST:
        named.append(f"{len(differences) - _MOST} more")
    if base:
        named.insert(0, f"from {base}")
    only_seed = len(differences) == 1 and settings.seed != preset.settings.seed
    if name != DEFAULT_PRESET or only_seed or not named:
        named.insert(0, preset.title or name)
    title = ", ".join(named)
    return title[0].upper() + title[1:]


@cache
def _values_of_presets() -> dict[str, list[Any]]:
    return {
        name: [preset.settings.value(each) for each in SETTINGS] + [preset.data] for name, preset in PRESETS.items()
    }


def nearest_preset(settings: TrainingSettings, data: str) -> str:
    """The preset with the fewest other settings; of several the first. A recipe only if a title can name them all."""
    values = [settings.value(name) for name in SETTINGS] + [data]
    counts = {name: sum(map(ne, values, wanted)) for name, wanted in _values_of_presets().items()}
    return min((name for name in PRESETS if name in MAIN_PRESETS or counts[name] <= _MOST), key=counts.__getitem__)


def shown_value(setting: Setting, value: Any) -> str:
    """A setting's value in a few letters: a number, or the label of a choice."""
    labels = {choice.value: choice.label for choice in setting.choices}
    return labels.get(value, str(value)) if labels else plain(value) if isinstance(value, float) else str(value)


def _differences(settings: TrainingSettings, data: str, preset: Preset) -> Iterator[str]:
    """In words, the most telling first."""
    for name in (*_WORDS, *(name for name in SETTINGS if name not in _WORDS)):
        setting, value = SETTINGS[name], settings.value(name)
        if value != preset.settings.value(name):
            words = _WORDS.get(name, f"{setting.title[0].lower()}{setting.title[1:]} {{}}")
            text = words.format(shown_value(setting, value))
            text = "no hidden layer" if name == "hidden_units" and not value else text
            yield text.removesuffix("s") if value == 1 and name in _COUNTED else text
    if data != preset.data:
        yield _DATA.get(data, data) if is_named(data) else Path(data).stem
