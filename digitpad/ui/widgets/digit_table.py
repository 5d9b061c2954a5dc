"""A table with a row for each digit."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from digitpad.core.dataset import class_names
from digitpad.core.network import CLASSES, Floats
from digitpad.ui.style.type import CAPTION, NAME, TEXT, font_of, rounded, set_role
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.widgets.class_names import shortened
from digitpad.ui.widgets.images import RGB

_Index = QModelIndex | QPersistentModelIndex


_ROW = 32  # pixels of a row
_ARROW = 16  # pixels of the sign that tells by which column the rows are sorted
_PADDING = SPACE  # pixels on either side of a figure


class DigitTable(QTableView):
    """Numbers (10, k) for the ten digits, as texts; the best stand out, or the ground has colours.

    The arrows move a cursor. A click on a column's name, or S in the column, sorts by it: the largest first, the
    smallest first, then by digit again.
    """

    def __init__(self, names: Sequence[str], hints: Sequence[str], dense: bool = False) -> None:
        """`names` of the columns, and what each means; `dense` for many columns of short texts."""
        super().__init__()
        self._dense = dense
        self._named_columns = False
        self._model = _Rows(names, hints, dense, self)
        self.setModel(self._model)
        self.setProperty("frameless", True)
        self.setProperty("rows", not dense)
        self.setProperty("dense", dense)
        self.setShowGrid(dense)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header, digits = self.horizontalHeader(), self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if dense:  # whose last name is longer than its figures
            header.setSectionResizeMode(len(names) - 1, QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(1)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self.sort_next)
        digits.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        digits.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        digits.setHighlightSections(False)
        for each in (self, header, digits):
            set_role(each, CAPTION if dense else TEXT)
        set_role(header, CAPTION)
        self._fit()
        follow_look(self, self._fit)

    def set_values(
        self,
        values: Floats,
        texts: Sequence[Sequence[str]],
        colours: RGB | None = None,
        best: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Show the texts (10, k), sorted by values (10, k), on colours (10, k, 3), the best (10, k) in bold type."""
        self._model.set_values(values, texts, colours, best)

    def set_names(self, names: Sequence[str], columns: bool = False) -> None:
        """Name the ten rows, and where `columns` says so the first ten columns, as far as there is room."""
        if tuple(names) != self._model.rows:
            self._model.rows = tuple(names)
            self._named_columns = columns
            self._fit()
            self._name_columns()

    def sizeHint(self) -> QSize:
        height = self.horizontalHeader().height() + CLASSES * self.verticalHeader().defaultSectionSize()
        return QSize(self._least_width(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_columns()

    def cell_at(self, index: QModelIndex) -> tuple[int, int] | None:
        """The digit and the column of a cell, as of the cursor; None for no cell."""
        return (self._model.order[index.row()], index.column()) if index.isValid() else None

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

    def _fit(self) -> None:
        """Rows of one height, which grow with the text."""
        self.verticalHeader().setMinimumSectionSize(rounded(_ROW))
        self.verticalHeader().setDefaultSectionSize(rounded(_ROW))
        widest = max(map(self.verticalHeader().fontMetrics().horizontalAdvance, self._model.rows))
        self.verticalHeader().setFixedWidth(max(rounded(_ROW), widest + 2 * _PADDING))
        self.horizontalHeader().setFixedHeight(rounded(_ROW))
        self.updateGeometry()

    def _name_columns(self) -> None:
        if self._named_columns:
            header = self.horizontalHeader()
            self._model.shorten_columns(header.fontMetrics(), header.sectionSize(0) - 2)

    def _least_width(self) -> int:
        """Of all columns, each as wide as its name and the widest figure."""
        figures = QFontMetrics(font_of(CAPTION if self._dense else TEXT)).horizontalAdvance("8,888")
        names = QFontMetrics(font_of(CAPTION))
        padding = 2 if self._dense else 2 * _PADDING + _ARROW
        columns = self._model.names[CLASSES if self._named_columns else 0 :]
        widest = [max(names.horizontalAdvance(name), figures) for name in columns]
        widest += [figures] * (len(self._model.names) - len(columns))
        return self.verticalHeader().width() + sum(widest) + padding * len(widest)


class _Rows(QAbstractTableModel):
    def __init__(self, names: Sequence[str], hints: Sequence[str], centred: bool, parent: QTableView) -> None:
        super().__init__(parent)
        self.names = self.whole = names  # the columns', as shown and in full
        self.rows = class_names()
        self._centred = centred
        self._hints = hints
        self._values: Floats = np.zeros((CLASSES, len(names)))
        self._texts: Sequence[Sequence[str]] = [[""] * len(names)] * CLASSES
        self._colours: RGB | None = None
        self._best: npt.NDArray[np.bool_] | None = None
        self.order = list(range(CLASSES))
        self.by: int | None = None
        self.falling = True

    def shorten_columns(self, metrics: QFontMetrics, room: float) -> None:
        """Call the first ten columns as the rows, in so many pixels each."""
        self.whole = [*self.rows, *self.names[CLASSES:]]
        self.names = [*shortened(self.rows, metrics, room), *self.names[CLASSES:]]
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, CLASSES - 1)

    def set_values(
        self,
        values: Floats,
        texts: Sequence[Sequence[str]],
        colours: RGB | None,
        best: npt.NDArray[np.bool_] | None,
    ) -> None:
        self._values, self._texts, self._colours, self._best = values, texts, colours, best
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
        self.dataChanged.emit(self.index(0, 0), self.index(CLASSES - 1, len(self.names) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, CLASSES - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else CLASSES

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return self.names[section] if across else self.rows[self.order[section]]
        if role == Qt.ItemDataRole.ToolTipRole and across:
            return self._hints[section].format(digit=self.whole[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and across and not self._centred:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = 0) -> object:
        digit, column = self.order[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[digit][column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return Qt.AlignmentFlag.AlignCenter if self._centred else right
        if role == Qt.ItemDataRole.FontRole and self._best is not None and self._best[digit, column]:
            return font_of(NAME)
        if role == Qt.ItemDataRole.BackgroundRole and self._colours is not None:
            return QColor(*(int(part) for part in self._colours[digit, column]))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.rows[digit]} · {self.whole[column]}: {self._texts[digit][column]}"
        return None
