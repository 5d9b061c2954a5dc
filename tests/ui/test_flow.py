"""Layouts that follow the room there is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from digitpad.ui.style.type import text_scale
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.layouts import SideBySide


def part(width: int, height: int = 20) -> QWidget:
    widget = QWidget()
    widget.setFixedSize(width, height)
    return widget


def test_controls_wrap_and_a_label_stays_beside_its_buddy(shown: Callable[..., QWidget]) -> None:
    holder = QWidget()
    flow = FlowLayout(holder)
    first, field = part(100), part(80)
    label = QLabel("&Name")
    label.setBuddy(field)
    for each in (first, label, field):
        flow.addWidget(each)
    flow.addStretch()
    last = part(60)
    flow.addWidget(last)
    shown(holder, 600, 100)
    assert label.geometry().center().y() == pytest.approx(first.geometry().center().y(), abs=1)
    assert last.geometry().right() == 599
    holder.resize(200, 100)
    QApplication.processEvents()
    assert label.y() > first.geometry().bottom()
    assert field.x() == label.geometry().right() + 1 + flow.spacing()
    assert label.geometry().center().y() == pytest.approx(field.geometry().center().y(), abs=1)
    rows = {each.geometry().center().y() // 20 for each in (first, field, last)}
    assert flow.heightForWidth(200) == max(each.geometry().bottom() for each in (first, field, last)) + 1, rows
    assert flow.minimumSize().width() == label.width() + flow.spacing() + 80


def test_a_hidden_control_takes_no_room(shown: Callable[..., QWidget]) -> None:
    holder = QWidget()
    flow = FlowLayout(holder)
    first, second = part(100), part(100)
    flow.addWidget(first)
    flow.addWidget(second)
    shown(holder, 400, 50)
    first.hide()
    QApplication.processEvents()
    assert second.x() == 0
    assert flow.sizeHint() == QSize(100, 20)


def test_the_column_goes_below_where_there_is_no_room_beside(shown: Callable[..., QWidget]) -> None:
    main, side = QLabel("main"), QLabel("side")
    at = round(200 * text_scale())
    both = SideBySide(main, side, width=200, least=300)
    shown(both, 800, 300)
    assert both.beside
    assert (side.x(), side.width()) == (800 - at, at)
    both.resize(400, 300)
    QApplication.processEvents()
    assert not both.beside
    assert side.y() > main.geometry().bottom()
    assert side.width() == 400
    assert both.minimumSizeHint().width() < 200
