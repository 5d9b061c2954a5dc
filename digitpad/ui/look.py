"""Theme, font and size of text of a window, as they are chosen, and each change of them a piece at a time."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from digitpad.ui.piecewise import InTurns
from digitpad.ui.style.icons import icon
from digitpad.ui.theme import apply_theme, dress_parts
from digitpad.workspace.preferences import ZOOMS, Preferences


class Look(InTurns):
    """The look of a window. In a presentation the size of text follows from the window's."""

    text_changed = Signal()  # all that is seen has its new size

    def __init__(self, window: QMainWindow, preferences: Preferences) -> None:
        super().__init__(window, self._dress)
        self._window = window
        self._preferences = preferences
        self.presenting = False

    def set_theme(self, theme: str) -> None:
        self._preferences.theme = theme
        self.apply()

    def set_font(self, font: str) -> None:
        self._preferences.font = font
        self.apply()

    def zoom(self, factor: float) -> None:
        """Show everything `factor` times as large as now; 0 for the usual size."""
        zoom = self._preferences.zoom * factor
        usual = not factor or abs(zoom - 1) < 0.05  # steps from either end come by it too
        self._preferences.zoom = 1.0 if usual else min(max(round(zoom, 2), ZOOMS[0]), ZOOMS[1])
        self.apply()

    def apply(self, *, at_once: bool = False) -> None:
        """Show the look that is chosen; `at_once` where the window takes another size, which follows from its texts."""
        window = self._window
        scale = max(min(window.height() / 540, window.width() / 960), 1.0) if self.presenting else None
        apply_theme(self._preferences.theme, self._preferences.zoom, self._preferences.font, scale)
        self.tint()
        if at_once:
            for _ in dress_parts(window, seen=True):
                pass
            self.text_changed.emit()
        self.begin()

    def tint(self) -> None:
        """Colour the icons like the text around them."""
        for action in self._window.findChildren(QAction):
            if action.data():
                action.setIcon(icon(action.data()))

    def _dress(self) -> Iterator[None]:
        yield from dress_parts(self._window, seen=True)
        self.text_changed.emit()
        yield  # to paint it all
        yield from dress_parts(self._window, seen=False)
