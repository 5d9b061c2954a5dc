"""The kinds of drawings that are no digits, in two lots that must stay apart.

The detector is fitted on those of `FITTED`, and evaluated on those of `HELD_OUT`: how it does on kinds never met is
what counts.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.normalise import Ink, Polyline
from digitpad.core.network import SIDE
from digitpad.core.synthetic.glyphs import (
    CYRILLIC,
    DOODLES,
    GREEK,
    KANA,
    LATIN,
    SCRIPTS,
    SHAPES,
    SIGNS,
    Glyphs,
    one_of,
    symbol,
)
from digitpad.core.synthetic.pieces import arc, line, over, side_by_side, smooth, turned
from digitpad.core.synthetic.styles import procedural_digit

# A line so many times as long as its box crosses itself; of 8,214 digits by 66 people, none was five times as long.
_TANGLED, _MORE_TANGLED = 3.5, 4.5

Kind = Callable[[np.random.Generator], list[Polyline]]
_Field = npt.NDArray[np.float64]


def wander(rng: np.random.Generator) -> list[Polyline]:
    """A smooth or angular line through random places."""
    places = rng.uniform(0, 1, (rng.integers(5, 26), 2)) * [1, rng.uniform(0.5, 1.5)]
    return [_curve(places) if rng.random() < 0.7 else places]


def hatching(rng: np.random.Generator) -> list[Polyline]:
    """To and fro, in one stroke or many."""
    n = int(rng.integers(4, 14))
    path = np.empty((2 * n, 2))
    for end, noise in ((0, 0.06), (1, 0.08)):
        path[end::2, 0] = np.arange(n) / n + rng.normal(0, 0.04, n) + end * rng.uniform(-0.3, 0.3)
        path[end::2, 1] = end + rng.normal(0, noise, n)
    path = turned(path * [rng.uniform(0.4, 1.6), 1], rng.uniform(0, math.pi))
    if rng.random() < 0.3:
        return [path[i : i + 2] for i in range(0, 2 * n, 2)]
    return [_curve(path, 4) if rng.random() < 0.5 else path]


def curls(rng: np.random.Generator) -> list[Polyline]:
    """Loops along a line, as one tries out a pen."""
    n = int(rng.integers(3, 8))
    t = np.linspace(0, 2 * math.pi * n, 14 * n)
    x = t / 6 * rng.uniform(0.1, 1.0) + rng.uniform(0.4, 1.0) * np.cos(t)
    y = rng.uniform(0.6, 1.6) * np.sin(t) + rng.uniform(-0.05, 0.05) * t
    return [turned(np.stack([x, y], axis=1), rng.uniform(-0.8, 0.8))]


def jumble(rng: np.random.Generator) -> list[Polyline]:
    """Several short strokes anywhere."""
    strokes = []
    for _ in range(rng.integers(3, 10)):
        x, y = rng.uniform(0, 1, 2)
        angle, length = rng.uniform(0, 2 * math.pi), rng.uniform(0.15, 0.8)
        strokes.append(line(x, y, x + length * math.cos(angle), y + length * math.sin(angle), rng.normal(0, 0.25)))
    return strokes


def bends(rng: np.random.Generator) -> list[Polyline]:
    """A line of several arcs, each bent otherwise than the one before."""
    x, y, angle = 0.0, 0.0, rng.uniform(0, 2 * math.pi)
    points = [(x, y)]
    for _ in range(rng.integers(4, 12)):
        bend = rng.choice([-1, 1]) * rng.uniform(0.3, 4.5)  # radians over the whole arc
        steps, length = 8, rng.uniform(0.3, 1.5)
        for _ in range(steps):
            angle += bend / steps
            x, y = x + math.cos(angle) * length / steps, y + math.sin(angle) * length / steps
            points.append((x, y))
        if rng.random() < 0.2:
            angle += rng.uniform(-math.pi, math.pi)  # a corner
    return [np.array(points)]


def tangle(rng: np.random.Generator) -> list[Polyline]:
    """A long line whose bend changes evenly between a few random ones."""
    while True:
        n, few = int(rng.integers(60, 260)), int(rng.integers(5, 20))
        bends = rng.normal(0, rng.uniform(0.1, 0.35), few)
        path = _walk(np.cumsum(np.interp(np.linspace(0, few - 1, n), np.arange(few), bends)))
        if n > _TANGLED * np.ptp(path, axis=0).max():
            return [path]


def random_walk(rng: np.random.Generator) -> list[Polyline]:
    """A line that turns by random amounts, so long that it crosses itself: a short one may be any digit."""
    while True:
        n = int(rng.integers(80, 240))
        turn = np.cumsum(rng.normal(0, rng.uniform(0.2, 0.6), n))
        turn += rng.normal(0, 0.25) * np.arange(n) * rng.uniform(0, 1)
        path = _walk(turn)
        if n > _MORE_TANGLED * np.ptp(path, axis=0).max():
            return [path]


def _walk(angles: _Field) -> Polyline:
    """Steps of length 1, in those directions."""
    return np.cumsum(np.stack([np.cos(angles), np.sin(angles)], axis=1), axis=0)


def spiral(rng: np.random.Generator) -> list[Polyline]:
    """Two to five turns, inwards."""
    sweep = rng.choice([-1, 1]) * rng.uniform(600, 1800)
    return [arc(0, 0, 1, rng.uniform(0.6, 1.2), rng.uniform(0, 360), sweep, rng.uniform(0.02, 0.3))]


def _curve(points: Polyline, per_piece: int = 8) -> Polyline:
    return smooth([(float(x), float(y)) for x, y in points], per_piece)


def _glyphs(glyphs: Glyphs) -> Kind:
    return lambda rng: one_of(glyphs, rng)


def _digits(count: int) -> Kind:
    return lambda rng: side_by_side([procedural_digit(rng)[1] for _ in range(count)], rng)


def _word(rng: np.random.Generator) -> list[Polyline]:
    return side_by_side([one_of(LATIN, rng) for _ in range(rng.integers(2, 5))], rng)


def _struck_out(rng: np.random.Generator) -> list[Polyline]:
    scribble = hatching if rng.random() < 0.6 else wander
    return over(procedural_digit(rng)[1], scribble(rng), rng)


# How often each kind is drawn, beside the others.
FITTED: Mapping[Kind, float] = {
    wander: 0.05,
    bends: 0.10,
    hatching: 0.05,
    curls: 0.05,
    jumble: 0.05,
    tangle: 0.10,
    _glyphs(LATIN): 0.26,
    _glyphs(SCRIPTS): 0.14,
    _glyphs(SIGNS): 0.07,
    _glyphs(SHAPES): 0.03,
    _glyphs(DOODLES): 0.04,
    symbol: 0.12,
    _digits(2): 0.17,
    _digits(3): 0.02,
    _word: 0.02,
}
HELD_OUT: Mapping[str, Kind] = {
    "random walks": random_walk,
    "spirals": spiral,
    "digits struck out": _struck_out,
    "Greek letters": _glyphs(GREEK),
    "Cyrillic letters": _glyphs(CYRILLIC),
    "kana": _glyphs(KANA),
}


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
    return 0.5 + 0.5 * np.sin(u * rng.uniform(4, 30) + rng.uniform(0, 6))


def _blobs(_u: _Field, _v: _Field, rng: np.random.Generator) -> _Field:
    """Coarse noise, smoothed."""
    coarse = rng.normal(0, 1, (rng.integers(4, 12),) * 2)
    at, places = np.linspace(0, len(coarse) - 1, SIDE), np.arange(len(coarse))
    tall = np.stack([np.interp(at, places, column) for column in coarse.T])
    field = np.stack([np.interp(at, places, row) for row in tall.T])
    return 1 / (1 + np.exp(-(field + rng.normal(0, 0.5)) * rng.uniform(2, 8)))


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
