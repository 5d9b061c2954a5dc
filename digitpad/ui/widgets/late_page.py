"""A page that is made when it is first seen."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from digitpad.ui.style.room import Room
from digitpad.ui.widgets.forms import break_tool_tips, inset_numbers
from digitpad.ui.widgets.layouts import in_scroll_area, put_into, vertical


class Page(Protocol):
    """What the window asks of a page."""

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""


P = TypeVar("P", bound=Page)


class LatePage(QWidget, Generic[P]):
    """Holds a page in an area that scrolls; what the window asked of it before it was made is done then."""

    def __init__(self, make: Callable[[], P]) -> None:
        super().__init__()
        self._make = make
        self._page: P | None = None
        self._room: Room | None = None
        self._presenting = False
        self._area = in_scroll_area()
        vertical(self, self._area)

    @property
    def page(self) -> P:
        """The page, made now if it has not been yet."""
        if self._page is None:
            self._page = self._make()
            if self._room:
                self._page.set_room(self._room)
            self._page.set_presenting(self._presenting)
            widget = cast(QWidget, self._page)
            put_into(self._area, widget)
            break_tool_tips(widget)
            inset_numbers(widget)
        return self._page

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""
        self._room = room
        if self._page:
            self._page.set_room(room)

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        self._presenting = on
        if self._page:
            self._page.set_presenting(on)

    def showEvent(self, event: QShowEvent) -> None:
        assert self.page
        super().showEvent(event)
