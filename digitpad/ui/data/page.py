"""The page Data in the window: its view, made when it is first seen."""

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from digitpad.ui.data.view import DataView
from digitpad.ui.style.room import Room
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import break_tool_tips, inset_numbers
from digitpad.ui.widgets.layouts import in_scroll_area, put_into
from digitpad.workspace.workspace import Workspace


class DataPage(QWidget):
    """Holds the view, and the actions that open other data."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._view: DataView | None = None
        self._openers: tuple[QAction, ...] = ()
        self._presenting = False
        self._area = in_scroll_area()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    @property
    def view(self) -> DataView:
        """The view, made now if it has not been yet."""
        if self._view is None:
            self._view = DataView(self._workspace)
            self._view.furnish(*self._openers)
            self._view.set_presenting(self._presenting)
            put_into(self._area, self._view)
            break_tool_tips(self._view)
            inset_numbers(self._view)
        return self._view

    def furnish(self, *openers: QAction) -> None:
        """Put the actions that open a file or a folder where the data is."""
        self._openers = openers

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""
        self._area.setViewportMargins(room.page_margin, 2 * SPACE, room.page_margin, 0)

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        self._presenting = on
        if self._view:
            self._view.set_presenting(on)

    def showEvent(self, event: QShowEvent) -> None:
        assert self.view
        super().showEvent(event)
