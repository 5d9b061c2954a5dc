"""The bar that says what went wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget
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
