"""Opening and saving."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from digitpad.ui import dialogs
from digitpad.ui.actions.action import make_action
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class FileActions:
    """Open and save models, open training data, quit."""

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

    def _enable(self) -> None:
        self.open_data.setEnabled(self._workspace.training.state is TrainingState.IDLE)
        self.save_model.setEnabled(self._workspace.models.current is not None)

    def _open_model(self) -> None:
        path = dialogs.ask_for_model(self._window, self._workspace)
        if path:
            self._workspace.open_model(path)

    def _save_model(self) -> None:
        item = self._workspace.models.current
        if item:
            dialogs.save_model(self._window, self._workspace, item)

    def _open_data(self) -> None:
        path = dialogs.ask_for_data(self._window, self._workspace)
        if path:
            self._workspace.training.open_data(path)
