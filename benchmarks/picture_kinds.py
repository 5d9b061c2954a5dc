"""Synthetic pictures of one digit, of every kind that people bring: photographs, scans, screenshots, exports.

Each kind is a function of a digit's ink and random numbers; nothing in it is fitted to the program it measures.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from digitpad.core.drawing.normalise import Polyline

Rng = np.random.Generator
Field = npt.NDArray[np.float64]
Colour = npt.NDArray[np.float64]
# The ink (height, width), 0 to 1, of a digit about so many pixels high.
Shape = Callable[[int, Rng], Field]


class Page(NamedTuple):
    """Colours (height, width, 3), 0 to 1, the digit's ink (height, width), and its box: left, top, right, bottom."""

    colours: Field
    ink: Field
    box: tuple[int, int, int, int]


def drawn(strokes: Sequence[Polyline], height: int, rng: Rng, pen: float | None = None) -> Field:
    """Strokes (n, 2) drawn with a round pen, four times as large and scaled down."""
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-9)
    width = max(1.2, height * (rng.uniform(0.04, 0.12) if pen is None else pen))
    scale, margin = 4 * (height - width) / extent, 2 * width + 8
    wide, high = np.ceil(np.ptp(points, axis=0) * scale + 2 * margin).astype(int)
    image = Image.new("L", (int(wide), int(high)))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        path = [tuple(each) for each in (stroke - low) * scale + margin]
        draw.line(path, fill=255, width=round(4 * width), joint="curve")
        for x, y in (path[0], path[-1]):
            draw.ellipse([x - 2 * width, y - 2 * width, x + 2 * width, y + 2 * width], fill=255)
    return np.asarray(image.reduce(4), np.float64) / 255


def enlarged(image: npt.NDArray[np.floating], height: int) -> Field:
    """An image (28, 28) of ink 0 to 1, enlarged with sharp edges, cropped, so that the ink is about so high."""
    rows, columns = (np.flatnonzero((image > 0.3).any(axis=axis)) for axis in (1, 0))
    cut = np.pad(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)
    scale = height / max(cut.shape)
    large = Image.fromarray((cut * 255).astype(np.uint8)).resize(
        (max(3, round(cut.shape[1] * scale)), max(3, round(cut.shape[0] * scale))), Image.Resampling.BICUBIC
    )
    sharp = np.asarray(large, np.float64) / 255
    return np.clip((sharp - 0.5) * max(scale / 2, 1) + 0.5, 0, 1)


def page(shape: Shape, rng: Rng, size: tuple[int, int], part: tuple[float, float], paper: Colour, ink: Colour) -> Page:
    """A digit as high as a part of the page, anywhere on it."""
    height, width = size
    digit = shape(max(12, round(min(size) * rng.uniform(*part))), rng)[: height - 2, : width - 2]
    top, left = (
        int(rng.integers(room // 4, max(room - room // 4, room // 4 + 1)))
        for room in (height - digit.shape[0], width - digit.shape[1])
    )
    alpha = np.zeros(size)
    alpha[top : top + digit.shape[0], left : left + digit.shape[1]] = digit
    colours = paper + alpha[..., None] * (ink - paper)
    return Page(colours, alpha, (left, top, left + digit.shape[1], top + digit.shape[0]))


def size_of(rng: Rng, low: int = 300, high: int = 1100) -> tuple[int, int]:
    return int(rng.integers(low, high)), int(rng.integers(low, high))


def _paper(rng: Rng) -> Colour:
    return rng.uniform(0.6, 0.97) * np.array([1, rng.uniform(0.94, 1), rng.uniform(0.82, 1)])


def _pen(rng: Rng) -> Colour:
    pens = [(0.1, 0.1, 0.12), (0.1, 0.15, 0.5), (0.35, 0.35, 0.36), (0.6, 0.12, 0.12), (0.05, 0.3, 0.15)]
    return np.array(pens[rng.integers(len(pens))]) + rng.uniform(0, 0.08, 3)


def _on_paper(shape: Shape, rng: Rng, part: tuple[float, float] = (0.25, 0.8)) -> Page:
    return page(shape, rng, size_of(rng), part, _paper(rng), _pen(rng))


def taken(colours: Field, rng: Rng) -> Image.Image:
    """As a camera has it: soft, with noise and fading light."""
    height, width = colours.shape[:2]
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    light = 1 - rng.uniform(0, 0.25) * (rows**2 + columns**2) / 2 + rng.uniform(-0.12, 0.12) * columns
    noisy = colours * light[..., None] + rng.normal(0, rng.uniform(0.003, 0.02), colours.shape)
    return _image(noisy).filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.3 + 0.003 * min(height, width))))


def _image(colours: Field) -> Image.Image:
    return Image.fromarray((np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8))


def photograph(shape: Shape, rng: Rng) -> Image.Image:
    return taken(_on_paper(shape, rng, (0.12, 0.8)).colours, rng)


def hard_shadow(shape: Shape, rng: Rng) -> Image.Image:
    return taken(_shaded(_on_paper(shape, rng).colours, rng, rng.uniform(1, 12)), rng)


def soft_shadow(shape: Shape, rng: Rng) -> Image.Image:
    return taken(_shaded(_on_paper(shape, rng).colours, rng, rng.uniform(40, 160)), rng)


def _shaded(colours: Field, rng: Rng, softness: float) -> Field:
    height, width = colours.shape[:2]
    rows, columns = np.mgrid[:height, :width]
    angle = rng.uniform(0, 2 * np.pi)
    across = (columns - width * rng.uniform(0.3, 0.7)) * np.cos(angle) + (rows - height / 2) * np.sin(angle)
    lit = 1 / (1 + np.exp(-np.clip(across / softness, -50, 50)))
    darkest = rng.uniform(0.4, 0.75)
    return colours * (darkest + (1 - darkest) * lit)[..., None]


def vignette(shape: Shape, rng: Rng) -> Image.Image:
    colours = _on_paper(shape, rng, (0.15, 0.5)).colours
    rows, columns = np.mgrid[-1 : 1 : colours.shape[0] * 1j, -1 : 1 : colours.shape[1] * 1j]
    return taken(colours * (1 - rng.uniform(0.2, 0.35) * (rows**2 + columns**2))[..., None], rng)


def _ruled(shape: Shape, rng: Rng, squared: bool) -> Image.Image:
    sheet = _on_paper(shape, rng, (0.3, 0.75))
    height, width = sheet.ink.shape
    lines = Image.new("L", (width, height))
    draw = ImageDraw.Draw(lines)
    step = max(12, (sheet.box[3] - sheet.box[1]) * rng.uniform(0.2, 0.9))
    thick, tilt = int(rng.integers(1, max(2, height // 150) + 1)), rng.uniform(-0.02, 0.02)
    for y in np.arange(-step, height + step, step):
        draw.line([(0, y), (width, y + tilt * width)], fill=255, width=thick)
    for x in np.arange(-step, width + step, step) if squared else ():
        draw.line([(x, 0), (x - tilt * height, height)], fill=255, width=thick)
    strength = rng.uniform(0.25, 0.6) * np.asarray(lines, np.float64)[..., None] / 255 * (1 - sheet.ink[..., None])
    blue = np.array([0.4, 0.55, 0.75]) * rng.uniform(0.6, 1)
    return taken(sheet.colours + strength * (blue - sheet.colours), rng)


def lined_paper(shape: Shape, rng: Rng) -> Image.Image:
    return _ruled(shape, rng, squared=False)


def squared_paper(shape: Shape, rng: Rng) -> Image.Image:
    return _ruled(shape, rng, squared=True)


def _marked(sheet: Page, mark: Callable[[ImageDraw.ImageDraw, int, int], None], colour: Colour) -> Field:
    """The page with more ink of some colour, drawn by `mark` from a width and a height."""
    height, width = sheet.ink.shape
    layer = Image.new("L", (width, height))
    mark(ImageDraw.Draw(layer), width, height)
    return sheet.colours + np.asarray(layer, np.float64)[..., None] / 255 * (colour - sheet.colours)


def _framed(shape: Shape, rng: Rng, inset: float) -> Field:
    sheet = page(shape, rng, size_of(rng, 120, 700), (0.3, 0.65), _paper(rng), _pen(rng))

    def mark(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        by, thick = inset * min(width, height), max(1, round(min(width, height) * rng.uniform(0.005, 0.02)))
        draw.rectangle([by, by, width - 1 - by, height - 1 - by], outline=255, width=thick)

    return _marked(sheet, mark, _pen(rng))


def outer_frame(shape: Shape, rng: Rng) -> Image.Image:
    return _image(_framed(shape, rng, 0))


def inset_frame(shape: Shape, rng: Rng) -> Image.Image:
    return taken(_framed(shape, rng, rng.uniform(0.02, 0.09)), rng)


def letterbox(shape: Shape, rng: Rng) -> Image.Image:
    colours = _on_paper(shape, rng, (0.4, 0.8)).colours
    bar, upright = round(max(colours.shape[:2]) * rng.uniform(0.1, 0.5)), rng.random() < 0.5
    padding = ((bar, bar), (0, 0), (0, 0)) if upright else ((0, 0), (bar, bar), (0, 0))
    return _image(np.pad(colours, padding, constant_values=0 if rng.random() < 0.8 else 1))


def page_edge(shape: Shape, rng: Rng) -> Image.Image:
    sheet = _on_paper(shape, rng, (0.25, 0.6))

    def mark(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        deep, slant = height * rng.uniform(0.01, 0.18), height * rng.uniform(-0.02, 0.02)
        draw.polygon([(0, 0), (width, 0), (width, deep + slant), (0, deep - slant)], fill=255)

    colours = _marked(sheet, mark, rng.uniform(0.1, 0.5) * np.array([1, 0.8, 0.6]))
    return taken(colours, rng)


def corner(shape: Shape, rng: Rng) -> Image.Image:
    """A thumb or the table in a corner."""
    sheet = _on_paper(shape, rng, (0.25, 0.55))

    def mark(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        x, y = width * rng.uniform(0.08, 0.25), height * rng.uniform(0.08, 0.25)
        if rng.random() < 0.5:
            draw.polygon([(0, height), (x, height), (0, height - y)], fill=255)
        else:
            draw.ellipse([width - x, height - y, width + x, height + 2 * y], fill=255)

    return taken(_marked(sheet, mark, np.array([0.6, 0.4, 0.32]) * rng.uniform(0.3, 1)), rng)


def neighbours(shape: Shape, rng: Rng) -> Image.Image:
    """Strokes of other digits, cut off by the picture's edge."""
    pen = _pen(rng)
    sheet = page(shape, rng, size_of(rng), (0.35, 0.65), _paper(rng), pen)

    def mark(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        thick = max(2, round(0.06 * (sheet.box[3] - sheet.box[1])))
        for _ in range(rng.integers(1, 4)):
            x, y = width * (1 - rng.uniform(0.005, 0.05)), height * rng.uniform(0.1, 0.9)
            draw.line([(width + 9, y), (x, y + rng.uniform(-30, 30)), (width + 9, y + 40)], fill=255, width=thick)

    return taken(_marked(sheet, mark, pen), rng)


def strip(shape: Shape, rng: Rng) -> Image.Image:
    """A screenshot: a strip of the window's own colour along one side."""
    dark = rng.random() < 0.6
    paper, ink = (np.zeros(3), np.ones(3)) if dark else (np.ones(3), np.zeros(3))
    colours = page(shape, rng, size_of(rng, 150, 500), (0.4, 0.8), paper, ink).colours
    height, width = colours.shape[:2]
    band = np.full((round(height * rng.uniform(0.03, 0.3)), width, 3), 1.0 if dark else 0.3)
    return _image(np.concatenate([colours, band] if rng.random() < 0.5 else [band, colours]))


def transparent(shape: Shape, rng: Rng) -> Image.Image:
    """A canvas' export: ink of one colour on nothing."""
    sheet = page(shape, rng, size_of(rng, 80, 500), (0.4, 0.85), np.zeros(3), np.ones(3))
    colour = np.ones(3) * rng.choice([0.0, 1.0]) if rng.random() < 0.7 else rng.uniform(0, 1, 3)
    rgba = np.concatenate([np.broadcast_to(colour, sheet.colours.shape), sheet.ink[..., None]], axis=2)
    hidden = (sheet.ink == 0)[..., None] & (rng.random() < 0.5)
    return _image(np.where(hidden, 0, rgba))


def equal_grey(shape: Shape, rng: Rng) -> Image.Image:
    """Ink and paper of different colours that are as bright as each other."""
    weights = np.array([0.299, 0.587, 0.114])
    paper, ink = np.array([(0.12, 0.5, 0.25), (0.2, 0.35, 0.85), (0.75, 0.3, 0.3)])[rng.permutation(3)[:2]]
    ink = np.clip(ink * (paper @ weights) / (ink @ weights), 0, 1)
    return _image(page(shape, rng, size_of(rng, 100, 600), (0.4, 0.8), paper, ink).colours)


def paint_program(shape: Shape, rng: Rng) -> Image.Image:
    paper, ink = (1.0, 0.0) if rng.random() < 0.6 else (0.0, 1.0)
    if rng.random() < 0.3:
        paper, ink = rng.uniform(0.6, 1), rng.uniform(0, 0.4)
    return _image(page(shape, rng, size_of(rng, 28, 900), (0.3, 0.95), np.full(3, paper), np.full(3, ink)).colours)


def scan(shape: Shape, rng: Rng) -> Image.Image:
    sheet = page(shape, rng, size_of(rng, 100, 1500), (0.3, 0.9), np.full(3, rng.uniform(0.9, 1)), _pen(rng))
    return _image(sheet.colours + rng.normal(0, rng.uniform(0, 0.02), sheet.colours.shape))


def chalkboard(shape: Shape, rng: Rng) -> Image.Image:
    board = np.array([0.12, 0.22, 0.17]) * rng.uniform(0.7, 1.6)
    return taken(page(shape, rng, size_of(rng), (0.25, 0.8), board, rng.uniform(0.6, 0.95) * np.ones(3)).colours, rng)


def tight_crop(shape: Shape, rng: Rng) -> Image.Image:
    """Cut out with hardly a margin."""
    sheet = page(shape, rng, size_of(rng, 60, 500), (0.5, 0.7), _paper(rng), _pen(rng))
    left, top, right, bottom = sheet.box
    by = round((bottom - top) * rng.uniform(0, 0.12))
    rows, columns = slice(max(top - by, 0), bottom + by), slice(max(left - by, 0), right + by)
    return _image(sheet.colours[rows, columns] + rng.normal(0, 0.008, sheet.colours[rows, columns].shape))


PHOTOGRAPHS: Mapping[str, Callable[[Shape, Rng], Image.Image]] = {
    each.__name__.replace("_", " "): each
    for each in (
        photograph, hard_shadow, soft_shadow, vignette, lined_paper, squared_paper, page_edge, corner, neighbours,
        chalkboard,
    )
}  # fmt: skip
OTHERS: Mapping[str, Callable[[Shape, Rng], Image.Image]] = {
    each.__name__.replace("_", " "): each
    for each in (
        paint_program, scan, tight_crop, outer_frame, inset_frame, letterbox, strip, transparent, equal_grey,
    )
}  # fmt: skip
