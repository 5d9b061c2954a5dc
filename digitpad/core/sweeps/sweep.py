"""What a sweep is asked for, and its file beside the folders of its runs, with the lock of whoever drives it.

A sweep is a training with several seeds, and several values of a setting or two; its file `sweep-000003.json`.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from digitpad.core.errors import CheckpointError, SettingsError
from digitpad.core.files import explained_write, why
from digitpad.core.runs.record import RunStatus, read_described, shown_value
from digitpad.core.runs.run_files import edit_lock
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.store import KeptRun
from digitpad.core.setting import from_json
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.core.training.step_settings import SEEDS

SCHEMA = 1
MAX_VARIED = 2
MAX_TRIALS = 1_000
_NAME = re.compile(r"sweep-(\d{6})\.json")
_LOOKED_AT = 5  # sweeps: whoever has begun others since will not go on with an older one
_PATIENCE = 1.0  # seconds: a process of the sweep holds the lock for a moment, to see whether somebody drives it


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
        return json.dumps(about, indent=1, allow_nan=False)

    @classmethod
    def of(cls, about: dict[str, Any]) -> "Sweep":
        """The sweep in the object of a text by `to_text`. Raises one of setting.UNSOUND for anything else."""
        return cls(
            from_json(TrainingSettings, about["settings"]),
            from_json(DataSources, about["sources"]),
            tuple((name, tuple(values)) for name, values in about["varied"].items()),
            tuple(about["seeds"]),
            str(about["begun"]),
            tuple(sorted((int(at), str(why)) for at, why in about["failures"].items())),
        )


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


class SweepFile:
    """A sweep in the folder `runs`. As long as somebody drives it, that program holds its lock."""

    def __init__(self, runs: Path, number: int) -> None:
        self.runs, self.number = runs, number
        self.path = runs / f"sweep-{number:06d}.json"
        # It is claimed in one thread and may be released in another.
        self._lock = FileLock(runs / f".sweep-{number:06d}.lock", thread_local=False)

    @classmethod
    def begin(cls, runs: Path, sweep: Sweep) -> "SweepFile":
        """Write a new sweep, claimed. Raises CheckpointError when that cannot be done."""
        sweep = replace(sweep, sources=sweep.sources.absolute())
        try:
            runs.mkdir(parents=True, exist_ok=True)
            with edit_lock(runs):
                file = cls(runs, 1 + max((each.number for each in sweep_files(runs)), default=0))
                file._lock.acquire(timeout=_PATIENCE)
                file._put(sweep)
        except (OSError, Timeout) as reason:
            raise CheckpointError(f"{runs} cannot keep a sweep ({why(reason)}); name another folder.") from None
        return file

    @property
    def sweep(self) -> Sweep:
        """What is asked for. Raises CheckpointError when the file cannot be used."""
        return read_described(self.path, SCHEMA, Sweep.of)

    def note_failure(self, trial: int, why: str) -> None:
        """Remember that a trial came to nothing, so that it is not tried again. Raises CheckpointError."""
        sweep = self.sweep
        self._put(replace(sweep, failures=tuple(sorted({**dict(sweep.failures), trial: why}.items()))))

    def claim(self) -> None:
        """Drive the sweep, which nobody else can until it is released or this program ends.

        Raises CheckpointError when another program drives it.
        """
        if not self._lock_it():
            raise CheckpointError(f"Another program works on sweep {self.number}; wait for it, or stop it there.")

    def release(self) -> None:
        """Let its processes end, and others resume it."""
        self._lock.release()

    def is_driven(self) -> bool:
        """Whether a program drives the sweep; for its processes, which end when none does any more."""
        try:
            self._lock.acquire(timeout=0)
        except (Timeout, OSError):
            return True
        self._lock.release()
        return False

    def _lock_it(self) -> bool:
        try:
            self._lock.acquire(timeout=_PATIENCE)
        except (Timeout, OSError):
            return False
        return True

    def _put(self, sweep: Sweep) -> None:
        with explained_write(self.path, CheckpointError) as file:
            file.write(sweep.to_text().encode())


def sweep_files(runs: Path) -> list[SweepFile]:
    """The sweeps in the folder of runs, the newest first."""
    try:
        names = [_NAME.fullmatch(path.name) for path in runs.iterdir()]
    except OSError:
        return []
    return [SweepFile(runs, number) for number in sorted((int(name[1]) for name in names if name), reverse=True)]


def runs_of(file: SweepFile, sweep: Sweep, kept: tuple[KeptRun, ...]) -> dict[int, KeptRun]:
    """The run of each trial that has one, by the number of the trial; of several the one that ended, or the newest."""
    numbers = {settings: at for at, settings in enumerate(sweep.trials)}
    found: dict[int, KeptRun] = {}
    for run in reversed(kept):
        at = numbers.get(run.record.settings) if run.entry.sweep == file.number else None
        if at is not None and not (at in found and found[at].record.ended):
            found[at] = run
    return found


def ended_trials(sweep: Sweep, found: dict[int, KeptRun]) -> set[int]:
    """The trials that are over, of which `found` has the runs."""
    return {at for at, run in found.items() if run.record.ended} | dict(sweep.failures).keys()


def is_unfinished(file: SweepFile, kept: tuple[KeptRun, ...]) -> bool:
    """Whether a run of the sweep is still to be trained; False for a file that cannot be used."""
    try:
        sweep = file.sweep
    except CheckpointError:
        return False
    return len(ended_trials(sweep, runs_of(file, sweep, kept))) < sweep.count


def unfinished_sweep(runs: Path, kept: tuple[KeptRun, ...]) -> SweepFile | None:
    """The newest sweep of which a run is still to be trained, if there is one; only the last few are looked at."""
    return next((each for each in sweep_files(runs)[:_LOOKED_AT] if is_unfinished(each, kept)), None)


def share_done(run: KeptRun) -> float:
    """How much of a run is done, by its record, which is written every few seconds."""
    if run.entry.status not in (RunStatus.UNDER_WAY, RunStatus.STOPPED):
        return 1.0
    return min(float(run.raw["epochs"]) / max(int(run.raw["settings"]["epochs"]), 1), 1.0)
