"""Following a drawing while networks learn."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from digitpad.ui.inside.pinned_view import PinnedView
from digitpad.ui.view_tools import ExportButton
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def view(user: User) -> PinnedView:
    return user.open_view(PinnedView)


def click(widget: Any) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def offered(view: PinnedView) -> list[str]:
    """The words on the menu to export the view."""
    (button,) = view.findChildren(ExportButton)
    button.menu().aboutToShow.emit()
    return [each.text().replace("&", "") for each in button.menu().actions() if each.isVisible()]


def test_a_drawing_is_pinned_and_followed_through_two_runs(
    qtbot: QtBot, user: User, workspace: Workspace, view: PinnedView
) -> None:
    assert "Draw a digit and pin it" in view.headline.text()
    qtbot.waitUntil(lambda: not view.pin.isEnabled())
    user.draw_digit(7)
    user.answer()
    qtbot.waitUntil(view.pin.isEnabled)
    click(view.pin)
    qtbot.waitUntil(lambda: view.pins.count == 1)
    qtbot.waitUntil(lambda: "Train a network" in view.headline.text())
    for units in (32, 24):
        user.plan_training(epochs=2, hidden_units=units)
        user.press("F5")
        user.wait_for(TrainingState.RUNNING)
        user.wait_for(TrainingState.IDLE)
    user.open_view(PinnedView)
    first, second = (item.model.name for item in workspace.models.items[-2:])
    qtbot.waitUntil(lambda: second in view.values.text())
    rows = user.saved_numbers(view)
    assert rows[0] == ["epochs", *(f"probability of {digit}" for digit in range(10))]
    values = np.array([[float(each) for each in row] for row in rows[1:]])
    assert (values[0, 0], values[-1, 0]) == (0, 2)
    np.testing.assert_allclose(values[:, 1:].sum(axis=1), 1, atol=1e-5)
    user.choose_entry(view.run, first)
    qtbot.waitUntil(lambda: first in view.values.text())
    assert "The answer" in view.headline.text()
    QTest.keyClick(view.curves, Qt.Key.Key_Home)
    assert "epoch 0.00" in view.values.text()
    assert "·" in view.pins.caption(0)
    assert offered(view) == ["Copy picture", "Save picture…", "Save numbers…"]
    click(view.unpin)
    qtbot.waitUntil(lambda: view.pins.count == 0)
    assert not any(each.isVisible() for each in (view.unpin, view.run, view.show_all)), "nothing that cannot be used"
    (undo,) = (each for each in view.window().findChildren(QPushButton) if each.text() == "Undo" and each.isVisible())
    click(undo)
    qtbot.waitUntil(lambda: view.pins.count == 1)
    click(view.unpin)
    qtbot.waitUntil(lambda: view.pins.count == 0)
    assert offered(view) == ["There is nothing to export yet"]
