"""The bar that says what went wrong."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabWidget, QToolButton
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
    label = next(each for each in bar.findChildren(QLabel) if each.text() == bar.text)
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


def test_the_strip_is_below_the_pages_and_covers_nothing(window: MainWindow, qtbot: QtBot) -> None:
    before = {each: each.geometry() for each in window.findChildren(QTabWidget)}
    window.message.show_message("The file is missing.")
    qtbot.waitUntil(window.message.isVisible)
    assert {each: each.geometry() for each in before} == before
    strip = window.message.mapTo(window, window.message.rect().topLeft())
    assert strip.y() >= window.centralWidget().geometry().bottom()


def test_a_long_message_is_shown_whole_at_any_width(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar()
    tabs.addTab(bar, "Message")
    tabs.setCurrentWidget(bar)
    bar.show_message("The file is missing, " * 10)
    label = next(each for each in bar.findChildren(QLabel) if each.text() == bar.text)
    for width in (500, 300, 700):
        tabs.resize(width, 200)
        qtbot.waitUntil(lambda: bar.width() > 0.9 * tabs.width() and bar.width() <= tabs.width())
        assert label.height() >= label.heightForWidth(label.width())


def test_a_notice_goes_by_itself_or_when_its_action_was_done(qtbot: QtBot, tabs: QTabWidget) -> None:
    done: list[str] = []
    bar = MessageBar(tabs, notice_ms=1)
    bar.show_notice("Saved.", "Show", lambda: done.append("shown"))
    assert bar.isVisible()
    qtbot.waitUntil(lambda: not bar.isVisible())
    bar = MessageBar(tabs)
    bar.show_notice("Removed.", "Undo", lambda: done.append("undone"))
    (button,) = [each for each in bar.findChildren(QPushButton) if each.text() == "Undo"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert not bar.isVisible()
    (dismiss,) = bar.findChildren(QToolButton)
    qtbot.mouseClick(dismiss, Qt.MouseButton.LeftButton)
    bar.show_notice("Done.")
    bar.show_message("Wrong again.")
    assert bar.text == "Wrong again."


def test_what_was_done_is_said_at_once_and_what_went_wrong_is_there_again(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs, notice_ms=1)
    bar.show_message("The disk is full.", QAction("Look", tabs))
    bar.show_after("Go on?")
    bar.show_notice("Saved.")
    assert bar.text == "Saved."
    qtbot.waitUntil(lambda: bar.text == "The disk is full.")
    assert [each.text() for each in bar.findChildren(QPushButton) if not each.isHidden()] == ["Look"]
    bar.show_notice("Saved again.")
    bar.dismiss("The disk is full.")  # it holds no more
    qtbot.waitUntil(lambda: bar.text == "Go on?")


def test_a_long_name_of_a_file_goes_on_in_the_next_line(tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    path = "/home/somebody" + 20 * "/folder" + "/digits.npz"
    bar.show_message(f"{path} cannot be read.")
    bar.resize(300, bar.heightForWidth(300))
    (label,) = (each for each in bar.findChildren(QLabel) if each.text())
    assert bar.text == label.toolTip() == f"{path} cannot be read."
    widest = max(label.fontMetrics().horizontalAdvance(each) for each in label.text().split("\u200b"))
    assert widest < label.width() < label.fontMetrics().horizontalAdvance(path)


def test_a_long_path_is_copied_as_it_is(qtbot: QtBot, tabs: QTabWidget) -> None:
    bar = MessageBar(tabs)
    said = f"/tmp/{'a-folder/' * 8}model.npz cannot be read."
    bar.show_message(said)
    (label,) = (each for each in bar.findChildren(QLabel) if each.text())
    label.setSelection(0, len(label.text()))
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == said
