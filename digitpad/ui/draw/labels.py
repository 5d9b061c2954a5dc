"""Saying which digit the drawing is: actions and their buttons, who writes, and the keys of a guided session."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QPainter
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QToolButton, QWidget

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.actions import Actions, Row
from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import CAPTION, NAME, TEXT, px, rounded, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import are_digits, label_of
from digitpad.ui.widgets.layouts import SPRING, horizontal
from digitpad.ui.widgets.probability_bars import ProbabilityBars
from digitpad.workspace.collection.kept_drawings import Kept, KeptDrawings
from digitpad.workspace.workspace import Notice, Workspace

DIGITS = tuple(f"is_{digit}" for digit in range(CLASSES))
NO_DIGIT = "is_no_digit"
_KEYS = "write_next", "write_again", "write_skip"
_REST = 900  # milliseconds: longer than a hand takes from one stroke to the next
_HEIGHT = 32  # pixels of a button at 100 %
_ARROW = 16  # pixels


class LabelActions(Actions):
    """Keeps the drawing on the canvas with a label; the one that it has is checked."""

    def __init__(self, workspace: Workspace, desk: QWidget) -> None:
        super().__init__(desk)
        self._workspace = workspace
        self._collection = collection = workspace.collection
        self.add(self._rows())
        for name in (*DIGITS, NO_DIGIT):  # these keys mean other things elsewhere
            self[name].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            desk.addAction(self[name])
        self.enable_when(lambda: not workspace.document.is_empty, *DIGITS, NO_DIGIT)
        for signal in (workspace.document.changed, workspace.classifier.predicted, collection.changed):
            signal.connect(self._follow)
        collection.happened.connect(self._tell)
        self.show_state()

    def _follow(self) -> None:
        """Show the state if it is another one, which it is at few moves of the pen."""
        if self._state != (self._workspace.document.is_empty, self._collection.kept):
            self.show_state()

    def show_state(self) -> None:
        """Enable what can be done, and check what the drawing is kept as."""
        self.refresh()
        kept = self._collection.kept
        self._state = self._workspace.document.is_empty, kept
        for label, name in enumerate((*DIGITS, NO_DIGIT)):
            self[name].setChecked(kept is not None and kept.label == (label if label < CLASSES else None))

    def _rows(self) -> list[Row]:
        tr, keep = self.tr, self._keep
        hint = tr("Keep this drawing in My digits as a {digit}, or change what it is kept as")
        rows = [
            Row(
                name,
                tr("It is a {digit}").format(digit=digit),
                hint.format(digit=digit),
                partial(keep, digit),
                (str(digit),),
                short=str(digit),
                checkable=True,
            )
            for digit, name in enumerate(DIGITS)
        ]
        none = tr("Keep this drawing in My digits as what is not a digit, or change what it is kept as")
        text, short = tr("It is no digit"), tr("No digit")
        return [*rows, Row(NO_DIGIT, text, none, partial(keep, None), ("N",), short=short, checkable=True)]

    def _keep(self, label: int | None) -> None:
        self._collection.keep(label)
        self.show_state()  # checked only once it is kept

    def _tell(self, kept: object) -> None:
        self.show_state()  # what could not be kept has no label
        if not isinstance(kept, Kept) or self._workspace.writing.is_running:  # which says how far it is
            return
        text = self.tr("Kept as {digit}").format(digit=kept.label)
        if kept.label is None:
            text = self.tr("Kept as no digit")
        self._workspace.tell(Notice(text, self.tr("Undo"), partial(self._collection.undo, kept)))


class SessionKeys(Actions):
    """What the keyboard does on the canvas while digits are asked for."""

    def __init__(self, workspace: Workspace, canvas: DrawingCanvas) -> None:
        super().__init__(canvas)
        self._session, self._document, self._canvas = workspace.writing, workspace.document, canvas
        self.add(self._rows())
        for name in _KEYS:  # on the canvas alone: elsewhere these keys press buttons
            self[name].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            canvas.addAction(self[name])
        self.enable_when(lambda: self._session.is_running, *_KEYS)
        self.rests = QTimer(self, singleShot=True, interval=_REST)
        self.rests.timeout.connect(self._session.keep_and_go_on)
        self._session.changed.connect(self._on_changed)
        self._document.changed.connect(self._wait_for_rest)
        self.refresh()

    def _rows(self) -> tuple[Row, ...]:
        tr, session = self.tr, self._session
        keep, again = tr("Keep it, and go on to the next digit"), tr("Write this digit again, or the one before")
        return (
            Row("write_next", tr("Next"), keep, session.keep_and_go_on, ("Return", "Enter", "Space")),
            Row("write_again", tr("Again"), again, session.write_again, ("Backspace",)),
            Row(
                "write_skip", tr("Skip"), tr("Go on without this digit"), session.skip, ("Shift+Return", "Shift+Enter")
            ),
        )

    def _on_changed(self) -> None:
        self.rests.stop()
        self.refresh()

    def _wait_for_rest(self) -> None:
        document, session = self._document, self._session
        written = not document.is_empty and not document.pen_is_down and not self._canvas.is_drawn_by_keys
        if session.is_running and session.goes_on and written:
            self.rests.start()
        else:
            self.rests.stop()


class LabelLine(QWidget):
    """*No digit*, and who writes."""

    def __init__(self, actions: LabelActions, collection: KeptDrawings) -> None:
        super().__init__()
        self._collection = collection
        self.no_digit = QToolButton()
        self.no_digit.setDefaultAction(actions[NO_DIGIT])
        self.no_digit.setAccessibleName(actions[NO_DIGIT].text())
        self.no_digit.setProperty("label", "words")
        self.no_digit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_role(self.no_digit, TEXT)
        self.writer = QPushButton()
        self.writer.setProperty("flat", True)
        self.writer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow at the right
        self.writer.setToolTip(self.tr("Whose digits these are: what you keep has this name"))
        menu = QMenu(self.writer)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.writer.setMenu(menu)
        label = label_of(self.writer, self.tr("Written by"))
        label.setProperty("quiet", True)
        set_role(label, CAPTION)
        horizontal(self, self.no_digit, SPRING, label, self.writer, gap=SPACE)
        show_icon(self.writer, "down", side=_ARROW)
        collection.changed.connect(self._show)
        self._show()

    def ask_for_writer(self) -> None:
        """Ask for the name of another writer, who writes from now on."""
        name, accepted = QInputDialog.getText(self, self.tr("Add a writer"), self.tr("Name, or a number:"))
        if accepted:
            self._collection.set_writer(name)

    def ask_for_name(self) -> None:
        """Ask for another name for who writes, which all that they have kept gets."""
        title, label = self.tr("Rename {writer}").format(writer=self._collection.writer), self.tr("Name, or a number:")
        name, accepted = QInputDialog.getText(self, title, label)
        if accepted:
            self._collection.rename(name)

    def _show(self) -> None:
        name = self._collection.writer
        metrics = self.writer.fontMetrics()
        self.writer.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, px(120)).replace("&", "&&"))
        self.writer.setAccessibleName(self.tr("Written by {name}").format(name=name))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for name in self._collection.writers:
            action = menu.addAction(name.replace("&", "&&"), partial(self._collection.set_writer, name))
            action.setCheckable(True)
            action.setChecked(name == self._collection.writer)
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(self.tr("Add a writer…"), self.ask_for_writer)
        rename = self.tr("Rename “{writer}”…").format(writer=self._collection.writer.replace("&", "&&"))
        menu.addAction(rename, self.ask_for_name)


class LabelBars(ProbabilityBars):
    """Ten bars with a button below each, that of the answer bold; a name instead where classes are no digits."""

    def __init__(self) -> None:
        self.buttons: list[QToolButton] = []
        super().__init__()
        self._best: int | None = None

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """The ten buttons do these; of checkable ones that is marked which is checked."""
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setProperty("label", "digit")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # ten more stops for Tab, where each digit's key does it
            set_role(button, TEXT)
            self.buttons.append(button)
        self._place()

    def set_probabilities(self, probabilities: Floats | None, answered: bool = True) -> None:
        super().set_probabilities(probabilities, answered)
        best = None if probabilities is None or not answered else int(probabilities.argmax())
        if best != self._best:
            for digit, button in enumerate(self.buttons):
                if digit in (best, self._best):
                    button.setProperty("label", "best" if digit == best else "digit")
                    button.style().unpolish(button)  # for the style sheet to look again
                    set_role(button, NAME if digit == best else TEXT)
            self._best = best

    def _digit_height(self) -> int:
        return rounded(_HEIGHT)

    def _paint_digit(self, painter: QPainter, place: QRect, digit: int, best: bool) -> None:
        if not are_digits(self._names):  # or the buttons do
            super()._paint_digit(painter, place, digit, best)

    def _place(self) -> None:
        super()._place()
        for button, column in zip(self.buttons, self._columns, strict=False):
            button.setGeometry(column.digit)
            button.setVisible(are_digits(self._names))
