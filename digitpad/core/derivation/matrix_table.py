"""A table: a matrix, and beside, above and beneath it the vectors that it is multiplied with or that come of it.

In Falk's table for products of matrices, what is multiplied stands in line with the result: so each number has what
made it to its left and above it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from digitpad.core.network import Floats
from digitpad.core.numerals import power, with_minus

_SHOWN = 4  # terms of a sum that are spelled out


class Side(Enum):
    """Where a block stands: the matrix in the middle, or vectors in line with its rows or its columns."""

    LEFT = auto()
    ABOVE = auto()
    MIDDLE = auto()
    BELOW = auto()
    RIGHT = auto()

    @property
    def along_rows(self) -> bool:
        """Whether a block on this side has a number for each row of the matrix."""
        return self in (Side.LEFT, Side.RIGHT)


class Cell(NamedTuple):
    """One number. Blocks above and below have the row 0 alone, blocks left and right the column 0."""

    block: str
    row: int
    column: int


class Region(NamedTuple):
    """Cells of a block: those of a row, of a column, or with None all of them."""

    block: str
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Origin:
    """How a number came about: its formula, the same with numbers, and the cells it was made of."""

    formula: str
    numbers: str
    made_of: tuple[Region, ...] = ()


@dataclass(frozen=True, eq=False)
class Block:
    """A matrix (rows, columns) in the middle, or a vector (rows,) or (columns,), or a single number (1,).

    `explain` tells of the row and the column of a number how it came about.
    """

    side: Side
    values: Floats
    explain: Callable[[int, int], Origin]

    @property
    def largest(self) -> float:
        """The size of the largest number, 1 where there is none but zero."""
        size = max(float(self.values.max()), -float(self.values.min()))
        return size if np.isfinite(size) and size else 1.0

    def at(self, row: int, column: int) -> float:
        if self.values.ndim == 2:
            return float(self.values[row, column])
        return float(self.values[row if self.side.along_rows else column])


@dataclass(frozen=True, eq=False)
class MatrixTable:
    """Blocks by name, one of them in the middle.

    `begin` is a cell worth looking at first, and `top` a row of the matrix worth seeing then. `rows` and `columns` say
    what is counted: "pixel", "unit" or "digit".
    """

    blocks: Mapping[str, Block]
    rows: str
    columns: str
    begin: Cell
    top: int = 0

    @property
    def middle(self) -> str:
        """The name of the block in the middle."""
        return next(name for name, block in self.blocks.items() if block.side is Side.MIDDLE)

    @property
    def shape(self) -> tuple[int, int]:
        """The rows and columns of the matrix in the middle."""
        rows, columns = self.blocks[self.middle].values.shape
        return rows, columns

    def value(self, cell: Cell) -> float:
        return self.blocks[cell.block].at(cell.row, cell.column)

    def explain(self, cell: Cell) -> Origin:
        return self.blocks[cell.block].explain(cell.row, cell.column)


def number(value: float) -> str:
    """A number in few figures."""
    size = abs(value)
    if size == 0 or 1e-3 <= size < 1e4 or not isfinite(size):
        return with_minus(f"{value:.3f}")
    return power(value, 2 if 1e-10 < size < 1e10 else 1)


def factor(value: float) -> str:
    """A number as it stands in a product or a sum."""
    return f"({number(value)})" if value < 0 else number(value)


def product(formula: str, one: float, other: float, *made_of: Region) -> Origin:
    """Two numbers, which the formula multiplies."""
    a, b = float(one), float(other)
    return Origin(formula, f"{factor(a)} · {factor(b)} = {number(a * b)}", made_of)


def sum_of_products(first: Floats, second: Floats) -> str:
    """The largest products of two vectors spelled out, and after three dots what the others come to."""
    terms = first * second
    largest = np.argsort(-np.abs(terms), kind="stable")[:_SHOWN]
    text = " + ".join(f"{factor(float(first[at]))}·{factor(float(second[at]))}" for at in largest)
    if len(terms) <= _SHOWN:
        return text
    rest = float(np.delete(terms, largest).sum())
    return f"{text} + … {factor(rest)}"


def cells_in_line(table: MatrixTable, cell: Cell) -> dict[str, Any]:
    """The numbers of a table, one a line, with their block and place: of the matrix, those in line with `cell`."""
    cells: list[Cell] = []
    for name, block in table.blocks.items():
        if block.side is Side.MIDDLE:
            rows, columns = table.shape
            cells += [Cell(name, row, cell.column) for row in range(rows)] if cell.column < columns else []
            cells += [Cell(name, cell.row, column) for column in range(columns)] if cell.row < rows else []
        elif block.side.along_rows:
            cells += [Cell(name, row, 0) for row in range(len(block.values))]
        else:
            cells += [Cell(name, 0, column) for column in range(len(block.values))]
    names, rows_of, columns_of = zip(*cells, strict=True)
    return {"block": names, "row": rows_of, "column": columns_of, "number": [table.value(each) for each in cells]}
