"""Looking into the network: the gradient check laboratory."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from digitpad.core.numerals import plain
from digitpad.ui.inside.gradient_view import GradientView
from digitpad.ui.main_window import MainWindow
from tests.stories.user import User

RIGHT, WRONG = "✓", "✗"


@pytest.fixture
def view(user: User, qtbot: QtBot, window: MainWindow) -> GradientView:
    """The laboratory with two hidden units, and their gradients measured."""
    assert window
    user.plan_training()
    view = user.show_inside("Gradient check")
    assert isinstance(view, GradientView)
    with qtbot.waitSignal(view.task.finished):
        view.choices.units.setValue(2)
    qtbot.waitUntil(lambda: bool(worst(view)["W1"]))
    return view


def worst(view: GradientView) -> dict[str, str]:
    return {name: label.text() for name, label in view.pictures.worst.items()}


def choose(view: GradientView, name: str) -> None:
    """Click the mistake of this name; clicks beside the text do not count."""
    button = view.choices.mistakes[name]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, button.height() // 2))


def marks(view: GradientView) -> dict[str, str]:
    return {name: RIGHT if RIGHT in text else WRONG for name, text in worst(view).items()}


def test_the_formulas_agree_and_each_mistake_shows_up(user: User, qtbot: QtBot, view: GradientView) -> None:
    assert set(marks(view).values()) == {RIGHT}
    assert "agree in all" in view.headline.text()
    for name, wrong in (
        ("forgotten two", {"W1", "W2"}),
        ("decayed biases", {"b1", "b2"}),
        ("mask from the wrong side", {"W1", "b1"}),
        ("sum and mean mixed", {"W1", "b1", "W2", "b2"}),
        ("transposed product", {"W1", "b1"}),
        ("softmax without maximum", set()),
        ("", set()),
    ):
        choose(view, name)
        user.catch_up()
        assert {part for part, mark in marks(view).items() if mark == WRONG} == wrong, name
        assert all(f"d{part}" in view.headline.text() for part in wrong) or len(wrong) == 4
    choose(view, "softmax without maximum")
    QTest.mouseClick(view.choices.large, Qt.MouseButton.LeftButton, pos=QPoint(10, view.choices.large.height() // 2))
    qtbot.waitUntil(lambda: all("not a number" in text for text in worst(view).values()))
    choose(view, "")
    user.catch_up()
    assert set(marks(view).values()) == {RIGHT}


def test_a_hidden_mistake_is_found(user: User, view: GradientView) -> None:
    QTest.mouseClick(view.choices.hide_one, Qt.MouseButton.LeftButton)
    user.catch_up()
    hidden = worst(view)
    choose(view, "")
    QTest.mouseClick(view.choices.answer, Qt.MouseButton.LeftButton)
    user.catch_up()
    truth = next(name for name, button in view.choices.mistakes.items() if button.isChecked())
    assert view.choices.verdict.text().startswith("No." if truth else "Right!")
    assert worst(view) == hidden
    assert not view.choices.answer.isEnabled()
    signs = {}
    for name in view.choices.mistakes:
        choose(view, name)
        user.catch_up()
        signs[name] = worst(view)
    assert view.choices.verdict.text()
    QTest.mouseClick(view.choices.hide_one, Qt.MouseButton.LeftButton)
    user.catch_up()
    found, *others = [name for name, sign in signs.items() if sign == worst(view)]
    choose(view, found)
    assert worst(view) == signs[found]
    QTest.mouseClick(view.choices.answer, Qt.MouseButton.LeftButton)
    user.catch_up()
    # With small logits, the softmax without the maximum cannot be told from no mistake, and two mistakes may both be
    # as wrong as can be.
    if not others:
        assert view.choices.verdict.text().startswith("Right!")
    assert "of 2 found" in view.choices.verdict.text()


def test_numbers_are_read_out_and_measured_anew(
    user: User, qtbot: QtBot, view: GradientView, background_work: Any
) -> None:
    picture = view.pictures.pictures["W2"][1]
    QTest.mouseMove(picture, picture.centre_of(1, 7))
    user.catch_up()
    table = view.table()
    at = [*zip(table["parameter"], table["place"], strict=True)].index(("W2", "1,7"))
    text = view.pictures.readout.text()
    assert f"formula {plain(table['formula'][at])}, measured {plain(table['measured'][at])}" in text
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert "1,6" in view.pictures.readout.text()
    assert len(table["place"]) == 784 * 2 + 2 + 20 + 10
    np.testing.assert_allclose(table["formula"], table["measured"], atol=1e-6)
    background_work.hold()
    view.choices.units.setValue(3)
    user.catch_up()
    assert not worst(view)["W1"]
    background_work.release()
    qtbot.waitUntil(lambda: bool(worst(view)["W1"]))
    assert len(view.table()["measured"]) > len(table["measured"])
    assert view.unit.maximum() == 2
    view.choices.reduction.setFocus()
    QTest.keyClick(view.choices.reduction, "s")
    qtbot.waitUntil(lambda: bool(worst(view)["W1"]))
    assert set(marks(view).values()) == {RIGHT}


def test_measuring_can_be_stopped_and_gone_on_with(
    user: User, qtbot: QtBot, view: GradientView, background_work: Any
) -> None:
    background_work.hold()
    view.choices.units.setValue(3)
    qtbot.waitUntil(view.work.button.isVisible)
    assert "Measuring…" in view.headline.text()
    QTest.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    user.catch_up()
    assert "Stopped." in view.headline.text()
    assert not worst(view)["W1"]
    background_work.release()
    QTest.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(worst(view)["W1"]))


def test_after_a_stop_other_numbers_are_measured(qtbot: QtBot, view: GradientView, background_work: Any) -> None:
    background_work.hold()
    view.choices.units.setValue(3)
    qtbot.waitUntil(view.work.button.isVisible)
    QTest.mouseClick(view.work.button, Qt.MouseButton.LeftButton)
    background_work.release()
    view.choices.units.setValue(1)
    view.choices.images.setValue(1)
    qtbot.waitUntil(lambda: bool(worst(view)["W1"]))


def test_it_is_measured_anew_after_other_data_was_evaluated_on(
    user: User, qtbot: QtBot, view: GradientView, hold_other_data: Callable[[], None], background_work: Any
) -> None:
    hold_other_data()
    background_work.hold()
    QTest.mouseClick(view.choices.again, Qt.MouseButton.LeftButton)
    user.catch_up()
    assert not worst(view)["W1"]
    background_work.release()
    qtbot.waitUntil(lambda: bool(worst(view)["W1"]))
