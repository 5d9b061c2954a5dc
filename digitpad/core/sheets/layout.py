"""Where everything lies on a sheet, and which digit is asked for where.

Lengths are millimetres, from the middle of the mark in the upper left corner, x to the right and y down. All paper has
the same sheet in its middle, so that a photograph needs to tell nothing but the marks.
"""

from typing import NamedTuple

from digitpad.core.network import CLASSES
from digitpad.core.recognition.boxes import Box

# Width and height.
PAPERS = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}
# Between the middles of the marks; each is a ring about a square, seven modules wide: 1 black, 1 white, 3 black, …
WIDTH, HEIGHT = 180.0, 250.0
MODULE = 1.2
# Squares in a row between the lower marks, 1 for black: they tell which way is up, and which sheet this is. A sheet
# with other boxes needs others.
CODE = (1, 0, 1, 1, 0, 0, 1, 0, 1)
_CELL_WIDTH, _CELL_HEIGHT = 5.0, 6.0
ROWS = COLUMNS = CLASSES
BOX_WIDTH, BOX_HEIGHT = 15.0, 18.0
ACROSS, DOWN = 17.5, 22.8  # from one box to the next
LEFT, TOP = 3.75, 17.5
# In each row and each column of this square each digit stands once, and each follows each other one once (Williams
# 1949): nobody copies the digit before. Printed sheets depend on it.
_FIRST_ROW = (0, 1, 9, 2, 8, 3, 7, 4, 6, 5)


class Place(NamedTuple):
    """A box of the sheet, counted from 0."""

    row: int
    column: int

    @property
    def digit(self) -> int:
        """What is to be written there."""
        return (_FIRST_ROW[self.column] + self.row) % CLASSES

    @property
    def box(self) -> Box:
        """Left, top, right and bottom."""
        left, top = LEFT + self.column * ACROSS, TOP + self.row * DOWN
        return left, top, left + BOX_WIDTH, top + BOX_HEIGHT


PLACES = tuple(Place(row, column) for row in range(ROWS) for column in range(COLUMNS))
CORNERS = ((0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT))


def code_cells() -> tuple[Box, ...]:
    """Where the squares of the code lie."""
    left = (WIDTH - len(CODE) * _CELL_WIDTH) / 2
    top, bottom = HEIGHT - _CELL_HEIGHT / 2, HEIGHT + _CELL_HEIGHT / 2
    return tuple((left + n * _CELL_WIDTH, top, left + (n + 1) * _CELL_WIDTH, bottom) for n in range(len(CODE)))
