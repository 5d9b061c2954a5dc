"""Synthetic pictures of a digit on a page that is seen whole: a note on a table, a canvas in a window."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.picture_kinds import Field, Rng, Shape, page, size_of, taken


def note_on_table(shape: Shape, rng: Rng) -> Image.Image:
    """From an angle, on grained wood that is darker, or as often lighter, than the note."""
    notes, woods = rng.uniform(0.6, 0.95, 3), rng.uniform(0.05, 0.4) * np.array([1, 0.85, 0.7])
    if rng.random() < 0.5:
        notes, woods = rng.uniform(0.25, 0.5, 3), rng.uniform(0.75, 0.95) * np.array([1, 0.95, 0.9])
    dark = float(notes.mean()) > 0.55
    ink = rng.uniform(0, 0.25, 3) if dark else rng.uniform(0, 0.06, 3)
    sheet = page(shape, rng, size_of(rng, 200, 600), (0.35, 0.8), notes, ink).colours
    height, width = sheet.shape[:2]
    above, below, left, right = (round(max(height, width) * each) for each in rng.uniform(0.06, 0.4, 4))
    rows, columns = np.mgrid[: height + above + below, : width + left + right]
    grain = 1 + 0.05 * np.sin(rows / rng.uniform(5, 30) + columns / rng.uniform(30, 300))
    table = np.clip(woods * grain[..., None], 0, 1)
    table[above : above + height, left : left + width] = sheet
    return taken(_from_an_angle(table, woods, rng), rng)


def _from_an_angle(colours: Field, around: Field, rng: Rng) -> Field:
    """Turned by up to 4° and sheared as much."""
    image = Image.fromarray((np.clip(colours, 0, 1) * 255).astype(np.uint8))
    turn, shear = np.deg2rad(rng.uniform(-4, 4, 2))
    a, b, d, e = np.cos(turn), np.sin(turn) + np.tan(shear), -np.sin(turn), np.cos(turn)
    x, y = image.width / 2, image.height / 2
    way = (a, b, x - a * x - b * y, d, e, y - d * x - e * y)
    fill = tuple(int(each) for each in np.clip(around, 0, 1) * 255)
    turned = image.transform(image.size, Image.Transform.AFFINE, way, resample=Image.Resampling.BICUBIC, fillcolor=fill)
    return np.asarray(turned, np.float64) / 255


def canvas_in_window(shape: Shape, rng: Rng) -> Image.Image:
    """A screenshot of a paint program: the canvas among grey, a bar with a few buttons above."""
    canvas = page(shape, rng, size_of(rng, 150, 600), (0.4, 0.85), np.ones(3), rng.uniform(0, 0.3, 3)).colours
    height, width = canvas.shape[:2]
    bar, side = int(rng.integers(30, 90)), int(rng.integers(10, 60))
    grey = rng.uniform(0.1, 0.8)
    window = np.full((height + bar + side, width + 2 * side, 3), grey)
    window[bar : bar + height, side : side + width] = canvas
    image = Image.fromarray((window * 255).astype(np.uint8))
    draw, size = ImageDraw.Draw(image), bar // 3
    for x in range(size, min(width, 12 * size), 2 * size):
        draw.rectangle([x, size, x + size, 2 * size], outline=(230, 230, 230) if grey < 0.5 else (40, 40, 40))
    return image


ON_PAGES: Mapping[str, Callable[[Shape, Rng], Image.Image]] = {
    "note on table": note_on_table,
    "canvas in window": canvas_in_window,
}
