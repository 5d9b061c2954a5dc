"""Synthetic photographs as telephones deliver them: noise, perspective, faint pencils, glare, hands, print, screens."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.picture_kinds import Colour, Field, Page, Rng, Shape, page, taken
from digitpad.core.sheets.marks import homography

_SIZES = ((600, 800), (800, 600), (525, 700))  # 4:3


def _paper(rng: Rng) -> Colour:
    return rng.uniform(0.55, 0.95) * np.array([1, rng.uniform(0.94, 1), rng.uniform(0.8, 1)])


def _written(shape: Shape, rng: Rng, part: tuple[float, float] = (0.15, 0.5), paper: Colour | None = None) -> Page:
    """A digit in ball pen, felt pen or pencil."""
    pens = [(0.1, 0.1, 0.12), (0.12, 0.16, 0.5), (0.62, 0.12, 0.12), (0.1, 0.3, 0.15), (0.33, 0.33, 0.34)]
    pen = np.array(pens[rng.integers(len(pens))]) * rng.uniform(0.8, 1.2)
    return page(shape, rng, _SIZES[rng.integers(3)], part, _paper(rng) if paper is None else paper, pen)


def _drawn_on(colours: Field, mark: Callable[[ImageDraw.ImageDraw, int, int], None], colour: Colour) -> Field:
    height, width = colours.shape[:2]
    layer = Image.new("L", (width, height))
    mark(ImageDraw.Draw(layer), width, height)
    soft = layer.filter(ImageFilter.GaussianBlur(1))
    return colours + np.asarray(soft, np.float64)[..., None] / 255 * (colour - colours)


def _smooth(rng: Rng, shape: tuple[int, ...], cells: int) -> Field:
    """Random values (height, width), -1 to 1, that vary over so many cells."""
    coarse = Image.fromarray(rng.uniform(-1, 1, (cells, cells)).astype(np.float32))
    return np.asarray(coarse.resize((shape[1], shape[0]), Image.Resampling.BICUBIC), np.float64)


def noisy(shape: Shape, rng: Rng) -> Image.Image:
    """In little light: noise of brightness and of colour, the latter in blotches."""
    colours = _written(shape, rng).colours * rng.uniform(0.35, 0.9)
    height, width = colours.shape[:2]
    strong = rng.uniform(0.02, 0.07)
    fine = rng.normal(0, strong, (height, width, 1))
    blotches = rng.normal(0, strong, (height // 3, width // 3, 3)).repeat(3, axis=0).repeat(3, axis=1)
    colours[: blotches.shape[0], : blotches.shape[1]] += blotches
    return taken(colours + fine, rng)


def from_an_angle(shape: Shape, rng: Rng) -> Image.Image:
    """A sheet that fills the picture, in strong perspective."""
    return taken(_in_perspective(_written(shape, rng, (0.3, 0.6)).colours, rng, 0.18), rng)


def _in_perspective(colours: Field, rng: Rng, by: float, ground: Colour | None = None) -> Field:
    """The corners moved outwards, or with a ground inwards, by up to so much of the picture."""
    height, width = colours.shape[:2]
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    inwards = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * (-1 if ground is None else 1)
    corners = own + inwards * rng.uniform(0, by, (4, 2)) * (width, height)
    back = homography(corners, own)
    way = Image.Transform.PERSPECTIVE, (back / back[2, 2]).ravel()[:8].tolist(), Image.Resampling.BICUBIC
    turned = np.asarray(_bytes(colours).transform((width, height), *way), np.float64) / 255
    if ground is None:
        return turned
    there = np.asarray(Image.new("L", (width, height), 255).transform((width, height), *way), np.float64)[..., None]
    return ground + there / 255 * (turned - ground)


def _bytes(colours: Field) -> Image.Image:
    return Image.fromarray((np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8))


def faint_pencil(shape: Shape, rng: Rng) -> Image.Image:
    """Grey lines little darker than the paper, whose grain makes them uneven."""
    paper = _paper(rng)
    sheet = _written(shape, rng, (0.25, 0.6), paper)
    faint = sheet.ink * np.clip(0.85 + rng.normal(0, 0.25, sheet.ink.shape), 0, 1)
    darker = rng.uniform(0.18, 0.35)
    return taken(paper * (1 - darker * faint[..., None]), rng)


def felt_pen(shape: Shape, rng: Rng) -> Image.Image:
    """Saturated colours, pale ones too."""
    paper = _paper(rng)
    pens = [(0.9, 0.1, 0.1), (0.1, 0.3, 0.9), (0.0, 0.6, 0.25), (1.0, 0.5, 0.0), (0.5, 0.1, 0.6), (0.9, 0.2, 0.6)]
    pen = np.array(pens[rng.integers(len(pens))]) * paper
    return taken(page(shape, rng, _SIZES[rng.integers(3)], (0.2, 0.7), paper, pen).colours, rng)


def whiteboard(shape: Shape, rng: Rng) -> Image.Image:
    """A glare, smears of what was wiped off, uneven light."""
    board = np.full(3, rng.uniform(0.6, 0.8))
    sheet = _written(shape, rng, (0.2, 0.6), board)
    height, width = sheet.ink.shape
    smears = 0.05 * np.clip(_smooth(rng, sheet.ink.shape, 12), 0, 1)
    rows, columns = np.mgrid[:height, :width]
    y, x, wide = rng.uniform(0, height), rng.uniform(0, width), rng.uniform(0.08, 0.25) * width
    glare = rng.uniform(0.2, 0.5) * np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * wide**2))
    return taken(sheet.colours - smears[..., None] + glare[..., None], rng)


def dusty_board(shape: Shape, rng: Rng) -> Image.Image:
    """Grainy chalk on a board that was wiped badly."""
    board = np.array([[0.12, 0.22, 0.17], [0.1, 0.1, 0.11], [0.13, 0.17, 0.25]][rng.integers(3)])
    sheet = page(shape, rng, _SIZES[rng.integers(3)], (0.2, 0.6), board, np.ones(3))
    grain = np.clip(0.8 + rng.normal(0, 0.3, sheet.ink.shape), 0, 1) * sheet.ink * rng.uniform(0.6, 0.9)
    dust = 0.06 * _smooth(rng, sheet.ink.shape, 10)
    return taken(board + (np.maximum(grain, 0) + dust)[..., None] * (1 - board), rng)


def screen(shape: Shape, rng: Rng) -> Image.Image:
    """A bright screen, photographed: the stripes of moiré, dark or light ink."""
    dark = rng.random() < 0.7
    paper, ink = (0.85, 0.15) if dark else (0.15, 0.85)
    colours = page(shape, rng, _SIZES[rng.integers(3)], (0.25, 0.6), np.full(3, paper), np.full(3, ink)).colours
    rows, columns = np.mgrid[: colours.shape[0], : colours.shape[1]]
    stripes = np.zeros_like(colours)
    for channel in range(3):
        angle, period = rng.uniform(0, np.pi), rng.uniform(4, 40)
        way = rows * np.sin(angle) + columns * np.cos(angle) + 6 * np.sin(rows / rng.uniform(50, 200))
        stripes[..., channel] = np.sin(2 * np.pi * way / period)
    return taken(colours * (1 + rng.uniform(0.02, 0.09) * stripes), rng)


def in_hand(shape: Shape, rng: Rng) -> Image.Image:
    """A note held by fingers, before what lies behind it."""
    skin = np.array([0.85, 0.62, 0.5]) * rng.uniform(0.4, 1)
    note = _in_perspective(_written(shape, rng, (0.2, 0.45)).colours, rng, 0.12, _paper(rng) * rng.uniform(0.2, 0.6))
    below = rng.random() < 0.5

    def fingers(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        for _ in range(rng.integers(1, 3)):
            wide, long = 0.1 * min(width, height), rng.uniform(0.12, 0.2) * min(width, height)
            at = rng.uniform(0.2, 0.8)
            if below:
                draw.ellipse([at * width - wide, height - long, at * width + wide, height + 3 * long], fill=255)
            else:
                draw.ellipse([-3 * long, at * height - wide, long, at * height + wide], fill=255)

    return taken(_drawn_on(note, fingers, skin), rng)


def beside_print(shape: Shape, rng: Rng) -> Image.Image:
    """A large digit above or below lines of small printed text."""
    sheet = _written(shape, rng, (0.3, 0.45))
    above = sheet.box[1] > sheet.ink.shape[0] - sheet.box[3]

    def text(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        size = int(rng.integers(14, 24))
        low, high = (0, sheet.box[1] - size) if above else (sheet.box[3] + size, height)
        for y in range(low + 8, high - 2 * size, round(1.5 * size))[:5]:
            words = " ".join("".join(rng.choice(list("abcdefghiklmnoprstuw"), rng.integers(2, 9))) for _ in range(9))
            draw.text((0.08 * width, y), words, fill=255, font=ImageFont.load_default(size))

    return taken(_drawn_on(sheet.colours, text, np.full(3, 0.15)), rng)


def stapled(shape: Shape, rng: Rng) -> Image.Image:
    """Punched holes along one side, and a staple in a corner."""
    sheet = _written(shape, rng, (0.25, 0.5))

    def mark(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        radius, x = 0.012 * height, 0.05 * width
        for y in (0.25, 0.75):
            draw.ellipse([x - radius, y * height - radius, x + radius, y * height + radius], fill=255)
        x, y = (rng.uniform(0.85, 0.93) * side for side in (width, 0.1 * height))
        draw.line([(x, y), (x + 0.04 * width, y + rng.uniform(-0.02, 0.02) * height)], fill=255, width=4)

    return taken(_drawn_on(sheet.colours, mark, np.full(3, rng.uniform(0.2, 0.45))), rng)


def several_notes(shape: Shape, rng: Rng) -> Image.Image:
    """The corners of other notes reach in from the picture's sides."""
    sheet = _written(shape, rng, (0.2, 0.4))

    def other(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        x, y = rng.uniform(0.8, 0.95) * width, rng.uniform(0.2, 0.8) * height
        draw.polygon([(x, y), (2 * width, y - width * rng.uniform(0.1, 0.9)), (2 * width, y + 2 * height)], fill=255)

    tinted = np.clip(_paper(rng) * rng.uniform(0.5, 1.1, 3), 0, 1)
    return taken(_drawn_on(sheet.colours, other, tinted), rng)


ON_PHONES: Mapping[str, Callable[[Shape, Rng], Image.Image]] = {
    each.__name__.replace("_", " "): each
    for each in (
        noisy, from_an_angle, faint_pencil, felt_pen, whiteboard, dusty_board, screen, in_hand, beside_print, stapled,
        several_notes,
    )
}  # fmt: skip
