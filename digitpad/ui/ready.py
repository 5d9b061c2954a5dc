"""What the window will need soon, loaded and made while nobody waits for it."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from digitpad.ui.camera_dialog import has_camera
from digitpad.ui.main_window import MainWindow

_MODULES = "plots.run_plots", "runs.page", "data.view", "train.rate_finder"


class GettingReady(QObject):
    """Loads the modules of all pages and views, then makes what is mostly opened first; one thing a turn.

    So the window is there before pyqtgraph is. Not in a thread: PySide makes its classes as they are first used, which
    is no work for two threads at a time.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        views = (entry.module for page in (window.inside, window.evaluate, window.my_digits) for entry in page.entries)
        self._steps: list[Callable[[], object]] = [
            *(partial(import_module, f"digitpad.ui.{name}") for name in (*_MODULES, *views)),
            has_camera,  # which loads Qt's multimedia, if it is installed
            lambda: _polish(window.train.curves),
            lambda: _polish(window.runs),
        ]
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._do_next)

    def begin(self) -> None:
        """Begin; to be called once the window is painted."""
        self._turns.start()

    def _do_next(self) -> None:
        if self._steps:
            self._steps.pop(0)()
        else:
            self._turns.stop()


def _polish(made: QWidget) -> None:
    """Give its parts the shapes that a style sheet otherwise gives them when they are first shown."""
    for each in made.findChildren(QWidget):
        each.ensurePolished()
