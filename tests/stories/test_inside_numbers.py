"""Looking into the network: every number, forwards and backwards."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from digitpad.core.derivation.matrix_table import Cell
from digitpad.core.network import Network
from digitpad.ui.inside.numbers_view import NumbersView
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

OUTPUTS, OUTPUT_GRADIENT, HIDDEN_ERROR, HIDDEN_GRADIENT, OUTPUT_STEP, HIDDEN_STEP = range(1, 7)


@pytest.fixture
def view(user: User, window: MainWindow) -> NumbersView:
    assert window
    view = user.show_inside("Numbers")
    assert isinstance(view, NumbersView)
    return view


def choose(view: NumbersView, page: int) -> None:
    view.page.setFocus()
    QTest.keyClick(view.page, Qt.Key.Key_Home)
    for _ in range(page):
        QTest.keyClick(view.page, Qt.Key.Key_Down)


def choose_label(view: NumbersView, digit: int) -> None:
    view.label.setFocus()
    QTest.keyClick(view.label, str(digit))


def point_at(view: NumbersView, cell: Cell) -> QPoint:
    place = view.grid.rectangle_of(cell)
    assert place is not None
    QTest.mouseMove(view.grid.viewport(), place.center())
    return place.center()


def network_in_use(workspace: Workspace) -> Network:
    assert workspace.models.current
    return workspace.models.current.model.network


def test_nothing_drawn_no_numbers(user: User, view: NumbersView) -> None:
    user.catch_up()
    assert not view.grid.isVisible()
    assert any("Draw a digit" in label.text() for label in view.findChildren(QLabel) if label.isVisible())
    assert not view.make_step.isEnabled()
    user.draw_digit(7)
    user.catch_up()
    assert view.grid.isVisible()
    user.press("Ctrl+Backspace")
    user.catch_up()
    assert not view.grid.isVisible()
    assert not view.table()


def test_pointing_at_a_probability_shows_how_it_came_about(user: User, qtbot: QtBot, view: NumbersView) -> None:
    user.draw_digit(7)
    user.catch_up()
    assert view.grid.cell is not None
    assert view.grid.cell.block == "A1"
    choose(view, OUTPUTS)
    user.catch_up()
    assert view.grid.cell == Cell("Z", 0, 7)
    place = point_at(view, Cell("P", 0, 7))
    qtbot.waitUntil(lambda: view.formula.text().startswith("P<sub>7</sub>"))
    assert view.grid.table
    blocks = view.grid.table.blocks
    total, probability = blocks["sum"].values[0], blocks["P"].values[7]
    assert view.numbers.text() == f"1.000 / {total:.3f} = {probability:.3f}"
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    point_at(view, Cell("exp", 0, 7))
    assert view.grid.cell == Cell("P", 0, 7)
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    point_at(view, Cell("− max", 0, 7))
    assert view.numbers.text().endswith("= 0.000")


def test_what_made_a_number_lights_up(user: User, view: NumbersView) -> None:
    user.draw_digit(7)
    choose(view, OUTPUTS)
    user.catch_up()
    point_at(view, Cell("P", 0, 7))
    user.catch_up()
    before = view.grid.grab().toImage()
    place = view.grid.rectangle_of(Cell("exp", 0, 2))
    assert place is not None
    point_at(view, Cell("P", 0, 2))
    user.catch_up()
    edge = place.topLeft() + QPoint(1, 1) + view.grid.viewport().pos()
    assert before.pixelColor(edge) != view.grid.grab().toImage().pixelColor(edge)


def test_numbers_by_the_keyboard(user: User, qtbot: QtBot, view: NumbersView) -> None:
    user.draw_digit(7)
    choose(view, OUTPUTS)
    user.catch_up()
    view.grid.setFocus()
    cells = []
    key = Qt.Key
    for each in (key.Key_Left, key.Key_Down, key.Key_End, key.Key_Home, key.Key_Up, key.Key_Up, key.Key_Up):
        qtbot.keyClick(view.grid, each)
        cells.append(view.grid.cell)
    rows = network_in_use(view.workspace).hidden_units
    assert cells[:4] == [Cell("Z", 0, 6), Cell("Z / T", 0, 6), Cell("− max", 0, 6), Cell("Z / T", 0, 6)]
    assert cells[4:] == [Cell("Z", 0, 6), Cell("b2", 0, 6), Cell("W2", rows - 1, 6)]
    for _ in range(7):
        qtbot.keyClick(view.grid, key.Key_Left)
    assert view.grid.cell == Cell("A2", rows - 1, 0)
    qtbot.keyClick(view.grid, key.Key_Right)
    assert view.grid.cell == Cell("W2", rows - 1, 0)
    assert "W2" in view.grid.accessibleDescription()


def test_larger_figures_for_a_projector(user: User, qtbot: QtBot, view: NumbersView) -> None:
    user.draw_digit(7)
    choose(view, OUTPUTS)
    user.catch_up()
    before = view.grid.rectangle_of(Cell("Z", 0, 7))
    view.points.setValue(20)
    after = view.grid.rectangle_of(Cell("Z", 0, 7))
    assert before
    assert after
    assert after.height() > 1.5 * before.height()
    assert view.numbers.font().pointSize() == 21
    view.grid.setFocus()
    qtbot.keyClick(view.grid, Qt.Key.Key_Minus)
    assert view.points.value() == 19
    middle = view.grid.viewport().rect().center()
    wheel = QWheelEvent(
        middle.toPointF(), view.grid.viewport().mapToGlobal(middle).toPointF(), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.grid.viewport(), wheel)
    assert view.points.value() == 20


def test_a_temperature_makes_the_network_less_sure(user: User, view: NumbersView) -> None:
    user.draw_digit(7)
    choose(view, OUTPUTS)
    user.catch_up()
    assert view.temperature.isEnabled()
    view.temperature.setValue(10)
    user.catch_up()
    assert view.grid.table
    probabilities = view.grid.table.blocks["P"].values
    assert 0.1 < probabilities[7] == probabilities.max() < 0.9


def test_every_part_of_the_passes_is_shown(user: User, qtbot: QtBot, view: NumbersView) -> None:
    user.draw_digit(7)
    for page, middle in (
        (OUTPUT_GRADIENT, "dW2"),
        (HIDDEN_ERROR, "W2"),
        (HIDDEN_GRADIENT, "dW1"),
        (HIDDEN_STEP, "ΔW1"),
    ):
        choose(view, page)
        qtbot.waitUntil(lambda wanted=middle: view.grid.table is not None and view.grid.table.middle == wanted)
        assert view.grid.cell
        assert view.grid.rectangle_of(view.grid.cell) is not None
        assert view.formula.text()
        assert len(view.table()["number"])


def test_a_step_is_made_and_taken_back(
    user: User, qtbot: QtBot, view: NumbersView, workspace: Workspace, probabilities: list[Any]
) -> None:
    user.draw_digit(7)
    choose(view, OUTPUT_STEP)
    user.catch_up()
    choose_label(view, 3)
    qtbot.waitUntil(lambda: "now" in view.probabilities.accessibleDescription())
    before, models = network_in_use(workspace), len(workspace.models.items)
    qtbot.waitUntil(lambda: view.make_step.isEnabled())
    first = probabilities[-1]
    QTest.mouseClick(view.make_step, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: probabilities[-1][3] > first[3])
    user.catch_up()
    assert "stepped" in user.status()
    assert view.undo.isEnabled()
    qtbot.waitUntil(lambda: f"before {first[3]:.1%}" in view.probabilities.accessibleDescription())
    QTest.mouseClick(view.undo, Qt.MouseButton.LeftButton)
    user.catch_up()
    np.testing.assert_array_equal(probabilities[-1], first)
    assert network_in_use(workspace) is before
    assert len(workspace.models.items) == models
    assert not view.undo.isEnabled()


def test_the_numbers_follow_the_training(user: User, qtbot: QtBot, view: NumbersView) -> None:
    user.start_long_training()
    user.draw_digit(3)
    for page, block in ((OUTPUTS, "Z"), (HIDDEN_ERROR, "dA1")):
        choose(view, page)
        qtbot.waitUntil(lambda wanted=block: view.grid.table is not None and wanted in view.grid.table.blocks)
        assert view.grid.table
        first = view.grid.table.blocks[block].values
        qtbot.waitUntil(
            lambda wanted=block, then=first: not np.array_equal(view.grid.table.blocks[wanted].values, then)
        )
