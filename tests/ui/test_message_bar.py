"""The bar that says what went wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt
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


def test_an_answer_is_done_once_and_ends_the_message(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    page, bar, done = QWidget(), MessageBar(), []
    QVBoxLayout(page).addWidget(bar)
    shown(page, 500, 100)
    bar.show_message("Which?", ("&One", lambda: done.append(1)), ("&Two", lambda: done.append(2)))
    first, second = bar.findChildren(QPushButton)
    assert (first.text(), second.text()) == ("&One", "&Two")
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert done == [2]
    assert not bar.isVisible()
    bar.show_message("No question.")
    assert not any(each.isVisible() for each in (first, second))
    assert done == [2]


def test_an_answer_may_lead_to_another_message(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    page, bar = QWidget(), MessageBar()
    QVBoxLayout(page).addWidget(bar)
    shown(page, 500, 100)
    bar.show_message("Which?", ("&One", lambda: bar.show_message("It failed.")))
    (button,) = bar.findChildren(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bar.isVisible()
    assert bar.text == "It failed."
