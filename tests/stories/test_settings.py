"""What the user chooses is there again next time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.normalise import PEN_WIDTH
from digitpad.ui.main_window import MainWindow
from digitpad.ui.theme import DARK, LIGHT
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.training_plan import TrainingPlan
from digitpad.workspace.workspace import Workspace


def shown_colour(window: MainWindow) -> QColor:
    return window.grab().toImage().pixelColor(2, window.height() - 2)


def test_the_theme_is_switched_at_once(user: Any, window: MainWindow) -> None:
    for text, theme in (("Dark", DARK), ("Light", LIGHT), ("Dark", DARK)):
        user.action(text).trigger()
        assert user.action(text).isChecked()
        assert QGuiApplication.palette().window().color() == QColor(theme.window)
        user.settle()
        assert shown_colour(window) == QColor(theme.window)
        plot = window.train.curves.cost
        assert plot.backgroundBrush().color() == QColor(theme.plot)


def test_icons_take_the_colour_of_the_text(user: Any) -> None:
    pictures = []
    for text in ("Dark", "Light"):
        user.action(text).trigger()
        user.settle()
        icon = user.action("Train").icon()
        pictures.append(icon.pixmap(24, 24, QIcon.Mode.Normal).toImage())
    assert not pictures[0].isNull()
    assert pictures[0] != pictures[1]


def test_a_second_window_finds_what_was_chosen(
    new_window: Callable[[], MainWindow], user_of: Callable[[MainWindow], Any], qtbot: QtBot
) -> None:
    first = new_window()
    user = user_of(first)
    user.action("Dark").trigger()
    user.press("Ctrl+Up")
    width = first.drawing.pen_width.value()
    assert width != PEN_WIDTH
    first.drawing.normalising.setFocus()
    qtbot.keyClick(first.drawing.normalising, Qt.Key.Key_Space)
    first.train.preset.setFocus()
    qtbot.keyClicks(first.train.preset, "Hand-in")
    qtbot.keyClick(first.train.preset, Qt.Key.Key_Return)
    first.resize(first.width(), 760)  # the screen of the tests is narrow
    assert first.close()
    second = new_window()
    assert second.drawing.pen_width.value() == width
    assert not second.drawing.normalising.isChecked()
    assert second.train.preset.currentText() == "Hand-in"
    assert second.train.data.currentText() == "MNIST hand-in"
    assert user_of(second).action("Dark").isChecked()
    assert QGuiApplication.palette().window().color() == QColor(DARK.window)
    assert second.height() == first.height() == 760


@pytest.mark.parametrize("value", ["nonsense", "nan", '{"settings": {"epochs": 2.5}, "source": "mnist"}'])
def test_the_window_opens_whatever_is_in_the_settings_file(
    settings: QSettings, new_window: Callable[[], MainWindow], user_of: Callable[[MainWindow], Any], value: str
) -> None:
    for key in ("training/plan", "drawing/pen_width", "window/theme", "layout/window", "layout/splitter"):
        settings.setValue(key, value)
    user = user_of(new_window())
    user.draw_digit(7)
    assert user.answer() == "7"
    assert user.window.train.preset.currentText() == "Default"


def test_the_plan_is_remembered_with_its_seed(
    window: MainWindow, workspace: Workspace, preferences: Preferences
) -> None:
    plan = TrainingPlan(replace(TrainingPlan().settings, seed=123, epochs=3))
    workspace.training.set_plan(plan)
    assert window.close()
    assert preferences.plan == plan
