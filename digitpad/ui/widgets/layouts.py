"""How the parts of a page lie: beside each other or below, in columns, with lines between, and scrolled if need be."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE, colours, follow_look

_Direction = QBoxLayout.Direction
_GAP = 3 * SPACE
_PART_OF_WINDOW = 0.9  # as large as a dialog may be
Box = TypeVar("Box", bound=QBoxLayout)
_NO_LIMIT = (1 << 24) - 1  # what Qt takes for none


class Stretched(NamedTuple):
    """A part that takes the room that the others leave, shared with others that do."""

    part: QWidget | QLayout | None
    share: int = 1


SPRING = Stretched(None)  # keeps that room empty
Item = QWidget | QLayout | Stretched | int  # a number is an empty room of so many pixels


def vertical(
    parent: QWidget | None, *parts: Item, gap: int | None = None, margins: tuple[int, int] = (0, 0)
) -> QVBoxLayout:
    """A column of parts, of a widget or for another layout; `gap` pixels lie between them, and `margins` about them,
    at the sides and above and below."""
    return _filled(QVBoxLayout(), parent, parts, gap, margins)


def horizontal(
    parent: QWidget | None, *parts: Item, gap: int | None = None, margins: tuple[int, int] = (0, 0)
) -> QHBoxLayout:
    """The same as a row."""
    return _filled(QHBoxLayout(), parent, parts, gap, margins)


def _filled(
    layout: Box, parent: QWidget | None, parts: Sequence[Item], gap: int | None, margins: tuple[int, int]
) -> Box:
    layout.setContentsMargins(*margins, *margins)
    if gap is not None:
        layout.setSpacing(gap)
    if parent is not None:
        parent.setLayout(layout)
    fill(layout, *parts)
    return layout


def fill(layout: QBoxLayout, *parts: Item) -> None:
    """Put parts into a row or a column, one after the other."""
    for each in parts:
        part, share = each if isinstance(each, Stretched) else (each, 0)
        if isinstance(part, QWidget):
            layout.addWidget(part, share)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif part is not None:
            layout.addLayout(part, share)
        else:
            layout.addStretch(share)


def holder(layout: QLayout) -> QWidget:
    """A widget with this layout, to be shown and hidden as one."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def grid_layout(parent: QWidget | None, across: int = SPACE, down: int | None = None) -> QGridLayout:
    """Rows and columns without margins, with gaps of so many pixels `across` and `down`, by default the same."""
    layout = QGridLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(across)
    layout.setVerticalSpacing(across if down is None else down)
    if parent is not None:
        parent.setLayout(layout)
    return layout


class SideBySide(QWidget):
    """A main part and a column at its right of a fixed width, with a line between them; narrow, the column is below."""

    def __init__(
        self, main: QWidget, side: QWidget, width: int, least: int, line: bool = True, grows: bool = False
    ) -> None:
        """`width` is that of the column, `least` what the main part needs beside it, both in pixels at 100 %.

        In a wider window the main part is wider, or the column if it `grows`.
        """
        super().__init__()
        self._main, self._side = main, side
        self._width, self._least, self._line, self._grows = width, least, line, grows
        self._box = QBoxLayout(_Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing((2 if line else 1) * _GAP)
        self._box.addWidget(main)
        self._box.addWidget(side)
        self._arrange(beside=False)
        follow_look(self, self._follow)

    @property
    def beside(self) -> bool:
        """Whether the two parts stand beside each other."""
        return self._box.direction() is _Direction.LeftToRight

    def minimumSizeHint(self) -> QSize:
        widest = max(each.minimumSizeHint().width() for each in (self._main, self._side))
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._follow()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._line and self.beside:
            painter = QPainter(self)
            painter.fillRect(self._side.x() - _GAP, 0, 1, self.height(), QColor(colours().line))
            painter.end()

    def _follow(self) -> None:
        self._arrange(self.width() >= px(self._width) + self._box.spacing() + px(self._least))

    def _arrange(self, beside: bool) -> None:
        self._box.setDirection(_Direction.LeftToRight if beside else _Direction.TopToBottom)
        self._box.setStretch(0, 0 if beside and self._grows else 1)
        self._box.setStretch(1, 1 if beside and self._grows else 0)
        self._main.setMaximumWidth(px(self._least) if beside and self._grows else _NO_LIMIT)
        self._side.setMinimumWidth(px(self._width) if beside else 0)
        self._side.setMaximumWidth(px(self._width) if beside and not self._grows else _NO_LIMIT)


class ColumnGrid(QWidget):
    """Lays parts out row by row; in a narrower window the rows have fewer of them."""

    def __init__(self, parts: Sequence[QWidget], least: int, most: int, gap: int = 2 * SPACE) -> None:
        """`least` is the width in pixels at 100 % that a part needs, `most` the number of columns that there can be,
        and `gap` lies between them."""
        super().__init__()
        self._parts, self._least, self._most, self._gap = parts, least, most, gap
        self._columns = 0
        self._grid = grid_layout(self, gap)
        self._place(1)

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(min(max((self.width() + self._gap) // (px(self._least) + self._gap), 1), self._most))
        super().resizeEvent(event)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, *divmod(number, columns))
        for column in range(self._most):
            self._grid.setColumnStretch(column, int(column < columns))


def in_scroll_area(page: QWidget | None = None) -> QScrollArea:
    """A page, perhaps given later, that scrolls down where it does not fit; hidden, it does not widen the window."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setProperty("frameless", True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    on_page(area.viewport())
    if page:
        put_into(area, page)
    return area


def put_into(area: QScrollArea, page: QWidget) -> None:
    """Give such an area its page."""
    on_page(page)
    area.setWidget(page)


def leave_page(page: QWidget | None, bar: QWidget) -> None:
    """To be called of a page before another takes its place, with the bar that turns them.

    Qt paints a new page, which is opaque, for itself, and all that lies on it a second time with the window; unless the
    whole place is to be painted already, as it is when the order of the pages changes. And it would put a keyboard that
    was on the old page on the first thing of the new one, which gets a frame that nobody asked for.
    """
    if page is not None:
        page.raise_()
        page.lower()
        focused = page.window().focusWidget()
        if focused is not None and page.isAncestorOf(focused):
            bar.setFocus()


def reveal(part: QWidget) -> None:
    """Scroll the area around a part to it."""
    area = part.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        area.ensureWidgetVisible(part, 0, SPACE)


def on_page(widget: QWidget) -> None:
    """Fill a widget with the colour of a page."""
    _fill(widget, QPalette.ColorRole.Light)


def resize_dialog(dialog: QWidget, width: int, height: int) -> None:
    """Make it so large, in pixels at 100 %, or as its window allows: by itself Qt takes the least height there is."""
    size, parent = QSize(px(width), px(height)), dialog.parentWidget()
    dialog.resize(size.boundedTo(parent.window().size() * _PART_OF_WINDOW) if parent else size)


def separator(down: bool = False) -> QFrame:
    """A thin line across, or down."""
    frame = QFrame()
    _fill(frame, QPalette.ColorRole.Mid)
    if down:
        frame.setFixedWidth(1)
    else:
        frame.setFixedHeight(1)
    return frame


def _fill(widget: QWidget, role: QPalette.ColorRole) -> None:
    widget.setBackgroundRole(role)
    widget.setAutoFillBackground(True)
