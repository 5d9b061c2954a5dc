"""What the window will need soon, made while nobody waits for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from digitpad.ui.main_window import MainWindow
from digitpad.ui.pages import load_modules
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.workspace import Workspace


class GettingReady(QObject):
    """Loads the modules of all pages and views in the background, then makes what is mostly opened first.

    So the window is there before pyqtgraph is, and whoever presses *Train* or opens a view waits for neither.
    """

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._task = BackgroundTask(workspace, workspace.report)
        self._task.finished.connect(self._make_next)
        self._makers: list[Callable[[], QWidget]] = [lambda: window.train.curves, lambda: window.runs]

    def begin(self) -> None:
        """Begin; to be called once the window is painted."""
        if not self._window.isVisible():
            return  # it was closed again, and no thread is to begin any more
        views = self._window.inside, self._window.evaluate, self._window.my_digits
        self._task.request(Request("modules", None, lambda: load_modules(views)))

    def end(self) -> None:
        """Give up what is not loaded yet; to be called when the event loop has ended, if the window is still open."""
        self._task.shutdown()

    def _make_next(self) -> None:
        """One a turn of the event loop, with the shapes that a style sheet gives it when it is first shown."""
        if not self._window.isVisible():
            return
        made = self._makers.pop(0)()
        for each in made.findChildren(QWidget):
            each.ensurePolished()
        if self._makers:
            QTimer.singleShot(0, self._make_next)
