"""No run is lost: found again, named, compared, deleted and brought back, and travelled through."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.recognition.predict import Recogniser, predict_drawing
from digitpad.core.runs.run_files import kept_moments, read_moment
from digitpad.core.runs.store import RunStore
from digitpad.ui.evaluate.compare_view import CompareView
from digitpad.ui.main_window import MainWindow
from digitpad.ui.runs.page import RunsPage
from digitpad.ui.runs.run_model import COLOUR, NAME
from digitpad.ui.status_bar import ModelPicker
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

pytestmark = pytest.mark.usefixtures("no_runs", "small_plan")


@pytest.fixture
def small_plan(user: User) -> None:
    user.plan_training(epochs=3, hidden_units=16)


def train(user: User, **changes: Any) -> None:
    """Train to the end with some settings changed."""
    training = user.workspace.training
    training.set_plan(replace(training.plan, settings=replace(training.plan.settings, **changes)))
    user.press("F5")
    user.wait_for(TrainingState.IDLE)


def press(panel: RunsPage, row: int, key: Qt.Key) -> None:
    panel.table.selectRow(row)
    panel.table.setCurrentIndex(panel.model.index(row, NAME))
    QTest.keyClick(panel.table, key)


def test_two_rates_are_compared_and_one_is_taken_again(qtbot: QtBot, user: User, workspace: Workspace) -> None:
    train(user, learning_rate=0.02)
    train(user, learning_rate=0.001)
    panel = user.open_runs(2)
    user.window.resize(1240, 740)  # as large as it opens on a laptop
    QApplication.processEvents()
    for each in (panel.more, panel.table, panel.overlay, panel.room_taken):
        assert each.isVisible()
        assert each.mapTo(user.window, each.rect().bottomRight()).x() < user.window.width()
    titles = [group.title for group in panel.model.groups]
    assert "rate 0.001" in titles[0].lower()
    assert [column.title for column in panel.model.columns].count("learning rate") == 1
    assert "seed" not in [column.title for column in panel.model.columns]
    assert panel.model.data(panel.model.index(0, NAME), COLOUR) == "training"  # the newest is ticked at once
    press(panel, 1, Qt.Key.Key_Space)
    assert panel.model.data(panel.model.index(1, NAME), COLOUR) == "validation"
    qtbot.waitUntil(lambda: panel.overlay.titles == titles and None not in panel.overlay.plot.values())
    QTest.keyClick(panel.overlay.plot, Qt.Key.Key_Home)
    said = panel.overlay.readout.accessibleName()
    assert said.startswith("Epoch 1 2 runs; ")
    assert all(title in said for title in titles)
    panel.overlay.across.setCurrentIndex(panel.overlay.across.findText("by time"))
    panel.overlay.log.setChecked(True)
    assert len(panel.overlay.table()) == 3
    in_use = workspace.models.current
    press(panel, 1, Qt.Key.Key_F2)
    editor = panel.table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("the fast one")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.model.groups[1].title == "the fast one")
    assert "the fast one" in [item.model.name for item in workspace.models.items]
    assert workspace.models.current is in_use  # the Enter ended the name, and nothing else
    assert user.window.findChild(ModelPicker).choice.findText("the fast one") >= 0
    panel.search.setText("fast")
    assert [group.title for group in panel.model.groups] == ["the fast one"]
    panel.search.clear()
    press(panel, 1, Qt.Key.Key_Down)
    panel.table.selectRow(1)
    QTest.mouseClick(panel.take_settings, Qt.MouseButton.LeftButton)
    assert workspace.training.plan.settings.learning_rate == 0.02
    assert user.window.train.isVisible()
    user.open_page(panel)
    panel.table.selectAll()
    QTest.mouseClick(panel.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in user.window.findChildren(CompareView)))
    (view,) = user.window.findChildren(CompareView)
    assert {view.first.item.model.name, view.second.item.model.name} <= {i.model.name for i in workspace.models.items}
    assert view.first.item is not view.second.item


def test_a_deletion_is_undone_and_a_star_and_a_note_are_kept(
    qtbot: QtBot,
    user: User,
    workspace: Workspace,
    new_window: Callable[[], MainWindow],
    user_of: Callable[[MainWindow], User],
) -> None:
    train(user)
    train(user, hidden_units=12)
    panel = user.open_runs(2)
    gone = panel.model.groups[1].title
    press(panel, 1, Qt.Key.Key_Space)
    assert len(panel.model.ticked) == 2
    press(panel, 1, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(panel.model.groups) == 1)
    assert user.window.message.text == f"“{gone}” was deleted."
    (undo,) = (each for each in user.window.message.findChildren(QPushButton) if each.text() == "Undo")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.model.groups) == 2)
    assert [group.title for group, _ in panel.model.ticked] == [group.title for group in panel.model.groups]
    user.draw_digit(7)
    panel.table.setFocus()
    panel.table.selectAll()
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # and no stroke
    qtbot.waitUntil(lambda: len(panel.model.groups) == 2)
    assert not workspace.document.is_empty
    assert user.window.message.text == "What was deleted is back."
    QTest.keyClick(panel.table, Qt.Key.Key_Home)  # the Ctrl key is up again
    panel.table.selectRow(1)
    panel.commands["star"].trigger()
    qtbot.waitUntil(lambda: panel.model.groups[1].star)
    press(panel, 0, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(panel.model.groups) == 1)
    assert "1 run, " in panel.room_taken.text()
    assert " of at most 2.0 GB" in panel.room_taken.text()
    assert user.window.close()
    again = user_of(new_window()).open_runs(1)
    assert again.model.groups[0].title == gone
    assert again.model.groups[0].star


def test_a_seed_repeated_becomes_one_row_with_a_band(qtbot: QtBot, user: User) -> None:
    for seed in range(5):
        train(user, seed=seed)
    panel = user.open_runs(1)
    (group,) = panel.model.groups
    assert group.title.endswith(", 5 seeds")
    assert "±" in panel.model.columns[-4].text(group)
    qtbot.waitUntil(lambda: None not in panel.overlay.plot.values())
    value, low, high = panel.overlay.plot.values()[0] or (0, 0, 0)
    assert low <= value <= high
    QTest.keyClick(panel.overlay.plot, Qt.Key.Key_Home)
    value, low, high = panel.overlay.plot.values()[0] or (0, 0, 0)
    assert low < value < high
    train(user, seed=0)
    qtbot.waitUntil(lambda: panel.model.groups[0].title.endswith(", 6 runs"))  # of five seeds


def test_a_run_is_found_again_after_a_restart_and_travelled_through(
    qtbot: QtBot,
    qapp: QApplication,
    user: User,
    workspace: Workspace,
    new_window: Callable[[], MainWindow],
    user_of: Callable[[MainWindow], User],
) -> None:
    train(user)
    trained = workspace.models.current
    assert trained is not None
    assert user.window.close()
    window = new_window()
    (next_workspace,) = (each for each in qapp.findChildren(Workspace) if each is not workspace)
    next_user = user_of(window)
    next_user.draw_digit(7)
    panel = next_user.open_runs(1)
    press(panel, 0, Qt.Key.Key_Return)
    models = next_workspace.models
    qtbot.waitUntil(lambda: models.current.model.name == trained.model.name)
    np.testing.assert_array_equal(models.current.model.network.W1, trained.model.network.W1)
    next_user.open_page(window.train)
    qtbot.waitUntil(lambda: window.train.travel.isVisible() and window.train.plots.isVisible())
    assert window.train.travel.whose.text() == f"“{trained.model.name}”"
    assert [each.epoch for each in next_workspace.shown_run.history.epochs] == [1, 2, 3]
    folder = RunStore(paths.RUNS).runs()[0].folder
    timeline, travel = window.train.travel.timeline, window.train.travel
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: models.current.model.name == f"{trained.model.name}, epoch 0")
    untrained = read_moment(folder.moments, 0).network
    np.testing.assert_array_equal(models.current.model.network.W1, untrained.W1)
    assert travel.where.text() == "untrained"

    def is_read_as_after(step: int) -> bool:
        answer, network = next_workspace.classifier.latest, read_moment(folder.moments, step).network
        expected = predict_drawing(Recogniser(network, answer.normalisation), next_workspace.document.drawing)
        return np.allclose(answer.probabilities, expected.probabilities, atol=1e-6)

    qtbot.waitUntil(lambda: is_read_as_after(0))
    epoch = next_workspace.shown_run.moments.steps_per_epoch
    for _ in kept_moments(folder.moments)[: kept_moments(folder.moments).index(epoch)]:
        QTest.keyClick(timeline, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: models.current.model.name == f"{trained.model.name}, epoch 1")
    qtbot.waitUntil(lambda: is_read_as_after(epoch))
    assert not is_read_as_after(0)
    count = len(models.items)
    QTest.mouseClick(travel.back, Qt.MouseButton.LeftButton)
    assert models.current.model.name == trained.model.name
    assert len(models.items) == count - 1
    assert not travel.back.isVisible()
    QTest.mouseClick(travel.play, Qt.MouseButton.LeftButton)
    assert travel.is_playing
    qtbot.waitUntil(lambda: models.current.model.name == f"{trained.model.name}, epoch 0")
    QTest.mouseClick(travel.play, Qt.MouseButton.LeftButton)
    assert not travel.is_playing
    models.use(models.items[0].key)
    assert window.train.travel.whose.text().startswith(f"“{models.items[0].model.name}” has no curves")
    assert not timeline.isVisible()


def test_the_curves_are_those_of_the_chosen_model(qtbot: QtBot, workspace: Workspace, user: User) -> None:
    train(user)
    train(user, hidden_units=12, epochs=2)
    first, second = workspace.models.items[-2:]
    shown = workspace.shown_run
    assert len(shown.history.epochs) == 2
    workspace.models.use(first.key)
    qtbot.waitUntil(lambda: len(shown.history.epochs) == 3)
    assert user.window.train.travel.whose.text() == f"“{first.model.name}”"
    workspace.models.use(second.key)
    assert len(shown.history.epochs) == 2
    assert user.window.train.travel.whose.text() == f"“{second.model.name}”"


def test_a_run_is_shared_and_dropped_on_the_window_again(qtbot: QtBot, user: User, tmp_path: Path) -> None:
    train(user)
    panel = user.open_runs(1)
    panel.table.selectRow(0)
    title = panel.model.groups[0].title
    user.choose_file(tmp_path / "run.zip")
    panel.commands["share"].trigger()
    qtbot.waitUntil(lambda: user.window.message.text == "Saved “run.zip”.")
    press(panel, 0, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(panel.model.groups) == 0)
    user.open_page(user.window.data)
    user.drop(tmp_path / "run.zip")
    qtbot.waitUntil(lambda: len(panel.model.groups) == 1)
    assert panel.isVisible()
    assert [group.title for group in panel.table.chosen()] == [title]
    (tmp_path / "run.zip").write_bytes((tmp_path / "run.zip").read_bytes()[:-100])
    user.choose_file(tmp_path / "run.zip")
    panel.commands["take_in"].trigger()
    qtbot.waitUntil(lambda: "cannot be read as a shared run" in user.window.message.text)
