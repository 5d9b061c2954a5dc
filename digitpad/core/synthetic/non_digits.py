"""The kinds of drawings that are no digits, in two lots that must stay apart.

The detector is fitted on those of `FITTED`, and evaluated on those of `HELD_OUT`: how it does on kinds never met is
what counts.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.rasterise import Ink, Polyline
from digitpad.core.network import SIDE
from digitpad.core.synthetic import procedural_digit, scribbles
from digitpad.core.synthetic.glyph_tables import DOODLES, LATIN, SCRIPTS, SHAPES, SIGNS
from digitpad.core.synthetic.glyphs import Glyphs, one_of, symbol
from digitpad.core.synthetic.held_out_letters import CYRILLIC, GREEK, KANA
from digitpad.core.synthetic.pieces import over, side_by_side

Kind = Callable[[np.random.Generator], list[Polyline]]


def _glyphs(glyphs: Glyphs) -> Kind:
    return lambda rng: one_of(glyphs, rng)


def _digits(count: int) -> Kind:
    return lambda rng: side_by_side([procedural_digit(rng)[1] for _ in range(count)], rng)


def _word(rng: np.random.Generator) -> list[Polyline]:
    return side_by_side([one_of(LATIN, rng) for _ in range(rng.integers(2, 5))], rng)


def _struck_out(rng: np.random.Generator) -> list[Polyline]:
    scribble = scribbles.hatching if rng.random() < 0.6 else scribbles.wander
    return over(procedural_digit(rng)[1], scribble(rng), rng)


# How often each kind is drawn, beside the others.
FITTED: Mapping[Kind, float] = {
    scribbles.wander: 0.05,
    scribbles.bends: 0.10,
    scribbles.hatching: 0.05,
    scribbles.curls: 0.05,
    scribbles.jumble: 0.05,
    _glyphs(LATIN): 0.26,
    _glyphs(SCRIPTS): 0.14,
    _glyphs(SIGNS): 0.07,
    _glyphs(SHAPES): 0.03,
    _glyphs(DOODLES): 0.04,
    symbol: 0.12,
    _digits(2): 0.14,
    _digits(3): 0.02,
    _word: 0.02,
}
HELD_OUT: Mapping[str, Kind] = {
    "random walks": scribbles.random_walk,
    "spirals": scribbles.spiral,
    "digits struck out": _struck_out,
    "Greek letters": _glyphs(GREEK),
    "Cyrillic letters": _glyphs(CYRILLIC),
    "kana": _glyphs(KANA),
}


_Field = npt.NDArray[np.float64]


def picture(rng: np.random.Generator) -> Ink:
    """Ink (28, 28), 0 to 1, of one kind or another, at times with noise on it."""
    rows, columns = (np.mgrid[0:SIDE, 0:SIDE] - (SIDE - 1) / 2) / (SIDE / 2)
    angle = rng.uniform(0, math.pi)
    u = columns * math.cos(angle) + rows * math.sin(angle)
    v = rows * math.cos(angle) - columns * math.sin(angle)
    kinds = _shape, _stripes, _blobs, _noise, _silhouette
    ink = kinds[rng.integers(len(kinds))](u, v, rng)
    if rng.random() < 0.3:
        ink = ink + rng.normal(0, 0.1, ink.shape) * (ink > 0.05)
    return np.clip(ink, 0, 1).astype(np.float32)


def _shape(u: _Field, v: _Field, rng: np.random.Generator) -> _Field:
    """A superellipse, from a star to nearly a rectangle, of even or uneven grey."""
    power, width, height = rng.uniform(0.8, 6), rng.uniform(0.3, 0.9), rng.uniform(0.3, 0.9)
    inside = np.abs(u / width) ** power + np.abs(v / height) ** power < 1
    return inside * (rng.uniform(0.4, 1) + rng.normal(0, 0.3) * u)


def _stripes(u: _Field, _v: _Field, rng: np.random.Generator) -> _Field:
    stripes: _Field = 0.5 + 0.5 * np.sin(u * rng.uniform(4, 30) + rng.uniform(0, 6))
    return stripes


def _blobs(_u: _Field, _v: _Field, rng: np.random.Generator) -> _Field:
    """Coarse noise, smoothed."""
    coarse = rng.normal(0, 1, (rng.integers(4, 12),) * 2)
    at, places = np.linspace(0, len(coarse) - 1, SIDE), np.arange(len(coarse))
    tall = np.stack([np.interp(at, places, column) for column in coarse.T])
    field = np.stack([np.interp(at, places, row) for row in tall.T])
    blobs: _Field = 1 / (1 + np.exp(-(field + rng.normal(0, 0.5)) * rng.uniform(2, 8)))
    return blobs


def _noise(u: _Field, _v: _Field, rng: np.random.Generator) -> _Field:
    return np.where(rng.random(u.shape) < rng.uniform(0.05, 0.6), rng.random(u.shape), 0)


def _silhouette(u: _Field, v: _Field, rng: np.random.Generator) -> _Field:
    """Several rectangles together."""
    ink = np.zeros(u.shape)
    for _ in range(rng.integers(2, 6)):
        (x, y), (width, height) = rng.uniform(-0.5, 0.5, 2), rng.uniform(0.15, 0.6, 2)
        inside = (np.abs((u - x) / width) < 1) & (np.abs((v - y) / height) < 1)
        ink = np.maximum(ink, inside * rng.uniform(0.4, 1))
    return ink
