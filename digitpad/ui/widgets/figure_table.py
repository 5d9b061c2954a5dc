"""A table of figures: names at the left and above, texts at the right of their cells."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QStyle, QTableView

from digitpad.core.network import CLASSES, Floats
from digitpad.ui.style.type import CAPTION, FIGURE, NAME, TEXT, font_of, rounded, set_role
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.widgets.images import RGB
from digitpad.ui.widgets.labels import shortened
from digitpad.ui.widgets.painting import CENTRE, RIGHT

_Index = QModelIndex | QPersistentModelIndex
Texts = Sequence[Sequence[str]]
Mask = npt.NDArray[np.bool_]

_ROW = 32  # pixels of a row with one line at 100 %
_MORE = 16  # pixels for another line
_ARROW = 16  # pixels of the sign that tells by which column the rows are sorted
_PADDING = SPACE  # pixels on either side of a figure
_VALUE = Qt.ItemDataRole.UserRole  # of a figure, as a number
_NEVER = {Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.CheckStateRole}  # asked, too
_WRAPPED = RIGHT.value | Qt.TextFlag.TextWordWrap.value


class FigureTable(QTableView):
    """Rows of texts; those that stand out are bold, or the ground has colours.

    The arrows move a cursor. Where rows have values, a click on a column's name, or S in the column, sorts by it: the
    largest first, the smallest first, then as they came.
    """

    def __init__(self, dense: bool = False, scrolls: bool = False, lines: int = 1) -> None:
        """`dense`: many columns of short texts; `scrolls`: it takes what room there is; `lines` of each text."""
        super().__init__()
        self._dense, self._scrolls, self._height = dense, scrolls, _ROW + _MORE * (lines - 1)
        self._named: tuple[str, ...] = ()
        self._classes = False
        self._model = _Figures(dense, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(_VALUE)
        self.setModel(self._sorted)
        self.setProperty("frameless", True)
        self.setProperty("rows", not dense)
        self.setProperty("dense", dense)
        self.setShowGrid(dense)
        self.setWordWrap(lines > 1)
        self.setTextElideMode(Qt.TextElideMode.ElideRight if scrolls else Qt.TextElideMode.ElideNone)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not scrolls:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header, names = self.horizontalHeader(), self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setTextElideMode(Qt.TextElideMode.ElideRight if dense else Qt.TextElideMode.ElideNone)
        header.setMinimumSectionSize(1)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self.sort_next)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setHighlightSections(False)
        if dense:
            names.setDefaultAlignment(CENTRE)
        set_role(self, CAPTION if dense else TEXT)
        follow_look(self, self._fit)

    def set_heads(self, heads: Sequence[str], hints: Sequence[str] = (), classes: bool = False) -> None:
        """Name the columns and say what each means, where `{digit}` stands for the column's name.

        `classes`: the first ten are those of the classes, as far as there is room.
        """
        if tuple(heads) == self._named:
            return
        self._named, self._classes = tuple(heads), classes
        self._model.set_heads(heads, hints)
        self._name_columns()
        if len(heads) > CLASSES and classes:  # the last name is longer than its figures
            self.horizontalHeader().setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.ResizeToContents)
        self._fit()

    def set_rows(
        self,
        names: Sequence[str],
        texts: Texts,
        *,
        values: Floats | None = None,
        hints: Texts = (),
        colours: RGB | None = None,
        strong: Mask | None = None,
    ) -> None:
        """Show texts (n, k) in rows of these names, sorted by values (n, k) if there are any.

        They stand on colours (n, k, 3); those that are `strong` (n, k) in bold type.
        """
        others = tuple(names) != self._model.rows.names
        self._model.set_rows(_Rows(tuple(names), texts, values, hints, colours, strong))
        if others:
            self.verticalHeader().setVisible(any(names))
            self._fit()

    def set_signs(self, signs: Sequence[QIcon]) -> None:
        """Show these signs beside the names of the columns."""
        self._model.signs = signs
        self.horizontalHeader().viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(self._least_width(), self._height_of(self._model.rowCount()))

    def minimumSizeHint(self) -> QSize:
        width = super().minimumSizeHint().width()
        return QSize(width, self._height_of(1)) if self._scrolls else self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_columns()
        self._fit_header()

    def cell_at(self, index: QModelIndex) -> tuple[int, int] | None:
        """The row, as they came, and the column of a cell, as of the cursor; None for no cell."""
        cell = self._sorted.mapToSource(index)
        return (cell.row(), cell.column()) if cell.isValid() else None

    def choose(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.setCurrentIndex(self._sorted.mapFromSource(self._model.index(row, column)))

    def sort_next(self, column: int) -> None:
        """Sort by a column; if it is sorted already, in the other direction, and the third time as they came."""
        if self._model.rows.values is None:
            return
        by = column, Qt.SortOrder.DescendingOrder
        if column == self._sorted.sortColumn():
            falling = self._sorted.sortOrder() is Qt.SortOrder.DescendingOrder
            by = column if falling else -1, Qt.SortOrder.AscendingOrder
        self._sorted.sort(*by)
        self.horizontalHeader().setSortIndicatorShown(by[0] >= 0)
        self.horizontalHeader().setSortIndicator(*by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_S and self.currentIndex().isValid():
            self.sort_next(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Rows of one height, which grow with the text."""
        names, height = self.verticalHeader(), rounded(self._height)
        names.setMinimumSectionSize(height)
        names.setDefaultSectionSize(height)
        metrics = QFontMetrics(font_of(CAPTION if self._dense else TEXT))
        widest = max(map(metrics.horizontalAdvance, self._model.rows.names), default=0)
        names.setFixedWidth(max(rounded(_ROW), widest + 2 * _PADDING))
        self._fit_header()
        self.updateGeometry()

    def _fit_header(self) -> None:
        """As many lines as its longest name takes."""
        header, height = self.horizontalHeader(), rounded(_ROW)
        if not self._dense:
            metrics = QFontMetrics(font_of(CAPTION))
            for column, name in enumerate(self._model.heads):
                room = QRect(0, 0, header.sectionSize(column) - 2 * _PADDING, 1)
                height = max(height, metrics.boundingRect(room, _WRAPPED, name).height() + _PADDING)
        if height != header.height():
            header.setFixedHeight(height)
            self.updateGeometry()

    def _height_of(self, rows: int) -> int:
        return self.horizontalHeader().height() + rows * self.verticalHeader().defaultSectionSize()

    def _name_columns(self) -> None:
        if self._classes:
            header = self.horizontalHeader()
            sign = header.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize) + SPACE if self._model.signs else 0
            self._model.shorten_columns(QFontMetrics(font_of(CAPTION)), header.sectionSize(0) - sign - 2)

    def _least_width(self) -> int:
        """Of all columns, each as wide as its name and the widest figure."""
        figures = QFontMetrics(font_of(CAPTION if self._dense else TEXT)).horizontalAdvance("8,888")
        names = QFontMetrics(font_of(CAPTION))
        padding = 2 if self._dense else 2 * _PADDING + (0 if self._model.rows.values is None else _ARROW)
        heads = self._model.heads[CLASSES if self._classes else 0 :]
        widest = [max(names.horizontalAdvance(name), figures) for name in heads]
        widest += [figures] * (len(self._model.heads) - len(heads))
        left = self.verticalHeader().width() if self.verticalHeader().isVisibleTo(self) else 0
        return left + sum(widest) + padding * len(widest)


class _Rows(NamedTuple):
    """What stands in the rows: see `FigureTable.set_rows`."""

    names: tuple[str, ...] = ()
    texts: Texts = ()
    values: Floats | None = None
    hints: Texts = ()
    colours: RGB | None = None
    strong: Mask | None = None


class _Figures(QAbstractTableModel):
    """The figures as they came, with their values to be sorted by."""

    def __init__(self, centred: bool, parent: QTableView) -> None:
        super().__init__(parent)
        self.heads: Sequence[str] = ()  # as shown
        self.rows = _Rows()
        self._whole: Sequence[str] = ()  # the heads in full
        self._centred = centred
        self._head_hints: Sequence[str] = ()
        self.signs: Sequence[QIcon] = ()

    def set_heads(self, heads: Sequence[str], hints: Sequence[str]) -> None:
        self.beginResetModel()
        self.heads, self._whole, self._head_hints = heads, heads, hints
        self.rows = _Rows()
        self.endResetModel()

    def shorten_columns(self, metrics: QFontMetrics, room: float) -> None:
        """Call the first ten columns so that their names fit into so many pixels each."""
        self.heads = [*shortened(self._whole[:CLASSES], metrics, room), *self._whole[CLASSES:]]
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, CLASSES - 1)

    def set_rows(self, rows: _Rows) -> None:
        if len(rows.names) != len(self.rows.names):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        renamed, self.rows = rows.names != self.rows.names, rows
        last = len(rows.names) - 1
        self.dataChanged.emit(self.index(0, 0), self.index(last, len(self.heads) - 1))
        if renamed:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, last)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows.names)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        across = orientation is Qt.Orientation.Horizontal
        names = self.heads if across else self.rows.names
        if section >= len(names):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return names[section]
        if role == Qt.ItemDataRole.FontRole:  # a header first shown by a style sheet keeps the size it had before
            return font_of(CAPTION if across or self._centred else TEXT)
        if role == Qt.ItemDataRole.DecorationRole and across and self.signs:
            return self.signs[section]
        if role == Qt.ItemDataRole.ToolTipRole and across and self._head_hints:
            return self._head_hints[section].format(digit=self._whole[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and across and not self._centred:
            return _WRAPPED
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in _NEVER:
            return None
        row, column = index.row(), index.column()
        names, texts, values, hints, colours, strong = self.rows
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[row][column]
        if role == _VALUE and values is not None:
            return float(np.nan_to_num(values[row, column], nan=-np.inf))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return CENTRE if self._centred else RIGHT
        if role == Qt.ItemDataRole.FontRole and strong is not None and strong[row, column]:
            return font_of(FIGURE if self._centred else NAME)
        if role == Qt.ItemDataRole.BackgroundRole and colours is not None:
            return QColor(*colours[row, column].tolist())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            own = f"{self._whole[column]}: {texts[row][column]}"
            named = f"{names[row]} · {own}" if names[row] else own
            return hints[row][column] if hints else named
        return None
