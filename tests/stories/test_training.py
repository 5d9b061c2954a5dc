"""Training in the window, worked by its menus, boxes and keys."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from digitpad.core.calibration import trained_detector
from digitpad.core.readers.data_file import read_data_file
from digitpad.core.runs.run_events import RunFinished
from digitpad.core.scoring import score
from digitpad.core.tasks import Progress
from digitpad.ui.main_window import MainWindow
from digitpad.ui.widgets.forms import RateSpinBox
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind
from tests.stories.user import User, named

Plan = Callable[..., None]
Start = Callable[[], None]


def drawn_epochs(plot: pg.PlotWidget) -> list[list[float]]:
    """The epochs of the training and of the validation curve."""
    _batches, *lines = (item for item in plot.getPlotItem().items if isinstance(item, pg.PlotCurveItem))
    return [list(x) for line in lines for x in line.getData()[:1] if x is not None]


def test_two_epochs_on_a_courses_file(
    user: User, qtbot: QtBot, workspace: Workspace, course_file: Path, probabilities: list[Any]
) -> None:
    user.draw_digit(7)
    assert user.answer() == "7"
    bundled = workspace.models.current
    user.plan_training(epochs=2)
    assert user.window.train.plan.data.currentText() == course_file.name
    assert course_file.name in user.window.train.plan.data.toolTip()
    assert user.window.train.plan.preset.currentText() == "My own"
    user.action("Train").trigger()
    user.wait_for(TrainingState.IDLE)
    for plot in (user.window.train.plots.curves.cost, user.window.train.plots.curves.accuracy):
        qtbot.waitUntil(lambda plot=plot: drawn_epochs(plot) == [[1, 2], [1, 2]])  # type: ignore[misc]
    model = workspace.models.current
    assert model is not None
    assert model is not bundled
    user.answer()
    assert np.abs(probabilities[-1] - probabilities[0]).max() > 0.01
    datasets = read_data_file(course_file)
    result, learned = user.window.train.headline.result, score(model.model.network, datasets.training).accuracy
    assert model.model.test_accuracy == score(model.model.network, datasets.test).accuracy
    assert "Kept in Runs" in user.window.message.text
    user.press("Esc")
    qtbot.waitUntil(lambda: f"test accuracy {100 * model.model.test_accuracy:.2f} %" in user.status())
    assert f"{100 * learned:.1f} % of those it learned from" in result.words.text()
    assert user.window.train.progress.steps == user.window.train.progress.total_steps


def test_the_bars_move_as_the_network_learns(user: User, qtbot: QtBot, probabilities: list[Any]) -> None:
    user.draw_digit(3)
    user.answer()
    user.start_long_training()
    probabilities.clear()
    qtbot.waitUntil(lambda: len(probabilities) > 3)
    assert any(np.abs(each - probabilities[0]).max() > 0 for each in probabilities)


def test_pause_step_resume_and_stop(user: User, qtbot: QtBot, workspace: Workspace) -> None:
    steps: list[int] = []
    workspace.training.progressed.connect(lambda progress: steps.append(progress.steps))
    user.start_long_training()
    assert "Training" in user.status()
    assert not user.action("Train").isEnabled()
    assert not user.action("Step one batch").isEnabled()
    buttons = user.window.train.headline.findChildren(QToolButton)
    (stop,) = [each for each in buttons if each.defaultAction() is user.action("Stop")]
    user.catch_up()
    before_pausing = stop.geometry()
    user.press("F6")
    user.wait_for(TrainingState.PAUSED)
    user.catch_up()
    assert stop.geometry() == before_pausing
    assert "Paused" in user.status()
    assert user.action("Resume").isEnabled()
    user.settle()
    before = steps[-1]
    user.press("F10")
    user.wait_for(TrainingState.PAUSED)
    assert steps[-1] == before + 1
    qtbot.waitUntil(lambda: user.window.train.progress.steps == steps[-1])
    epochs = len(workspace.training.history.epochs)
    user.press("Shift+F10")
    user.wait_for(TrainingState.PAUSED)
    assert len(workspace.training.history.epochs) == epochs + 1
    user.press("F6")
    assert workspace.training.state is TrainingState.RUNNING
    qtbot.waitUntil(lambda: len(workspace.training.history.epochs) > epochs + 3)
    user.press("F6")
    user.wait_for(TrainingState.PAUSED)
    assert workspace.models.current is not None
    assert "epochs" not in user.status().replace(workspace.models.current.model.name, "")  # the progress bar has them
    with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(RunFinished)):
        user.press("Shift+F5")
    user.wait_for(TrainingState.IDLE)
    user.press("Esc")
    qtbot.waitUntil(lambda: "test accuracy" in user.status())
    assert f"{len(workspace.training.history.epochs)} epochs" in user.status()
    assert user.action("Train").isEnabled()
    assert not user.action("Stop").isEnabled()
    assert workspace.models.current is not None
    assert workspace.models.current.model.epochs == len(workspace.training.history.epochs)


def test_a_first_step_begins_a_training(user: User, workspace: Workspace) -> None:
    user.plan_training()
    user.press("F10")
    user.wait_for(TrainingState.PAUSED)
    assert user.window.train.progress.steps == 1
    assert "batch 1/15 · batch cost " in user.window.train.progress.text
    assert workspace.models.current is not None
    assert workspace.models.current.model.name == "32 hidden units, 2 epochs, course"


def test_each_single_step_shows_in_the_curves(user: User, qtbot: QtBot, workspace: Workspace) -> None:
    user.plan_training()
    items = user.window.train.plots.curves.cost.getPlotItem().items
    batches = next(item for item in items if isinstance(item, pg.PlotCurveItem))
    for step in (1, 2, 3):
        user.press("F10")
        user.wait_for(TrainingState.PAUSED)
        qtbot.waitUntil(lambda step=step: len(batches.getData()[0]) == step)  # type: ignore[misc]
        (left, right), _ = user.window.train.plots.curves.cost.getViewBox().viewRange()
        assert left <= step / 15 <= right
    assert batches.getData()[1].tolist() == [each.cost for each in workspace.training.history.batches]


def test_the_learning_rate_is_changed_while_it_trains(user: User, qtbot: QtBot) -> None:
    user.start_long_training()
    form = user.window.train.plan.fields
    rate = named(form, RateSpinBox, "Learning rate")
    epochs = named(form, QSpinBox, "Epochs")
    assert rate.isEnabled()
    assert not epochs.isEnabled()
    assert "while the network trains" in epochs.toolTip()
    user.enter("Learning rate", 100)
    qtbot.waitUntil(user.window.message.isVisible)
    assert "learning rate (100)" in user.window.message.text
    assert epochs.isEnabled()


def test_a_training_that_has_its_data_takes_the_message_away(user: User, qtbot: QtBot, tmp_path: Path) -> None:
    user.plan_training(epochs=1)
    user.choose_file(tmp_path / "missing.npz")
    user.press("Ctrl+D")
    qtbot.waitUntil(user.window.message.isVisible)
    assert "missing.npz" in user.window.message.text
    assert "\n" not in user.window.message.text
    user.press("F5")
    qtbot.waitUntil(user.window.message.isHidden)


def test_no_file_is_asked_for_while_it_trains(user: User) -> None:
    """What would not be done is not offered."""
    user.start_long_training()
    assert not user.action("Open training data…").isEnabled()


def test_going_on_from_the_network_in_use(user: User, qtbot: QtBot, workspace: Workspace) -> None:
    user.train(epochs=2, hidden_units=24)
    start_from = user.window.train.plan.start_from
    start_from.setFocus()
    qtbot.keyClick(start_from, Qt.Key.Key_Down)
    assert workspace.training.plan.fine_tune
    assert workspace.models.current is not None
    assert f"“{workspace.models.current.model.name}”" in user.window.train.plan.intention.text()
    assert "24 hidden units" in user.window.train.plan.intention.text()
    user.press("F5")
    user.wait_for(TrainingState.IDLE)
    qtbot.waitUntil(lambda: drawn_epochs(user.window.train.plots.curves.cost) == [[1, 2, 3, 4], [1, 2, 3, 4]])


def test_a_preset_fills_the_form(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    window.train.plan.preset.setFocus()
    qtbot.keyClicks(window.train.plan.preset, "Hand-in")
    qtbot.keyClick(window.train.plan.preset, Qt.Key.Key_Return)
    settings = workspace.training.plan.settings
    assert (settings.epochs, settings.batch_size, settings.learning_rate) == (200, 30, 1e-4)
    epochs = named(window.train.plan.fields, QSpinBox, "Epochs")
    assert epochs.value() == 200
    assert window.train.plan.data.currentText() == "MNIST hand-in"
    epochs.setFocus()
    qtbot.keyClick(epochs, Qt.Key.Key_Up)
    assert window.train.plan.preset.currentText() == "My own"
    window.train.plan.preset.setFocus()
    qtbot.keyClick(window.train.plan.preset, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(window.train.plan.preset, Qt.Key.Key_Down)
    assert window.train.plan.preset.currentText() == "CMU, softmax regression"  # its settings are folded away
    boxes = {box.accessibleName(): box.currentText() for box in window.train.plan.fields.findChildren(QComboBox)}
    assert [boxes[name] for name in ("Inputs", "Biases", "Order")] == ["0 to 1", "none", "as in the data"]
    assert "Published test accuracy: 0.9203. Train begins" in window.train.plan.intention.text()
    assert "no hidden layer" in window.train.plan.intention.text()
    assert "Plain NumPy trains it" in window.train.plan.intention.text()


@pytest.mark.parametrize(("keys", "on"), [(1, True), (2, False)])
def test_the_log_scale_by_its_key(user: User, keys: int, on: bool) -> None:
    for _ in range(keys):
        user.press("Ctrl+L")
    assert user.window.train.plots.curves.log_cost.isChecked() == on


def test_a_number_that_is_still_being_typed_counts(user: User, workspace: Workspace) -> None:
    user.plan_training(epochs=3)
    box = named(user.window.train, QSpinBox, "Epochs")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "1")
    user.press("F5")
    user.wait_for(TrainingState.IDLE)
    assert workspace.training.plan.settings.epochs == 1
    assert len(workspace.training.history.epochs) == 1


def endless(*_: object) -> Iterator[Progress]:
    """A task that comes to no end."""
    while not threading.Event().wait(0.01):
        yield Progress(0.25)


def test_stopped_while_it_learns_what_is_not_a_digit_a_training_ends_without_that(
    user: User, qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trained_detector, "_FEWEST_IMAGES", 20)
    monkeypatch.setattr(trained_detector, "trained_detector_task", endless)
    user.plan_training(epochs=2)
    user.press("F5")
    user.wait_for(TrainingState.FITTING_DETECTOR)
    assert user.action("Stop").isEnabled()
    assert not user.action("Pause").isEnabled()
    with qtbot.waitSignal(workspace.training.happened, check_params_cb=of_kind(RunFinished)) as told:
        user.press("Shift+F5")
    user.wait_for(TrainingState.IDLE)
    assert not user.action("Stop").isEnabled()
    model = workspace.models.current
    assert model is not None
    assert model.model.test_accuracy == told.args[0].test_accuracy
    assert model.model.detector is None
    qtbot.waitUntil(user.window.drawing.undiscerning.isVisible)
    assert user.window.train.progress.text == "2 epochs done"
