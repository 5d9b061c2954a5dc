"""What the views of the pages Inside and Evaluate have in common: an explanation, and ways to export them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, QTimer, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.files import Table
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.view_tools import ExplainButton, ExportButton
from digitpad.ui.widgets.banner import Banner
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.labels import Headline, label_of
from digitpad.ui.widgets.layouts import Stretched, horizontal, vertical
from digitpad.ui.widgets.progress_bar import WorkBar
from digitpad.workspace.background_task import BackgroundTask, Status
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "view")


class View(QWidget):
    """A view of one thing, with one sentence on it, an explanation a click away, and its picture and numbers to save.

    Subclasses say the sentence by `headline`, which has the title until then, and put their widgets into `body` and
    their controls into `controls` between the two; what changes the meaning of it all, `banner` says above. They
    override `refresh`, which is called once a turn of the event loop after `invalidate`, and only while the view can
    be seen.
    """

    def __init__(self, workspace: Workspace, title: str, explanation: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.title = title
        self.headline = Headline(title)
        self.controls = FlowLayout()
        self.banner = Banner()
        self._explanation = explanation
        self._bars: list[tuple[BackgroundTask, WorkBar, Callable[[], int]]] = []
        self._outdated = True
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh_if_seen)
        self._content = QWidget()
        self.body = vertical(self._content, gap=SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE, 0, 2 * SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.banner)
        layout.addLayout(self._top())
        layout.addLayout(self.controls)
        layout.addWidget(self._content, 1)
        follow_look(self, self.invalidate)

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

    def invalidate_on(self, *signals: SignalInstance) -> None:
        """Refresh soon whenever one of these is emitted."""
        for signal in signals:
            signal.connect(self.invalidate)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_seen()

    def new_task(self, min_interval_ms: int = 300) -> BackgroundTask:
        """A task for this view, which reports its failures."""
        return BackgroundTask(self.workspace, self.workspace.report, min_interval_ms)

    def add_task(self, task: BackgroundTask, what: str, count: Callable[[], int] = int) -> WorkBar:
        """A bar with the progress of a task, and a button that stops and resumes it.

        `what` is done, such as “Reading images”; `count` tells how many there are, 0 if they are not counted.
        """
        bar = WorkBar(what)
        bar.button.clicked.connect(lambda: task.resume() if task.status is Status.STOPPED else task.stop())
        self._bars.append((task, bar, count))
        task.changed.connect(self._show_progress)
        self._show_progress()
        return bar

    def invalidate_with(self, task: BackgroundTask) -> None:
        """Refresh soon whenever a task has begun, or ended."""

        def look() -> None:
            if task.status is not Status.RUNNING or not task.progress.done:
                self.invalidate()

        task.changed.connect(look)

    def add_control(self, text: str, control: QWidget, hint: str = "") -> QLabel:
        """Put a field among the controls, after its name, in which & stands before the access key; returns that.

        With a `hint`, its tool tip, the field is read out by that name, too.
        """
        name = label_of(control, text, hint)
        for each in (name, control):
            self.controls.addWidget(each)
        return name

    def without_data(self, waiting: str = "") -> str:
        """A sentence for where the data of the plan is not at hand: that it cannot be read, or is being read."""
        if self.workspace.data.is_unusable:
            return tr("The data cannot be read.")
        return waiting or tr("Reading the training images…")

    def _show_progress(self) -> None:
        for task, bar, count in self._bars:
            running = task.status is Status.RUNNING
            total = count() if running else 0
            bar.set_state(running, task.status is Status.STOPPED, task.progress.done, total)

    def _refresh_if_seen(self) -> None:
        if self._outdated and self.isVisible():
            self._outdated = False
            self.refresh()

    def _left_out(self) -> list[QWidget]:
        """What does not belong on a picture of the view."""
        return [bar for _, bar, _ in self._bars]

    def _words_on_picture(self) -> str:
        """What stands above a picture of the view: who sees it is to be warned, too."""
        warning = self.banner.title.text() if self.banner.isVisible() else ""
        return "\n".join(text for text in (self.headline.text(), warning) if text)

    def _top(self) -> QHBoxLayout:
        top = horizontal(None, Stretched(self.headline), gap=SPACE)
        for button in (
            ExplainButton(self.title, self._explanation),
            ExportButton(self.workspace, self.title, self._content, self.table, self._left_out, self._words_on_picture),
        ):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return top
