"""Several seeds and several values, one click from the form: stopped, gone on with, and compared."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.runs.store import RunStore
from digitpad.ui.runs.sweep_bar import SweepTableDialog
from digitpad.ui.train.sweep_dialog import SweepDialog
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

pytestmark = pytest.mark.usefixtures("no_runs")

LEFT = Qt.MouseButton.LeftButton


def test_five_seeds_are_stopped_gone_on_with_and_become_a_band(qtbot: QtBot, user: User, workspace: Workspace) -> None:
    user.plan_training(epochs=40, batch_size=8, hidden_units=16)
    train, runs, sweeps = user.window.train, user.window.runs, workspace.sweeps
    train.settings.click()
    QTest.mouseClick(train.five_seeds, LEFT)
    assert runs.isVisible()
    qtbot.waitUntil(lambda: sweeps.news is not None and sweeps.news.state.ended >= 1)
    if sweeps.is_running:  # on a fast machine it may be at its end
        assert not train.five_seeds.isEnabled()  # one sweep at a time
        QTest.mouseClick(runs.sweep.work.button, LEFT)  # stop
        qtbot.waitUntil(lambda: sweeps.can_resume and runs.sweep.work.button.text() == "&Go on")
    ended = {run.key for run in RunStore(paths.RUNS).runs() if run.record.ended}
    assert ended
    if sweeps.can_resume:
        QTest.mouseClick(runs.sweep.work.button, LEFT)  # go on
    qtbot.waitUntil(lambda: len(runs.model.groups) == 1 and runs.model.groups[0].title.endswith(", 5 seeds"))
    qtbot.waitUntil(lambda: not sweeps.is_running)
    assert ended <= {run.key for run in RunStore(paths.RUNS).runs()}
    qtbot.waitUntil(lambda: not sweeps.can_resume)  # the list of runs is read in the background
    assert sweeps.news
    assert sweeps.news.state.ended == 5
    qtbot.waitUntil(lambda: [group for group, _ in runs.model.ticked] == runs.model.groups)
    qtbot.waitUntil(lambda: None not in runs.overlay.plot.values())
    runs.overlay.quantity.setCurrentIndex(runs.overlay.quantity.findText("Training cost"))
    QTest.keyClick(runs.overlay.plot, Qt.Key.Key_Home)
    value, low, high = runs.overlay.plot.values()[0] or (0, 0, 0)
    assert low < value < high
    QTest.mouseClick(runs.sweep.table, LEFT)
    (dialog,) = user.window.findChildren(SweepTableDialog)
    assert dialog.headline.text().endswith("of the test images read right, over 5 seeds")
    assert [dialog.table.model().index(row, 0).data() for row in range(5)] == ["0", "1", "2", "3", "4"]
    dialog.close()


def test_values_are_chosen_in_a_box_that_says_what_is_wrong(
    user: User, workspace: Workspace, background_work: Any
) -> None:
    user.plan_training(epochs=2, hidden_units=16)
    train = user.window.train
    train.settings.click()
    QTest.mouseClick(train.other_values, LEFT)
    (dialog,) = user.window.findChildren(SweepDialog)
    rates, units = dialog.values
    assert rates.text() == "0.007, 0.02, 0.06"
    assert not units.isVisible()
    assert dialog.count.text() == "3 trainings"
    rates.clear()
    QTest.keyClicks(rates, "0.01, high")
    assert not dialog.start.isEnabled()
    assert "Learning rate must be a number" in dialog.count.text()
    rates.clear()
    QTest.keyClicks(rates, "0.01, 0.03")
    dialog.names[1].setCurrentIndex(dialog.names[1].findText("Optimiser"))
    assert "adam" in units.text()
    units.clear()
    QTest.keyClicks(units, "sgd,adam,nesterov")
    dialog.seeds.setValue(2)
    assert dialog.count.text() == "12 trainings"
    background_work.hold()
    QTest.mouseClick(dialog.start, LEFT)
    assert not dialog.isVisible()
    assert user.window.runs.isVisible()
    assert workspace.sweeps.is_running
    assert not train.other_values.isEnabled()
    assert "One sweep at a time" in train.other_values.toolTip()
    workspace.sweeps.stop()
    background_work.release()


def test_a_sweep_needs_a_new_network_and_says_so(user: User, workspace: Workspace) -> None:
    train, plan = user.window.train, workspace.training.plan
    workspace.training.set_plan(replace(plan, fine_tune=True))
    assert not train.five_seeds.isEnabled()
    assert "choose a new network to start from" in train.five_seeds.toolTip()
    workspace.training.set_plan(plan)
    assert train.five_seeds.isEnabled()
