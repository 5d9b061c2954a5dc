"""A window that was closed is let go of, with all that belongs to it."""

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from digitpad.app import make_window
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.workspace import Workspace


def test_nothing_keeps_a_window_that_is_gone(qapp: QApplication, preferences: Preferences) -> None:
    style, palette = qapp.style().name(), QGuiApplication.palette()
    kept = show_and_close(qapp, preferences)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()
    qapp.setStyle(style)
    qapp.setPalette(palette)
    assert [name for name, each in kept.items() if each() is not None] == []


def show_and_close(qapp: QApplication, preferences: Preferences) -> dict[str, weakref.ref[object]]:
    """References to what belonged to the window."""
    window = make_window(qapp, preferences)
    window.show()
    (workspace,) = qapp.findChildren(Workspace)
    kept: dict[str, weakref.ref[object]] = {"window": weakref.ref(window), "workspace": weakref.ref(workspace)}
    for page in (window.train, window.inside, window.evaluate, window.data, window.my_digits):
        window.show_page(page)
        kept[type(page).__name__] = weakref.ref(page)
    for pages in (window.inside, window.evaluate):
        for number in range(len(pages.entries)):
            pages.show_view(number)
            kept[type(pages.view(number)).__name__] = weakref.ref(pages.view(number))
    kept["RunsPage"] = weakref.ref(window.runs)
    workspace.shutdown()
    workspace.deleteLater()
    window.close()
    window.deleteLater()
    return kept
