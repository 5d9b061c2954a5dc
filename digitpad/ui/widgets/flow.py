"""A layout that wraps: controls in a row, and in further rows where there is no room."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

from digitpad.ui.theme import SPACE

_Group = list[QLayoutItem]


class FlowLayout(QLayout):
    """Lays out widgets from left to right, row by row. A label stays beside its buddy.

    A stretch sends what comes after it in the same row to the right.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._pairs: dict[QWidget, QWidget] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(SPACE)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def add_together(self, *widgets: QWidget) -> None:
        """Widgets that stay in one row."""
        self._pairs.update(pairwise(widgets))
        for widget in widgets:
            self.addWidget(widget)

    def addStretch(self) -> None:
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(_height(row) for row in rows) + self.spacing() * max(len(rows) - 1, 0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for row in self._rows(rect.width()):
            height = _height(row)
            free, left = rect.width() - self._width(row), rect.left()
            for item in row:
                size = item.sizeHint()
                if item.spacerItem():
                    left, free = left + free, 0
                    continue
                width = min(size.width(), rect.width())
                down = (height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, top + down), QSize(width, size.height())))
                left += width + self.spacing()
            top += height + self.spacing()

    def sizeHint(self) -> QSize:
        row = [item for item in self._items if _is_shown(item)]
        return QSize(self._width(row), _height(row))

    def minimumSize(self) -> QSize:
        widest = max((self._width(group) for group in self._groups()), default=0)
        return QSize(widest, max((item.minimumSize().height() for item in self._items if _is_shown(item)), default=0))

    def _groups(self) -> list[_Group]:
        """What stays in one row together."""
        groups: list[_Group] = []
        wanted: QWidget | None = None
        for item in filter(_is_shown, self._items):
            widget = item.widget()
            if widget is not None and widget is wanted:
                groups[-1].append(item)
            else:
                groups.append([item])
            wanted = self._partner(widget)
        return groups

    def _partner(self, widget: QWidget | None) -> QWidget | None:
        """What a widget stays beside."""
        buddy = widget.buddy() if isinstance(widget, QLabel) else None
        return buddy or (self._pairs.get(widget) if widget else None)

    def _rows(self, width: int) -> list[_Group]:
        rows: list[_Group] = []
        for group in self._groups():
            if rows and self._width([*rows[-1], *group]) <= width:
                rows[-1].extend(group)
            else:
                rows.append(list(group))
        return rows

    def _width(self, items: _Group) -> int:
        widths = [item.sizeHint().width() for item in items if not item.spacerItem()]
        return sum(widths) + self.spacing() * max(len(widths) - 1, 0)


def _is_shown(item: QLayoutItem) -> bool:
    return bool(item.spacerItem()) or not item.isEmpty()


def _height(row: _Group) -> int:
    return max((item.sizeHint().height() for item in row), default=0)
