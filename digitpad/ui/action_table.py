"""The table of the window's actions, of which the menus and many buttons are made."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenuBar, QWidget

from digitpad.core.readers.npz import ArchiveKind, archive_kind
from digitpad.ui import dialogs
from digitpad.ui.actions import Actions, Row, keys_of
from digitpad.ui.camera_dialog import has_camera
from digitpad.ui.draw.labels import DIGITS, NO_DIGIT
from digitpad.ui.draw.panel import DrawingPanel
from digitpad.ui.drawing_actions import NUMBER, drawing_rows, picture_on_canvas, show_picture_read, show_sheet_read
from digitpad.ui.style.icons import icon
from digitpad.ui.train.page import TrainPage
from digitpad.workspace.preferences import FONTS, THEMES
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Notice, Workspace, is_model

MODELS = ("open_model", "save_model", "export_model", "remove_model")
DATA = ("open_data", "open_folder")
DRAWING = ("undo", "redo", "clear")
PICTURE = ("copy", "paste", "adjust_picture")
TOOLS = ("pen", "eraser", "select")
SIZES = ("larger", "smaller", "usual_size", "present")
TRAINING = ("train", "pause", "stop", "step")
INTERRUPTED = ("go_on", "discard")
CURVES = ("log_scale", "show_all")
_ZOOM = 1.1  # by one step of the text's size


class ActionTable(Actions):
    """What can be done in the window, and when."""

    def __init__(self, workspace: Workspace, drawing: DrawingPanel, train: TrainPage, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._session = workspace.training
        self._plots = train.plots
        self._labels = drawing.labels
        self.pause_texts = self.tr("&Pause"), self.tr("&Resume")
        self.add((*self._file_rows(), *drawing_rows(workspace, drawing, window), *self._training_rows(train)))
        self.add((*self._view_rows(), *self._help_rows()))
        self._make_one_of(TOOLS)["pen"].setChecked(True)
        for name in TOOLS:  # single letters mean other things elsewhere
            self[name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            drawing.addAction(self[name])
        self._add_conditions()
        self._plots.log_toggled.connect(self["log_scale"].setChecked)
        workspace.models.changed.connect(lambda: self.refresh())
        workspace.transfer.task.finished.connect(partial(dialogs.tell_imported, workspace))
        workspace.pictures.task.finished.connect(partial(show_picture_read, workspace, window))
        workspace.sheets.task.finished.connect(partial(show_sheet_read, workspace, window))
        workspace.classifier.predicted.connect(lambda: self.refresh(NUMBER))
        for widget in (drawing.digits, drawing.canvas):
            widget.addActions([self[name] for name in NUMBER])
        workspace.document.changed.connect(lambda: self.refresh((*DRAWING, "adjust_picture")))
        self._session.state_changed.connect(self._show_state)
        self._session.run_library.changed.connect(self._show_state)
        self._show_state()

    def _make_one_of(self, names: Iterable[str]) -> "ActionTable":
        """Of these actions one is checked at a time."""
        group = QActionGroup(self._window)
        for name in names:
            group.addAction(self[name])
        return self

    def add_themes(self, theme: str, choose_theme: Callable[[str], None]) -> None:
        """Add an action for each theme; `theme` is the one that is chosen."""
        texts = self.tr("As the deskto&p"), self.tr("L&ight"), self.tr("&Dark"), self.tr("High &contrast")
        hint = self.tr("Choose the colours of the window")
        self._add_choice(theme, choose_theme, dict(zip(THEMES, texts, strict=True)), hint)

    def add_fonts(self, font: str, choose_font: Callable[[str], None]) -> None:
        """Add an action for each font; `font` is the one that is chosen."""
        texts = self.tr("&Inter, which comes with digitpad"), self.tr("&The desktop’s font")
        self._add_choice(font, choose_font, dict(zip(FONTS, texts, strict=True)), self._font_hint())

    def _font_hint(self) -> str:
        return self.tr("Choose the font of all texts, for another script or to read more easily")

    def _add_choice(self, chosen: str, choose: Callable[[str], None], texts: dict[str, str], hint: str) -> None:
        for name, text in texts.items():
            self.add([Row(name, text, hint, partial(choose, name), checkable=True)])
        self._make_one_of(texts)[chosen].setChecked(True)

    def add_sizes(self, zoom: Callable[[float], None], present: Callable[[], None]) -> None:
        """Add actions for the size of text, by a factor or 0 for the usual one, and for the presentation."""
        tr = self.tr
        larger, smaller = tr("Show all text and drawings larger, up to twice as large"), tr("Show them smaller")
        usual = tr("Show all text and drawings as large as the desktop does")
        hint = tr("Fill the screen, to be read from the back row; Esc ends it")
        self.add(
            (
                Row("larger", tr("Lar&ger text"), larger, lambda: zoom(_ZOOM), ("Ctrl++", "Ctrl+=")),
                Row("smaller", tr("S&maller text"), smaller, lambda: zoom(1 / _ZOOM), ("Ctrl+-",)),
                Row("usual_size", tr("&Usual text size"), usual, lambda: zoom(0.0)),
                Row("present", tr("P&resent"), hint, present, ("F11",), checkable=True),
            )
        )

    def add_menus(self, bar: QMenuBar) -> None:
        file = self.add_menu(bar, self.tr("&File"), MODELS, ["open_picture", "take_picture", *DATA], ["quit"])
        self["take_picture"].setVisible(False)
        file.aboutToShow.connect(lambda: self["take_picture"].setVisible(has_camera()))
        edit = self.add_menu(bar, self.tr("&Edit"), DRAWING, PICTURE, TOOLS, NUMBER, ["thicker", "thinner"])
        keep = self._labels.add_menu(edit, self.tr("&Keep drawing as"), DIGITS, [NO_DIGIT])
        keep.menuAction().setToolTip(self.tr("Keep what lies on the canvas in My digits, with what it is"))
        self.add_menu(bar, self.tr("&Train"), [*TRAINING, "step_epoch"], INTERRUPTED, ["find_rate"])
        view = self.add_menu(bar, self.tr("&View"), CURVES, THEMES, SIZES)
        self.add_menu(view, self.tr("&Font"), FONTS).menuAction().setToolTip(self._font_hint())
        self.add_menu(bar, self.tr("&Help"), ["explain", "shortcuts", "about"])
        self["shortcuts"].triggered.connect(lambda: dialogs.show_shortcuts(self._window, keys_of(bar)))

    def _file_rows(self) -> tuple[Row, ...]:
        tr = self.tr
        keep = tr("Keep the model in use in a file")
        export = tr("Write the model in use for a phone, for Python or for other programs")
        remove = tr("Take the model in use off the list, and use another; its file, if it has one, is kept")
        data = tr("Learn from images and labels in almost any file; it can be dropped on the window, too")
        folder = tr("Learn from a folder: pictures in a folder for each digit, arrays and their labels, MNIST’s files")
        return (
            Row("open_model", tr("&Open model…"), tr("Use a model from a file"), self._open_model, ("Ctrl+O",), "open"),
            Row("save_model", tr("&Save model as…"), keep, self._save_model, ("Ctrl+S",), "save"),
            Row("export_model", tr("&Export model…"), export, self._export_model, ("Ctrl+E",), "export"),
            Row("remove_model", tr("&Remove model from the list"), remove, self._remove_model),
            Row("open_data", tr("Open training &data…"), data, self._open_data, ("Ctrl+D",)),
            Row("open_folder", tr("Open training data &folder…"), folder, self._open_folder, ("Ctrl+Shift+D",)),
            Row("quit", tr("&Quit"), tr("Close the window"), self._window.close, ("Ctrl+Q",)),
        )

    def _training_rows(self, train: TrainPage) -> tuple[Row, ...]:
        tr, session = self.tr, self._session
        begin, pause = tr("Train the network with the settings below"), tr("Pause the training, or resume it")
        end = tr("End the training; what was learned is kept. While it learns what is not a digit: do without that")
        batch, epoch = tr("Learn from one batch, then pause"), tr("Learn to the end of the epoch, then pause")
        find = tr("Try learning rates from far too small to far too large, and see what the cost does")
        go_on = tr("&Go on with the interrupted training")
        go_on_hint = tr("Go on training from where it was interrupted")
        discard = tr("&Discard the interrupted training…")
        discard_hint = tr("Delete what has been kept of the interrupted training")
        return (
            Row("train", tr("&Train"), begin, session.start, ("F5",), "train"),
            Row("pause", self.pause_texts[0], pause, self._pause_or_resume, ("F6",), "pause"),
            Row("stop", tr("&Stop"), end, session.stop, ("Shift+F5",), "stop"),
            Row("step", tr("St&ep one batch"), batch, session.step_batch, ("F10",), "step", tr("Step")),
            Row("step_epoch", tr("Step one epoc&h"), epoch, session.step_epoch, ("Shift+F10",), "step"),
            Row("find_rate", tr("&Find a learning rate…"), find, train.find_rate, ("F8",)),
            # In a message, too, whose buttons have no access keys: those of the window are all taken.
            Row("go_on", go_on, go_on_hint, session.resume_interrupted, ("Ctrl+F5",), short=tr("Go on")),
            Row("discard", discard, discard_hint, self._discard, short=tr("Discard…")),
        )

    def _view_rows(self) -> tuple[Row, ...]:
        tr = self.tr
        log = tr("Draw the cost on a logarithmic axis, where a steady decline is a straight line")
        follow = tr("End zooming and follow the curves again")
        return (
            Row("log_scale", tr("&Log scale of the cost"), log, self._show_log_scale, ("Ctrl+L",), checkable=True),
            Row("show_all", tr("Show &all of the curves"), follow, self._plots.show_all, ("Ctrl+0",)),
        )

    def _help_rows(self) -> tuple[Row, ...]:
        tr, window = self.tr, self._window
        lines, keys = tr("The network in a few lines"), tr("All keys that do something, by menu")
        return (
            Row("explain", tr("&How it works"), lines, lambda: dialogs.explain(window), ("F1",)),
            Row("shortcuts", tr("&Keyboard shortcuts"), keys, lambda: None, ("Ctrl+F1",)),
            Row("about", tr("&About digitpad"), tr("Version and licences"), lambda: dialogs.about(window)),
        )

    def _add_conditions(self) -> None:
        session, models, document = self._session, self._workspace.models, self._workspace.document
        idle, paused, running = TrainingState.IDLE, TrainingState.PAUSED, TrainingState.RUNNING
        self.enable_when(lambda: session.state is idle, "train", "find_rate", *DATA)
        self.enable_when(lambda: session.state in (running, paused), "pause")
        self.enable_when(lambda: session.state in (running, paused, TrainingState.FITTING_DETECTOR), "stop")
        self.enable_when(lambda: session.state in (idle, paused), "step", "step_epoch")
        self.enable_when(lambda: session.state is idle and session.run_library.interrupted is not None, *INTERRUPTED)
        self.enable_when(lambda: models.current is not None, "save_model", "export_model")
        self.enable_when(self._may_remove, "remove_model")
        self.enable_when(lambda: document.can_undo, "undo")
        self.enable_when(lambda: document.can_redo, "redo")
        self.enable_when(lambda: not document.is_empty, "clear")
        self.enable_when(lambda: picture_on_canvas(self._workspace) is not None, "adjust_picture")
        numbers = self._workspace.numbers
        self.enable_when(lambda: numbers.can_split, "split_digit")
        self.enable_when(lambda: numbers.can_join, "join_digits")
        self.enable_when(lambda: numbers.placed_by_hand, "find_digits")

    def _may_remove(self) -> bool:
        models = self._workspace.models
        trains = models.current is not None and self._session.trains(models.current.key)
        return len(models.items) > 1 and not trains

    def _show_state(self) -> None:
        paused = self._session.state is TrainingState.PAUSED
        pause = self["pause"]
        pause.setText(self.pause_texts[paused])
        pause.setData("train" if paused else "pause")
        pause.setIcon(icon(pause.data()))
        self.refresh()

    def _pause_or_resume(self) -> None:
        if self._session.state is TrainingState.PAUSED:
            self._session.resume()
        else:
            self._session.pause()

    def _discard(self) -> None:
        interrupted = self._session.run_library.interrupted
        if interrupted and dialogs.may_discard_training(self._window, interrupted.began):
            self._session.run_library.discard_interrupted()

    def _show_log_scale(self) -> None:
        self._plots.kinds.setCurrentIndex(0)  # where it is to be seen
        self._plots.set_log(self["log_scale"].isChecked())

    def _open_model(self) -> None:
        path = dialogs.ask_for_file(self._window, self._workspace, "model")
        if path and archive_kind(path) is ArchiveKind.DATA and self._session.state is TrainingState.IDLE:
            text = self.tr("“{name}” holds images to learn from; it is not a model.").format(name=path.name)
            use = self.tr("Learn from it")
            self._workspace.tell(Notice(text, use, lambda: self._session.open_data(path)))
        elif path:
            self._workspace.open_model(path)

    def _save_model(self) -> None:
        item = self._workspace.models.current
        if item:
            dialogs.save_model(self._window, self._workspace, item)

    def _export_model(self) -> None:
        item = self._workspace.models.current
        if item:
            dialogs.export_model(self._window, self._workspace, item)

    def _remove_model(self) -> None:
        item = self._workspace.models.current
        if item and dialogs.may_remove_model(self._window, self._workspace, item):
            put_back = self._workspace.models.remove(item.key)
            text = self.tr("“{name}” was removed from the list.").format(name=item.model.name)
            self._workspace.tell(Notice(text, self.tr("Undo"), put_back))

    def _open_data(self) -> None:
        self._use_data(dialogs.ask_for_file(self._window, self._workspace, "data"))

    def _open_folder(self) -> None:
        self._use_data(dialogs.ask_for_file(self._window, self._workspace, "folder"))

    def _use_data(self, path: Path | None) -> None:
        if path and is_model(path):
            text = self.tr("“{name}” is a model; it holds no images to learn from.").format(name=path.name)
            self._workspace.tell(Notice(text, self.tr("Read with it"), lambda: self._workspace.open_model(path)))
        elif path:
            self._session.open_data(path)
