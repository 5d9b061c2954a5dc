"""The keys of a guided session, and going on when the pen rests."""

from PySide6.QtCore import Qt, QTimer

from digitpad.ui.actions import Actions, Row
from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.workspace.workspace import Workspace

NAMES = "write_next", "write_again", "write_skip"
_REST = 900  # milliseconds: longer than a hand takes from one stroke to the next


class SessionKeys(Actions):
    """What the keyboard does on the canvas while digits are asked for."""

    def __init__(self, workspace: Workspace, canvas: DrawingCanvas) -> None:
        super().__init__(canvas)
        self._session, self._document, self._canvas = workspace.writing, workspace.document, canvas
        self.add(self._rows())
        for name in NAMES:  # on the canvas alone: elsewhere these keys press buttons
            self[name].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            canvas.addAction(self[name])
        self.enable_when(lambda: self._session.is_running, *NAMES)
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
