"""The bar that says what went wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.widgets.message_bar import MessageBar


def test_a_message_is_shown_until_it_is_dismissed(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    page, bar = QWidget(), MessageBar()
    QVBoxLayout(page).addWidget(bar)
    shown(page, 500, 100)
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


def test_an_answer_can_be_given_while_its_action_can_be_triggered(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    page, bar, done = QWidget(), MessageBar(), []
    QVBoxLayout(page).addWidget(bar)
    shown(page, 500, 100)
    one, two = QAction("One", page), QAction("Two", page)
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


def test_only_the_message_that_is_shown_can_be_taken_back(shown: Callable[..., QWidget]) -> None:
    page, bar = QWidget(), MessageBar()
    QVBoxLayout(page).addWidget(bar)
    shown(page, 500, 100)
    bar.show_message("The file is missing.")
    bar.show_message("The disk is full.")
    bar.take_back("The file is missing.")
    assert bar.isVisible()
    bar.take_back("The disk is full.")
    assert not bar.isVisible()


def test_what_an_answer_leads_to_may_be_another_message(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    page, bar = QWidget(), MessageBar()
    QVBoxLayout(page).addWidget(bar)
    shown(page, 500, 100)
    one = QAction("One", page)
    one.triggered.connect(lambda: bar.show_message("It failed."))
    bar.show_message("Which?", one)
    (button,) = bar.findChildren(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bar.isVisible()
    assert bar.text == "It failed."
