"""The window: canvas at the left, tabs at the right, menus and tool bar above, status below."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSizePolicy, QSplitter, QTabWidget, QWidget

from digitpad.ui import dialogs
from digitpad.ui.action_table import CURVES, DRAWING, INTERRUPTED, TRAINING, ActionTable
from digitpad.ui.draw.panel import DrawingPanel
from digitpad.ui.pages import EvaluatePanel, InsidePanel
from digitpad.ui.status_bar import ModelPicker, StatusLine
from digitpad.ui.theme import apply_theme, icon
from digitpad.ui.train.panel import TrainPanel
from digitpad.ui.widgets.forms import break_tool_tips
from digitpad.ui.widgets.message_bar import MessageBar
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


class MainWindow(QMainWindow):
    """Puts panels, menus, tool bar and status line together, and remembers how they were laid out."""

    def __init__(self, workspace: Workspace, preferences: Preferences) -> None:
        super().__init__()
        self._workspace = workspace
        self._preferences = preferences
        self.setWindowTitle(self.tr("digitpad"))
        self.drawing = DrawingPanel(workspace)
        self.drawing.more.setChecked(preferences.closer_look)
        self.train = TrainPanel(workspace)
        self.inside = InsidePanel(workspace)
        self.evaluate = EvaluatePanel(workspace)
        self._tabs = QTabWidget()
        self.message = MessageBar(self._tabs)
        self._offer = ""
        self._resuming = False
        self._actions = ActionTable(workspace, self.drawing, self.train, self)
        self._actions.add_themes(preferences.theme, self._set_theme)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._actions.add_menus(self.menuBar())
        self._make_tool_bar()
        self._tint()
        break_tool_tips(self)
        workspace.failed.connect(self._show_failure)
        workspace.resolved.connect(self.message.dismiss)
        workspace.training.kept.interrupted_changed.connect(self._offer_to_go_on)
        workspace.training.begun.connect(lambda: self._set_resuming(False))
        self._actions["go_on"].triggered.connect(lambda: self._set_resuming(True))
        QApplication.styleHints().colorSchemeChanged.connect(lambda: self._set_theme(preferences.theme))
        self.train.curves.log_cost.setChecked(preferences.log_scale)
        self.train.form.more.setChecked(preferences.more_settings)
        self.train.plots.kinds.setCurrentIndex(preferences.plots)
        self._tabs.setCurrentIndex(preferences.tab)
        self.resize(self.sizeHint())
        self.restoreGeometry(preferences.layout("window"))
        self._splitter.restoreState(preferences.layout("splitter"))

    def offer_interrupted(self) -> None:
        """Offer to go on with a training that was interrupted, if there is one."""
        self._workspace.training.kept.look_for_interrupted()

    def is_training(self) -> bool:
        """Whether a network learns at the moment."""
        return self._workspace.training.state is TrainingState.RUNNING

    def sizeHint(self) -> QSize:
        return QSize(1240, 720)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost without a question."""
        if not self._may_close():
            event.ignore()
            return
        self._remember()
        self.hide()  # before waiting for threads
        self._workspace.shutdown()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        tabs = self._tabs
        tabs.setDocumentMode(True)
        tabs.tabBar().setAccessibleName(self.tr("What to do with the network"))
        for page, text, hint in (
            (self.train, self.tr("Train"), self.tr("Teach a network, and watch how it learns")),
            (self.inside, self.tr("Inside"), self.tr("See what the network does with the drawing")),
            (self.evaluate, self.tr("Evaluate"), self.tr("Find out how good the network is, and where it fails")),
        ):
            tabs.setTabToolTip(tabs.addTab(page, text), hint)
        self._workspace.inside_wanted.connect(lambda: tabs.setCurrentWidget(self.inside))
        for name in CURVES:  # which is to be seen
            self._actions[name].triggered.connect(lambda: tabs.setCurrentWidget(self.train))
        self._splitter.addWidget(self.drawing)
        self._splitter.addWidget(tabs)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([352, 888])
        self.setCentralWidget(self._splitter)
        self.setStatusBar(StatusLine(self._workspace))

    def _make_tool_bar(self) -> None:
        bar = self.addToolBar(self.tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addActions([self._actions[name] for name in TRAINING])
        # Wide enough for both of its texts, lest what lies beside it jumps away from the pointer.
        pause = bar.widgetForAction(self._actions["pause"])
        widths = [pause.fontMetrics().horizontalAdvance(text.replace("&", "")) for text in self._actions.pause_texts]
        pause.setMinimumWidth(pause.sizeHint().width() + max(widths) - widths[0])
        bar.addSeparator()
        bar.addActions([self._actions[name] for name in DRAWING])
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addWidget(ModelPicker(self._workspace.models))

    def _tint(self) -> None:
        """Colour the icons like the text around them."""
        for action in self.findChildren(QAction):
            if action.data():
                action.setIcon(icon(action.data()))

    def _set_theme(self, theme: str) -> None:
        self._preferences.theme = theme
        apply_theme(theme)

    def _may_close(self) -> bool:
        training = self._workspace.training
        under_way = training.state in (TrainingState.RUNNING, TrainingState.PAUSED)
        if under_way and not dialogs.may_stop_training(self):
            return False
        # What is saved now shall be what the training has come to.
        runs = training.state is TrainingState.RUNNING
        training.pause()
        if dialogs.may_close_models(self, self._workspace):
            return True
        if runs:
            training.resume()
        return False

    def _offer_to_go_on(self) -> None:
        self._end_offer()
        interrupted = self._workspace.training.kept.interrupted
        if interrupted:
            if interrupted.is_complete:
                offer = self.tr("The training started at {time} ended, but its model was not saved.")
            else:
                offer = self.tr("The training started at {time} was interrupted.")
            self._offer = offer.format(time=interrupted.began)
            # What went wrong when the window opened comes first.
            self.message.show_after(self._offer, *(self._actions[name] for name in INTERRUPTED))

    def _set_resuming(self, resuming: bool) -> None:
        self._resuming = resuming
        if resuming:
            self._end_offer()

    def _show_failure(self, text: str) -> None:
        """Say what went wrong; a training that could not be resumed can be tried again or discarded."""
        if not self._resuming:
            self.message.show_message(text)
            return
        self._resuming, self._offer = False, text
        self.message.show_message(text, *(self._actions[name] for name in INTERRUPTED))

    def _end_offer(self) -> None:
        self.message.dismiss(self._offer)

    def _remember(self) -> None:
        self._preferences.set_layout("window", self.saveGeometry())
        self._preferences.set_layout("splitter", self._splitter.saveState())
        self._preferences.log_scale = self.train.curves.log_cost.isChecked()
        self._preferences.more_settings = self.train.form.more.isChecked()
        self._preferences.plots = self.train.plots.kinds.currentIndex()
        self._preferences.tab = self._tabs.currentIndex()
        self._preferences.plan = self._workspace.training.plan
        self._preferences.threads = self._workspace.training.threads
        self._preferences.pen_width = self._workspace.classifier.pen_width
        self._preferences.normalising = self._workspace.classifier.normalising
        self._preferences.strictness = self._workspace.classifier.level
        self._preferences.closer_look = self.drawing.more.isChecked()
        self._preferences.folder = self._workspace.folder
