"""What the user chooses is there again next time."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.normalise import PEN_WIDTH
from digitpad.core.runs.spec import TrainingPlan
from digitpad.ui.look import Look
from digitpad.ui.main_window import MainWindow
from digitpad.ui.theme import DARK, LIGHT
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


def shown_colour(window: MainWindow) -> QColor:
    return window.grab().toImage().pixelColor(2, window.height() - 2)


def test_the_theme_is_switched(user: User, window: MainWindow, qtbot: QtBot) -> None:
    (look,) = window.findChildren(Look)
    for text, theme in (("Dark", DARK), ("Light", LIGHT), ("Dark", DARK)):
        with qtbot.waitSignal(look.finished):
            user.action(text).trigger()
        assert user.action(text).isChecked()
        assert QGuiApplication.palette().window().color() == QColor(theme.window)
        assert shown_colour(window) == QColor(theme.window)
        plot = window.train.plots.curves.cost
        assert plot.backgroundBrush().color() == QColor(theme.surface)


def test_icons_take_the_colour_of_the_text(user: User) -> None:
    pictures = []
    for text in ("Dark", "Light"):
        user.action(text).trigger()
        user.catch_up()
        icon = user.action("Train").icon()
        pictures.append(icon.pixmap(24, 24, QIcon.Mode.Normal).toImage())
    assert not pictures[0].isNull()
    assert pictures[0] != pictures[1]


def test_a_second_window_finds_what_was_chosen(
    new_window: Callable[[], MainWindow], user_of: Callable[[MainWindow], User], qtbot: QtBot
) -> None:
    first = new_window()
    user = user_of(first)
    user.action("Dark").trigger()
    user.press("Ctrl+Up")
    width = first.drawing.closer.pen_width.value()
    assert width != PEN_WIDTH
    first.drawing.closer.normalising.setFocus()
    qtbot.keyClick(first.drawing.closer.normalising, Qt.Key.Key_Space)
    first.train.plan.preset.setFocus()
    qtbot.keyClicks(first.train.plan.preset, "Hand-in")
    qtbot.keyClick(first.train.plan.preset, Qt.Key.Key_Return)
    user.action("Log scale of the cost").trigger()
    first.train.plots.kinds.setFocus()
    qtbot.keyClick(first.train.plots.kinds, Qt.Key.Key_Right)
    first.train.plan.fields.more.setFocus()
    qtbot.keyClick(first.train.plan.fields.more, Qt.Key.Key_Space)
    first.findChildren(QTabWidget)[0].setCurrentWidget(first.evaluate)
    first.resize(first.width(), 760)  # the screen of the tests is narrow
    assert first.close()
    second = new_window()
    assert second.drawing.closer.pen_width.value() == width
    assert not second.drawing.closer.normalising.isChecked()
    assert second.train.plan.preset.currentText() == "Hand-in"
    assert second.train.plan.data.currentText() == "MNIST hand-in"
    assert user_of(second).action("Dark").isChecked()
    assert second.evaluate.isVisible()
    assert second.train.plan.fields.more.isChecked()
    assert second.train.plots.curves.log_cost.isChecked()
    assert second.train.plots.kinds.currentIndex() == 1
    assert user_of(second).action("Log scale of the cost").isChecked()
    assert QGuiApplication.palette().window().color() == QColor(DARK.window)
    assert second.height() == first.height() == 760


@pytest.mark.parametrize("value", ["nonsense", "nan", '{"settings": {"epochs": 2.5}, "source": "mnist"}'])
def test_the_window_opens_whatever_is_in_the_settings_file(
    settings: QSettings, new_window: Callable[[], MainWindow], user_of: Callable[[MainWindow], User], value: str
) -> None:
    keys = "training/plan", "training/plots", "drawing/pen_width", "window/theme", "window/tab", "layout/window"
    for key in (*keys, "layout/splitter"):
        settings.setValue(key, value)
    user = user_of(new_window())
    user.draw_digit(7)
    assert user.answer() == "7"
    assert user.window.train.plan.preset.currentText() == "Default"


def test_the_plan_is_remembered_with_its_seed(
    window: MainWindow, workspace: Workspace, preferences: Preferences
) -> None:
    plan = TrainingPlan(replace(TrainingPlan().settings, seed=123, epochs=3))
    workspace.training.set_plan(plan)
    assert window.close()
    assert preferences.plan == plan


def test_the_log_scale_is_chosen_in_the_menu_and_beside_the_curves(
    qtbot: QtBot, user: User, window: MainWindow
) -> None:
    action, box, plots = user.action("Log scale of the cost"), window.train.plots.curves.log_cost, window.train.plots
    plots.show()  # as they are once a training has begun
    plots.kinds.setCurrentIndex(2)
    window.show_page(window.inside)
    action.trigger()
    assert plots.curves.isVisible()
    assert action.isChecked()
    assert box.isChecked()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not action.isChecked()


def test_my_own_is_what_other_settings_are_called_and_nothing_to_choose(qtbot: QtBot, window: MainWindow) -> None:
    preset = window.train.plan.preset
    preset.setFocus()
    qtbot.keyClick(preset, Qt.Key.Key_End)
    assert preset.currentText() == "Aarhus 2019"
    qtbot.keyClick(preset, Qt.Key.Key_Down)
    assert preset.currentText() == "Aarhus 2019"
