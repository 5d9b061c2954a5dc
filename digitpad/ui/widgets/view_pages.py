"""Pages that are made when they are first seen, and one that shows its views: a row for those that lead, and a menu."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QStackedWidget, QToolButton, QWidget

from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import BUTTON, set_role
from digitpad.ui.theme import SPACE, as_part
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.forms import break_tool_tips, inset_numbers
from digitpad.ui.widgets.layouts import Stretched, in_scroll_area, leave_page, put_into, vertical
from digitpad.ui.widgets.page_bars import SegmentedBar


class InRoom(Protocol):
    """A part of the window whose margins follow the room there is."""

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""


class Page(InRoom, Protocol):
    """What the window asks of a page."""

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
        self._area = as_part(in_scroll_area())
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


class Entry(NamedTuple):
    """Where a view's class lies below `digitpad.ui`, its name, and what it shows in a few words."""

    place: str
    name: str
    words: str

    @property
    def class_name(self) -> str:
        return self.place.rpartition(".")[2]

    @property
    def module(self) -> str:
        return self.place.rpartition(".")[0]

    def load(self) -> Callable[..., QWidget]:
        """The class, which is imported now: a tenth of the start's time is that of views."""
        kind: Callable[..., QWidget] = getattr(import_module(f"digitpad.ui.{self.module}"), self.class_name)
        return kind


class ViewPages(QWidget):
    """Shows one view at a time. Of those that go deeper, the one that is shown has a segment, too.

    A view is made when it is first seen, if not before: to make all of them takes longer than the rest of the window.
    What belongs to all views is added to `tools`, at the right of the row, or below where there is no room.
    """

    def __init__(self, leading: Sequence[Entry], deeper: Sequence[Entry], given: object) -> None:
        """Each view is made of what is `given`."""
        super().__init__()
        self._given = given
        self._leading = len(leading)
        self.entries = (*leading, *deeper)
        self.bar = SegmentedBar()
        self.pages = QStackedWidget()
        self._made: dict[int, QWidget] = {}
        self.in_depth = as_part(QToolButton())
        self._menu = QMenu(self.in_depth)
        self._menu.setToolTipsVisible(True)
        for number, entry in enumerate(self.entries):
            self.pages.addWidget(as_part(in_scroll_area()))
            self.bar.addTab(entry.name)
            self.bar.setTabToolTip(number, entry.words)
            if number >= self._leading:
                action = self._menu.addAction(entry.name)
                action.setToolTip(entry.words)
                action.triggered.connect(lambda _on=False, number=number: self.show_view(number))
        self.in_depth.setText(self.tr("In depth"))
        self.in_depth.setToolTip(self.tr("Further views, for those who want to know more"))
        self.in_depth.setMenu(self._menu)
        self.in_depth.setAccessibleName(self.in_depth.text())
        self.in_depth.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.in_depth.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.in_depth.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        set_role(self.in_depth, BUTTON)
        show_icon(self.in_depth, "down")
        self.in_depth.setVisible(bool(deeper))
        self.tools = FlowLayout()
        for each in (self.bar, self.in_depth):
            self.tools.addWidget(each)
        self.tools.addStretch()
        self._top = vertical(None, self.tools)
        vertical(self, self._top, Stretched(self.pages), gap=0)
        self.bar.currentChanged.connect(self._show)
        self._show(0)

    @property
    def shown(self) -> QWidget:
        """The view that is shown."""
        return self.view(self.pages.currentIndex())

    def make(self, number: int) -> QWidget:
        """The view of this number, made now if it has not been yet, and perhaps not laid out."""
        if number not in self._made:
            self._made[number] = self.entries[number].load()(self._given)
            self._made[number].setParent(self.pages.widget(number))
        return self._made[number]

    def view(self, number: int) -> QWidget:
        """The view of this number in its place, made now if it has not been yet."""
        view, area = self.make(number), self.pages.widget(number)
        assert isinstance(area, QScrollArea)
        if area.widget() is None:
            put_into(area, view)
            break_tool_tips(view)
            inset_numbers(view)
        return view

    def show_view(self, which: int | str | type[Any]) -> None:
        """Show the view of this number, or of this class or its name."""
        number = which if isinstance(which, int) else self.number_of(which)
        self.bar.setTabVisible(number, True)
        self.bar.setCurrentIndex(number)

    def number_of(self, kind: str | type[Any]) -> int:
        """The number of the view of this class, or of this name of one; raises ValueError when there is none."""
        name = kind if isinstance(kind, str) else kind.__name__
        return [entry.class_name for entry in self.entries].index(name)

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""
        self._top.setContentsMargins(room.page_margin, 3 * SPACE, room.page_margin, SPACE)
        for number in range(self.pages.count()):
            area = self.pages.widget(number)
            assert isinstance(area, QScrollArea)
            area.setViewportMargins(room.page_margin, 0, room.page_margin, 0)

    def showEvent(self, event: QShowEvent) -> None:
        self.view(self.pages.currentIndex())
        super().showEvent(event)

    def hasHeightForWidth(self) -> bool:
        return False  # the row above wraps, but what lies below it scrolls

    def minimumSizeHint(self) -> QSize:
        """The same whichever view is shown: on the way from one that goes deeper to another, both have segments."""
        widths = [self.bar.tabSizeHint(number).width() for number in range(self.bar.count())]
        width = sum(widths[: self._leading]) + max(widths[self._leading :], default=0)
        return QSize(width + 4 * SPACE, super().minimumSizeHint().height())

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, how one goes from view to view."""
        self.bar.setVisible(not on)
        self.in_depth.setVisible(not on and len(self.entries) > self._leading)

    def _show(self, current: int) -> None:
        if self.isVisible():
            self.view(current)
        leave_page(self.pages.currentWidget(), self.bar)
        self.pages.setCurrentIndex(current)
        for number in range(self._leading, self.bar.count()):
            if self.bar.isTabVisible(number) != (number == current):  # else Qt forgets to lay them out again
                self.bar.setTabVisible(number, number == current)
