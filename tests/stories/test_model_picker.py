"""The list of models in the window: who answers, what is not saved yet, and what is removed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.models.arrays import read_model
from digitpad.ui.main_window import MainWindow
from digitpad.ui.status_bar import ModelPicker
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.test_models import stubborn as stubborn
from tests.stories.user import User


@pytest.fixture
def picker(window: MainWindow) -> QComboBox:
    (found,) = window.findChildren(ModelPicker)
    return found.choice


def test_the_picker_chooses_who_answers(user: User, qtbot: QtBot, picker: QComboBox, stubborn: Path) -> None:
    bundled = read_model(paths.BUNDLED_MODEL).name
    user.draw_digit(7)
    assert user.answer() == "7"
    user.open_model(stubborn)
    assert user.answer() == "4"
    names = [picker.itemText(index) for index in range(picker.count())]
    assert names == [bundled, "digitpad, 256 units", "stubborn"]
    assert picker.currentText() == "stubborn"
    assert picker.sizeHint().width() <= picker.width() < picker.sizeHint().width() + 8  # its arrow stands at its name
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Up)
    assert user.answer() == "7"
    assert "256 hidden units" in user.status()
    qtbot.keyClick(picker, Qt.Key.Key_Up)
    assert user.answer() == "7"
    assert bundled in user.status()
    assert "256 hidden units" not in user.status()
    picker.setCurrentIndex(1)
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert user.answer() == "4"


@pytest.mark.usefixtures("kept_nowhere")
def test_a_dot_marks_what_is_kept_nowhere(
    user: User, qtbot: QtBot, workspace: Workspace, picker: QComboBox, tmp_path: Path
) -> None:
    user.start_long_training()
    assert workspace.models.current is not None
    assert picker.currentText() == f"{workspace.models.current.model.name} •"
    user.press("F6")
    user.settle()
    user.choose_file(tmp_path / "half way.npz")
    user.press("Ctrl+S")
    assert picker.currentText() == "half way"
    epochs = len(workspace.training.history.epochs)
    user.press("F6")
    qtbot.waitUntil(lambda: len(workspace.training.history.epochs) > epochs)
    qtbot.waitUntil(lambda: picker.currentText() == "half way •")


def test_a_model_is_removed_from_the_list(
    user: User, qtbot: QtBot, picker: QComboBox, questions: Any, stubborn: Path
) -> None:
    remove = user.action("Remove model from the list")
    user.draw_digit(7)
    user.open_model(stubborn)
    assert user.answer() == "4"
    questions.will_be_answered()
    remove.trigger()
    assert user.answer() == "7"
    assert (picker.count(), picker.currentIndex()) == (2, 1)
    assert user.window.message.text == "“stubborn” was removed from the list."
    (undo,) = [each for each in user.window.message.findChildren(QPushButton) if each.text() == "Undo"]
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert user.answer() == "4"
    assert (picker.count(), picker.currentText()) == (3, "stubborn")
    remove.trigger()
    assert user.answer() == "7"
    qtbot.keyClick(picker, Qt.Key.Key_Up)
    remove.trigger()
    assert (picker.count(), picker.currentText()) == (1, "digitpad, 256 units")
    assert not remove.isEnabled()
    assert questions.asked == []
    assert stubborn.exists()


@pytest.mark.usefixtures("kept_nowhere")
@pytest.mark.parametrize(("answer", "stays"), [("Cancel", True), ("Remove without saving", False), ("Save…", False)])
def test_before_a_model_is_removed_that_is_not_saved_the_user_is_asked(
    user: User, picker: QComboBox, questions: Any, tmp_path: Path, answer: str, stays: bool
) -> None:
    remove = user.action("Remove model from the list")
    user.start_long_training()
    assert not remove.isEnabled()  # the training needs it
    user.press("Shift+F5")
    user.wait_for(TrainingState.IDLE)
    user.choose_file(tmp_path / "kept.npz")
    name = picker.currentText().removesuffix(" •")
    questions.will_be_answered(answer)
    remove.trigger()
    assert f"“{name}” is not saved" in questions.asked[0]
    assert (picker.currentText() == f"{name} •") == stays
    assert picker.count() == 2 + stays
    assert (tmp_path / "kept.npz").exists() == (answer == "Save…")


def test_what_was_said_of_a_damaged_file_stays_until_another_is_opened(
    user: User, qtbot: QtBot, picker: QComboBox, stubborn: Path, tmp_path: Path
) -> None:
    (tmp_path / "damaged.npz").write_bytes(b"no model")
    user.open_model(tmp_path / "damaged.npz")
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Down)  # another model comes into use
    user.choose_file(tmp_path / "mine.npz")
    user.press("Ctrl+S")
    assert "mine.npz" in user.window.message.text  # what was done is said, and then what is wrong again
    qtbot.mouseClick(user.window.message.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert "damaged.npz" in user.window.message.text
    assert user.window.message.isVisible()
    user.open_model(stubborn)
    assert not user.window.message.isVisible()
