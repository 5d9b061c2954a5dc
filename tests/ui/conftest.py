"""Showing a widget by itself."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.theme import apply_theme

Some = TypeVar("Some", bound=QWidget)


@pytest.fixture
def light(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """The light theme; what it gives switches to another. After the test the look is as it was."""
    style, palette = qapp.style().name(), QGuiApplication.palette()
    apply_theme("light")
    yield apply_theme
    qapp.setStyle(style)
    qapp.setPalette(palette)


@pytest.fixture
def every_move(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plots take every move of the mouse, however fast it comes."""
    monkeypatch.setitem(pg.CONFIG_OPTIONS, "mouseRateLimit", -1)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Shows a widget in a window of its own, of a given size; destroys it after the test."""
    widgets: list[QWidget] = []

    def show(widget: Some, width: int = 0, height: int = 0) -> Some:
        widgets.append(widget)
        widget.resize(QSize(width, height) if width else widget.sizeHint())
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    yield show
    for widget in widgets:
        widget.hide()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def on_screen() -> Callable[[QWidget], QImage]:
    """What the screen shows of a window when all is painted; taking a picture of the widget would paint it anew."""

    def look(widget: QWidget) -> QImage:
        for _ in range(3):
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return QGuiApplication.primaryScreen().grabWindow(widget.winId()).toImage()

    return look


@pytest.fixture
def in_window(
    light: Callable[[str], None], on_screen: Callable[[QWidget], QImage]
) -> Iterator[Callable[[QWidget, int, int], None]]:
    """Shows a widget in a window of its own, of which nothing has the focus."""
    assert light
    shown: list[QWidget] = []

    def show(widget: QWidget, width: int, height: int) -> None:
        shown.append(widget)
        widget.resize(width, height)
        widget.show()
        on_screen(widget)
        focused = QApplication.focusWidget()
        if focused:
            focused.clearFocus()

    yield show
    for widget in shown:
        widget.hide()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
