"""Driving the training."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from digitpad.ui import dialogs
from digitpad.ui.actions import make_action
from digitpad.ui.plots.history_plots import HistoryPlots
from digitpad.ui.theme import icon
from digitpad.workspace.preferences import THEMES
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class TrainingActions:
    """Train, pause, stop, step, find a rate, go on with an interrupted training; enabled as the state allows."""

    def __init__(self, workspace: Workspace, find_rate: Callable[[], None], parent: QWidget) -> None:
        self._session = session = workspace.training
        self._window = parent
        self.pause_texts = translate("training_actions", "&Pause"), translate("training_actions", "&Resume")
        self.train = make_action(
            parent,
            translate("training_actions", "&Train"),
            translate("training_actions", "Train the network with the settings below"),
            session.start,
            "F5",
            "train",
        )
        self.pause = make_action(
            parent,
            self.pause_texts[0],
            translate("training_actions", "Pause the training, or resume it"),
            self._pause_or_resume,
            "F6",
            "pause",
        )
        self.stop = make_action(
            parent,
            translate("training_actions", "&Stop"),
            translate("training_actions", "End the training; what was learned is kept"),
            session.stop,
            "Shift+F5",
            "stop",
        )
        self.step = make_action(
            parent,
            translate("training_actions", "St&ep one batch"),
            translate("training_actions", "Learn from one batch, then pause"),
            session.step_batch,
            "F10",
            "step",
        )
        self.step_epoch = make_action(
            parent,
            translate("training_actions", "Step one epoc&h"),
            translate("training_actions", "Learn to the end of the epoch, then pause"),
            session.step_epoch,
            "F11",
            "step",
        )
        self.find_rate = make_action(
            parent,
            translate("training_actions", "&Find a learning rate…"),
            translate(
                "training_actions", "Try learning rates from far too small to far too large, and see what the cost does"
            ),
            find_rate,
            "F8",
        )
        self.go_on = make_action(
            parent,
            translate("training_actions", "&Go on with the interrupted training"),
            translate("training_actions", "Go on training from where it was interrupted"),
            session.resume_interrupted,
            "Ctrl+F5",
        )
        self.discard = make_action(
            parent,
            translate("training_actions", "&Discard the interrupted training…"),
            translate("training_actions", "Delete what has been kept of the interrupted training"),
            self._discard,
        )
        # In a message, whose buttons have no access keys: those of the window are all taken. See `_enable` for go_on.
        self.discard.setIconText(translate("training_actions", "Discard…"))
        self.step.setIconText(translate("training_actions", "Step"))
        session.state_changed.connect(self._enable)
        session.kept.interrupted_changed.connect(self._enable)
        self._enable()

    @property
    def all(self) -> tuple[QAction, ...]:
        return self.train, self.pause, self.stop, self.step, self.step_epoch

    @property
    def interrupted(self) -> tuple[QAction, ...]:
        return self.go_on, self.discard

    def _pause_or_resume(self) -> None:
        if self._session.state is TrainingState.PAUSED:
            self._session.resume()
        else:
            self._session.pause()

    def _discard(self) -> None:
        interrupted = self._session.kept.interrupted
        if interrupted and dialogs.may_discard_training(self._window, interrupted.began):
            self._session.kept.discard_interrupted()

    def _enable(self) -> None:
        state = self._session.state
        paused = state is TrainingState.PAUSED
        self.train.setEnabled(state is TrainingState.IDLE)
        self.pause.setEnabled(state in (TrainingState.RUNNING, TrainingState.PAUSED))
        self.pause.setText(self.pause_texts[paused])
        self.pause.setData("train" if paused else "pause")
        self.pause.setIcon(icon(self.pause.data()))
        self.stop.setEnabled(state in (TrainingState.RUNNING, TrainingState.PAUSED))
        self.find_rate.setEnabled(state is TrainingState.IDLE)
        go_on, to_open = translate("training_actions", "Go on"), translate("training_actions", "Open it")
        interrupted = self._session.kept.interrupted
        self.go_on.setIconText(to_open if interrupted and interrupted.is_complete else go_on)
        for action in self.interrupted:
            action.setEnabled(state is TrainingState.IDLE and interrupted is not None)
        for step in (self.step, self.step_epoch):
            step.setEnabled(state in (TrainingState.IDLE, TrainingState.PAUSED))


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


translate = QCoreApplication.translate


class DrawingActions:
    """Undo, redo and clear, and the width of the pen."""

    def __init__(self, workspace: Workspace, pen_width: QAbstractSpinBox, parent: QObject) -> None:
        self._document = workspace.document
        self.undo = make_action(
            parent,
            translate("drawing_actions", "&Undo"),
            translate("drawing_actions", "Take back the last stroke"),
            self._document.undo,
            QKeySequence.StandardKey.Undo,
            "undo",
        )
        self.redo = make_action(
            parent,
            translate("drawing_actions", "&Redo"),
            translate("drawing_actions", "Bring back what was undone"),
            self._document.redo,
            QKeySequence.StandardKey.Redo,
            "redo",
        )
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.clear = make_action(
            parent,
            translate("drawing_actions", "&Clear"),
            translate("drawing_actions", "Empty the canvas; can be undone"),
            self._document.clear,
            "Ctrl+Backspace",
            "clear",
        )
        thicker = translate("drawing_actions", "&Thicker pen"), translate("drawing_actions", "Draw with thicker lines")
        thinner = translate("drawing_actions", "T&hinner pen"), translate("drawing_actions", "Draw with thinner lines")
        self.pen = (
            make_action(parent, *thicker, pen_width.stepUp, "Ctrl+Up"),
            make_action(parent, *thinner, pen_width.stepDown, "Ctrl+Down"),
        )
        self._document.changed.connect(self._enable)
        self._enable()

    @property
    def all(self) -> tuple[QAction, ...]:
        return self.undo, self.redo, self.clear

    def _enable(self) -> None:
        self.undo.setEnabled(self._document.can_undo)
        self.redo.setEnabled(self._document.can_redo)
        self.clear.setEnabled(not self._document.is_empty)


translate = QCoreApplication.translate


class ViewActions:
    """The axes of the curves, and the theme of the window."""

    def __init__(self, plots: HistoryPlots, theme: str, choose_theme: Callable[[str], None], parent: QObject) -> None:
        log = (
            translate("view_actions", "&Log scale of the cost"),
            translate("view_actions", "Draw the cost on a logarithmic axis, where a steady decline is a straight line"),
        )
        show_all = (
            translate("view_actions", "Show &all of the curves"),
            translate("view_actions", "End zooming and follow the curves again"),
        )

        def show_on_log_scale() -> None:
            plots.kinds.setCurrentIndex(0)  # where it is to be seen
            plots.curves.log_cost.setChecked(log_scale.isChecked())

        log_scale = make_action(parent, *log, show_on_log_scale, "Ctrl+L")
        log_scale.setCheckable(True)
        plots.curves.log_cost.toggled.connect(log_scale.setChecked)
        self.curves = log_scale, make_action(parent, *show_all, plots.show_all, "Ctrl+0")
        self._group = QActionGroup(parent)
        self.themes = tuple(
            self._theme(name, text, name == theme, choose_theme, parent)
            for name, text in zip(
                THEMES,
                (
                    translate("view_actions", "As the deskto&p"),
                    translate("view_actions", "L&ight"),
                    translate("view_actions", "&Dark"),
                ),
                strict=True,
            )
        )

    def _theme(
        self, name: str, text: str, chosen: bool, choose_theme: Callable[[str], None], parent: QObject
    ) -> QAction:
        action = make_action(
            parent, text, translate("view_actions", "Choose the colours of the window"), lambda: choose_theme(name)
        )
        action.setCheckable(True)
        action.setChecked(chosen)
        self._group.addAction(action)
        return action
