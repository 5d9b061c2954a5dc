"""Operating on a network through the window."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from digitpad.ui.inside.surgery_view import SurgeryView
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def view(user: User) -> SurgeryView:
    """Of a small network, trained for a moment on the course's data."""
    user.plan_training(epochs=2)
    user.press("F5")
    user.wait_for(TrainingState.RUNNING)
    user.wait_for(TrainingState.IDLE)
    return user.open_view(SurgeryView)


@pytest.fixture
def press(view: SurgeryView) -> Callable[[str], None]:
    def act(text: str) -> None:
        button = next(each for each in view.findChildren(QPushButton) if each.text().replace("&", "") == text)
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return act


def measured(qtbot: QtBot, view: SurgeryView, text: str) -> None:
    qtbot.waitUntil(lambda: view.editor.up_to_date and text in view.base.text())


def test_units_are_switched_off_until_it_reads_no_more(
    qtbot: QtBot, user: User, view: SurgeryView, workspace: Workspace, press: Callable[[str], None]
) -> None:
    original = workspace.models.current.model
    weights = original.network.W2.copy()
    measured(qtbot, view, "done: 0")
    user.draw_digit(3)
    press("Switch off")
    measured(qtbot, view, "done: 1")
    assert view.done.item(0).text() == "unit 0 switched off"
    qtbot.waitUntil(lambda: view.headline.text().startswith("With one change it reads "))
    view.fields.pruned.setFocus()
    view.fields.pruned.selectAll()
    qtbot.keyClicks(view.fields.pruned, "100")
    qtbot.keyClick(view.fields.pruned, Qt.Key.Key_Return)
    press("Prune")
    measured(qtbot, view, "done: 2")
    rows = {row[0]: row[1:] for row in user.saved_numbers(view)}
    assert float(rows["accuracy"][0]) > 0.5
    assert float(rows["accuracy"][1]) < 0.3
    QTest.mouseClick(view.preview, Qt.MouseButton.LeftButton, pos=QPoint(8, view.preview.rect().center().y()))
    user.catch_up()
    assert workspace.models.current.model.name.endswith("on trial")
    with qtbot.waitSignal(workspace.classifier.predicted) as read:
        user.draw_digit(1)
    assert np.ptp(read.args[0].probabilities) < 0.05
    press("Undo last")
    measured(qtbot, view, "done: 1")
    assert view.done.count() == 1
    press("Save as another model")
    user.catch_up()
    names = [item.model.name for item in workspace.models.items]
    assert names[-1] == f"{original.name}, modified"
    assert not any("on trial" in name for name in names)
    np.testing.assert_array_equal(original.network.W2, weights)
    workspace.models.use(0)


def test_reset_goes_back_to_the_original(
    qtbot: QtBot, view: SurgeryView, workspace: Workspace, press: Callable[[str], None]
) -> None:
    name = workspace.models.current.model.name
    measured(qtbot, view, "done: 0")
    for text in ("Scale", "Shift", "Add noise", "Set"):
        press(text)
    measured(qtbot, view, "done: 4")
    assert [view.done.item(row).text() for row in range(4)] == [
        "unit 0 times 0.5",
        "unit 0 shifted by +1",
        "noise of 50 % of the weights’ size, seed 0",
        "temperature 2",
    ]
    QTest.keyClick(view.preview, Qt.Key.Key_Space)
    assert workspace.models.current.model.name == f"{name}, on trial"
    press("Reset")
    measured(qtbot, view, "done: 0")
    assert workspace.models.current.model.name == name
    assert view.done.count() == 0
    assert not view.preview.isChecked()


def test_measuring_can_be_stopped_and_gone_on_with(
    qtbot: QtBot, view: SurgeryView, press: Callable[[str], None], background_work: Any
) -> None:
    measured(qtbot, view, "done: 0")
    background_work.hold()
    press("Switch off")
    for text in ("Stop", "Go on"):
        qtbot.waitUntil(lambda text=text: shown(view.work.button) == text)
        QTest.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    assert not view.editor.up_to_date
    background_work.release()
    measured(qtbot, view, "done: 1")
    qtbot.waitUntil(lambda: not view.work.button.isVisible())


def shown(button: QPushButton) -> str:
    return button.text().replace("&", "") if button.isVisible() else ""
