"""What a sweep came to: a line for each combination of values, and which of them is best on the validation images."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from digitpad.core.errors import CheckpointError
from digitpad.core.files import Table
from digitpad.core.runs.groups import RunGroup
from digitpad.core.runs.record import RunStatus, shown_value
from digitpad.core.runs.store import KeptRun
from digitpad.core.setting import Setting
from digitpad.core.sweeps.sweep import Sweep, SweepFile, runs_of
from digitpad.core.training.settings import SETTINGS


@dataclass(frozen=True)
class SweepRow:
    """The runs of one combination of `values` that have ended.

    So many of its trainings diverged; those that had learned something before are among the runs.
    """

    values: tuple[Any, ...]
    group: RunGroup
    diverged: int = 0


@dataclass(frozen=True, eq=False)
class SweepResults:
    """A row for each combination; for each seed where nothing else is varied, with the seed as its value."""

    sweep: Sweep
    rows: tuple[SweepRow, ...]
    under_way: tuple[KeptRun, ...] = ()

    @property
    def runs(self) -> tuple[KeptRun, ...]:
        """All runs that have ended."""
        return tuple(run for row in self.rows for run in row.group.runs)

    @cached_property
    def whole(self) -> RunGroup:
        """All runs that have ended, as one group."""
        return RunGroup(self.runs)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The settings whose values head the rows."""
        return tuple(SETTINGS[name] for name, _ in self.sweep.varied or (("seed", ()),))

    @property
    def best(self) -> int | None:
        """The row with the best validation accuracy. The test set chooses nothing: else it would flatter the choice.

        None where nothing but the seed is varied, which is nothing to choose, or without validation images.
        """
        known = {at: row.group.validation.mean for at, row in enumerate(self.rows)}
        shares = {at: share for at, share in known.items() if share is not None}
        if not self.sweep.varied or not shares:
            return None
        return max(shares, key=lambda at: shares[at])

    @property
    def lines(self) -> dict[str, tuple[SweepRow, ...]]:
        """The rows as lines of a plot over the values of the first setting, one for each value of a second one."""
        if len(self.sweep.varied) < 2:
            return {"": self.rows}
        second = self.settings[1]
        return {
            f"{second.title.lower()} {shown_value(second, value)}": tuple(r for r in self.rows if r.values[1] == value)
            for value in self.sweep.varied[1][1]
        }

    def table(self) -> Table:
        """The rows as columns of numbers, with their spreads."""
        table: dict[str, list[Any]] = {
            each.title.lower(): [row.values[at] for row in self.rows] for at, each in enumerate(self.settings)
        }
        table["runs"] = [len(row.group.runs) for row in self.rows]
        table["diverged"] = [row.diverged for row in self.rows]
        for name, spreads in (
            ("validation accuracy", [row.group.validation for row in self.rows]),
            ("test accuracy", [row.group.test for row in self.rows]),
        ):
            table[name] = [_or_empty(each.mean) for each in spreads]
            table[f"{name}, deviation"] = [_or_empty(each.deviation) for each in spreads]
        return table


def sweep_results(file: SweepFile, kept: Sequence[KeptRun]) -> SweepResults:
    """What the sweep has come to so far. Raises CheckpointError when its file cannot be used."""
    sweep = file.sweep
    found = runs_of(file, sweep, tuple(kept))
    ended = {at: run for at, run in found.items() if run.record.ended}
    failures = dict(sweep.failures)
    per_row = len(sweep.seeds) if sweep.varied else 1
    values = sweep.combinations if sweep.varied else tuple((seed,) for seed in sweep.seeds)
    rows = []
    for number, combination in enumerate(values):
        trials = range(number * per_row, (number + 1) * per_row)
        group = RunGroup(tuple(ended[at] for at in trials if at in ended))
        diverged = sum(at in failures for at in trials)
        diverged += sum(run.entry.status == RunStatus.DIVERGED for run in group.runs)
        rows.append(SweepRow(combination, group, diverged))
    return SweepResults(sweep, tuple(rows), tuple(run for at, run in found.items() if at not in ended))


def find_sweep(files: Sequence[SweepFile], name: str) -> SweepFile:
    """The sweep of this number. Raises CheckpointError when there is none."""
    for file in files:
        if str(file.number) == name:
            return file
    numbers = ", ".join(str(file.number) for file in files[:10])
    raise CheckpointError(f"There is no sweep {name}; {f'there are {numbers}' if numbers else 'there is none'}.")


def _or_empty(value: float | None) -> float | str:
    return "" if value is None else value
