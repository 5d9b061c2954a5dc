"""The views of a page: a quiet row of segments for those that lead, and a menu for those that go deeper."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import BUTTON, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.page_bars import SegmentedBar
from digitpad.ui.widgets.scrolling import in_scroll_area


class Entry(NamedTuple):
    """A view, its name, and what it shows in a few words."""

    view: QWidget
    name: str
    words: str


class ViewPages(QWidget):
    """Shows one view at a time. Of those that go deeper, the one that is shown has a segment, too.

    What belongs to all views stands in `tools`, at the right of the row.
    """

    def __init__(self, leading: Sequence[Entry], deeper: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leading = len(leading)
        self._entries = (*leading, *deeper)
        self.bar = SegmentedBar()
        self.pages = QStackedWidget()
        self._areas: list[QScrollArea] = []
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        for number, entry in enumerate(self._entries):
            self._areas.append(in_scroll_area(entry.view))
            self.pages.addWidget(self._areas[-1])
            self.bar.addTab(entry.name)
            self.bar.setTabToolTip(number, entry.words)
            if number >= self._leading:
                action = self._menu.addAction(entry.name)
                action.setToolTip(entry.words)
                action.triggered.connect(lambda _on=False, number=number: self.show_view(number))
        self.in_depth = QToolButton()
        self.in_depth.setText(self.tr("In depth"))
        self.in_depth.setToolTip(self.tr("Further views, for those who want to know more"))
        self.in_depth.setMenu(self._menu)
        self.in_depth.setAccessibleName(self.in_depth.text())
        self.in_depth.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.in_depth.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.in_depth.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        set_role(self.in_depth, BUTTON)
        show_icon(self.in_depth, "down")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(SPACE)
        self._views = views = QHBoxLayout()
        views.setSpacing(SPACE)
        views.addWidget(self.bar)
        views.addWidget(self.in_depth)
        views.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACE)
        self._row.addLayout(views, 1)
        self._row.addLayout(self.tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._row)
        layout.addWidget(self.pages, 1)
        self.bar.currentChanged.connect(self._show)
        self._show(0)

    @property
    def shown(self) -> QWidget:
        """The view that is shown."""
        return self._entries[self.pages.currentIndex()].view

    def show_view(self, which: int | QWidget) -> None:
        """Show the view of this number, or this view."""
        number = which if isinstance(which, int) else self._number_of(which)
        self.bar.setTabVisible(number, True)
        self.bar.setCurrentIndex(number)

    def set_room(self, room: Room) -> None:
        """Take the margins of a window."""
        self._row.setContentsMargins(room.page_margin, 3 * SPACE, room.page_margin, SPACE)
        for number in range(self.pages.count()):
            area = self.pages.widget(number)
            assert isinstance(area, QScrollArea)
            area.setViewportMargins(room.page_margin, 0, room.page_margin, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._views.minimumSize().width() + 4 * SPACE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What belongs to all views stands below the row where it does not fit beside it."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        fits = self._views.sizeHint().width() + self.tools.sizeHint().width() + SPACE <= room
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, how one goes from view to view."""
        self.bar.setVisible(not on)
        self.in_depth.setVisible(not on)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            show_icon(self.in_depth, "down")
        super().changeEvent(event)

    def _number_of(self, view: QWidget) -> int:
        return next(number for number, area in enumerate(self._areas) if area is view or area.isAncestorOf(view))

    def _show(self, current: int) -> None:
        self.pages.setCurrentIndex(current)
        for number in range(self._leading, self.bar.count()):
            self.bar.setTabVisible(number, number == current)
