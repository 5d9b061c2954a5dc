"""What leaves the collection and what comes into it, in the background: exports, sheets to print, and photographs."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from digitpad.core.collection.archive import Imported, export_task, import_all_task
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import Source, from_prediction
from digitpad.core.collection.query import Filter
from digitpad.core.errors import DataError
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture, open_picture
from digitpad.core.sheets.layout import write_sheet
from digitpad.core.sheets.reading import FoundDigit, FoundDigits, read_photograph_task
from digitpad.core.tasks import Task
from digitpad.core.writers import export_digits_task
from digitpad.workspace.background_task import BackgroundTask
from digitpad.workspace.collection.kept_drawings import KeptDrawings
from digitpad.workspace.job_queue import JobQueue
from digitpad.workspace.model_library import ModelLibrary

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
            self.task.begin(lambda: _export_task(export_digits_task(place, out, form, which), out))
        else:
            self.task.begin(lambda: _export_task(export_task(place, out, which, anonymous), out))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Add the drawings of exported files that are not there yet."""
        self.task.begin(partial(import_all_task, paths, self._collection.path))

    def _look(self, result: object) -> None:
        if isinstance(result, Imported):
            self._collection.look()


def _export_task(work: Task[Any], out: Path) -> Task[Path]:
    yield from work
    return out


class Sheets(QObject):
    """Writes sheets, and reads one photograph at a time: a later one replaces it. Both in the background."""

    def __init__(
        self, models: ModelLibrary, collection: KeptDrawings, report: Callable[[Exception], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._models, self._collection = models, collection
        self.task = BackgroundTask(self, report)
        self._writes = JobQueue(nullcontext, report, self)

    def write(self, path: Path, paper: str, then: Callable[[], object]) -> None:
        """Write a sheet to print, which takes half a second; `then` it is there."""
        self._writes.do(lambda _: write_sheet(path, paper), lambda _: then())

    def shutdown(self) -> None:
        """Write what waits, and wait for the thread."""
        self._writes.shutdown()

    def open(self, path: Path) -> None:
        """Read the photograph in a file with the model in use."""
        self.look_at(path.name, partial(open_picture, path, whole=True))

    def look_at(self, name: str, opened: Callable[[], Picture]) -> None:
        """Read a photograph that `opened` gives; `task` has the FoundDigits in the end."""
        item = self._models.current
        if item:
            self.task.begin(partial(_reading_task, name, opened, item.model))

    def keep(self, found: FoundDigits, chosen: Sequence[FoundDigit], then: Callable[[list[int], int], object]) -> None:
        """Keep these of the digits that were found, under the name of who writes.

        `then` the numbers of the drawings that are new are known, and how many were there already.
        """
        model, writer = found.model, self._collection.writer

        def add(collection: Collection) -> list[int]:
            return collection.merge(
                from_prediction(each.prediction, model, label=each.label, writer=writer, source=Source.PICTURE)
                for each in chosen
            )

        self._collection.write(add, lambda numbers: then(numbers, len(chosen) - len(numbers)))


def _reading_task(name: str, opened: Callable[[], Picture], model: Model) -> Task[FoundDigits]:
    picture = opened()
    try:
        return (yield from read_photograph_task(model, picture))
    except DataError as error:
        raise DataError(f"{name}: {error}") from None
