"""Filled sheets as a telephone has them: bent, from an angle, in a shadow, soft, noisy and compressed."""

import io
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.picture_kinds import Rng, drawn
from digitpad.core.drawing.normalise import Polyline
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.layer import PictureChoice
from digitpad.core.sheets.layout import HEIGHT, PAPERS, WIDTH, Place, draw_sheet
from digitpad.core.sheets.marks import homography

_DPI = 200
_PENS = ((20, 20, 25), (25, 40, 130), (70, 70, 72), (110, 110, 112), (150, 30, 30))  # ink, pencils


def filled_sheet(
    digits: Mapping[Place, Sequence[Polyline]], rng: Rng, struck: Sequence[Place] = (), paper: str = "A4"
) -> Image.Image:
    """A sheet with digits in its boxes, in one pen; those `struck` are crossed out."""
    sheet = draw_sheet(paper, _DPI).convert("RGB")
    wide, high = PAPERS[paper]
    scale = _DPI / 25.4
    pen, colour = rng.uniform(0.4, 0.9), _PENS[rng.integers(len(_PENS))]
    draw = ImageDraw.Draw(sheet)
    for place, strokes in digits.items():
        left, top, right, bottom = place.box
        tall = rng.uniform(0.5, 0.85) * (bottom - top)
        points = np.concatenate(strokes)
        wide_by_high = float(np.ptp(points[:, 0]) / max(np.ptp(points[:, 1]), 1e-9))
        size = tall * min(1.0, 1.4 / max(wide_by_high, 1e-9))  # of what is written wide, too
        ink = drawn(strokes, max(8, round(size * scale)), rng, pen / size)
        mask = Image.fromarray((255 * ink).astype(np.uint8))
        x = (left + right) / 2 + rng.normal(0, 0.8) + (wide - WIDTH) / 2
        y = (top + bottom) / 2 + rng.normal(0, 1) + (high - HEIGHT) / 2
        at = round(x * scale - mask.width / 2), round(y * scale - mask.height / 2)
        sheet.paste(colour, at, mask)
        if place in struck:
            _strike_out(draw, np.array([x, y]) * scale, size * scale, round(pen * scale), colour, rng)
    return sheet


def _strike_out(
    draw: ImageDraw.ImageDraw,
    middle: Polyline,
    size: float,
    pen: int,
    colour: tuple[int, int, int],
    rng: Rng,
) -> None:
    """A zigzag over a digit, or two lines across it."""
    half = size * rng.uniform(0.4, 0.6)
    if rng.random() < 0.5:
        ways = [[(-1.0, -1.0), (1.0, 1.0)], [(-1.0, 1.0), (1.0, -1.0)]]
    else:
        n = int(rng.integers(5, 10))
        ways = [[(-1.0 + 2 * (k % 2), -0.8 + 1.6 * k / (n - 1)) for k in range(n)]]
    for way in ways:
        points = middle + half * (np.array(way) + rng.normal(0, 0.1, (len(way), 2)))
        draw.line([(x, y) for x, y in points.tolist()], colour, pen, joint="curve")


def photographed(sheet: Image.Image, rng: Rng, turns: int = 0, bend: float = 3.0, tilt: float = 0.12) -> Image.Image:
    """A photograph of the sheet on a table, turned by so many quarters clockwise.

    `bend`: how far it is bent, in hundredths of its height at most. `tilt`: how far corners are moved by perspective,
    in parts of the picture.
    """
    sheet = _bent(sheet, rng, bend)
    wide, high = 1500, 2000
    table = rng.uniform(20, 200, 3)
    grain = rng.normal(0, 12, (high // 8, wide // 8, 1)) + table
    picture = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).resize((wide, high))
    margin = np.array([(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)])
    corners = (margin + rng.uniform(-tilt, tilt, (4, 2)) * 0.7) * (wide, high)
    corners = np.clip(corners, 2, np.array([wide, high]) - 2)
    own = np.array([(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)], float)
    back = homography(corners, own)
    coefficients = (back / back[2, 2]).ravel()[:8].tolist()
    way = Image.Transform.PERSPECTIVE
    white = Image.new("L", sheet.size, 255)
    mask = white.transform((wide, high), way, coefficients, Image.Resampling.BILINEAR)
    picture.paste(sheet.transform((wide, high), way, coefficients, Image.Resampling.BICUBIC), (0, 0), mask)
    picture = Image.fromarray(_lit(np.asarray(picture, np.float32), rng))
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.6)))
    picture = PictureChoice(turns).turned(Picture.of(picture)).image
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=int(rng.integers(55, 92)))
    compressed = Image.open(file)
    compressed.load()
    return compressed


def _bent(sheet: Image.Image, rng: Rng, bend: float) -> Image.Image:
    """Rows and columns moved along a wave."""
    values = np.asarray(sheet)
    height, width = values.shape[:2]
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    u, v = columns / width, rows / height
    a, b = rng.uniform(-bend, bend, 2) / 100
    x = columns + a * height * 0.3 * np.sin(np.pi * v)
    y = rows + b * height * 0.3 * np.sin(np.pi * u)
    moved = values[np.clip(np.rint(y), 0, height - 1).astype(int), np.clip(np.rint(x), 0, width - 1).astype(int)]
    return Image.fromarray(moved)


def _lit(colours: npt.NDArray[np.float32], rng: Rng) -> npt.NDArray[np.uint8]:
    """In light that fades to one side, with a hard shadow, tinted, and with noise."""
    height, width = colours.shape[:2]
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    angle, softness = rng.uniform(0, 2 * np.pi), rng.uniform(0.01, 0.4)
    across = columns * np.cos(angle) + rows * np.sin(angle) - rng.uniform(-0.6, 0.6)
    dark = rng.uniform(0.45, 1)
    light = dark + (1 - dark) / (1 + np.exp(-np.clip(across / softness, -50, 50)))
    light *= 1 - rng.uniform(0, 0.2) * (rows**2 + columns**2) / 2
    tint = rng.uniform([0.85, 0.85, 0.75], 1.0)
    noisy = colours * light[..., None] * tint + rng.normal(0, rng.uniform(1, 6), colours.shape)
    as_bytes: npt.NDArray[np.uint8] = np.clip(noisy, 0, 255).astype(np.uint8)
    return as_bytes
