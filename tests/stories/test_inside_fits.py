"""The views of the page Inside fit a small window, and a usual one with larger text."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.main_window import MainWindow
from digitpad.ui.view import View
from digitpad.workspace.preferences import Preferences


@pytest.fixture(params=[(960, 600, 1.0), (1366, 768, 1.5)], ids=["small", "large text"])
def small(request: pytest.FixtureRequest, preferences: Preferences, new_window: Callable[[], MainWindow]) -> MainWindow:
    """The window in these sizes, with text so many times as large."""
    width, height, preferences.zoom = request.param
    window = new_window()
    window.resize(width, height)
    return window


def area_of(view: QWidget) -> QScrollArea:
    """The page that a view scrolls in."""
    area = view.parentWidget()
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    return area


def parts(view: QWidget) -> list[QWidget]:
    """What can be seen of a view, without what scrolls in a part of it."""
    scrolling = [each.viewport() for each in view.findChildren(QAbstractScrollArea)]
    return [
        each
        for each in view.findChildren(QWidget)
        if each.isVisible() and not any(port is each or port.isAncestorOf(each) for port in scrolling)
    ]


def troubles(view: QWidget) -> list[str]:
    """What lies beside the view's room, or has less room than its words need."""
    room = area_of(view).viewport().width()
    found = [f"{view.minimumSizeHint().width()} > {room}"] if view.minimumSizeHint().width() > room else []
    for each in parts(view):
        left = each.mapTo(view, QPoint()).x()
        name = f"{type(each).__name__} {getattr(each, 'text', str)()!r}"
        if left < 0 or left + each.width() > room:
            found.append(f"{name} at {left} is {each.width()} wide")
        if isinstance(each, QLabel) and each.wordWrap() and each.height() < each.heightForWidth(each.width()):
            found.append(f"{name} is {each.height()} high, not {each.heightForWidth(each.width())}")
        elif isinstance(each, QAbstractButton | QComboBox | QLabel):
            words = each.minimumSizeHint().width()
            if each.width() < words:
                found.append(f"{name} is {each.width()} wide, not {words}")
    return found


def test_no_view_is_wider_than_its_room(
    qtbot: QtBot, user_of: Callable[[MainWindow], Any], small: MainWindow, request: pytest.FixtureRequest
) -> None:
    user = user_of(small)
    user.catch_up()
    assert (small.width(), small.height()) == request.node.callspec.params["small"][:2]
    seen = {}
    for drawn in (False, True):
        small.show_page(small.inside)
        if drawn:
            user.draw_digit(7)
        for number, title in enumerate(entry.name for entry in small.inside.entries):
            small.inside.show_view(number)
            view = small.inside.shown
            assert isinstance(view, View)
            area = area_of(view)
            assert area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            for _ in range(5):  # turns for the layout: what goes below something else lays out everything again
                qtbot.wait(1)
            qtbot.waitUntil(lambda area=area, view=view: view.width() == area.viewport().width())
            assert view.headline.text() != title
            seen[title, drawn] = troubles(view)
    assert len(seen) == 14
    assert {each: found for each, found in seen.items() if found} == {}


def test_without_a_drawing_a_view_says_what_fills_it(user: Any, show_inside: Callable[[str], Any]) -> None:
    for title in ("Picture", "Why?", "Pinned", "Numbers"):
        view = show_inside(title)
        user.catch_up()
        assert view.headline.text().startswith("Draw a digit"), title
