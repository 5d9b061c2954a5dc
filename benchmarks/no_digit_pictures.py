"""Synthetic pictures on which no digit is: letters, text, charts, filled shapes, scenes."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.picture_kinds import Field, Rng, drawn, paint_program, photograph, scan, size_of, taken, vignette
from digitpad.core.synthetic.glyphs import LATIN, SHAPES, SIGNS, one_of


def _glyph(height: int, rng: Rng) -> Field:
    table = (LATIN, SIGNS, SHAPES)[rng.integers(3)]
    return drawn(one_of(table, rng), height, rng)


def a_letter(rng: Rng) -> Image.Image:
    """A letter, a sign or a shape, drawn, on any kind of picture."""
    kinds = [photograph, scan, paint_program, vignette]
    return kinds[rng.integers(len(kinds))](_glyph, rng)


def a_text(rng: Rng) -> Image.Image:
    height, width = size_of(rng, 200, 700)
    image = Image.new("L", (width, height), 250)
    draw, size = ImageDraw.Draw(image), int(rng.integers(12, 60))
    for y in range(10, height, round(1.4 * size)):
        words = " ".join("".join(rng.choice(list("abcdefghiklmnoprstuw"), rng.integers(2, 9))) for _ in range(20))
        draw.text((10, y), words, fill=20, font=ImageFont.load_default(size))
    return image


def a_chart(rng: Rng) -> Image.Image:
    height, width = size_of(rng, 200, 600)
    image = Image.new("RGB", (width, height), "white")
    draw, n = ImageDraw.Draw(image), int(rng.integers(3, 9))
    draw.line([(30, 10), (30, height - 20), (width - 10, height - 20)], fill="black", width=2)
    tops, step = rng.uniform(20, height - 40, n), (width - 60) / n
    if rng.random() < 0.5:
        for i, top in enumerate(tops):
            draw.rectangle([40 + i * step, top, 40 + (i + 0.7) * step, height - 22], fill=(30, 90, 170))
    else:
        draw.line([(40 + i * step, top) for i, top in enumerate(tops)], fill=(200, 60, 20), width=4)
    return image


def a_solid(rng: Rng) -> Image.Image:
    """A filled outline, as of clothes, a hand or a sign, on plain ground."""
    height, width = size_of(rng, 60, 600)
    angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(5, 14)))
    radii = rng.uniform(0.3, 1, len(angles)) * 0.45 * min(height, width)
    image = Image.new("L", (width, height), int(rng.choice([0, 255, 230])))
    outline = [(width / 2 + r * np.cos(a), height / 2 + r * np.sin(a)) for a, r in zip(angles, radii, strict=True)]
    ImageDraw.Draw(image).polygon(outline, fill=int(rng.integers(60, 190)))
    return taken(np.repeat(np.asarray(image, np.float64)[..., None] / 255, 3, axis=2), rng)


def a_scene(rng: Rng) -> Image.Image:
    """Smooth blobs of many brightnesses."""
    height, width = size_of(rng, 100, 700)
    coarse = Image.fromarray(rng.integers(0, 256, (int(rng.integers(4, 20)), int(rng.integers(4, 20)), 3), np.uint8))
    return coarse.resize((width, height), Image.Resampling.BICUBIC)


NON_DIGITS: Mapping[str, Callable[[Rng], Image.Image]] = {
    "letters and signs": a_letter,
    "printed text": a_text,
    "charts": a_chart,
    "filled shapes": a_solid,
    "scenes": a_scene,
}
