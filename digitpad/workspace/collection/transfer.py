"""The collection into a file, and files of others into the collection, in the background."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from digitpad.core.collection.archive import export_task
from digitpad.core.collection.importing import Imported, import_all_task
from digitpad.core.collection.query import Filter
from digitpad.core.tasks import Task
from digitpad.core.writers import export_digits_task
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.collection.kept_drawings import KeptDrawings

IMAGE_FORMS = {".npz": "npz", ".csv": "csv", ".idx": "idx"}


class CollectionTransfer(QObject):
    """Exports and imports, the latest alone; `task` has the progress, and in the end Imported or the exported file."""

    def __init__(self, collection: KeptDrawings, task: BackgroundTask, parent: QObject) -> None:
        super().__init__(parent)
        self._collection, self.task = collection, task
        task.finished.connect(self._look)

    def export(self, out: Path, which: Filter, anonymous: bool) -> None:
        """Write the drawings that are meant to a file, perhaps with numbers in place of names; the digits' images
        alone, if its name ends as that of one of the IMAGE_FORMS."""
        place = self._collection.path
        if form := IMAGE_FORMS.get(out.suffix.lower()):
            self._begin(lambda: _export_task(export_digits_task(place, out, form, which), out))
        else:
            self._begin(lambda: _export_task(export_task(place, out, which, anonymous), out))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Add the drawings of exported files that are not there yet."""
        self._begin(partial(import_all_task, paths, self._collection.path))

    def _begin(self, work: Callable[[], Task[Any]]) -> None:
        self.task.request(Request(object(), None, work))

    def _look(self, result: object) -> None:
        if isinstance(result, Imported):
            self._collection.look()


def _export_task(work: Task[Any], out: Path) -> Task[Path]:
    yield from work
    return out
