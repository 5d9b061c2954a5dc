"""A table of numbers as a table: the matrix scrolls, the vectors beside, above and beneath it stay."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar

from digitpad.core.dataset import class_names
from digitpad.core.derivation.matrix_table import Cell, MatrixTable, Region, Side, number
from digitpad.core.network import SIDE
from digitpad.ui.inside.matrix_table_layout import MatrixTableLayout, beside, cell_of_block, figures_font
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.images import signed_colours
from digitpad.ui.widgets.labels import shortened
from digitpad.ui.widgets.painting import RIGHT, frame_focus

_WIDEST = "−8.8·10⁻⁸"
_TINT = 2.5  # times the largest number has the full colour, so that text can be read on all
_LIT = {False: "#007a5a", True: "#2fd0a0"}  # a green that is neither of the scale's colours
_HEIGHT = 192  # pixels at 100 %: some rows between the heads and the sums below, and the view fits a small window


class MatrixTableView(QAbstractScrollArea):
    """The cell under the mouse, or chosen by the arrow keys, is pointed at; a click, or Enter, keeps it till the next.

    Home and End go to the block before and after. + and -, or Ctrl and the wheel, change the size of the figures.
    """

    def __init__(self, explain: Callable[[Cell], object], resize: Callable[[int], object]) -> None:
        """`explain` tells of the cell pointed at, `resize` changes the size of the figures by so many points."""
        super().__init__()
        self._explain, self._resize = explain, resize
        self.table: MatrixTable | None = None
        self._limits: dict[str, float] = {}
        self._lit: tuple[Region, ...] = ()
        self.cell: Cell | None = None  # the one pointed at
        self._kept = False
        self._points = 10
        self._names = class_names()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        # Always there, so that nothing moves between one table and another.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(lambda: self.viewport().update())
        self.horizontalScrollBar().valueChanged.connect(lambda: self.viewport().update())
        self.setFrameShape(QFrame.Shape.NoFrame)
        follow_look(self, self._set_ranges)

    def sizeHint(self) -> QSize:
        return QSize(px(720), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(280), px(_HEIGHT))

    def set_points(self, points: int) -> None:
        """The size of the figures."""
        self._points = points
        self._set_ranges()
        if self.cell:
            self._show(self.cell)
        self.viewport().update()

    def set_names(self, names: Sequence[str]) -> None:
        """Call the columns of the ten classes so."""
        self._names = tuple(names)
        self.viewport().update()

    def set_table(self, table: MatrixTable | None) -> None:
        """Show these numbers; the cell pointed at stays if there is such a cell."""
        before = self.table
        self.table, self._lit = table, ()
        if table:
            self._limits = {name: block.largest for name, block in table.blocks.items()}
            new = before is None or before.blocks.keys() != table.blocks.keys() or before.shape != table.shape
            if new or self.cell is None:
                self._kept = False
                self._set_ranges()
                self.verticalScrollBar().setValue(table.top)
                self.point_at(table.begin)
        self.viewport().update()

    def set_lit(self, lit: tuple[Region, ...]) -> None:
        """Light up the cells that made the one pointed at."""
        self._lit = lit
        self.viewport().update()

    def point_at(self, cell: Cell) -> None:
        """Point at a cell and scroll to it."""
        self._show(cell)
        self._point(cell)

    def rectangle_of(self, cell: Cell) -> QRect | None:
        """Where a cell is in the viewport; None if it is not shown."""
        layout = self._layout()
        return next((place for each, place in layout.cells() if each == cell), None) if layout else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_ranges()
        if self.cell:
            self._show(self.cell)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().toPoint())
        if cell and not self._kept:
            self._point(cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().toPoint())
        if cell and event.button() is Qt.MouseButton.LeftButton:
            self._kept = not (self._kept and cell == self.cell)
            self._point(cell)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._resize(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_PageUp: (-10, 0),
            Qt.Key.Key_PageDown: (10, 0),
        }
        if event.key() in steps and self.table and self.cell:
            self.point_at(beside(self.table, self.cell, *steps[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.table and self.cell:
            self._go_to_block(self.table, self.cell, 1 if event.key() == Qt.Key.Key_End else -1)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._resize(1 if event.key() == Qt.Key.Key_Plus else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._kept = not self._kept
            self.viewport().update()
        elif event.key() == Qt.Key.Key_Escape and self._kept:
            self._kept = False
            self.viewport().update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: object) -> None:
        layout = self._layout()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(colours().surface))
        if self.table and layout:
            self._paint_cells(painter, self.table, layout)
            self._paint_headers(painter, self.table, layout)
            for region in self._lit:
                self._frame(painter, layout, region, _LIT[colours().dark])
            if self.cell:
                side = self.table.blocks[self.cell.block].side
                row = self.cell.row if side.along_rows or side is Side.MIDDLE else None
                column = None if side.along_rows else self.cell.column
                self._frame(painter, layout, Region(self.cell.block, row, column), colours().text)
        if self.hasFocus():
            frame_focus(painter, self.viewport().rect())
        painter.end()

    def _layout(self) -> MatrixTableLayout | None:
        if self.table is None:
            return None
        metrics = QFontMetrics(self._font())
        line = metrics.height() + SPACE
        cell = QSize(metrics.horizontalAdvance(_WIDEST) + SPACE // 2, line)
        names = [*self.table.blocks, self._row_name(self.table.shape[0] - 1)]
        header = QSize(max(metrics.horizontalAdvance(name) for name in names) + 2 * SPACE, 2 * line)
        top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        return MatrixTableLayout(self.table, cell, header, self.viewport().size(), top, left)

    def _font(self) -> QFont:
        return figures_font(self._points)

    def _row_name(self, index: int) -> str:
        """Pixels go by their row and column."""
        if self.table and self.table.rows == "pixel":
            return f"{index}: {index // SIDE},{index % SIDE}"
        return f"{index}"

    def _column_names(self, table: MatrixTable, room: int) -> Sequence[str]:
        if table.columns == "digit":
            return shortened(self._names, QFontMetrics(self._font()), room)
        return [*map(str, range(table.shape[1]))]

    def _set_ranges(self) -> None:
        layout = self._layout()
        if layout:
            for bar, most, seen in (
                (self.verticalScrollBar(), layout.most[0], layout.rows_seen),
                (self.horizontalScrollBar(), layout.most[1], layout.columns_seen),
            ):
                bar.setRange(0, most)
                bar.setPageStep(seen)

    def _show(self, cell: Cell) -> None:
        """Scroll until a cell is seen."""
        layout = self._layout()
        if layout is None or self.table is None:
            return
        side = self.table.blocks[cell.block].side
        if side.along_rows or side is Side.MIDDLE:
            _bring(self.verticalScrollBar(), cell.row, layout.rows_seen)
        if not side.along_rows:
            _bring(self.horizontalScrollBar(), cell.column, layout.columns_seen)

    def _point(self, cell: Cell) -> None:
        self.cell = cell
        self.viewport().update()
        self._explain(cell)

    def _go_to_block(self, table: MatrixTable, cell: Cell, step: int) -> None:
        names = list(table.blocks)
        place = names.index(cell.block) + step
        if 0 <= place < len(names):
            self.point_at(cell_of_block(table, names[place], cell.row, cell.column))

    def _cell_at(self, position: QPoint) -> Cell | None:
        layout = self._layout()
        return next((cell for cell, place in layout.cells() if place.contains(position)), None) if layout else None

    def _paint_cells(self, painter: QPainter, table: MatrixTable, layout: MatrixTableLayout) -> None:
        cells = list(layout.cells())
        values = np.array([table.value(cell) for cell, _ in cells])
        limits = np.array([self._limits[cell.block] for cell, _ in cells])
        tints = signed_colours(np.nan_to_num(values) / limits, _TINT).tolist()
        painter.setFont(self._font())
        painter.setPen(QColor(colours().text))
        for (_, place), value, tint in zip(cells, values.tolist(), tints, strict=True):
            painter.fillRect(place.adjusted(0, 0, -1, -1), QColor(*tint))
            painter.drawText(place.adjusted(0, 0, -SPACE // 2, 0), RIGHT, number(value))

    def _paint_headers(self, painter: QPainter, table: MatrixTable, layout: MatrixTableLayout) -> None:
        theme = colours()
        width, height = layout.cell.width(), layout.cell.height()
        painter.setFont(self._font())
        first = next(line.at for line in layout.columns if line.block == table.middle)
        painter.setPen(QColor(theme.text))
        painter.drawText(first, 0, width * layout.columns_seen, height, Qt.AlignmentFlag.AlignVCenter, table.middle)
        columns = self._column_names(table, width - SPACE)
        for line in layout.columns:
            middle = line.block == table.middle
            painter.setPen(QColor(theme.second if middle else theme.text))
            text = columns[line.place] if middle else line.block
            painter.drawText(line.at, height, width - SPACE // 2, height, RIGHT, text)
        for line in layout.rows:
            middle = line.block == table.middle
            painter.setPen(QColor(theme.second if middle else theme.text))
            text = self._row_name(line.place) if middle else line.block
            painter.drawText(0, line.at, layout.header.width() - SPACE, height, RIGHT, text)

    def _frame(self, painter: QPainter, layout: MatrixTableLayout, region: Region, colour: str) -> None:
        """A frame around what is seen of a region."""
        frame = QRect()
        for cell, place in layout.cells():
            if cell.block == region.block and region.row in (None, cell.row) and region.column in (None, cell.column):
                frame = frame.united(place)
        if not frame.isNull():
            painter.setPen(QPen(QColor(colour), 3))
            painter.drawRect(frame.adjusted(0, 0, -1, -1))


def _bring(bar: QScrollBar, index: int, seen: int) -> None:
    """Scroll as little as needed to see a line."""
    bar.setValue(max(min(bar.value(), index), index - seen + 1))
