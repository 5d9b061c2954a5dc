"""The folders of runs, one for each run, so that none overwrites another's."""

import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from digitpad.core.errors import CheckpointError
from digitpad.core.files import is_kind, why
from digitpad.core.runs.run_files import RunFiles, edit_lock

DELETED = ".deleted"  # how the names of folders begin that are on their way out; then a time in seconds
_LOCK = "lock"
# A number that rises from run to run, which tells the newest even after a clock was set back, and when it was begun.
_NAME = re.compile(r"(\d+) (\d{4}-\d\d-\d\d \d\d\.\d\d)\.\d\d\.\d{6}")
_ADVICE = "make it a folder that can be written to, or name another."


class RunFolder(RunFiles):
    """The folder of one run. While a program works on the run, no other one can claim it."""

    @cached_property
    def _lock(self) -> FileLock:
        """Made when it is needed, which it is for few of many runs."""
        # A run is claimed in one thread and may be released in another.
        return FileLock(self.path / _LOCK, blocking=False, thread_local=False)

    @classmethod
    def begin(cls, runs: Path) -> "RunFolder":
        """A new, claimed folder in the folder `runs`. Raises CheckpointError when it cannot be made."""
        try:
            runs.mkdir(parents=True, exist_ok=True)
            # Of two programs, neither takes the other's number, or its new folder for one that was left behind.
            with edit_lock(runs):
                cls._clear_away(runs)
                folder = cls.next_of(runs)
                folder.path.mkdir()
                if folder.claim():
                    return folder
        except (OSError, Timeout) as reason:
            raise CheckpointError(f"{runs} cannot keep runs ({why(reason)}); {_ADVICE}") from None
        raise CheckpointError(f"{runs} cannot keep runs (it knows no locks); {_ADVICE}")

    @classmethod
    def next_of(cls, runs: Path) -> "RunFolder":
        """The folder of the next run, not made yet; for whoever holds the lock of all runs."""
        number = 1 + max((_number(path.name) for path in run_folders(runs)), default=0)
        return cls(runs / f"{number:06d} {datetime.now():%Y-%m-%d %H.%M.%S.%f}")

    @classmethod
    def unfinished(cls, runs: Path) -> Iterator["RunFolder"]:
        """The runs in the folder `runs` that can be resumed and that no program works on, claimed; the newest first.

        Those of a sweep are left to it.
        """
        for path in run_folders(runs):
            folder = cls(path)
            if folder.is_complete or not folder.has_checkpoints:
                continue
            record = folder.record
            if not (record and record.sweep) and folder.claim():
                yield folder

    @classmethod
    def find(cls, runs: Path, name: str) -> "RunFolder":
        """The run of this name, or whose name begins with it, claimed.

        Raises CheckpointError when there is no such run or several, and when another program works on it.
        """
        folders = [each for each in map(cls, run_folders(runs)) if not each.is_complete and each.has_checkpoints]
        matches = matching(folders, name)
        if len(matches) != 1:
            names = ", ".join(f"“{each.name}” (begun {each.began})" for each in matches or folders) or "no run"
            problem = "names several runs" if matches else "names no run that can be resumed"
            raise CheckpointError(f"“{name}” {problem}; {runs} holds {names}.")
        if not matches[0].claim():
            raise CheckpointError(f"Another program is working on run {name}; wait for it, or choose another run.")
        return matches[0]

    @classmethod
    def _clear_away(cls, runs: Path) -> None:
        """Remove runs interrupted before anything was kept of them."""
        for path in run_folders(runs):
            folder = cls(path)
            if _NAME.fullmatch(path.name) and folder.is_empty and folder.claim():
                folder.remove()

    @property
    def name(self) -> str:
        """What the run is called on the command line: its number, if it has one."""
        return str(_number(self.path.name) or self.path.name)

    @property
    def began(self) -> str:
        """When the run began, to the minute."""
        parts = _NAME.fullmatch(self.path.name)
        return parts.group(2).replace(".", ":") if parts else self.path.name

    @property
    def begun(self) -> str:
        """When the run began, in ISO 8601."""
        parts = _NAME.fullmatch(self.path.name)
        when = datetime.strptime(parts.group(2), "%Y-%m-%d %H.%M") if parts else datetime.now()
        return when.isoformat(timespec="minutes")

    def claim(self) -> bool:
        """Whether no other program works on the run; then none can until this one ends or releases it."""
        if not is_kind(self.path, Path.is_dir):
            return False  # the lock would make the folder of a run that was deleted
        try:
            self._lock.acquire()
        except (Timeout, OSError):
            return False
        return True

    def release(self) -> None:
        """Let others resume the run."""
        self._lock.release()

    def remove(self) -> None:
        """Remove the folder for good; whoever looks meanwhile sees all of it or nothing."""
        path = self.path
        with suppress(OSError):
            path = path.rename(path.with_name(aside_prefix(0) + path.name))
        self._lock.release()
        shutil.rmtree(path, ignore_errors=True)


def aside_prefix(seconds: float | None = None) -> str:
    """How the name of a folder begins that is put aside now, or at another time; what follows is its own name."""
    return f"{DELETED} {time.time() if seconds is None else seconds:.0f} "


def run_folders(runs: Path) -> list[Path]:
    """The folders of the runs in the folder `runs`, the newest first; none if there is no such folder."""
    try:
        with os.scandir(runs) as entries:
            names = [each.name for each in entries if not each.name.startswith(".") and each.is_dir()]
    except OSError:
        return []
    return [runs / name for name in sorted(names, key=lambda name: (_number(name), name), reverse=True)]


def matching(folders: Sequence[RunFolder], name: str) -> list[RunFolder]:
    """Those of this name, or else those whose names begin with it."""
    found = [each for each in folders if name in (each.name, each.path.name)]
    return found or [each for each in folders if each.name.startswith(name) or each.path.name.startswith(name)]


def _number(name: str) -> int:
    parts = _NAME.fullmatch(name)
    return int(parts.group(1)) if parts else 0
