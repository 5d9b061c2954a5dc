"""What the views of the tabs Inside and Evaluate have in common: an explanation, and ways to take them along."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from digitpad.core.errors import DigitpadError
from digitpad.core.tables import Table, write_csv
from digitpad.ui import dialogs
from digitpad.ui.actions.action import make_action
from digitpad.ui.pictures import copy_picture, write_picture
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.work_bar import WorkBar
from digitpad.workspace.following import Following
from digitpad.workspace.latest import Latest
from digitpad.workspace.workspace import Workspace

_TEXT_WIDTH = 460  # pixels, some seventy letters


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
        self._explanation = Explanation(explanation, self)
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

    def outdate(self) -> None:
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
            self.outdate()

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
        following.outdated.connect(self.outdate)
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
        top.addWidget(self._explain_button())
        top.addWidget(self._save_button())
        return top

    def _explain_button(self) -> QToolButton:
        button = QToolButton()
        button.setText(self.tr("?"))
        button.setToolTip(self.tr("What this shows, in plain words and as a formula"))
        button.setAccessibleName(self.tr("Explain “{title}”").format(title=self.title))
        button.clicked.connect(lambda: self._explanation.show_below(button))
        return button

    def _save_button(self) -> QPushButton:
        menu = QMenu(self)
        copy = self.tr("&Copy picture"), self.tr("Put a picture of this view on the clipboard")
        save = self.tr("Save &picture…"), self.tr("Write a picture of this view to a PNG or SVG file")
        numbers = self.tr("Save &numbers…"), self.tr("Write the numbers of this view to a CSV file")
        menu.addAction(make_action(self, *copy, lambda: copy_picture(self._content)))
        menu.addAction(make_action(self, *save, self._save_picture))
        to_save = make_action(self, *numbers, self._save_numbers)
        menu.addAction(to_save)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: to_save.setEnabled(any(map(len, self.table().values()))))
        button = QPushButton(self.tr("Take along"))
        button.setToolTip(self.tr("Copy or save this view as a picture, or its numbers as a table"))
        button.setMenu(menu)
        return button

    def _save_picture(self) -> None:
        kinds = ((self.tr("Pictures (*.png)"), ".png"), (self.tr("Drawings (*.svg)"), ".svg"))
        path = dialogs.ask_where_to_save(self, self.workspace, self.title, kinds)
        if path:
            self._write(lambda: write_picture(self._content, path))

    def _save_numbers(self) -> None:
        kinds = ((self.tr("Tables (*.csv)"), ".csv"),)
        path = dialogs.ask_where_to_save(self, self.workspace, self.title, kinds)
        if path:
            self._write(lambda: write_csv(path, self.table()))

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except DigitpadError as error:
            self.workspace.report(error)


class Explanation(QFrame):
    """A paragraph that lies over the window until a click beside it, or Escape."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setFixedWidth(_TEXT_WIDTH)
        label.setAccessibleName(label.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        layout.addWidget(label)

    def show_below(self, widget: QWidget) -> None:
        """Show the text beneath a widget, its right edge under that of the widget."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height()))
        left = max(corner.x(), widget.screen().availableGeometry().left())
        self.move(left, corner.y())
        self.show()
