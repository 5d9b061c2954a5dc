"""The one place where the application's state lives; handed to everything that shows or changes it."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from digitpad.core.errors import DigitpadError
from digitpad.workspace.digit_reader import DigitReader
from digitpad.workspace.drawing_document import DrawingDocument
from digitpad.workspace.model_shelf import ModelShelf, ShelvedModel
from digitpad.workspace.training_session import TrainingSession


class Workspace(QObject):
    """Joins the parts of the state: the drawing is read by the model in use, which may be the one being trained."""

    failed = Signal(str)  # one sentence for the user

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = Path.home()  # where a file was last opened or saved
        self.document = DrawingDocument(self)
        self.models = ModelShelf(self)
        self.reader = DigitReader(self)
        self.training = TrainingSession(self.models, self)
        # Many samples may arrive in one turn of the event loop; the drawing is put together once.
        self._drawing_changed = QTimer(self, singleShot=True, interval=0)
        self._drawing_changed.timeout.connect(lambda: self.reader.set_drawing(self.document.drawing))
        self.document.changed.connect(self._drawing_changed.start)
        self.models.in_use.connect(self._read_with)
        self.training.failed.connect(self._report)

    def open_model(self, path: Path) -> None:
        """Use the model in a file; if it cannot be used, say why and keep the one in use."""
        try:
            self.models.open(path)
        except DigitpadError as error:
            self._report(error)

    def save_model(self, key: int, path: Path) -> bool:
        """Write a model to a file; returns whether it was written, and says why when not."""
        try:
            self.models.save(key, path)
        except DigitpadError as error:
            self._report(error)
            return False
        return True

    def _read_with(self, item: ShelvedModel) -> None:
        self.reader.set_network(item.model.network)

    def _report(self, failure: Exception) -> None:
        if not isinstance(failure, DigitpadError):
            raise failure
        self.failed.emit(str(failure))
