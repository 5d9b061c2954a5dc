"""What the views of the tabs Inside and Evaluate have in common: an explanation, and ways to export them."""

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.files import Table
from digitpad.ui.theme import SPACE
from digitpad.ui.view_tools import ExplainButton, ExportButton
from digitpad.ui.widgets.progress_bar import WorkBar
from digitpad.workspace.following import Following
from digitpad.workspace.latest import Latest
from digitpad.workspace.workspace import Workspace


class View(QWidget):
    """A view of one thing, with its title, an explanation a click away, and its picture and numbers to save.

    Subclasses put their widgets into `body`, and their controls into `controls` at the title's right. They override
    `refresh`, which is called once a turn of the event loop after `outdate`, and only while the view can be seen.
    """

    def __init__(self, workspace: Workspace, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.title = title
        self.body = QVBoxLayout()
        self.controls = QHBoxLayout()
        self.controls.setSpacing(SPACE)
        self._explanation = explanation
        self._outdated = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh_if_seen)
        self._content = QWidget()
        self._content.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addLayout(self._top())
        layout.addWidget(self._content, 1)

    def refresh(self) -> None:
        """Show things as they are now."""

    def table(self) -> Table:
        """The numbers that are shown, as columns."""
        return {}

    def invalidate(self) -> None:
        """Refresh soon, or when the view is next seen."""
        self._outdated = True
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_seen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.invalidate()

    def bar_of(self, work: Latest, what: str) -> WorkBar:
        """A bar with the progress of this view's work, whose failures are reported; `stopped` is left to connect."""
        bar = WorkBar(what)
        work.busy_changed.connect(bar.set_busy)
        work.progressed.connect(bar.set_progress)
        work.failed.connect(self.workspace.report)
        return bar

    def bar_of_following(self, following: Following, what: str) -> WorkBar:
        """A bar for work that goes on when things change: its button stops that and goes on with it."""
        bar = self.bar_of(following.work, what)
        bar.stopped.connect(following.stop)
        bar.resumed.connect(following.go_on)
        following.stopped_changed.connect(bar.set_stopped)
        following.invalidated.connect(self.invalidate)
        return bar

    def _refresh_if_seen(self) -> None:
        if self._outdated and self.isVisible():
            self._outdated = False
            self.refresh()

    def _top(self) -> QHBoxLayout:
        title = QLabel(f"<b>{self.title}</b>")
        top = QHBoxLayout()
        top.setSpacing(SPACE)
        top.addWidget(title)
        top.addStretch(1)
        top.addLayout(self.controls)
        top.addWidget(ExplainButton(self.title, self._explanation))
        top.addWidget(ExportButton(self.workspace, self.title, self._content, self.table))
        return top
