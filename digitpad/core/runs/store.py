"""All runs that are kept: found, named, deleted and brought back, and bounded in what they take of the disk."""

import json
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import Timeout

from digitpad.core.errors import CheckpointError
from digitpad.core.files import is_kind, why
from digitpad.core.runs.folder import DELETED, RunFolder, aside_prefix, matching, run_folders
from digitpad.core.runs.index import Entry, RunIndex
from digitpad.core.runs.record import Removed, RunRecord, RunStatus
from digitpad.core.runs.run_files import RECORD, edit_lock

LIMIT = 2_000_000_000  # bytes that all runs may take on the disk
_UNDO_SECONDS = 3_600  # for which another program's deletion can still be undone there


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run in the store, as it was when it was listed. `bytes` are those that it takes on the disk."""

    folder: RunFolder
    entry: Entry

    @cached_property
    def key(self) -> str:
        """The name of its folder, which no other run has."""
        return self.folder.path.name

    @property
    def bytes(self) -> int:
        return self.entry.bytes

    @cached_property
    def raw(self) -> dict[str, Any]:
        """The record as it is in JSON, which is faster to read than to check."""
        found: dict[str, Any] = json.loads(self.entry.record)
        return found

    @cached_property
    def record(self) -> RunRecord:
        return RunRecord.of(self.raw)

    @property
    def is_under_way(self) -> bool:
        """Whether it has not come to its end and was not stopped; what was interrupted neither."""
        return self.entry.status == RunStatus.UNDER_WAY

    @cached_property
    def is_interrupted(self) -> bool:
        """Whether it is under way, but no program works on it."""
        free = self.is_under_way and self.folder.claim()
        if free:
            self.folder.release()
        return free


class RunStore:
    """The runs in a folder. Several programs may use it at once: what they change, they lock.

    The folders are the truth; the index beside them is asked for the records of those that have not changed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._index = RunIndex(path)
        self._listed: dict[str, KeptRun] = {}
        self.claimed: RunFolder | None = None  # that of a run that this program has claimed, but does not work on

    def runs(self) -> tuple[KeptRun, ...]:
        """All runs, the newest first. Those whose record cannot be used are left out."""
        folders = run_folders(self.path)
        if not folders:
            return ()
        known, fresh = self._index.read(), dict[str, Entry]()
        found: list[KeptRun] = []
        for path in folders:
            entry = known.pop(path.name, None)
            stamp = _stamp(path)
            if not stamp:
                continue
            if entry is None or entry.stamp != stamp:
                entry = fresh[path.name] = _entry(path, stamp)
            if entry.record:
                found.append(self._kept_run(path, entry))
        self._listed = {each.key: each for each in found}
        if fresh or known:
            self._index.update(fresh, known)
        return tuple(found)

    def _kept_run(self, path: Path, entry: Entry) -> KeptRun:
        before = self._listed.get(path.name)
        if before and before.entry == entry and not before.is_under_way:
            return before  # whose record has been parsed already
        claimed = self.claimed
        return KeptRun(claimed if claimed and claimed.path == path else RunFolder(path), entry)

    def find(self, name: str) -> KeptRun:
        """The run of this number or name, or whose name begins with it. Raises CheckpointError if there is not one."""
        runs = self.runs()
        folders = {each.folder: each for each in runs}
        found = matching(list(folders), name) or [each for each in folders if folders[each].record.title == name]
        if len(found) == 1:
            return folders[found[0]]
        names = ", ".join(f"{each.name} ({folders[each].record.title})" for each in found or list(folders)[:10])
        problem = "names several runs" if found else "names no run"
        raise CheckpointError(f"“{name}” {problem}; {self.path} holds {names or 'none'}.")

    def delete(self, run: KeptRun) -> str:
        """Put a run aside; returns what `restore` brings it back by, until `purge`.

        Raises CheckpointError when a program works on it, or when that cannot be done.
        """
        folder = run.folder
        if not folder.claim():
            raise CheckpointError(
                f"“{run.record.title}” cannot be deleted, a training works on it or it is gone; stop that first."
            )
        aside = aside_prefix() + run.key
        try:
            with edit_lock(self.path):
                folder.path.rename(self.path / aside)
        except (OSError, Timeout) as reason:
            raise CheckpointError(f"“{run.record.title}” cannot be deleted ({why(reason)}); try again.") from None
        finally:
            folder.release()
        return aside

    def restore(self, aside: str) -> None:
        """Bring back a run that was put aside. Raises CheckpointError when it is gone for good."""
        try:
            with edit_lock(self.path):
                (self.path / aside).rename(self.path / aside.split(" ", 2)[2])
        except (OSError, Timeout) as reason:
            raise CheckpointError(f"The run cannot be brought back ({why(reason)}).") from None

    def purge(self, aside: Sequence[str] = ()) -> None:
        """Remove these runs that were put aside for good, and those that no program can want back any more."""
        for path in self.path.glob(f"{DELETED} *"):
            when = path.name.split(" ", 2)[1]
            if path.name in aside or not when.isdigit() or time.time() - int(when) > _UNDO_SECONDS:
                shutil.rmtree(path, ignore_errors=True)

    def make_room(self, limit: int) -> list[KeptRun]:
        """Let the oldest runs without a star give up their moments, then their weights, until all take `limit` bytes.

        Settings and history stay. Runs that a program works on, or that can be resumed, are left alone. Returns those
        that gave something up.
        """
        runs = self.runs()
        too_much = sum(each.bytes for each in runs) - limit
        changed: dict[str, KeptRun] = {}
        for what in Removed:
            for run in reversed(runs):
                if too_much <= 0:
                    return list(changed.values())
                if run.record.star or not run.folder.is_complete or not _parts(run.folder, what):
                    continue
                freed = _give_up(run.folder, what)
                too_much -= freed
                if freed:
                    changed[run.key] = run
        return list(changed.values())


def _stamp(path: Path) -> str:
    """What changes whenever the record is written; empty if there is none."""
    try:
        found = (path / RECORD).stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"


def _entry(path: Path, stamp: str) -> Entry:
    """What the folder says of itself now; no record if that cannot be used."""
    try:
        record = RunFolder(path).read_record()
    except CheckpointError:
        return Entry(stamp, _size(path))
    return Entry(
        stamp,
        _size(path),
        record.to_text(),
        record.status.value,
        record.sweep,
        record.seconds,
        record.test_accuracy,
        record.group_key,
        record.group_title,
    )


def _size(path: Path) -> int:
    total = 0
    for place, _, files in os.walk(path):
        for name in files:
            with suppress(OSError):
                total += Path(place, name).stat().st_size
    return total


def _parts(folder: RunFolder, what: Removed) -> list[Path]:
    """Those files or folders of a run that are there."""
    parts = [folder.moments] if what is Removed.MOMENTS else [folder.final, folder.best]
    return [path for path in parts if is_kind(path, Path.exists)]


def _give_up(folder: RunFolder, what: Removed) -> int:
    """Note in a run's record that it has no moments or weights, and only then remove them; returns the bytes freed."""
    if not folder.claim():
        return 0
    before = _size(folder.path)
    try:
        record = folder.read_record()
        if what not in record.removed:  # else a program was killed after that
            folder.write_record(replace(record, removed=(*record.removed, what)))
        for path in _parts(folder, what):
            if what is Removed.MOMENTS:
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    except (CheckpointError, OSError):
        return 0
    finally:
        folder.release()
    return before - _size(folder.path)
