"""Which cells of a table are seen, and where."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont

from digitpad.core.derivation.matrix_table import Cell, MatrixTable, Side
from digitpad.ui.style.type import TEXT, font_of, text_scale

GAP = 6  # pixels between blocks


def figures_font(points: int) -> QFont:
    """The font of figures of this size at 100 %."""
    font = font_of(TEXT)
    font.setPointSizeF(points * text_scale())
    return font


class Line(NamedTuple):
    """A row or a column as it is shown: of which block, its place there, and where it begins in pixels."""

    block: str
    place: int
    at: int


class MatrixTableLayout:
    """Lays out a table in a viewport: blocks at the edges stay, the matrix is shown from (top, left) on."""

    def __init__(
        self, table: MatrixTable, cell: QSize, header: QSize, room: QSize, top: int = 0, left: int = 0
    ) -> None:
        """`cell` and `header` (the name of a row, the number of a column) are sizes in pixels, `room` the viewport."""
        self.cell, self.header = cell, header
        rows, columns = table.shape
        sides = {side: [name for name, block in table.blocks.items() if block.side is side] for side in Side}
        self._table = table
        high = room.height() - header.height() - 2 * GAP
        wide = room.width() - header.width() - 2 * GAP
        fixed_rows, fixed_columns = sides[Side.ABOVE] + sides[Side.BELOW], sides[Side.LEFT] + sides[Side.RIGHT]
        self.rows_seen = min(rows, max(1, high // cell.height() - len(fixed_rows)))
        self.columns_seen = min(columns, max(1, wide // cell.width() - len(fixed_columns)))
        self.top = int(np.clip(top, 0, rows - self.rows_seen))
        self.left = int(np.clip(left, 0, columns - self.columns_seen))
        down = (sides[Side.ABOVE], range(self.top, self.top + self.rows_seen), sides[Side.BELOW])
        across = (sides[Side.LEFT], range(self.left, self.left + self.columns_seen), sides[Side.RIGHT])
        self.rows = list(self._lines(*down, start=header.height(), step=cell.height()))
        self.columns = list(self._lines(*across, start=header.width(), step=cell.width()))

    @property
    def most(self) -> tuple[int, int]:
        """The largest `top` and `left`."""
        rows, columns = self._table.shape
        return rows - self.rows_seen, columns - self.columns_seen

    def cells(self) -> Iterator[tuple[Cell, QRect]]:
        """Every cell that is seen, and where."""
        for row in self.rows:
            for column in self.columns:
                cell = self.cell_of(row, column)
                if cell:
                    yield cell, QRect(column.at, row.at, self.cell.width(), self.cell.height())

    def cell_of(self, row: Line, column: Line) -> Cell | None:
        """The cell where a row and a column meet, if there is one."""
        blocks, middle = self._table.blocks, self._table.middle
        if row.block == middle:
            return Cell(column.block, row.place, column.place)
        if column.block == middle and column.place < len(blocks[row.block].values):
            return Cell(row.block, 0, column.place)
        return None

    def _lines(self, before: list[str], middle: range, after: list[str], start: int, step: int) -> Iterator[Line]:
        at = start
        for name in before:
            yield Line(name, 0, at)
            at += step
        at += GAP if before else 0
        for index in middle:
            yield Line(self._table.middle, index, at)
            at += step
        at += GAP
        for name in after:
            yield Line(name, 0, at)
            at += step


def cell_of_block(table: MatrixTable, name: str, row: int, column: int) -> Cell:
    """The cell of a block that lies nearest to a row and a column of the matrix."""
    block, (rows, columns) = table.blocks[name], table.shape
    row, column = int(np.clip(row, 0, rows - 1)), int(np.clip(column, 0, columns - 1))
    if block.side is Side.MIDDLE:
        return Cell(name, row, column)
    return Cell(name, row, 0) if block.side.along_rows else Cell(name, 0, min(column, len(block.values) - 1))


def beside(table: MatrixTable, cell: Cell, down: int, right: int) -> Cell:
    """The cell that is this many steps away; beyond the edge of a block, the next block on that side."""
    there = cell_of_block(table, cell.block, cell.row + down, cell.column + right)
    sides = (Side.LEFT, Side.MIDDLE, Side.RIGHT) if right else (Side.ABOVE, Side.MIDDLE, Side.BELOW)
    if there != cell or table.blocks[cell.block].side not in sides:
        return there
    names = [name for side in sides for name, block in table.blocks.items() if block.side is side]
    place = names.index(cell.block) + (1 if down + right > 0 else -1)
    if not 0 <= place < len(names):
        return cell
    edge = 0 if down + right > 0 else max(table.shape)  # the matrix is entered at the edge that is nearest
    return cell_of_block(table, names[place], *((cell.row, edge) if right else (edge, cell.column)))
