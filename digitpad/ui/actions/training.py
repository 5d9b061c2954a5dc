"""Driving the training."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from digitpad.ui import dialogs
from digitpad.ui.actions.action import make_action
from digitpad.ui.icons import icon
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
        # In a message, whose buttons have no access keys: those of the window are all taken.
        self.go_on.setIconText(translate("training_actions", "Go on"))
        self.discard.setIconText(translate("training_actions", "Discard…"))
        self.step.setIconText(translate("training_actions", "Step"))
        session.state_changed.connect(self._enable)
        session.interrupted_changed.connect(self._enable)
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
        if dialogs.may_discard_training(self._window, self._session.interrupted):
            self._session.discard_interrupted()

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
        for action in self.interrupted:
            action.setEnabled(state is TrainingState.IDLE and bool(self._session.interrupted))
        for step in (self.step, self.step_epoch):
            step.setEnabled(state in (TrainingState.IDLE, TrainingState.PAUSED))
