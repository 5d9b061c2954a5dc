"""The collection as the window uses it: read and changed in threads, and who writes."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import LONGEST_NAME, UNNAMED
from digitpad.core.files import is_kind
from digitpad.workspace.job_queue import JobQueue

Result = TypeVar("Result")


class CollectionAccess(QObject):
    """Reads and writes the collection in the background, each in order, and knows who writes."""

    changed = Signal()  # the collection, or who writes
    happened = Signal(object)  # an exception, or what KeptDrawings tells

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.path = path
        self._writes = JobQueue(lambda: Collection.open(path), self.happened.emit, self)
        self._reads = JobQueue(lambda: Collection.open(path), self.happened.emit, self)
        self.writer = UNNAMED  # who writes
        self._named = {self.writer}
        self.counts: dict[str, int] = {}  # digits by writer
        self._version = -1  # of the collection when others' changes were looked for last

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return is_kind(self.path, Path.exists)

    @property
    def writers(self) -> tuple[str, ...]:
        """All who have written, and all who were named in this session."""
        return tuple(sorted({*self.counts, *self._named}, key=str.casefold))

    def set_writer(self, name: str) -> None:
        """Who writes from now on; a name that cannot be used changes nothing."""
        name = _cleaned(name)
        if name and name != self.writer:
            self.writer = name
            self._named.add(name)
            self.changed.emit()

    def rename(self, name: str) -> None:
        """Give who writes another name, on all that is kept; one that another has just lets that one write."""
        before, name = self.writer, _cleaned(name)
        if name and name not in self.writers:
            self._named.discard(before)
            if before in self.counts:
                self.write(lambda collection: collection.rename(before, name))
        self.set_writer(name)

    def write(
        self,
        call: Callable[[Collection], Result],
        then: Callable[[Result], object] = lambda _result: None,
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        """Change the collection in the background; `then` the result is handed over, or `otherwise` told of failure."""

        def work(collection: Collection) -> tuple[Result, dict[str, int]]:
            return call(collection), collection.writers()

        def end(results: tuple[Result, dict[str, int]]) -> None:
            result, self.counts = results
            then(result)
            self.changed.emit()

        self._writes.do(work, end, otherwise)

    def read(
        self,
        call: Callable[[Collection], Result],
        then: Callable[[Result], object],
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        """Ask the collection in the background, in order; `then` the answer, or `otherwise` that there is none."""
        self._reads.do(call, then, otherwise)

    def look(self) -> None:
        """Find out what other windows have changed, if there is a collection."""

        def ask(collection: Collection) -> tuple[int, dict[str, int] | None]:
            version = collection.version
            return version, None if version == self._version else collection.writers()

        if self.exists:
            self.read(ask, self._note)

    def shutdown(self) -> None:
        """Write what waits, and wait for the threads."""
        self._reads.drop()
        for queue in (self._reads, self._writes):
            queue.shutdown()

    def _note(self, found: tuple[int, dict[str, int] | None]) -> None:
        self._version, counts = found
        if counts is not None:
            self.counts = counts
            self.changed.emit()


def _cleaned(name: str) -> str:
    """As the collection takes a name; perhaps nothing is left."""
    return " ".join("".join(each if each.isprintable() else " " for each in name).split())[:LONGEST_NAME].strip()
