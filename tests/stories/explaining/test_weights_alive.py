"""Watching the weights of the hidden units."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from digitpad.core.inspection.hidden_units import Units
from digitpad.core.inspection.weight_histograms import BINS
from digitpad.ui.inside.weights_view import WeightsView
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def view(user: User) -> WeightsView:
    return user.open_view(WeightsView)


def test_units_are_pointed_at_chosen_and_sorted(
    user: User, qtbot: QtBot, view: WeightsView, workspace: Workspace
) -> None:
    network = workspace.models.current.model.network
    units = Units.of(network)
    page = view.templates
    grid = page.grid
    qtbot.waitUntil(lambda: "dead" in page.marks.text())
    longest = int(units.order("norm")[0])
    QTest.mouseMove(grid.viewport(), QPoint(*grid.centre_of(longest)))
    qtbot.waitUntil(lambda: page.card.name.text() == f"Unit {longest}")
    user.choose_entry(page.order, "by digit")
    first, second = units.order("vote")[:2]
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(*grid.centre_of(int(first))))
    assert f"{first}" in page.card.name.text()
    assert "votes for 0" in page.card.words.text()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert f"{second}" in page.card.name.text()
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert f"{units.order('vote')[-1]}" in page.card.name.text()
    assert 0 < grid.centre_of(int(units.order("vote")[-1]))[1] < grid.viewport().height()
    qtbot.waitUntil(lambda: "fires on" in page.card.use.text())
    assert f"{network.hidden_units:,} units" in view.headline.text()
    rows = user.saved_numbers(view)
    assert rows[0] == ["unit", "norm", "bias", "votes for", "outgoing weight", "fires for"]
    assert len(rows) == 1 + network.hidden_units
    assert float(rows[4][1]) == pytest.approx(float(units.norms[3]))


def test_a_training_is_watched(user: User, qtbot: QtBot, workspace: Workspace) -> None:
    user.start_long_training()
    view = user.open_view(WeightsView)  # for the first time, and yet it knows how the run began
    qtbot.waitUntil(lambda: view.templates.marks.text().startswith("32 units"))
    user.choose_entry(view.page, "Histograms")
    qtbot.waitUntil(lambda: len(user.saved_numbers(view)) == 1 + 2 * 6 * BINS)
    rows = user.saved_numbers(view)
    assert rows[0] == ["of", "layer", "when", "middle of the bin", "share"]
    for kind in ("weights", "gradients", "updates"):
        for when in ("now", "at the start"):
            shares = [float(row[4]) for row in rows[1:] if (row[0], row[1], row[2]) == (kind, "W1", when)]
            assert sum(shares) == pytest.approx(1)
    user.choose_entry(view.page, "Steps")
    qtbot.waitUntil(lambda: len(user.saved_numbers(view)) > 3)
    qtbot.waitUntil(lambda: view.headline.text().startswith("A step now changes W1 by"))
    rows = user.saved_numbers(view)
    health = workspace.training.history.health
    np.testing.assert_allclose([float(each) for each in rows[1]], (health[0][0], *health[0][1]))
