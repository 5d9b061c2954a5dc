"""Looking into the network: its picture."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from digitpad.core.derivation.matrix_table import number
from digitpad.core.drawing.normalise import to_input
from digitpad.core.inspection.hidden_units import contributions, top_units
from digitpad.core.readers.convert import FASHION
from digitpad.ui.inside.diagram_layout import Neuron
from digitpad.ui.inside.picture_view import PictureView
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.test_inside_numbers import network_in_use
from tests.stories.user import User


@pytest.fixture
def view(user: User, window: MainWindow) -> PictureView:
    assert window
    view = user.show_inside("Picture")
    assert isinstance(view, PictureView)
    return view


def strongest_units(workspace: Workspace, qtbot: QtBot, digit: int, count: int) -> list[int]:
    with qtbot.waitSignal(workspace.classifier.predicted) as answer:
        workspace.classifier.set_drawing(workspace.document.drawing)
    assert answer.args
    network = network_in_use(workspace)
    A2 = network.forward(to_input(answer.args[0].seen)).A2[0]
    return [int(unit) for unit in top_units(network, A2, digit, count)]


def point_at(view: PictureView, neuron: Neuron) -> QPoint:
    place = view.diagram.place_of(neuron)
    assert place is not None
    QTest.mouseMove(view.diagram, place.toPoint())
    return place.toPoint()


def test_nothing_drawn_nothing_shown(user: User, view: PictureView) -> None:
    user.catch_up()
    assert not view.table()
    assert not view.diagram.isVisible()
    assert "Draw a digit" in view.headline.text()
    user.draw_digit(7)
    user.catch_up()
    assert "speaks most for your 7" in view.headline.text()
    assert view.diagram.isVisible()
    assert len(view.table()["unit"])
    user.press("Ctrl+Backspace")
    user.catch_up()
    assert not view.table()


def test_classes_that_are_no_digits_are_called_by_their_names(
    user: User, window: MainWindow, workspace: Workspace, view: PictureView
) -> None:
    assert workspace.models.current
    workspace.models.add(replace(workspace.models.current.model, name="clothes", classes=FASHION))
    user.draw_digit(7)
    user.catch_up()
    assert "speaks most for your Sneaker" in view.headline.text()
    assert [view.digit.itemText(place) for place in range(1, 11)] == list(FASHION)
    assert "to the Sneaker" in view.arithmetic.text()
    assert "7 = Sneaker" in window.drawing.bars.toolTip()
    why = user.show_inside("Why?")
    assert "for Sneaker" in why.headline.text()
    assert why.digit.itemText(0) == "Sneaker, the answer"


def test_a_unit_is_explained_and_kept(user: User, qtbot: QtBot, view: PictureView, workspace: Workspace) -> None:
    user.plan_training()
    user.draw_digit(7)
    first, second = strongest_units(workspace, qtbot, 7, 2)
    user.catch_up()
    place = point_at(view, Neuron("hidden", first))
    qtbot.waitUntil(lambda: f"Unit {first}" in view.card.name.text())
    term = view.table()["adds to 7"][0]
    assert f"= {number(term)} to the 7" in view.arithmetic.text()
    assert "-" not in view.arithmetic.text()  # but minus signs
    qtbot.waitUntil(lambda: "fires on" in view.card.use.text())
    QTest.mouseClick(view.diagram, Qt.MouseButton.LeftButton, pos=place)
    point_at(view, Neuron("hidden", second))
    qtbot.waitUntil(lambda: f"Unit {second}" in view.card.name.text())
    QTest.mouseMove(view.diagram, QPoint(3, 3))
    qtbot.waitUntil(lambda: f"Unit {first}, kept" in view.card.name.text())
    QTest.mouseClick(view.diagram, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(view.diagram, QPoint(5, 5))
    strongest = view.table()["unit"][int(np.argmax(view.table()["adds to 7"]))]
    qtbot.waitUntil(lambda: view.card.name.text() == f"Unit {strongest}")
    assert f"Unit {strongest} speaks most for your 7" in view.headline.text()


def test_an_output_is_explained(user: User, qtbot: QtBot, view: PictureView, workspace: Workspace) -> None:
    user.draw_digit(7)
    user.catch_up()
    point_at(view, Neuron("output", 7))
    qtbot.waitUntil(lambda: "Output 7" in view.card.name.text())
    total = float(np.sum(view.table()["adds to 7"]))
    assert f"units {number(total)} + bias {number(network_in_use(workspace).b2[7])}" in view.arithmetic.text()


def test_units_by_the_arrow_keys(user: User, qtbot: QtBot, view: PictureView) -> None:
    user.draw_digit(7)
    user.catch_up()
    view.diagram.setFocus()
    titles = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(view.diagram, key)
        user.catch_up()
        titles.append(view.card.name.text())
    assert titles[0] == titles[2] != titles[1]
    assert "Output" in titles[3]
    assert "Unit" in titles[4]
    assert "kept" in titles[5]
    assert "Unit" in view.diagram.accessibleDescription()
    qtbot.keyClick(view.diagram, Qt.Key.Key_Escape)
    user.catch_up()
    assert view.card.name.text() in view.headline.text()


def test_the_units_for_another_digit(user: User, qtbot: QtBot, view: PictureView, workspace: Workspace) -> None:
    user.draw_digit(7)
    (digit,) = view.findChildren(QComboBox)
    (count,) = view.findChildren(QSpinBox)
    digit.setFocus()
    QTest.keyClick(digit, Qt.Key.Key_2)
    count.setValue(3)
    expected = strongest_units(workspace, qtbot, 2, 4)
    user.catch_up()
    assert "for 2" in view.headline.text()
    assert "your" not in view.headline.text()
    assert [view.diagram.place_of(Neuron("hidden", unit)) is not None for unit in expected] == [True] * 3 + [False]


def test_the_picture_follows_the_training(user: User, qtbot: QtBot, view: PictureView, workspace: Workspace) -> None:
    user.start_long_training()
    user.draw_digit(3)
    user.catch_up()
    first = view.table()["A1"]
    qtbot.waitUntil(lambda: len(view.table()["A1"]) == 32 and not np.array_equal(view.table()["A1"], first))
    view.diagram.setFocus()
    qtbot.keyClick(view.diagram, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "fires on" in view.card.use.text())
    user.press("Shift+F5")
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)
    user.catch_up()
    network = network_in_use(workspace)
    terms = contributions(network, view.table()["A2"][np.argsort(view.table()["unit"])])
    np.testing.assert_allclose(np.sort(terms[:, 3]), np.sort(view.table()["adds to 3"]))


def test_units_are_explained_after_other_data_was_evaluated_on(
    user: User, qtbot: QtBot, view: PictureView, hold_other_data: Callable[[], None], background_work: Any
) -> None:
    user.plan_training()
    user.draw_digit(7)
    user.catch_up()
    view.diagram.setFocus()
    qtbot.keyClick(view.diagram, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "fires on" in view.card.use.text())
    hold_other_data()
    background_work.hold()
    qtbot.keyClick(view.diagram, Qt.Key.Key_Down)
    user.catch_up()
    assert view.card.images_title.text().endswith("the training images…")
    background_work.release()
    qtbot.waitUntil(lambda: "fires on" in view.card.use.text())


def test_a_model_with_many_units_leads_to_a_smaller_one(user: User, view: PictureView, workspace: Workspace) -> None:
    user.draw_digit(7)
    user.catch_up()
    assert network_in_use(workspace).hidden_units > 512
    assert view.smaller.isVisible()
    QTest.mouseClick(view.smaller.use, Qt.MouseButton.LeftButton)
    user.catch_up()
    assert network_in_use(workspace).hidden_units <= 512
    assert not view.smaller.isVisible()
