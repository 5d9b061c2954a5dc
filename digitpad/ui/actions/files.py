"""Opening and saving."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from digitpad.ui import dialogs
from digitpad.ui.actions.action import make_action
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class FileActions:
    """Open, save and remove models, open training data, quit."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        self._workspace = workspace
        self._window = window
        self.open_model = make_action(
            window,
            translate("file_actions", "&Open model…"),
            translate("file_actions", "Use a model from a file"),
            self._open_model,
            "Ctrl+O",
            "open",
        )
        self.save_model = make_action(
            window,
            translate("file_actions", "&Save model as…"),
            translate("file_actions", "Keep the model in use in a file"),
            self._save_model,
            "Ctrl+S",
            "save",
        )
        self.remove_model = make_action(
            window,
            translate("file_actions", "&Remove model from the list"),
            translate(
                "file_actions", "Take the model in use off the list, and use another; its file, if it has one, is kept"
            ),
            self._remove_model,
        )
        self.open_data = make_action(
            window,
            translate("file_actions", "Open training &data…"),
            translate("file_actions", "Learn from a course's .npz file"),
            self._open_data,
            "Ctrl+D",
        )
        self.quit = make_action(
            window,
            translate("file_actions", "&Quit"),
            translate("file_actions", "Close the window"),
            window.close,
            "Ctrl+Q",
        )
        workspace.training.state_changed.connect(self._enable)
        workspace.models.changed.connect(self._enable)
        self._enable()

    @property
    def models(self) -> tuple[QAction, ...]:
        return self.open_model, self.save_model, self.remove_model

    def _enable(self) -> None:
        self.open_data.setEnabled(self._workspace.training.state is TrainingState.IDLE)
        models = self._workspace.models
        self.save_model.setEnabled(models.current is not None)
        trains = models.current is not None and self._workspace.training.trains(models.current.key)
        self.remove_model.setEnabled(len(models.items) > 1 and not trains)

    def _open_model(self) -> None:
        path = dialogs.ask_for_model(self._window, self._workspace)
        if path:
            self._workspace.open_model(path)

    def _save_model(self) -> None:
        item = self._workspace.models.current
        if item:
            dialogs.save_model(self._window, self._workspace, item)

    def _remove_model(self) -> None:
        item = self._workspace.models.current
        if item and dialogs.may_remove_model(self._window, self._workspace, item):
            self._workspace.models.remove(item.key)

    def _open_data(self) -> None:
        path = dialogs.ask_for_data(self._window, self._workspace)
        if path:
            self._workspace.training.open_data(path)
