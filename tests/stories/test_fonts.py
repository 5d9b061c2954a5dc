"""The font of all texts: the one that comes along, or the desktop's."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.main_window import MainWindow
from digitpad.ui.style.type import BUTTON, INTER, NAME, TEXT, TITLE, font_of


def families(window: QWidget) -> set[str]:
    return {each.font().family() for each in window.findChildren(QLabel) if each.property("text_role")}


def choose(window: MainWindow, text: str) -> None:
    (action,) = (each for each in window.findChildren(QAction) if each.text().replace("&", "") == text)
    action.trigger()


def test_the_desktops_font_can_be_chosen_and_is_remembered(new_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    first = new_window()
    assert families(first) == {INTER}
    first.show_page(first.inside)
    desktop = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    choose(first, "The desktop’s font")
    qtbot.waitUntil(lambda: families(first) == {desktop})
    first.inside.show_view(1)  # what is made now has it, too
    assert families(first) == {desktop}
    assert first.close()
    second = new_window()
    assert families(second) == {desktop}
    choose(second, "Inter, which comes with digitpad")
    qtbot.waitUntil(lambda: families(second) == {INTER})


def test_each_role_has_its_own_cut_of_inter(new_window: Callable[[], MainWindow]) -> None:
    assert families(new_window()) == {INTER}
    roles = {TEXT: "Regular", BUTTON: "Medium", NAME: "Semi Bold", TITLE: "Semi Bold"}
    assert {role: QFontInfo(font_of(role)).styleName() for role in roles} == roles
