"""Closing the window loses nothing without a question."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.models.arrays import read_model
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.store import RunStore
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


def test_with_nothing_to_lose_it_just_closes(user: User, questions: Any) -> None:
    questions.will_be_answered()
    user.press("Ctrl+Q")
    assert not user.window.isVisible()
    assert questions.asked == []


def test_while_it_trains_closing_asks_nothing_and_loses_nothing(
    user: User, workspace: Workspace, questions: Any, new_window: Callable[[], MainWindow]
) -> None:
    user.start_long_training()
    epochs = len(workspace.training.history.epochs)
    questions.will_be_answered()
    assert user.window.close()
    assert questions.asked == []
    assert workspace.training.state is TrainingState.IDLE
    window = new_window()
    window.offer_interrupted()
    assert "was interrupted" in window.message.text
    newest = RunStore(paths.RUNS).runs()[0]
    assert newest.record.status is RunStatus.UNDER_WAY
    assert newest.record.epochs >= epochs


def test_a_trained_model_is_not_asked_about_since_its_run_is_kept(
    user: User, workspace: Workspace, questions: Any
) -> None:
    user.train(epochs=1)
    trained_one = workspace.models.current
    questions.will_be_answered()
    assert user.window.close()
    assert questions.asked == []
    newest = RunStore(paths.RUNS).runs()[0]
    assert trained_one is not None
    assert newest.record.title == trained_one.model.name
    np.testing.assert_array_equal(read_model(newest.folder.final).network.W1, trained_one.model.network.W1)


@pytest.mark.usefixtures("kept_nowhere")
def test_a_network_that_trains_and_is_kept_nowhere_is_asked_about(
    user: User, qtbot: QtBot, workspace: Workspace, questions: Any
) -> None:
    user.start_long_training()
    assert "cannot keep runs" in user.window.message.text
    questions.will_be_answered("Cancel")
    assert not user.window.close()
    assert user.window.isVisible()
    epochs = len(workspace.training.history.epochs)
    qtbot.waitUntil(lambda: len(workspace.training.history.epochs) > epochs)
    assert workspace.training.state is TrainingState.RUNNING


@pytest.mark.usefixtures("kept_nowhere")
def test_a_paused_training_stays_paused_after_cancelling(user: User, workspace: Workspace, questions: Any) -> None:
    user.start_long_training()
    user.press("F6")
    user.wait_for(TrainingState.PAUSED)
    questions.will_be_answered("Cancel")
    assert not user.window.close()
    user.settle()
    assert workspace.training.state is TrainingState.PAUSED


@pytest.mark.usefixtures("kept_nowhere")
def test_an_unsaved_model_is_saved(user: User, workspace: Workspace, questions: Any, tmp_path: Path) -> None:
    user.train(epochs=1)
    assert workspace.models.current is not None
    name = workspace.models.current.model.name
    user.choose_file(tmp_path / "kept")
    questions.will_be_answered("Save…")
    assert user.window.close()
    assert name in questions.asked[0]
    written = read_model(tmp_path / "kept.npz")
    np.testing.assert_array_equal(written.network.W1, workspace.models.current.model.network.W1)


@pytest.mark.usefixtures("kept_nowhere")
def test_without_a_name_for_the_file_it_stays_open(user: User, questions: Any) -> None:
    user.train(epochs=1)
    user.choose_file(None)
    questions.will_be_answered("Save…")
    assert not user.window.close()
    assert user.window.isVisible()


@pytest.mark.usefixtures("kept_nowhere")
def test_without_a_name_for_the_second_file_it_stays_open(
    user: User,
    workspace: Workspace,
    questions: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    user.train(epochs=1)
    user.train(epochs=1)
    names = [str(tmp_path / "first.npz"), ""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (names.pop(0), ""))
    questions.will_be_answered("Save…")
    assert not user.window.close()
    assert user.window.isVisible()
    assert names == []
    assert len(workspace.models.unsaved) == 1


@pytest.mark.usefixtures("kept_nowhere")
def test_a_file_that_cannot_be_written_keeps_it_open(
    user: User, workspace: Workspace, questions: Any, tmp_path: Path
) -> None:
    user.train(epochs=1)
    user.choose_file(tmp_path / "no such folder" / "kept.npz")
    questions.will_be_answered("Save…")
    assert not user.window.close()
    assert "cannot be written" in user.window.message.text
    assert len(workspace.models.unsaved) == 1


@pytest.mark.usefixtures("kept_nowhere")
def test_an_unsaved_model_is_discarded(user: User, questions: Any, tmp_path: Path) -> None:
    user.train(epochs=1)
    user.choose_file(tmp_path / "never.npz")
    questions.will_be_answered("Close without saving")
    assert user.window.close()
    assert not (tmp_path / "never.npz").exists()


@pytest.mark.usefixtures("kept_nowhere")
def test_closing_is_cancelled(user: User, workspace: Workspace, questions: Any) -> None:
    user.train(epochs=1)
    questions.will_be_answered("Cancel")
    assert not user.window.close()
    assert user.window.isVisible()
    assert len(workspace.models.unsaved) == 1


@pytest.mark.usefixtures("kept_nowhere")
def test_a_saved_model_is_not_asked_about(user: User, questions: Any, tmp_path: Path) -> None:
    user.train(epochs=1)
    user.choose_file(tmp_path / "kept.npz")
    user.press("Ctrl+S")
    questions.will_be_answered()
    assert user.window.close()
    assert questions.asked == []


@pytest.mark.usefixtures("kept_nowhere")
@pytest.mark.parametrize("answer", ["Replace", "Keep it"])
def test_no_other_file_is_replaced_without_a_question(user: User, questions: Any, tmp_path: Path, answer: str) -> None:
    user.train(epochs=1)
    there = tmp_path / "a 1.5.npz"
    there.write_bytes(b"something else")
    user.choose_file(tmp_path / "a 1.5")
    questions.will_be_answered("Save…", answer)
    assert user.window.close() == (answer == "Replace")
    assert (there.read_bytes() == b"something else") == (answer == "Keep it")
    if answer == "Keep it":
        questions.will_be_answered("Close without saving")
        user.window.close()
