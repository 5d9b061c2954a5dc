"""What the window will need soon, loaded and made while nobody waits for it."""

from collections.abc import Iterator
from functools import partial
from importlib import import_module

from PySide6 import QtCore, QtGui, QtWidgets

from digitpad.ui.camera_dialog import has_camera
from digitpad.ui.main_window import MainWindow
from digitpad.ui.piecewise import InTurns, import_in_pieces
from digitpad.ui.theme import dress_parts

_FEW = 50  # classes of Qt: to make them takes some milliseconds
_BEFORE = "pydoc", "multiprocessing.connection"  # the slowest of Python's own modules that pyqtgraph imports
_MODULES = "plots.plot_row", "runs.page", "data.view", "train.rate_finder"


class GettingReady(InTurns):
    """Loads pyqtgraph and the modules of all pages and views, then makes these.

    So the window is there before all that is, and is not held up when a view is first opened.
    """

    def __init__(self, window: MainWindow) -> None:
        """To begin once the window is painted."""
        super().__init__(window, partial(_pieces, window))


def _pieces(window: MainWindow) -> Iterator[None]:
    yield from _make_qt_classes()
    for name in _BEFORE:
        import_module(name)
        yield
    yield from import_in_pieces("pyqtgraph")
    pages = window.inside, window.evaluate, window.my_digits
    views = (entry.module for page in pages for entry in page.entries)
    for name in (*_MODULES, *views):
        import_module(f"digitpad.ui.{name}")
        yield
    has_camera()  # which loads Qt's multimedia, if it is installed
    yield
    for made in (lambda: window.train.curves, lambda: window.runs, lambda: window.data.page):
        made()
        yield
    for page in pages:
        for number in range(len(page.entries)):
            page.make(number)
            yield
            page.view(number)
            yield
    yield from dress_parts(window, seen=False)


def _make_qt_classes() -> Iterator[None]:
    """PySide makes a class when it is first asked for; pyqtgraph asks for all of them at once."""
    for module in (QtCore, QtGui, QtWidgets):
        names = dir(module)
        for first in range(0, len(names), _FEW):
            for name in names[first : first + _FEW]:
                getattr(module, name)
            yield
