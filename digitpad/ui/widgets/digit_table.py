"""A table with a row for each digit."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.images import RGB

_Index = QModelIndex | QPersistentModelIndex


class DigitTable(QTableView):
    """Numbers (10, k) for the ten digits, as texts on coloured ground.

    The arrows move a cursor, whose cell `chosen` tells as digit and column. A click on a column's name, or S in the
    column, sorts by it: the largest first, the smallest first, then by digit again.
    """

    chosen = Signal(int, int)

    def __init__(self, names: Sequence[str], hints: Sequence[str], parent: QWidget | None = None) -> None:
        """`names` of the columns, and what each means."""
        super().__init__(parent)
        self._model = _Rows(names, hints, self)
        self.setModel(self._model)
        self.setFont(scaled(self.font(), 1.0))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(1)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self.sort_next)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + 4)
        self.verticalHeader().setMinimumWidth(3 * SPACE)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setHighlightSections(False)
        self.selectionModel().currentChanged.connect(self._tell)

    def set_values(self, values: Floats, texts: Sequence[Sequence[str]], colours: RGB) -> None:
        """Show the texts (10, k), sorted by values (10, k), on colours (10, k, 3)."""
        self._model.set_values(values, texts, colours)

    def choose(self, digit: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.setCurrentIndex(self._model.index(self._model.order.index(digit), column))

    def sort_next(self, column: int) -> None:
        """Sort by a column; if it is sorted already, in the other direction, and the third time by digit."""
        current = self.currentIndex()
        digit = self._model.order[current.row()] if current.isValid() else None
        self._model.sort_next(column)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(self._model.by is not None)
        if self._model.by is not None:
            down = Qt.SortOrder.DescendingOrder if self._model.falling else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, down)
        if digit is not None:
            self.choose(digit, current.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_S and self.currentIndex().isValid():
            self.sort_next(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._model.order[current.row()], current.column())


class _Rows(QAbstractTableModel):
    def __init__(self, names: Sequence[str], hints: Sequence[str], parent: QTableView) -> None:
        super().__init__(parent)
        self._names = names
        self._hints = hints
        self._values: Floats = np.zeros((CLASSES, len(names)))
        self._texts: Sequence[Sequence[str]] = [[""] * len(names)] * CLASSES
        self._colours: RGB | None = None
        self.order = list(range(CLASSES))
        self.by: int | None = None
        self.falling = True

    def set_values(self, values: Floats, texts: Sequence[Sequence[str]], colours: RGB) -> None:
        self._values, self._texts, self._colours = values, texts, colours
        self._sort()

    def sort_next(self, column: int) -> None:
        if column != self.by:
            self.by, self.falling = column, True
        elif self.falling:
            self.falling = False
        else:
            self.by = None
        self._sort()

    def _sort(self) -> None:
        keys = np.arange(CLASSES) if self.by is None else np.nan_to_num(self._values[:, self.by], nan=-np.inf)
        if self.by is not None and self.falling:
            keys = -keys
        self.order = [int(digit) for digit in np.argsort(keys, kind="stable")]
        self.dataChanged.emit(self.index(0, 0), self.index(CLASSES - 1, len(self._names) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, CLASSES - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else CLASSES

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[section] if across else str(self.order[section])
        if role == Qt.ItemDataRole.ToolTipRole and across:
            return self._hints[section]
        return None

    def data(self, index: _Index, role: int = 0) -> object:
        digit, column = self.order[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[digit][column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.BackgroundRole and self._colours is not None:
            return QColor(*(int(part) for part in self._colours[digit, column]))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{digit} · {self._names[column]}: {self._texts[digit][column]}"
        return None
