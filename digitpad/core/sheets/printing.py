"""A sheet to print: boxes for a hundred digits, a line for the writer's name, and what a photograph is found by."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from digitpad import paths
from digitpad.core.errors import OutputError, SettingsError
from digitpad.core.files import explained_write
from digitpad.core.recognition.boxes import Box
from digitpad.core.sheets.layout import CODE, CORNERS, HEIGHT, MODULE, PAPERS, PLACES, WIDTH, code_cells

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
