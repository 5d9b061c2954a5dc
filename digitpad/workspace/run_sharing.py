"""Runs in one file: written for somebody else, and taken in, without keeping the window waiting."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from digitpad.core.runs.share import import_run, share_run
from digitpad.core.runs.store import KeptRun
from digitpad.workspace.run_library import RunLibrary


class RunSharing(QObject):
    """What goes wrong, the library of runs reports."""

    taken = Signal(str)  # the key of the new run

    def __init__(self, library: RunLibrary, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library

    def save(self, run: KeptRun, path: Path, saved: Callable[[Path], None]) -> None:
        """Write a run to one file; `saved` is told which, once it is there."""
        self._library.do(lambda _: share_run(path, run.folder), lambda _: saved(path))

    def take_in(self, path: Path) -> None:
        """Make a run of a file by `save`."""
        self._library.do(lambda store: import_run(path, store.path).path.name, self.taken.emit)
