"""Driving the training."""

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction

from digitpad.ui.actions.action import make_action
from digitpad.ui.icons import icon
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


class TrainingActions:
    """Train, pause or resume, stop and step, enabled as the training's state allows."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        self._session = session = workspace.training
        self.train = make_action(
            parent, _tr("&Train"), _tr("Train the network by the settings below"), session.start, "F5", "train"
        )
        self.pause = make_action(
            parent, _tr("&Pause"), _tr("Pause the training, or resume it"), self._pause_or_resume, "F6", "pause"
        )
        self.stop = make_action(
            parent, _tr("&Stop"), _tr("End the training; what was learned is kept"), session.stop, "Shift+F5", "stop"
        )
        self.step = make_action(
            parent, _tr("St&ep"), _tr("Learn from one batch, then pause"), session.step_batch, "F10", "step"
        )
        self.step_epoch = make_action(
            parent,
            _tr("Step one e&poch"),
            _tr("Learn to the end of the epoch, then pause"),
            session.step_epoch,
            "F11",
            "step",
        )
        session.state_changed.connect(self._enable)
        self._enable()

    @property
    def all(self) -> tuple[QAction, ...]:
        return self.train, self.pause, self.stop, self.step, self.step_epoch

    def _pause_or_resume(self) -> None:
        if self._session.state is TrainingState.PAUSED:
            self._session.resume()
        else:
            self._session.pause()

    def _enable(self) -> None:
        state = self._session.state
        paused = state is TrainingState.PAUSED
        self.train.setEnabled(state is TrainingState.IDLE)
        self.pause.setEnabled(state in (TrainingState.RUNNING, TrainingState.PAUSED))
        self.pause.setText(_tr("&Resume") if paused else _tr("&Pause"))
        self.pause.setData("train" if paused else "pause")
        self.pause.setIcon(icon(self.pause.data()))
        self.stop.setEnabled(state in (TrainingState.RUNNING, TrainingState.PAUSED))
        for step in (self.step, self.step_epoch):
            step.setEnabled(state in (TrainingState.IDLE, TrainingState.PAUSED))


def _tr(text: str) -> str:
    return QCoreApplication.translate("training_actions", text)
