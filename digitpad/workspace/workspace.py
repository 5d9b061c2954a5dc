"""The one place where the application's state lives; handed to everything that shows or changes it."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from digitpad import paths
from digitpad.core.collection.archive import is_export
from digitpad.core.errors import CheckpointError, DataError, DigitpadError, OutputError, TrainingDiverged
from digitpad.core.models.foreign import is_foreign
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import is_picture
from digitpad.core.readers.npz import ArchiveKind, archive_kind
from digitpad.core.runs.run_events import DataLoaded, RunStarted
from digitpad.core.runs.share import is_shared_run
from digitpad.workspace.background_task import BackgroundTask
from digitpad.workspace.collection.kept_drawings import KeptDrawings
from digitpad.workspace.collection.teaching import Teaching
from digitpad.workspace.collection.transfer import CollectionTransfer, Sheets
from digitpad.workspace.collection.writing_session import WritingSession
from digitpad.workspace.dataset_loader import DatasetLoader
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier
from digitpad.workspace.drawing.drawing_document import DrawingDocument
from digitpad.workspace.drawing.number_editor import NumberEditor
from digitpad.workspace.drawing.picture_reader import PictureRead, PictureReader
from digitpad.workspace.drawing.pinned_drawings import PinnedDrawings
from digitpad.workspace.evaluator import EvaluationSet, Evaluator
from digitpad.workspace.job_queue import JobQueue
from digitpad.workspace.model_editor import ModelEditor, SingleSteps
from digitpad.workspace.model_library import ModelEntry, ModelLibrary
from digitpad.workspace.rate_search import RateSearch
from digitpad.workspace.shown_run import RunNetworks, ShownRun
from digitpad.workspace.sweep_session import SweepSession
from digitpad.workspace.training_session import TrainingSession


class ErrorSource(Enum):
    """What went wrong, so that it is known what puts it right."""

    OPENING = auto()
    SAVING = auto()
    DATA = auto()
    TRAINING = auto()
    OTHER = auto()


class Destination(Enum):
    """A part of the window to which a button elsewhere may lead."""

    CANVAS = auto()
    CURVES = auto()
    INSIDE = auto()
    WHY = auto()
    EVALUATE = auto()
    RUNS = auto()
    WRITE = auto()
    TEACH = auto()


@dataclass(frozen=True)
class Notice:
    """What was done, in a sentence, and what can be done about it: its name, and a call that does it."""

    text: str
    action: str = ""
    call: Callable[[], object] | None = None


class Resolved(NamedTuple):
    """What was told of as failed no longer holds."""

    text: str


class Workspace(QObject):
    """Joins the parts of the state: the drawing is read by the model in use, which may be the one being trained."""

    failed = Signal(str)  # one sentence for the user
    happened = Signal(object)  # a Notice, Resolved, or the Destination to turn to

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = Path.home()  # where a file was last opened or saved
        self._errors: dict[ErrorSource, str] = {}
        self.document = DrawingDocument(self)
        self.models = ModelLibrary(self)
        self.classifier = DrawingClassifier(self)
        self.numbers = NumberEditor(self.document, self.classifier, self)
        self.training = TrainingSession(self.models, self)
        self.data = DatasetLoader(self.training, self.report, self)
        self.evaluation_set = EvaluationSet(self.models, self.data, self.training, self.report, self)
        self.evaluator = Evaluator(self.models, self.training, self.evaluation_set, self.report, self)
        self.editor = ModelEditor(self.models, self.report, self)
        self.single_steps = SingleSteps(self.models, self)
        self.pinned = PinnedDrawings(self.models, self.training, self)
        self.run_networks = RunNetworks(self.models, self.training, self)
        self.rates = RateSearch(self.training, self.report, self)
        self.sweeps = SweepSession(self.training, self.report, self)
        self.shown_run = ShownRun(self.models, self.training, self.report, self)
        self.pictures = PictureReader(self.models, self.report, self)
        self.collection = KeptDrawings(paths.COLLECTION, self.document, self.classifier, self.models, self)
        self.transfer = CollectionTransfer(self.collection, BackgroundTask(self, self.report), self)
        self.sheets = Sheets(self.models, self.collection, self.report, self)
        self.writing = WritingSession(self.collection, self.document, self)
        self.teaching = Teaching(self.models, self.training, BackgroundTask(self, self.report), self)
        self._opening = JobQueue(nullcontext, lambda error: self.report(error, ErrorSource.OPENING), self)
        self.pictures.task.finished.connect(self._show_picture)
        self.document.changed.connect(self._read_drawing)
        self.models.in_use.connect(self._read_with)
        for part in (self.training, self.training.run_library, self.collection):
            part.happened.connect(self._on_happened)

    def open_model(self, path: Path) -> None:
        """Read a model from a file, and use it; if it cannot be used, say why and keep the one in use.

        In the background: a large model takes a while, and one of another maker is tried in many ways.
        """
        self._opening.do(lambda _: open_model(path), lambda model: self._use_opened(path, model))

    def _use_opened(self, path: Path, model: Model) -> None:
        self.models.add(model)
        self._resolve(ErrorSource.OPENING)
        if is_foreign(model):
            text = self.tr("“{name}” is not from digitpad: {known}.")
            self.tell(Notice(text.format(name=path.name, known=model.trained_on)))

    def open_bundled_models(self) -> None:
        """Add the bundled models, and use the first; say why if one cannot be used."""
        for path in paths.BUNDLED_MODELS:
            try:
                self.models.open(path, bundled=True, use=False)
            except DigitpadError as error:
                self.report(error, ErrorSource.OPENING)
        if self.models.items:
            self.models.use(self.models.items[0].key)

    def open_file(self, path: Path) -> None:
        """Open a model, take in a run or drawings, read a picture, or open anything else as data to learn from."""
        self.folder = path.parent
        if is_model(path):
            self.open_model(path)
        elif is_shared_run(path):
            self.training.run_library.take_in(path)
        elif is_export(path):
            self.transfer.import_files([path])
        elif is_picture(path):
            self.pictures.open(path)
        else:
            self.training.open_data(path)

    def save_model(self, key: int, path: Path) -> bool:
        """Write a model to a file; returns whether it was written, and says why when not."""
        return self._write(self.models.save, key, path)

    def export_model(self, key: int, path: Path) -> bool:
        """Write a model for another program; returns whether it was written, and says why when not."""
        return self._write(self.models.export, key, path)

    def _write(self, write: Callable[[int, Path], None], key: int, path: Path) -> bool:
        try:
            write(key, path)
        except DigitpadError as error:
            self.report(error, ErrorSource.SAVING)
            return False
        self._resolve(ErrorSource.SAVING)
        return True

    def write_sheet(self, path: Path, paper: str, then: Callable[[], object]) -> None:
        """Write a sheet to write digits on, in the background; `then` it is there."""

        def end() -> None:
            self._resolve(ErrorSource.SAVING)
            then()

        self.sheets.write(path, paper, end)

    def go_to(self, destination: Destination) -> None:
        """Take the user to another part of the window."""
        self.happened.emit(destination)

    def _on_happened(self, event: object) -> None:
        if isinstance(event, DataLoaded):
            self._share_data(event)
            self._resolve(ErrorSource.DATA)
        elif isinstance(event, RunStarted):
            self._resolve(ErrorSource.DATA, ErrorSource.TRAINING)
        elif isinstance(event, Exception):
            self.report(event)

    def _share_data(self, loaded: DataLoaded) -> None:
        """Let views look at the data of a training, unless it has test or validation images that are not of it."""
        if not (loaded.sources.test or loaded.sources.validation):
            self.data.store(loaded.sources.data, loaded.datasets)

    def _read_with(self, item: ModelEntry) -> None:
        self.classifier.set_recogniser(item.model.recogniser)

    def _show_picture(self, picture: PictureRead) -> None:
        """Put what is clear on the canvas; about the rest the user is asked."""
        if picture.layer and picture.is_clear:
            self.document.show_image(picture.layer)

    @Slot()
    def _read_drawing(self) -> None:
        document = self.document
        self.classifier.set_drawing(document.drawing, document.pen_is_down, document.image, document.boxes)

    def shutdown(self) -> None:
        """End all work at once and wait for its threads; none of it reports anything more."""
        self.training.shutdown()
        self.collection.shutdown()
        self._opening.drop()
        self._opening.shutdown()
        self.sheets.shutdown()
        for work in self.findChildren(BackgroundTask):
            work.shutdown()

    def tell(self, notice: Notice) -> None:
        """Tell the user in a line what was done."""
        self.happened.emit(notice)

    def report(self, failure: Exception, source: ErrorSource | None = None) -> None:
        """Tell the user about an error they can act on; any other exception is raised."""
        if not isinstance(failure, DigitpadError):
            raise failure
        self._errors[source or _source_of(failure)] = str(failure)
        self.failed.emit(str(failure))

    def _resolve(self, *sources: ErrorSource) -> None:
        for source in sources:
            if source in self._errors:
                self.happened.emit(Resolved(self._errors.pop(source)))


def is_model(path: Path) -> bool:
    """Whether a file is a model by its name, or by what it holds."""
    return path.suffix.lower() == ".safetensors" or archive_kind(path) is ArchiveKind.MODEL


def _source_of(failure: DigitpadError) -> ErrorSource:
    if isinstance(failure, DataError):
        return ErrorSource.DATA
    if isinstance(failure, OutputError):
        return ErrorSource.SAVING
    return ErrorSource.TRAINING if isinstance(failure, TrainingDiverged | CheckpointError) else ErrorSource.OTHER
