"""What does not fit is found: each test makes one thing wrong that was right before."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

Faults = Callable[[QWidget], list[str]]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """A window with a label, a paragraph, a button and a choice, side by side, all of which fit."""
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    paragraph = QLabel("A sentence that goes on for a while, so that it takes more than one line here.")
    paragraph.setWordWrap(True)
    choice = QComboBox()
    choice.addItem("something to choose")
    for each in (QLabel("Epochs"), paragraph, QPushButton("Train again"), choice):
        row.addWidget(each)
    window.resize(700, 200)
    window.show()
    return window


def test_nothing_is_found_where_all_fits(page: QWidget, faults: Faults) -> None:
    assert faults(page) == []


def test_a_widget_beyond_the_window(page: QWidget, faults: Faults) -> None:
    button = page.findChildren(QPushButton)[0]
    button.move(page.width() - 10, button.y())
    assert any("Train again" in each and "outside" in each for each in faults(page))


def test_a_label_that_is_cut(page: QWidget, faults: Faults) -> None:
    label = page.findChildren(QLabel)[0]
    label.setMinimumWidth(1)
    label.resize(20, label.height())
    (found,) = faults(page)
    assert "Epochs" in found
    assert "cut" in found


def test_a_paragraph_that_lacks_a_line(page: QWidget, faults: Faults) -> None:
    paragraph = page.findChildren(QLabel)[1]
    paragraph.resize(120, 20)
    (found,) = faults(page)
    assert "A sentence" in found


def test_a_paragraph_that_breaks_a_word(page: QWidget, faults: Faults) -> None:
    paragraph = page.findChildren(QLabel)[1]
    paragraph.setText("Incomprehensibilities")
    paragraph.resize(30, paragraph.height())
    assert any("Incompre" in each for each in faults(page))


def test_a_button_whose_text_is_cut(page: QWidget, faults: Faults) -> None:
    button = page.findChildren(QPushButton)[0]
    button.setFixedWidth(24)
    assert any("Train again" in each and "cut" in each for each in faults(page))


def test_a_choice_that_is_not_readable(page: QWidget, faults: Faults) -> None:
    choice = page.findChildren(QComboBox)[0]
    choice.resize(40, choice.height())
    assert any("QComboBox" in each for each in faults(page))


def test_two_widgets_over_one_another(page: QWidget, faults: Faults) -> None:
    label, button = page.findChildren(QLabel)[0], page.findChildren(QPushButton)[0]
    button.move(label.pos())
    assert any("Epochs" in each and "Train again" in each and "overlap" in each for each in faults(page))


def test_what_scrolls_may_be_long_but_not_wide(qtbot: QtBot, faults: Faults) -> None:
    area, content = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    column = QVBoxLayout(content)
    column.addWidget(QLabel("\n" * 100))
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.resize(300, 200)
    area.show()
    assert faults(area) == []
    content.setMinimumWidth(400)
    content.resize(400, content.height())
    assert any("outside" in each for each in faults(area))


def test_what_is_hidden_does_not_matter(page: QWidget, faults: Faults) -> None:
    button = page.findChildren(QPushButton)[0]
    button.setFixedWidth(24)
    button.hide()
    assert faults(page) == []
