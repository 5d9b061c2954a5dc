"""The window offers to go on with a training that was interrupted."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

# Trains in a window of its own, and goes on after a pause, at which a checkpoint is kept.
TRAIN = """
import sys
from PySide6.QtCore import QSettings
from digitpad.app import make_application, make_window
from digitpad.core.training.settings import TrainingSettings
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.training_plan import TrainingPlan
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
application = make_application()
window = make_window(application, Preferences(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
training = application.findChild(Workspace).training
training.set_plan(TrainingPlan(TrainingSettings(epochs=int(sys.argv[3])), sys.argv[2]))
training.progressed.connect(lambda _: training.pause() if len(training.history.epochs) == 2 else None)
training.state_changed.connect(lambda state: training.resume() if state is TrainingState.PAUSED else None)
training.start()
application.exec()
"""


@pytest.mark.parametrize(("answer", "goes_on"), [("Go on", True), ("Discard", False)])
def test_after_closing_it_in_the_middle_the_next_window_offers_to_go_on(
    qtbot: QtBot,
    user: Any,
    questions: Any,
    new_window: Callable[[], MainWindow],
    start_long_training: Callable[[], None],
    answer: str,
    goes_on: bool,
) -> None:
    start_long_training()
    questions.will_be_answered("Stop and close", "Close without saving")
    assert user.window.close()
    window = new_window()
    window.offer_interrupted()
    assert window.message.isVisible()
    assert "was interrupted" in window.message.text
    (button,) = [each for each in window.message.findChildren(QPushButton) if each.text().replace("&", "") == answer]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.message.isVisible()
    assert (not window.train.data.isEnabled()) == goes_on  # what is fixed while it trains


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="programs cannot be killed so here")
def test_after_the_program_was_killed_the_next_window_offers_to_go_on(
    qtbot: QtBot,
    user: Any,
    workspace: Workspace,
    course_file: Path,
    tmp_path: Path,
) -> None:
    program = subprocess.Popen([sys.executable, "-c", TRAIN, tmp_path / "other.ini", course_file, "10000"])
    qtbot.waitUntil(lambda: any(paths.RUNS.rglob("step-*.npz")), timeout=30_000)
    program.kill()
    assert program.wait() == -signal.SIGKILL
    user.window.offer_interrupted()
    (go_on,) = [each for each in user.window.message.findChildren(QPushButton) if each.text() == "&Go on"]
    qtbot.mouseClick(go_on, Qt.MouseButton.LeftButton)
    training = workspace.training
    qtbot.waitUntil(lambda: len(training.history.epochs) > 3)
    assert [each.epoch for each in training.history.epochs[:3]] == [1, 2, 3]
    assert training.plan.source == str(course_file)
    training.abandon()
    training.look_for_interrupted()
    training.discard_interrupted()
    assert training.state is TrainingState.IDLE
