"""A field that the wheel finds on its way."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.widgets.fields import Slider
from digitpad.ui.widgets.forms import RateSpinBox, WholeSpinBox, combo_box, decimal_box, whole_box
from digitpad.ui.widgets.layouts import in_scroll_area

_FIELDS: dict[str, Callable[[], QWidget]] = {
    "choice": lambda: combo_box([(each, each) for each in "abc"]),
    "count": lambda: whole_box(0, 9, 5),
    "whole": lambda: WholeSpinBox(0, 9),
    "decimal": lambda: decimal_box(0, 9, 5, 1),
    "rate": lambda: RateSpinBox(0, 9),
    "slider": Slider,
}


@pytest.mark.parametrize("name", _FIELDS)
def test_the_wheel_scrolls_the_page_past_a_field_and_changes_one_with_the_keyboard(qtbot: QtBot, name: str) -> None:
    page, other, field = QWidget(), QLineEdit(), _FIELDS[name]()
    column = QVBoxLayout(page)
    for each in (other, field):
        column.addWidget(each)
    column.addSpacing(1000)
    area = in_scroll_area(page)
    qtbot.addWidget(area)
    area.resize(300, 200)
    with qtbot.waitExposed(area):
        area.show()

    def value() -> object:
        return field.property("currentIndex" if name == "choice" else "value")

    def turn(amount: int) -> None:
        place = field.mapTo(area, field.rect().center())
        QTest.wheelEvent(area.windowHandle(), QPointF(place), QPoint(0, amount))

    other.setFocus()
    before = value()
    turn(-120)
    assert value() == before
    assert area.verticalScrollBar().value() > 0
    area.verticalScrollBar().setValue(0)
    field.setFocus()
    turn(-120 if name == "choice" else 120)
    assert value() != before
