"""Parts of a view in columns of equal width, as many as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE

_GAP = 2 * SPACE


class ColumnGrid(QWidget):
    """Lays parts out row by row; in a narrower window the rows have fewer of them."""

    def __init__(self, parts: Sequence[QWidget], least: int, most: int, parent: QWidget | None = None) -> None:
        """`least` is the width in pixels at 100 % that a part needs, `most` the number of columns that there can be."""
        super().__init__(parent)
        self._parts, self._least, self._most = parts, least, most
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._place(1)

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(min(max((self.width() + _GAP) // (px(self._least) + _GAP), 1), self._most))
        super().resizeEvent(event)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, *divmod(number, columns))
        for column in range(self._most):
            self._grid.setColumnStretch(column, int(column < columns))
