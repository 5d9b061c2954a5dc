"""Runs whose checkpoints are still needed: one that was interrupted, and those whose models are not saved."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from digitpad.core.runs.folder import RunFolder
from digitpad.workspace.model_library import ModelLibrary


class KeptRuns(QObject):
    """Offers the newest run that was interrupted, or whose model was lost as the program ended without being asked to.

    The last checkpoint of a run that came to its end is kept until its model is saved or removed.
    """

    interrupted_changed = Signal()

    def __init__(self, models: ModelLibrary, runs: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self._runs = runs
        self._interrupted: RunFolder | None = None
        self._unsaved: dict[int, RunFolder] = {}  # by the keys of their models
        models.changed.connect(self._discard_saved)

    @property
    def interrupted(self) -> RunFolder | None:
        """The run that can be resumed, claimed."""
        return self._interrupted

    def look_for_interrupted(self) -> None:
        """Look for the newest run that can be resumed."""
        self._set_interrupted(next(RunFolder.unfinished(self._runs), None))

    def discard_interrupted(self) -> None:
        """Give it up for good."""
        if self._interrupted:
            self._interrupted.remove()
            self._set_interrupted(None)

    def forget_interrupted(self) -> None:
        """It is under way again."""
        self._set_interrupted(None)

    def keep_until_saved(self, key: int, folder: RunFolder) -> None:
        """Keep a run that came to its end until its model, of this key, is saved or removed."""
        self._unsaved[key] = folder

    def shutdown(self) -> None:
        """A model that is still unsaved is not wanted."""
        for folder in self._unsaved.values():
            folder.remove()
        self._unsaved.clear()

    def _discard_saved(self) -> None:
        unsaved = {item.key for item in self._models.unsaved}
        for key in self._unsaved.keys() - unsaved:
            self._unsaved.pop(key).remove()

    def _set_interrupted(self, folder: RunFolder | None) -> None:
        if folder is not self._interrupted:
            self._interrupted = folder
            self.interrupted_changed.emit()
