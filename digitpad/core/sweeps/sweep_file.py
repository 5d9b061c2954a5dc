"""The file of a sweep, beside the folders of its runs: `sweep-000003.json`, and the lock of whoever drives it."""

import re
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from digitpad.core.errors import CheckpointError
from digitpad.core.files import explained_write, open_to_read
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run_files import edit_lock
from digitpad.core.runs.store import KeptRun
from digitpad.core.sweeps.sweep import Sweep

_NAME = re.compile(r"sweep-(\d{6})\.json")
_MAX_BYTES = 1_000_000
_LOOKED_AT = 5  # sweeps: whoever has begun others since will not go on with an older one
_PATIENCE = 1.0  # seconds: a process of the sweep holds the lock for a moment, to see whether somebody drives it


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
                if not file._lock_it():
                    raise CheckpointError(f"{runs} cannot keep sweeps (it knows no locks); name another folder.")
                file._put(sweep)
        except (OSError, Timeout) as reason:
            why = getattr(reason, "strerror", None) or "another program holds it"
            raise CheckpointError(f"{runs} cannot keep a sweep ({why}); name another folder.") from None
        return file

    @property
    def sweep(self) -> Sweep:
        """What is asked for. Raises CheckpointError when the file cannot be used."""
        with open_to_read(self.path, CheckpointError) as file:
            try:
                return Sweep.from_text(file.read(_MAX_BYTES).decode())
            except (CheckpointError, ValueError) as reason:
                raise CheckpointError(f"{self.path} cannot be used: {reason}.") from None

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
