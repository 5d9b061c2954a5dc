"""Where everything lies on a sheet, which digit is asked for where, and how it is drawn to be printed.

Lengths are millimetres, from the middle of the mark in the upper left corner, x to the right and y down. All paper has
the same sheet in its middle, so that a photograph needs to tell nothing but the marks.
"""

from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from digitpad import paths
from digitpad.core.errors import OutputError, SettingsError
from digitpad.core.files import explained_write
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
CORNERS = ((0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT))
DPI = 300
_KINDS = {".pdf": "PDF", ".png": "PNG"}
_INCH = 25.4
# Pale enough to be told from ink, dark enough to be seen.
_LINE, _WANTED, _TEXT = 180, 130, 60
_THIN = 0.25
_HINTS = (
    "Write each digit into its box, as you always do. Cross out what went wrong, or leave a box empty.",
    "Then photograph the sheet from above, with all four corner marks in the picture.",
)


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


def code_cells() -> tuple[Box, ...]:
    """Where the squares of the code lie."""
    left = (WIDTH - len(CODE) * _CELL_WIDTH) / 2
    top, bottom = HEIGHT - _CELL_HEIGHT / 2, HEIGHT + _CELL_HEIGHT / 2
    return tuple((left + n * _CELL_WIDTH, top, left + (n + 1) * _CELL_WIDTH, bottom) for n in range(len(CODE)))


def check_sheet(path: Path) -> str:
    """The format that a sheet's file has by its name. Raises SettingsError for another one."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise SettingsError(f"A sheet can be written as .pdf or .png, not as {path.suffix or 'a file without ending'}.")
    return kind


def write_sheet(path: Path, paper: str = "A4") -> None:
    """Write a sheet for one of PAPERS to a .pdf or .png file. Raises SettingsError and OutputError."""
    kind = check_sheet(path)
    with explained_write(path, OutputError) as file:
        draw_sheet(paper).save(file, kind, resolution=DPI, dpi=(DPI, DPI), quality=95, title="digitpad")


def draw_sheet(paper: str = "A4", dpi: float = DPI) -> Image.Image:
    """The sheet as grey pixels, black on white."""
    wide, high = PAPERS[paper]
    scale = dpi / _INCH
    x, y = (wide - WIDTH) / 2, (high - HEIGHT) / 2
    image = Image.new("L", (round(wide * scale), round(high * scale)), 255)
    draw = ImageDraw.Draw(image)

    def rectangle(box: Box, fill: int) -> None:
        left, top, right, bottom = box
        draw.rectangle(
            (
                round((left + x) * scale),
                round((top + y) * scale),
                round((right + x) * scale) - 1,
                round((bottom + y) * scale) - 1,
            ),
            fill,
        )

    def text(at: tuple[float, float], words: str, size: float, fill: int, anchor: str = "ls") -> None:
        font = ImageFont.truetype(str(paths.FONTS / "Inter-Regular.otf"), size * scale)
        draw.text(((at[0] + x) * scale, (at[1] + y) * scale), words, fill, font, anchor)

    for u, v in CORNERS:
        for half, shade in ((3.5 * MODULE, 0), (2.5 * MODULE, 255), (1.5 * MODULE, 0)):
            rectangle((u - half, v - half, u + half, v + half), shade)
    for black, cell in zip(CODE, code_cells(), strict=True):
        if black:
            rectangle(cell, 0)
    text((9, 0.5), "Name", 4, _TEXT)
    rectangle((21, 1.5, 120, 1.5 + _THIN), _TEXT)
    text((WIDTH - 9, 0.5), "digitpad", 4, _LINE, "rs")
    for line, words in enumerate(_HINTS):
        text((9, 7 + 4 * line), words, 2.6, _TEXT)
    for place in PLACES:
        left, top, right, bottom = place.box
        rectangle(place.box, _LINE)
        rectangle((left + _THIN, top + _THIN, right - _THIN, bottom - _THIN), 255)
        text(((left + right) / 2, top - 1.3), str(place.digit), 3, _WANTED, "ms")
    return image
