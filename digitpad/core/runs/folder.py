"""Folders with the checkpoints of runs, one for each run, so that none overwrites another's."""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from digitpad.core.errors import CheckpointError
from digitpad.core.runs.checkpoint import Checkpoint, read_checkpoint

_PATTERN, _LOCK, _COMPLETE = "step-*.npz", "lock", "complete"
_MAX_RUNS = 10  # interrupted ones that are kept
# A number that rises from run to run, which tells the newest even after a clock was set back; older digitpads had none.
_NAME = re.compile(r"(?:(\d+) )?(\d{4}-\d\d-\d\d \d\d\.\d\d)\.\d\d\.\d{6}")
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
        try:
            number = 1 + max((_number(path) for path in _folders(runs)), default=0)
            path = runs / f"{number:06d} {datetime.now():%Y-%m-%d %H.%M.%S.%f}"
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
        """The runs in the folder `runs` that can be resumed and that no program works on, claimed; the newest first."""
        for path in _folders(runs):
            folder = cls(path)
            if folder.has_checkpoints and folder.claim():
                yield folder

    @classmethod
    def find(cls, runs: Path, name: str) -> "RunFolder":
        """The run of this name, or whose name begins with it, claimed.

        Raises CheckpointError when there is no such run or several, and when another program works on it.
        """
        folders = [each for each in map(cls, _folders(runs)) if each.has_checkpoints]
        matches = [each for each in folders if name in (each.name, each.path.name)]
        matches = matches or [each for each in folders if each.name.startswith(name) or each.path.name.startswith(name)]
        if len(matches) != 1:
            names = ", ".join(f"“{each.name}” (begun {each.began})" for each in matches or folders) or "no run"
            problem = "names several runs" if matches else "names no run that can be resumed"
            raise CheckpointError(f"“{name}” {problem}; {runs} holds {names}.")
        if not matches[0].claim():
            raise CheckpointError(f"Another program is working on run {name}; wait for it, or choose another run.")
        return matches[0]

    @classmethod
    def _clear_away(cls, runs: Path) -> None:
        """Remove the oldest of many interrupted runs, and those interrupted before their first checkpoint."""
        kept = 0
        for path in _folders(runs):
            if _NAME.fullmatch(path.name):
                folder = cls(path)
                kept += folder.has_checkpoints
                if (kept > _MAX_RUNS or not folder.has_checkpoints) and folder.claim():
                    folder.remove()

    @property
    def name(self) -> str:
        """What the run is called on the command line: its number, if it has one."""
        return str(_number(self.path) or self.path.name)

    @property
    def began(self) -> str:
        """When the run began, to the minute."""
        parts = _NAME.fullmatch(self.path.name)
        return parts.group(2).replace(".", ":") if parts else self.path.name

    @property
    def has_checkpoints(self) -> bool:
        return any(self.path.glob(_PATTERN))

    @property
    def is_complete(self) -> bool:
        """Whether the run came to its end, and only its model has to be saved."""
        return (self.path / _COMPLETE).exists()

    def mark_complete(self) -> None:
        with suppress(OSError):  # it then looks like an interrupted one, with no step to be taken
            (self.path / _COMPLETE).touch()

    def claim(self) -> bool:
        """Whether no other program works on the run; then none can until this one ends or releases it."""
        try:
            self._lock.acquire()
        except (Timeout, OSError):
            return False
        return True

    def release(self) -> None:
        """Let others resume the run."""
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
        """Remove the folder: the model is safe, or not wanted any more."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)

    def _files(self) -> list[Path]:
        """Newest first: names order like the steps."""
        return sorted(self.path.glob(_PATTERN), reverse=True)


def _folders(runs: Path) -> list[Path]:
    """Newest first."""
    return sorted(runs.glob("*/"), key=lambda path: (_number(path), path.name), reverse=True)


def _number(path: Path) -> int:
    parts = _NAME.fullmatch(path.name)
    return int(parts.group(1) or 0) if parts else 0
