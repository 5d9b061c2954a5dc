"""Finding a learning rate in the window, by its keys and buttons."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from digitpad.core.training.rate_finder import STEPS
from digitpad.ui.train.rate_finder import RateDialog
from digitpad.ui.widgets.forms import RateSpinBox
from digitpad.workspace.background_task import Status
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User, named

Plan = Callable[..., None]


def the_dialog(window: Any) -> RateDialog:
    (dialog,) = window.findChildren(RateDialog)
    return dialog


def field(user: User) -> RateSpinBox:
    return named(user.window.train.plan.fields, RateSpinBox, "Learning rate")


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def found(qtbot: QtBot, user: User, workspace: Workspace) -> RateDialog:
    """The dialog, opened by its key, when all rates were tried."""
    user.plan_training(batch_size=10)
    assert workspace.training.state is TrainingState.IDLE
    user.press("F8")
    dialog = the_dialog(user.window)
    assert dialog.isVisible()
    assert not dialog.use.isEnabled()
    qtbot.waitUntil(dialog.use.isEnabled)
    return dialog


@pytest.fixture
def long_search(qtbot: QtBot, user: User, workspace: Workspace, background_work: Any) -> RateDialog:
    """The dialog in the middle of its search."""
    user.plan_training()
    background_work.hold(after=30)
    user.press("F8")
    qtbot.waitUntil(lambda: len(workspace.rates.tried) > 5)
    return the_dialog(user.window)


def tried(dialog: RateDialog) -> int:
    """How many rates are on the plot."""
    (costs, _) = [each for each in dialog.plot.getPlotItem().items if isinstance(each, pg.PlotDataItem)]
    return len(costs.xData)


def test_the_suggested_rate_is_put_into_its_field(qtbot: QtBot, user: User, workspace: Workspace, found: Any) -> None:
    rate = found.rate.value()
    assert f"{rate:g}" in found.verdict.text()
    assert 1e-5 < rate < 10
    click(qtbot, found.use)
    assert not found.isVisible()
    assert field(user).value() == workspace.training.plan.settings.learning_rate == rate


def test_another_rate_is_chosen_on_the_plot(
    qtbot: QtBot, user: User, found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pg.CONFIG_OPTIONS, "mouseRateLimit", -1)  # else plots leave out moves that come fast
    plot, box = found.plot, found.plot.getViewBox()
    places = [box.mapViewToScene(QPointF(x, 1.0)) for x in (np.log10(found.rate.value()), -3.0)]
    start, end = (QPoint(place.x(), place.y()) for place in map(plot.mapFromScene, places))
    qtbot.mouseMove(plot.viewport(), start)
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for share in np.linspace(0, 1, 12):
        qtbot.mouseMove(plot.viewport(), start + (end - start) * float(share))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert found.rate.value() == pytest.approx(1e-3, rel=0.2)
    click(qtbot, found.use)
    assert field(user).value() == pytest.approx(1e-3, rel=0.2)


def test_it_can_be_stopped(qtbot: QtBot, workspace: Workspace, long_search: RateDialog) -> None:
    click(qtbot, long_search.again)  # it says Stop
    assert workspace.rates.task.status is Status.STOPPED
    assert long_search.use.isEnabled()
    assert 0 < tried(long_search) < STEPS / 2
    with qtbot.assertNotEmitted(workspace.rates.task.changed, wait=100):
        pass


def test_it_can_be_tried_again_with_the_same_outcome(qtbot: QtBot, workspace: Workspace, found: RateDialog) -> None:
    first, steps = found.rate.value(), tried(found)
    assert workspace.rates.task.status is Status.IDLE
    click(qtbot, found.again)
    assert not found.use.isEnabled()
    qtbot.waitUntil(found.use.isEnabled)
    assert found.rate.value() == first
    assert tried(found) == steps
    assert found.progress.value() == found.progress.maximum()


def test_closing_it_in_the_middle_ends_the_test(
    qtbot: QtBot, user: User, workspace: Workspace, long_search: RateDialog
) -> None:
    before = workspace.training.plan
    qtbot.keyClick(long_search, Qt.Key.Key_Escape)
    assert not long_search.isVisible()
    assert workspace.rates.task.status is Status.IDLE
    assert tried(long_search) < STEPS / 2
    with qtbot.assertNotEmitted(workspace.rates.task.changed, wait=100):
        pass
    assert workspace.training.plan == before
    assert user.action("Train").isEnabled()


def test_while_a_network_trains_none_is_looked_for(user: User) -> None:
    user.start_long_training()
    assert not user.action("Find a learning rate…").isEnabled()
    assert not user.window.train.plan.fields.find_rate.isEnabled()


def test_data_that_is_gone_is_told_in_the_window(
    qtbot: QtBot, user: User, workspace: Workspace, tmp_path: Path
) -> None:
    plan = workspace.training.plan
    workspace.training.set_plan(type(plan)(plan.settings, str(tmp_path / "gone.npz")))
    click(qtbot, user.window.train.plan.fields.find_rate)
    qtbot.waitUntil(user.window.message.isVisible)
    assert "gone.npz" in user.window.message.text
    qtbot.waitUntil(the_dialog(user.window).isHidden)
    assert workspace.training.state is TrainingState.IDLE
