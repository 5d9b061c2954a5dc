"""Folders with the checkpoints of runs, one for each run, so that none overwrites another's."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from digitpad.core.errors import CheckpointError
from digitpad.core.runs.checkpoint import Checkpoint, read_checkpoint

_PATTERN, _LOCK = "step-*.npz", "lock"
_MOST_RUNS = 10  # interrupted ones that are kept
_NAME = re.compile(r"\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.\d{6}")
_ADVICE = "make it a folder that can be written to, or name another."


class RunFolder:
    """A folder for the checkpoints of one run. While a program works on the run, no other one can claim it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # A run is claimed in one thread and may be released in another.
        self._lock = FileLock(path / _LOCK, blocking=False, thread_local=False)

    @classmethod
    def begin(cls, runs: Path) -> "RunFolder":
        """A new, claimed folder in the folder `runs`. Raises CheckpointError when it cannot be made."""
        path = runs / f"{datetime.now():%Y-%m-%d %H.%M.%S.%f}"
        try:
            path.mkdir(parents=True)
        except OSError as reason:
            raise CheckpointError(f"{runs} cannot keep checkpoints ({reason.strerror}); {_ADVICE}") from None
        folder = cls(path)
        if not folder.claim():
            raise CheckpointError(f"{runs} cannot keep checkpoints (it knows no locks); {_ADVICE}")
        cls._clear_away(runs)
        return folder

    @classmethod
    def unfinished(cls, runs: Path) -> Iterator["RunFolder"]:
        """The runs in the folder `runs` that can go on and that no program works on, claimed; the newest first."""
        for path in sorted(runs.glob("*/"), reverse=True):
            folder = cls(path)
            if any(path.glob(_PATTERN)) and folder.claim():
                yield folder

    @classmethod
    def _clear_away(cls, runs: Path) -> None:
        """Remove the oldest of many interrupted runs, and those interrupted before their first checkpoint."""
        kept = 0
        for path in sorted(runs.glob("*/"), reverse=True):
            if _NAME.fullmatch(path.name):
                folder = cls(path)
                begun = bool(folder._files())
                kept += begun
                if (kept > _MOST_RUNS or not begun) and folder.claim():
                    folder.remove()

    @property
    def began(self) -> str:
        """When the run began, to the minute."""
        return self.path.name[:16].replace(".", ":")

    def claim(self) -> bool:
        """Whether no other program works on the run; then none can until this one ends or releases it."""
        try:
            self._lock.acquire()
        except (Timeout, OSError):
            return False
        return True

    def release(self) -> None:
        self._lock.release()

    def file(self, step: int) -> Path:
        """Where to write the checkpoint after so many steps."""
        return self.path / f"step-{step:012d}.npz"

    def drop_all_but(self, newest: int) -> None:
        """Remove all checkpoints but the newest ones."""
        for old in self._files()[newest:]:
            old.unlink(missing_ok=True)

    def latest(self) -> Checkpoint:
        """The newest checkpoint that can be read. Raises CheckpointError when there is none."""
        failure = CheckpointError(f"{self.path} holds no run; start the training anew.")
        for number, path in enumerate(self._files()):
            try:
                return read_checkpoint(path)
            except CheckpointError as error:
                failure = error if number == 0 else failure
        raise failure

    def remove(self) -> None:
        """Remove the folder: the run has come to its end, or is not wanted any more."""
        self.release()
        shutil.rmtree(self.path, ignore_errors=True)

    def _files(self) -> list[Path]:
        """Newest first: names order like the steps."""
        return sorted(self.path.glob(_PATTERN), reverse=True)
