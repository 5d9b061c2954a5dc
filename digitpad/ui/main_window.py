"""The window: canvas at the left, tabs at the right, menus and tool bar above, status below."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui import dialogs
from digitpad.ui.actions import DrawingActions, TrainingActions, make_action
from digitpad.ui.icons import icon
from digitpad.ui.model_picker import ModelPicker
from digitpad.ui.panels.drawing_panel import DrawingPanel
from digitpad.ui.panels.train_panel import TrainPanel
from digitpad.ui.theme import SPACE, apply_theme
from digitpad.ui.widgets.message_bar import MessageBar
from digitpad.workspace.preferences import THEMES, Preferences
from digitpad.workspace.run import Judged
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


class MainWindow(QMainWindow):
    """Puts panels, menus, tool bar and status bar together, and remembers how they were laid out."""

    def __init__(self, workspace: Workspace, preferences: Preferences) -> None:
        super().__init__()
        self._workspace = workspace
        self._preferences = preferences
        self.setWindowTitle(self.tr("digitpad"))
        self.drawing = DrawingPanel(workspace)
        self.train = TrainPanel(workspace)
        self.message = MessageBar()
        self.drawing_actions = DrawingActions(workspace, self)
        self.training_actions = TrainingActions(workspace, self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._about_model = QLabel()
        self._about_training = QLabel()
        self._judged = False
        self._lay_out()
        self._make_menus()
        self._make_tool_bar()
        self._tint()
        self._connect()
        self._show_model()
        self._restore()

    def sizeHint(self) -> QSize:
        return QSize(1240, 720)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost without a question."""
        running = self._workspace.training.state is not TrainingState.IDLE
        if (running and not dialogs.may_stop_training(self)) or not dialogs.may_lose_models(self, self._workspace):
            event.ignore()
            return
        self._workspace.training.abandon()
        self._remember()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(self.train, self.tr("Train"))
        self._splitter.addWidget(self.drawing)
        self._splitter.addWidget(tabs)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([352, 888])
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.message)
        layout.addWidget(self._splitter, 1)
        self.setCentralWidget(centre)
        self._about_model.setContentsMargins(SPACE, 0, SPACE, 0)
        self._about_training.setContentsMargins(SPACE, 0, SPACE, 0)
        self.statusBar().addWidget(self._about_model, 1)
        self.statusBar().addPermanentWidget(self._about_training)

    def _make_menus(self) -> None:
        file = self.menuBar().addMenu(self.tr("&File"))
        file.addAction(
            self._action(
                self.tr("&Open model…"), self.tr("Use a model from a file"), self._open_model, "Ctrl+O", "open"
            )
        )
        file.addAction(
            self._action(
                self.tr("&Save model as…"),
                self.tr("Keep the model in use in a file"),
                self._save_model,
                "Ctrl+S",
                "save",
            )
        )
        file.addSeparator()
        file.addAction(
            self._action(
                self.tr("Open training &data…"), self.tr("Learn from a course's .npz file"), self._open_data, "Ctrl+D"
            )
        )
        file.addSeparator()
        file.addAction(self._action(self.tr("&Quit"), self.tr("Close the window"), self.close, "Ctrl+Q"))
        edit = self.menuBar().addMenu(self.tr("&Edit"))
        edit.addActions(self.drawing_actions.all)
        edit.addSeparator()
        pen = self.drawing.pen_width
        edit.addAction(self._action(self.tr("&Thicker pen"), self.tr("Draw with thicker lines"), pen.stepUp, "Ctrl+]"))
        edit.addAction(
            self._action(self.tr("T&hinner pen"), self.tr("Draw with thinner lines"), pen.stepDown, "Ctrl+[")
        )
        self.menuBar().addMenu(self.tr("&Train")).addActions(self.training_actions.all)
        self._make_view_menu()
        help_menu = self.menuBar().addMenu(self.tr("&Help"))
        help_menu.addAction(
            self._action(
                self.tr("&How it works"), self.tr("The network in a few lines"), lambda: dialogs.explain(self), "F1"
            )
        )
        help_menu.addAction(
            self._action(self.tr("&About digitpad"), self.tr("Version and licences"), lambda: dialogs.about(self))
        )

    def _make_view_menu(self) -> None:
        view = self.menuBar().addMenu(self.tr("&View"))
        curves = self.train.curves
        view.addAction(
            self._action(
                self.tr("&Log scale of the cost"),
                self.tr("Switch the axis of the cost"),
                curves.log_cost.toggle,
                "Ctrl+L",
            )
        )
        view.addAction(
            self._action(self.tr("Show &all of the curves"), self.tr("End zooming"), curves.show_all.click, "Ctrl+0")
        )
        view.addSeparator()
        group = QActionGroup(self)
        for theme, text in zip(THEMES, (self.tr("&As the desktop"), self.tr("&Light"), self.tr("&Dark")), strict=True):
            action = self._action(
                text, self.tr("Choose the colours of the window"), lambda theme=theme: self._set_theme(theme)
            )
            action.setCheckable(True)
            action.setChecked(theme == self._preferences.theme)
            group.addAction(action)
            view.addAction(action)

    def _make_tool_bar(self) -> None:
        bar = self.addToolBar(self.tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        training = self.training_actions
        bar.addActions([training.train, training.pause, training.stop, training.step])
        bar.addSeparator()
        bar.addActions(self.drawing_actions.all)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addWidget(ModelPicker(self._workspace.models))

    def _connect(self) -> None:
        self._workspace.failed.connect(self.message.show_message)
        self._workspace.models.changed.connect(self._show_model)
        self._workspace.training.state_changed.connect(self._show_training)
        self._workspace.training.judged.connect(self._show_judgement)
        QApplication.styleHints().colorSchemeChanged.connect(lambda: self._set_theme(self._preferences.theme))

    def _action(
        self, text: str, hint: str, triggered: object, shortcut: str | None = None, icon_name: str = ""
    ) -> QAction:
        return make_action(self, text, hint, triggered, shortcut, icon_name)  # type: ignore[arg-type]

    def _tint(self) -> None:
        """Colour the icons like the text around them."""
        for action in self.findChildren(QAction):
            if action.data():
                action.setIcon(icon(action.data()))

    def _set_theme(self, theme: str) -> None:
        self._preferences.theme = theme
        apply_theme(QApplication.instance(), theme)  # type: ignore[arg-type]

    def _open_model(self) -> None:
        path = dialogs.ask_for_model(self)
        if path:
            self._workspace.open_model(path)

    def _save_model(self) -> None:
        item = self._workspace.models.current
        if item:
            dialogs.save_model(self, self._workspace, item)

    def _open_data(self) -> None:
        path = dialogs.ask_for_data(self)
        if path:
            self._workspace.training.open_data(path)

    def _show_model(self) -> None:
        item = self._workspace.models.current
        if item is None:
            self._about_model.setText(self.tr("No model yet: press Train"))
            return
        parts = [item.model.name, self.tr("{units} hidden units").format(units=item.model.network.hidden_units)]
        if item.model.trained_on:
            parts.append(self.tr("trained on {data}").format(data=item.model.trained_on))
        if item.model.test_accuracy is not None:
            parts.append(self.tr("test accuracy {share}").format(share=f"{item.model.test_accuracy:.2%}"))
        self._about_model.setText(" · ".join(parts))

    def _show_training(self, state: TrainingState) -> None:
        if state is TrainingState.IDLE and self._judged:
            return
        texts = {
            TrainingState.OPENING: self.tr("Reading the data"),
            TrainingState.RUNNING: self.tr("Training"),
            TrainingState.PAUSED: self.tr("Paused"),
            TrainingState.FINISHING: self.tr("Judging what was learned"),
        }
        self._about_training.setText(texts.get(state, ""))
        if state is TrainingState.RUNNING:
            self._judged = False
            self.message.hide()

    def _show_judgement(self, judged: Judged) -> None:
        self._judged = True
        self._show_model()
        self._about_training.setText(
            self.tr("In-sample accuracy {in_sample}, test accuracy {test}").format(
                in_sample=f"{judged.in_sample_accuracy:.2%}", test=f"{judged.test_accuracy:.2%}"
            )
        )

    def _restore(self) -> None:
        self.resize(self.sizeHint())
        self.restoreGeometry(self._preferences.layout("window"))
        self._splitter.restoreState(self._preferences.layout("splitter"))

    def _remember(self) -> None:
        self._preferences.set_layout("window", self.saveGeometry())
        self._preferences.set_layout("splitter", self._splitter.saveState())
        self._preferences.plan = self._workspace.training.plan
        self._preferences.pen_width = self._workspace.reader.pen_width
        self._preferences.normalising = self._workspace.reader.normalising
