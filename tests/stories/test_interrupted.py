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
from digitpad.core.runs.folder import RunFolder, run_folders
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

# Trains in a window of its own, and goes on after a pause, at which a checkpoint is kept.
TRAIN = """
import sys
from PySide6.QtCore import QSettings
from digitpad.app import make_application, make_window
from digitpad.core.training.settings import TrainingSettings
from digitpad.workspace.preferences import Preferences
from digitpad.core.runs.spec import TrainingPlan
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


@pytest.fixture
def next_user(
    user: User, user_of: Callable[[MainWindow], User], questions: Any, new_window: Callable[[], MainWindow]
) -> Any:
    """Works the window that is opened after one was closed in the middle of a training."""
    user.start_long_training()
    questions.will_be_answered()
    assert user.window.close()
    window = new_window()
    window.offer_interrupted()
    return user_of(window)


def answer_of(window: MainWindow, text: str) -> QPushButton:
    (button,) = [each for each in window.message.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    return button


def trains(window: MainWindow) -> bool:
    return not window.train.plan.data.isEnabled()  # what is fixed while it trains


def test_it_goes_on_after_the_answer_in_the_message(qtbot: QtBot, next_user: Any) -> None:
    window = next_user.window
    assert window.message.isVisible()
    assert "was interrupted" in window.message.text
    qtbot.mouseClick(answer_of(window, "Go on"), Qt.MouseButton.LeftButton)
    assert not window.message.isVisible()
    assert trains(window)
    qtbot.waitUntil(lambda: RunFolder(run_folders(paths.RUNS)[0]).read_record().title in next_user.status())
    name = RunFolder(run_folders(paths.RUNS)[0]).read_record().title
    assert "epochs" not in next_user.status().replace(name, "")  # the network that learns has more by now


@pytest.mark.parametrize(("answer", "discarded"), [("Discard", True), ("Keep it", False)])
def test_it_is_discarded_only_after_a_question(
    qtbot: QtBot, next_user: Any, questions: Any, answer: str, discarded: bool
) -> None:
    window, runs = next_user.window, len(run_folders(paths.RUNS))
    questions.will_be_answered(answer)
    qtbot.mouseClick(answer_of(window, "Discard…"), Qt.MouseButton.LeftButton)
    assert "will be deleted" in questions.asked[-1]
    assert window.message.isHidden() == discarded
    assert next_user.action("Go on with the interrupted training").isEnabled() != discarded
    assert len(run_folders(paths.RUNS)) == runs - discarded
    if not discarded:
        questions.will_be_answered("Discard")
        next_user.action("Discard the interrupted training…").trigger()
        assert not window.message.isVisible()
    assert not trains(window)


def test_the_offer_stays_until_it_is_dismissed_and_the_menu_has_it_then(
    user: User, qtbot: QtBot, next_user: Any
) -> None:
    window, go_on = next_user.window, next_user.action("Go on with the interrupted training")
    offer = window.message.text
    user.choose_file(paths.BUNDLED_MODEL)
    next_user.open_model()
    assert window.message.text == offer
    next_user.press("F10")
    assert trains(window)
    qtbot.waitUntil(next_user.action("Step one batch").isEnabled)
    assert window.message.isVisible()
    assert not answer_of(window, "Go on").isEnabled()
    assert not go_on.isEnabled()
    next_user.press("Shift+F5")
    qtbot.waitUntil(lambda: not trains(window))
    qtbot.waitUntil(lambda: "Kept in Runs" in window.message.text)
    next_user.press("Esc")  # the notice, which came over the offer
    qtbot.waitUntil(lambda: window.message.text == offer)
    assert answer_of(window, "Go on").isEnabled()
    next_user.press("Esc")
    qtbot.waitUntil(window.message.isHidden)
    next_user.press("Ctrl+F5")
    assert trains(window)
    assert not go_on.isEnabled()


def test_a_damaged_one_can_be_discarded_where_it_says_so(qtbot: QtBot, next_user: Any, questions: Any) -> None:
    window = next_user.window
    newest = run_folders(paths.RUNS)[0]
    for path in newest.glob("step-*.npz"):
        path.write_bytes(b"damaged")
    qtbot.mouseClick(answer_of(window, "Go on"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "checkpoint is damaged" in window.message.text and window.message.isVisible())
    qtbot.waitUntil(answer_of(window, "Discard…").isEnabled)
    questions.will_be_answered("Discard")
    qtbot.mouseClick(answer_of(window, "Discard…"), Qt.MouseButton.LeftButton)
    assert window.message.isHidden()
    assert not newest.exists()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="programs cannot be killed so here")
def test_after_the_program_was_killed_the_next_window_offers_to_go_on(
    qtbot: QtBot, user: User, workspace: Workspace, course_file: Path, tmp_path: Path
) -> None:
    program = subprocess.Popen([sys.executable, "-c", TRAIN, tmp_path / "other.ini", course_file, "10000"])
    qtbot.waitUntil(lambda: any(paths.RUNS.rglob("step-*.npz")))
    program.kill()
    assert program.wait() == -signal.SIGKILL
    user.window.offer_interrupted()
    qtbot.mouseClick(answer_of(user.window, "Go on"), Qt.MouseButton.LeftButton)
    training = workspace.training
    qtbot.waitUntil(lambda: len(training.history.epochs) > 3)
    assert [each.epoch for each in training.history.epochs[:3]] == [1, 2, 3]
    assert training.plan.source == str(course_file)
    training.shutdown()
    training.run_library.look_for_interrupted()
    training.run_library.discard_interrupted()
    assert training.state is TrainingState.IDLE


@pytest.mark.usefixtures("kept_nowhere")
def test_that_a_training_is_not_kept_is_still_said_at_its_end(user: User) -> None:
    user.train(epochs=2, hidden_units=16)
    assert user.window.message.isVisible()
    assert user.window.message.text.startswith("The training goes on, but is not kept: ")
