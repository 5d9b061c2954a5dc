"""The window: the desk at the left, the pages at the right, menus above, status line below."""

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QChildEvent, QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run_events import RunStarted
from digitpad.ui import dialogs
from digitpad.ui.action_table import CURVES, DRAWING, INTERRUPTED, SIZES, TOOLS, ActionTable
from digitpad.ui.draw.panel import DrawingPanel
from digitpad.ui.look import Look
from digitpad.ui.pages import EvaluatePage, InsidePage, MyDigitsPage, data_page, page_titles, runs_page
from digitpad.ui.status_bar import ModelPicker, StatusLine
from digitpad.ui.style.room import Room, room_of
from digitpad.ui.style.type import text_scale
from digitpad.ui.theme import as_part, dress
from digitpad.ui.train.page import TrainPage
from digitpad.ui.widgets.forms import break_tool_tips, inset_numbers
from digitpad.ui.widgets.layouts import Stretched, holder, horizontal, in_scroll_area, on_page, separator
from digitpad.ui.widgets.page_bars import PageBar, PageTabs
from digitpad.ui.widgets.view_pages import InRoom, Page, ViewPages
from digitpad.workspace.preferences import Preferences, remember
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Destination, Notice, Resolved, Workspace

if TYPE_CHECKING:
    from digitpad.ui.runs.page import RunsPage


class MainWindow(QMainWindow):
    """Puts desk, pages, menus and status line together, and remembers how they were laid out."""

    def __init__(self, workspace: Workspace, preferences: Preferences) -> None:
        super().__init__()
        self._workspace = workspace
        self._preferences = preferences
        self.setWindowTitle(self.tr("digitpad"))
        self.drawing = DrawingPanel(workspace)
        self.drawing.more.setChecked(preferences.closer_look)
        self.inside = InsidePage(workspace)
        self.evaluate = EvaluatePage(workspace)
        self.my_digits = MyDigitsPage(workspace)
        self._late_runs = runs_page(workspace, self.evaluate.compare)
        self._tabs = PageTabs()
        self.pages = PageBar()
        self.status = StatusLine(workspace)
        self.message = self.status.message
        self._offer, self._offered, self._resuming = "", "", False
        self._picker = ModelPicker(workspace.models)
        self._room: Room | None = None
        self._was_maximised = False
        self.train = TrainPage(workspace)
        self._actions = ActionTable(workspace, self.drawing, self.train, self)
        self._look = Look(self, preferences)
        self._look.text_changed.connect(self._share_room_anew)
        self._actions.add_sizes(self._look.zoom, self._present)
        self._actions.add_themes(preferences.theme, self._look.set_theme)
        self._actions.add_fonts(preferences.font, self._look.set_font)
        self.presenting = self._actions["present"]
        self.data = data_page(workspace, self._actions["open_data"], self._actions["open_folder"])
        late = self._late_runs, self.data, self.my_digits
        self._panels: tuple[Page, ...] = self.train, self.inside, self.evaluate, *late
        self.train.furnish(self._actions)
        self._lay_out()
        self._actions.add_menus(self.menuBar())
        self._furnish_desk()
        self._look.tint()
        break_tool_tips(self)
        inset_numbers(self)
        self._connect()
        self._restore(preferences)

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.failed.connect(self._show_failure)
        workspace.happened.connect(self._on_happened)
        workspace.training.run_library.changed.connect(self._offer_to_go_on)
        workspace.training.happened.connect(self._on_happened)
        self._actions["go_on"].triggered.connect(lambda: self._set_resuming(True))
        # Not by a lambda, which would keep the window for good.
        QApplication.styleHints().colorSchemeChanged.connect(self._look.apply)
        self.setAcceptDrops(True)

    def _restore(self, preferences: Preferences) -> None:
        """Show what was chosen when the window was closed last."""
        self.train.plots.set_log(preferences.log_scale)
        self.train.plan.fields.more.setChecked(preferences.more_settings)
        self.train.plots.kinds.setCurrentIndex(preferences.plots)
        self._tabs.setCurrentIndex(preferences.tab)
        self.resize(self.sizeHint())
        self.restoreGeometry(preferences.layout("window"))

    @property
    def runs(self) -> "RunsPage":
        """The page Runs, made now if it has not been yet."""
        return self._late_runs.page

    def offer_interrupted(self) -> None:
        """Offer to go on with a training that was interrupted, if there is one."""
        self._workspace.training.run_library.look_for_interrupted()

    def is_training(self) -> bool:
        """Whether a network learns at the moment."""
        return self._workspace.training.state is TrainingState.RUNNING

    def sizeHint(self) -> QSize:
        return QSize(1240, 720)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dialogs.dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a file or folder that is dropped on the window."""
        path = dialogs.dropped(event)
        if path:
            event.acceptProposedAction()
            self._workspace.open_file(path)

    def childEvent(self, event: QChildEvent) -> None:
        """Dialogs and menus get the look before their size is asked for."""
        child = event.child()
        if event.type() is QEvent.Type.ChildPolished and isinstance(child, QWidget) and child.isWindow():
            dress(child)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost without a question."""
        if not self._may_close():
            event.ignore()
            return
        self._remember()
        self.hide()  # before waiting for threads
        self._workspace.shutdown()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._workspace.writing.is_running:
            self._workspace.writing.stop()
        elif event.key() == Qt.Key.Key_Escape and self.presenting.isChecked():
            self.presenting.trigger()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.presenting.isChecked() and event.oldSize() != event.size():
            self._look.apply(at_once=True)
        self._share_room()
        super().resizeEvent(event)

    def _share_room_anew(self) -> None:
        self._room = None  # what follows from it depends on the size of texts, too
        self._share_room()

    def _share_room(self) -> None:
        room = room_of(self.width(), self.height(), text_scale(), self.presenting.isChecked())
        if room != self._room:
            self._room = room
            parts: tuple[InRoom, ...] = self.drawing, *self._panels, self.pages, self.status, self._picker
            for part in parts:
                part.set_room(room)

    def _lay_out(self) -> None:
        self._tabs.setTabBar(self.pages)
        self._tabs.setDocumentMode(True)
        on_page(self._tabs)
        self.pages.setAccessibleName(self.tr("What to do with the network"))
        train = in_scroll_area(self.train)
        for page, (text, picture, hint) in zip(self._panels, page_titles(), strict=True):
            number = self._tabs.addTab(train if page is self.train else cast(QWidget, page), text)
            self.pages.setTabData(number, picture)
            self._tabs.setTabToolTip(number, hint)
        places = Destination.CANVAS, Destination.INSIDE, Destination.EVALUATE
        for card, place in zip(self.train.headline.result.cards, places, strict=True):
            card.clicked.connect(partial(self._go_to, place))
        for name in CURVES:
            self._actions[name].triggered.connect(partial(self._go_to, Destination.CURVES))
        desk = holder(horizontal(None, self.drawing, separator(down=True), Stretched(self._tabs), gap=0))
        self.setCentralWidget(desk)
        self.setStatusBar(self.status)
        for each in (self.menuBar(), self.status, self.drawing, train.verticalScrollBar()):
            as_part(each)

    def show_page(self, page: QWidget, view: str = "") -> None:
        """Turn to a page, and to the view of that class's name."""
        self._tabs.turn_to(page)
        if view and isinstance(page, ViewPages):
            page.show_view(view)

    def _on_happened(self, event: object) -> None:
        if isinstance(event, Notice):
            self.message.show_notice(event.text, event.action, event.call)
        elif isinstance(event, Resolved):
            self.message.dismiss(event.text)
        elif isinstance(event, Destination):
            self._go_to(event)
        elif isinstance(event, RunStarted):
            self._set_resuming(False)

    def _go_to(self, destination: Destination) -> None:
        pages: dict[Destination, tuple[QWidget, str]] = {
            Destination.CURVES: (self.train, ""),
            Destination.INSIDE: (self.inside, ""),
            Destination.WHY: (self.inside, "WhyView"),
            Destination.EVALUATE: (self.evaluate, ""),
            Destination.RUNS: (self._late_runs, ""),
            Destination.WRITE: (self.my_digits, "WritingView"),
            Destination.TEACH: (self.my_digits, "TeachView"),
        }
        if destination is Destination.CANVAS:
            self.drawing.canvas.setFocus()
        else:
            self.show_page(*pages[destination])

    def _furnish_desk(self) -> None:
        self.drawing.reader_line.addWidget(self._picker)
        groups = TOOLS, DRAWING[:-1], DRAWING[-1:]
        self.drawing.add_tools(*(tuple(self._actions[name] for name in group) for group in groups))

    def _present(self) -> None:
        """Fill the screen with the desk and what the page shows, or end that."""
        on = self._look.presenting = self.presenting.isChecked()
        for each in (self.menuBar(), self.pages, self.status):
            each.setVisible(not on)
        self.drawing.set_presenting(on)
        for page in self._panels:
            page.set_presenting(on)
        for name in SIZES[:3]:
            self._actions[name].setEnabled(not on)  # the size follows from the screen's
        if on:
            self._was_maximised = self.isMaximized()
            self.showFullScreen()
        else:
            (self.showMaximized if self._was_maximised else self.showNormal)()
        self._look.apply(at_once=True)

    def _may_close(self) -> bool:
        """Ask about models that are kept nowhere, as none of a run is."""
        if not self._workspace.models.unsaved:
            return True
        # What is saved now shall be what the training has come to.
        training = self._workspace.training
        runs = training.state is TrainingState.RUNNING
        training.pause()
        if dialogs.may_close_models(self, self._workspace):
            return True
        if runs:
            training.resume()
        return False

    def _offer_to_go_on(self) -> None:
        interrupted = self._workspace.training.run_library.interrupted
        name = interrupted.name if interrupted else ""
        if name == self._offered:
            return
        self._offered = name
        self.message.dismiss(self._offer)
        if interrupted:
            stopped = (record := interrupted.record) is not None and record.status is RunStatus.STOPPED
            was_stopped = self.tr("The training started at {time} was stopped before its end.")
            offer = was_stopped if stopped else self.tr("The training started at {time} was interrupted.")
            self._offer = offer.format(time=interrupted.began)
            # What went wrong when the window opened comes first.
            self.message.show_after(self._offer, *(self._actions[name] for name in INTERRUPTED))

    def _set_resuming(self, resuming: bool) -> None:
        self._resuming = resuming
        if resuming:
            self.message.dismiss(self._offer)

    def _show_failure(self, text: str) -> None:
        """Say what went wrong; a training that could not be resumed can be tried again or discarded."""
        if not self._resuming:
            self.message.show_message(text)
            return
        self._resuming, self._offer = False, text
        self.message.show_message(text, *(self._actions[name] for name in INTERRUPTED))

    def _remember(self) -> None:
        self._preferences.set_layout("window", self.saveGeometry())
        self._preferences.log_scale = self.train.plots.log
        self._preferences.more_settings = self.train.plan.fields.more.isChecked()
        self._preferences.plots = self.train.plots.kinds.currentIndex()
        self._preferences.tab = self._tabs.currentIndex()
        self._preferences.closer_look = self.drawing.more.isChecked()
        remember(self._workspace, self._preferences)
