"""Synthetic pictures as programs export them: tiny, blown up, of two colours, in thin and thick pens, scaled."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageFilter

from benchmarks.picture_kinds import Colour, Field, Rng, Shape, page, size_of
from digitpad.core.pictures.branches import thinned
from digitpad.core.pictures.labelling import grown


def _plain(shape: Shape, rng: Rng, size: tuple[int, int], part: tuple[float, float] = (0.4, 0.9)) -> Image.Image:
    """Black on white or the other way round."""
    paper, ink = (1.0, 0.0) if rng.random() < 0.6 else (0.0, 1.0)
    return _image(page(shape, rng, size, part, np.full(3, paper), np.full(3, ink)).colours)


def _image(colours: Field) -> Image.Image:
    return Image.fromarray((np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8))


def tiny(shape: Shape, rng: Rng) -> Image.Image:
    side = int(rng.choice([24, 28, 32, 40, 48, 64]))
    return _plain(shape, rng, (side, side + int(rng.integers(0, 9))), (0.6, 0.9))


def blown_up(shape: Shape, rng: Rng) -> Image.Image:
    """28 pixels wide, each of which became a block."""
    small = _plain(shape, rng, (28, 28), (0.65, 0.8))
    side = 28 * int(rng.integers(4, 30))
    return small.resize((side, side), Image.Resampling.NEAREST)


def two_colours(shape: Shape, rng: Rng) -> Image.Image:
    """Without soft edges, in a palette."""
    return _plain(shape, rng, size_of(rng, 40, 700)).convert("1", dither=Image.Dither.NONE).convert("P")


def thin_pen(shape: Shape, rng: Rng) -> Image.Image:
    """A line of one to three pixels on a large canvas."""
    wide = int(rng.integers(0, 2))
    line: Shape = lambda height, rng: grown(thinned(shape(height, rng) > 0.5), wide).astype(np.float64)  # noqa: E731
    return _plain(line, rng, size_of(rng, 200, 900))


def thick_pen(shape: Shape, rng: Rng) -> Image.Image:
    """A brush of about a sixth of the digit's height."""

    def brush(height: int, rng: Rng) -> Field:
        by = max(1, round(height * rng.uniform(0.02, 0.04)))
        ink = np.pad(shape(height - 2 * by, rng), by)
        return np.asarray(_image(ink).filter(ImageFilter.MaxFilter(2 * by + 1)), np.float64) / 255

    return _plain(brush, rng, size_of(rng, 100, 700))


def coloured(shape: Shape, rng: Rng) -> Image.Image:
    """Any colour on any other that differs enough to be seen."""
    paper, ink = np.zeros(3), np.zeros(3)
    while _apart(paper, ink) < 0.3:
        paper, ink = rng.uniform(0, 1, (2, 3))
    return _image(page(shape, rng, size_of(rng, 60, 700), (0.35, 0.85), paper, ink).colours)


def _apart(one: Colour, other: Colour) -> float:
    return float(np.abs((one - other) @ [0.299, 0.587, 0.114]))


def fading(shape: Shape, rng: Rng) -> Image.Image:
    """On a ground that goes from one light colour to another."""
    height, width = size_of(rng, 100, 700)
    one, other = rng.uniform(0.55, 1, (2, 3))
    ground = one + np.linspace(0, 1, height)[:, None, None] * (other - one)
    ink = page(shape, rng, (height, width), (0.35, 0.85), np.zeros(3), np.ones(3)).ink[..., None]
    return _image(ground + ink * (rng.uniform(0, 0.2, 3) - ground))


def compressed(shape: Shape, rng: Rng) -> Image.Image:
    """Scaled down and up again, as messengers and pages do."""
    image = _plain(shape, rng, size_of(rng, 200, 900))
    small = image.resize([max(24, round(side * rng.uniform(0.1, 0.3))) for side in image.size])
    return small.resize(image.size, Image.Resampling.BILINEAR)


def wide_canvas(shape: Shape, rng: Rng) -> Image.Image:
    """Small on a canvas that is several times as wide as high, or the other way round."""
    long, short = int(rng.integers(600, 1600)), int(rng.integers(80, 200))
    return _plain(shape, rng, (short, long) if rng.random() < 0.7 else (long, short), (0.4, 0.8))


EXPORTS: Mapping[str, Callable[[Shape, Rng], Image.Image]] = {
    each.__name__.replace("_", " "): each
    for each in (tiny, blown_up, two_colours, thin_pen, thick_pen, coloured, fading, compressed, wide_canvas)
}
