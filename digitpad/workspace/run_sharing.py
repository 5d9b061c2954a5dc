"""Runs in one file: written for somebody else, and taken in, without keeping the window waiting."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from digitpad.core.runs.share import import_run, share_run
from digitpad.core.runs.store import KeptRun
from digitpad.workspace.run_library import Done, Outcome, RunLibrary


class RunSharing(QObject):
    """What goes wrong, the library of runs reports."""

    saved = Signal(Path)  # the file
    taken = Signal(str)  # the key of the new run

    def __init__(self, library: RunLibrary, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library

    def save(self, run: KeptRun, path: Path) -> None:
        """Write a run to one file."""

        def write() -> Iterator[Outcome]:
            share_run(path, run.folder)
            yield Done(partial(self.saved.emit, path))

        self._library.do(write)

    def take_in(self, path: Path) -> None:
        """Make a run of a file by `save`."""

        def read() -> Iterator[Outcome]:
            key = import_run(path, self._library.folder).path.name
            yield Done(partial(self.taken.emit, key))

        self._library.do(read)
