"""Fields with their labels above them, in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE

_WIDTH = 152  # pixels of a column at 100 %
_MOST = 5  # columns


class FieldGrid(QWidget):
    """Lays fields out in columns of equal width; in a narrower window there are fewer."""

    def __init__(self, fields: Sequence[tuple[QLabel, QWidget]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, SPACE, 0, 0)
        self._grid.setHorizontalSpacing(2 * SPACE)
        self._grid.setVerticalSpacing(SPACE // 2)
        self._place(_MOST)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_WIDTH), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(min(max(self.width() // (px(_WIDTH) + 2 * SPACE), 1), _MOST))
        super().resizeEvent(event)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        grid, self._columns = self._grid, columns
        for number, (label, box) in enumerate(self._fields):
            row, column = divmod(number, columns)
            grid.addWidget(label, 2 * row, column)
            grid.addWidget(box, 2 * row + 1, column)
        for column in range(_MOST):
            grid.setColumnStretch(column, int(column < columns))
        for row in range(grid.rowCount()):
            grid.setRowStretch(row, 0)
        grid.setRowStretch(grid.rowCount(), 1)  # a page with few fields does not spread them
