"""Saying which digit the drawing is: an action for each, and the keys of a guided session."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from digitpad.core.network import CLASSES
from digitpad.ui.actions import Actions, Row
from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.workspace.collection.kept_drawings import Kept
from digitpad.workspace.workspace import Notice, Workspace

DIGITS = tuple(f"is_{digit}" for digit in range(CLASSES))
NO_DIGIT = "is_no_digit"


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


_KEYS = "write_next", "write_again", "write_skip"
_REST = 900  # milliseconds: longer than a hand takes from one stroke to the next


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
