"""The bar that says what went wrong."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabBar, QTabWidget, QToolButton
from pytestqt.qtbot import QtBot

from digitpad.ui.main_window import MainWindow
from digitpad.ui.widgets.message_bar import MessageBar


@pytest.fixture
def tabs(shown: Callable[..., QTabWidget]) -> QTabWidget:
    """Two pages for the message to lie over."""
    tabs = QTabWidget()
    tabs.addTab(QLabel("The first page."), "One")
    tabs.addTab(QLabel("The second page."), "Two")
    return shown(tabs, 500, 200)


def test_a_message_is_shown_until_it_is_dismissed(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    assert not bar.isVisible()
    bar.show_message("The first.")
    bar.show_message("The second <b>as it is</b>.")
    assert bar.isVisible()
    assert bar.text == "The second <b>as it is</b>."
    assert bar.accessibleName() == bar.text
    (label,) = bar.findChildren(QLabel)
    assert label.textFormat() is Qt.TextFormat.PlainText
    (dismiss,) = bar.findChildren(QToolButton)
    assert not dismiss.icon().isNull()
    qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    bar.show_message("Again.")
    assert bar.isVisible()


def test_an_answer_can_be_given_while_its_action_can_be_triggered(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar, done = MessageBar(tabs), []
    one, two = QAction("One", tabs), QAction("Two", tabs)
    one.triggered.connect(lambda: done.append(1))
    two.triggered.connect(lambda: done.append(2))
    one.setEnabled(False)
    bar.show_message("Which?", one, two)
    first, second = bar.findChildren(QPushButton)
    assert (first.text(), second.text()) == ("One", "Two")
    assert not first.isEnabled()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert done == [2]
    one.setEnabled(True)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert done == [2, 1]
    bar.show_message("No question.")
    assert not any(each.isVisible() for each in (first, second))


def test_only_the_message_that_is_shown_can_be_taken_back(tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    bar.show_message("The file is missing.")
    bar.show_message("The disk is full.")
    bar.dismiss("The file is missing.")
    assert bar.isVisible()
    bar.dismiss("The disk is full.")
    assert not bar.isVisible()


def test_a_message_that_can_wait_comes_after_the_one_that_is_there(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    bar.show_message("The file is missing.")
    bar.show_after("Go on?", QAction("Yes", tabs))
    assert bar.text == "The file is missing."
    (dismiss,) = bar.findChildren(QToolButton)
    qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert bar.isVisible()
    assert bar.text == "Go on?"
    assert [each.text() for each in bar.findChildren(QPushButton)] == ["Yes"]
    qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    bar.show_after("At once.")
    assert bar.isVisible()
    assert bar.text == "At once."


def test_a_message_that_waits_can_be_taken_back(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    bar.show_message("The file is missing.")
    bar.show_after("Go on?")
    bar.dismiss("Go on?")
    assert bar.text == "The file is missing."
    qtbot.mouseClick(bar.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_what_an_answer_leads_to_may_be_another_message(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    one = QAction("One", tabs)
    one.triggered.connect(lambda: bar.show_message("It failed."))
    bar.show_message("Which?", one)
    (button,) = bar.findChildren(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bar.isVisible()
    assert bar.text == "It failed."


def test_it_lies_over_the_page_and_leaves_the_tabs_free(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    before = tabs.widget(0).geometry()
    bar.show_message("The file is missing.")
    QApplication.processEvents()
    assert tabs.widget(0).geometry() == before
    assert bar.geometry().top() >= tabs.tabBar().geometry().bottom()
    assert bar.width() == before.width()
    qtbot.mouseClick(tabs.tabBar(), Qt.MouseButton.LeftButton, pos=tabs.tabBar().tabRect(1).center())
    assert tabs.currentIndex() == 1
    assert bar.isVisible()


def test_it_leaves_the_tabs_within_a_page_free(qtbot: QtBot, tabs: QTabWidget) -> None:
    inner = QTabWidget()
    inner.addTab(QLabel("The third page."), "Three")
    inner.addTab(QLabel("The fourth page."), "Four")
    tabs.addTab(inner, "More")
    bar = MessageBar(tabs)
    bar.show_message("The file is missing.")
    top = bar.y()
    for outer, index in ((tabs, 2), (inner, 1)):
        qtbot.mouseClick(outer.tabBar(), Qt.MouseButton.LeftButton, pos=outer.tabBar().tabRect(index).center())
        assert outer.currentIndex() == index
        assert bar.y() >= inner.tabBar().mapTo(tabs, inner.tabBar().rect().bottomLeft()).y()
    tabs.setCurrentIndex(0)
    assert bar.y() == top


def test_every_tab_of_the_window_can_be_reached_beside_it(window: MainWindow) -> None:
    window.message.show_message("The file is missing.")
    (outer,) = [each for each in window.findChildren(QTabWidget) if each.indexOf(window.train) >= 0]
    for index in range(outer.count()):
        outer.setCurrentIndex(index)
        QApplication.processEvents()
        assert window.message.isVisible()
        bars = [each for each in window.findChildren(QTabBar) if each.isVisible()]
        assert len(bars) == 2
        for bar in bars:
            middles = [bar.mapTo(window, bar.tabRect(number).center()) for number in range(bar.count())]
            assert {window.childAt(each) for each in middles} == {bar}


def test_a_long_message_is_shown_whole_at_any_width(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    bar.show_message("The file is missing, " * 10)
    (label,) = bar.findChildren(QLabel)
    for width in (500, 300, 700):
        tabs.resize(width, 200)
        qtbot.waitUntil(lambda: bar.width() > 0.9 * tabs.width() and bar.width() <= tabs.width())
        assert label.height() >= label.heightForWidth(label.width())
