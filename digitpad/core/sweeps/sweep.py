"""What a sweep is asked for: a training with several seeds, and several values of a setting or two."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import product
from typing import Any

from digitpad.core.errors import CheckpointError, SettingsError, quoted
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.title import shown_value
from digitpad.core.setting import UNSOUND, from_json
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.core.training.step_settings import SEEDS

SCHEMA = 1
MAX_VARIED = 2
MAX_TRIALS = 1_000


@dataclass(frozen=True)
class Sweep:
    """A training for each combination of `varied` values and each seed. Raises SettingsError for wrong ones.

    `varied` are up to two settings by name, but not the seed, each with its values; `settings` has all others.
    `failures` tell why the trials of these numbers came to nothing.
    """

    settings: TrainingSettings
    sources: DataSources
    varied: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    seeds: tuple[int, ...] = (0,)
    begun: str = field(default_factory=lambda: datetime.now().isoformat(timespec="minutes"))
    failures: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.varied]
        if len(names) > MAX_VARIED or len(set(names)) < len(names) or not set(names) <= SETTINGS.keys() - {"seed"}:
            raise SettingsError("A sweep varies one or two settings, besides the seed; choose those.")
        for name, values in self.varied:
            for value in values:
                SETTINGS[name].check(value)
        for seed in self.seeds:
            SEEDS.check(SETTINGS["seed"].title, seed)
        for name, values in (("seed", self.seeds), *self.varied):
            twice = [SETTINGS[name].format(value) for at, value in enumerate(values) if value in values[:at]]
            if twice or not values:
                what = f"{twice[0]} twice" if twice else "no value"
                raise SettingsError(f"{SETTINGS[name].title} has {what}; name each value to try once.")
        if self.count > MAX_TRIALS:
            raise SettingsError(f"A sweep has at most {MAX_TRIALS:,} runs, not {self.count:,}; choose fewer values.")

    @property
    def count(self) -> int:
        """How many runs it has."""
        total = len(self.seeds)
        for _, values in self.varied:
            total *= len(values)
        return total

    @cached_property
    def combinations(self) -> tuple[tuple[Any, ...], ...]:
        """The values of the varied settings, for each combination."""
        return tuple(product(*(values for _, values in self.varied)))

    @cached_property
    def trials(self) -> tuple[TrainingSettings, ...]:
        """The settings of all runs; those of a combination stand together, seed by seed."""
        trials = []
        for values, seed in product(self.combinations, self.seeds):
            settings = self.settings.with_value("seed", seed)
            for (name, _), value in zip(self.varied, values, strict=True):
                settings = settings.with_value(name, value)
            trials.append(settings)
        return tuple(trials)

    @property
    def title(self) -> str:
        """What it tries, in a few words."""
        parts = [f"{_lower(SETTINGS[name].title)} {_listed(name, values)}" for name, values in self.varied]
        if len(self.seeds) > 1 or not parts:
            parts.append(f"{len(self.seeds)} seeds" if len(self.seeds) > 1 else "1 seed")
        return ", ".join(parts)

    def to_text(self) -> str:
        """The sweep as JSON."""
        about = {"schema": SCHEMA, "title": self.title} | asdict(self)
        about |= {"varied": dict(self.varied), "failures": dict(self.failures)}
        return json.dumps(about, indent=1, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_text(cls, text: str) -> "Sweep":
        """The sweep in a text by `to_text`. Raises CheckpointError, in a few words, for anything else."""
        try:
            about = json.loads(text)
            if about["schema"] != SCHEMA:
                raise CheckpointError(f"it has schema {quoted(about['schema'])}, this digitpad reads {SCHEMA}")
            return cls(
                from_json(TrainingSettings, about["settings"]),
                from_json(DataSources, about["sources"]),
                tuple((name, tuple(values)) for name, values in about["varied"].items()),
                tuple(about["seeds"]),
                str(about["begun"]),
                tuple(sorted((int(at), str(why)) for at, why in about["failures"].items())),
            )
        except UNSOUND as reason:
            raise CheckpointError(f"it is damaged ({quoted(str(reason))})") from None


def several_seeds(first: int, count: int) -> tuple[int, ...]:
    """`count` seeds, one after the other. Raises SettingsError for a count that a sweep cannot have."""
    if not 1 <= count <= MAX_TRIALS:
        raise SettingsError(f"The number of seeds must be a whole number from 1 to {MAX_TRIALS:,}, not {count}.")
    return tuple(range(first, first + count))


def parse_values(name: str, text: str, label: str = "") -> tuple[Any, ...]:
    """The values of a setting that are listed in `text` with commas between them, in their order.

    Raises SettingsError for one that the setting cannot have.
    """
    words = [word.strip() for word in text.split(",")]
    return tuple(SETTINGS[name].parse(word, label) for word in words if word or len(words) == 1)


def in_words(varied: Sequence[tuple[str, tuple[Any, ...]]], values: Sequence[Any]) -> str:
    """One combination, such as “learning rate 0.01, optimiser Adam”."""
    pairs = zip(varied, values, strict=True)
    return ", ".join(f"{_lower(SETTINGS[name].title)} {shown_value(SETTINGS[name], each)}" for (name, _), each in pairs)


def _listed(name: str, values: Sequence[Any]) -> str:
    return ", ".join(shown_value(SETTINGS[name], value) for value in values)


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
