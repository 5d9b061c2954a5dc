"""Letters and signs, described on a grid (resources/glyphs.toml) and written by an unsteady hand."""

import math
import tomllib
from collections.abc import Iterator, Mapping

import numpy as np

from digitpad import paths
from digitpad.core.drawing.normalise import Polyline
from digitpad.core.synthetic.pieces import Point, arc, corner, line, smooth

Glyphs = Mapping[str, str]

_TREMBLE = (0.1, 0.3)  # of the control points, in cells of the grid: the standard deviation lies between
_SLANT, _ASPECT = (0.1, 0.2), 0.2  # mean and standard deviation; standard deviation of the logarithm
_COLUMNS, _ROWS = 4, 5  # of the places where a symbol's strokes begin and end


def written(glyph: str, rng: np.random.Generator) -> list[Polyline]:
    """The strokes (n, 2) of a glyph, each time a little different in its points, its slant and its width.

    A glyph is a text: strokes parted by "|", each a list of points "xy", x from 0 to 4 to the right and y from 0 to 9
    down. A stroke goes straight from point to point, or with a leading "~" in a curve through them.
    """
    sd = rng.uniform(*_TREMBLE)
    slant, aspect = rng.normal(*_SLANT), math.exp(rng.normal(0, _ASPECT))
    strokes = []
    for stroke in glyph.split("|"):
        points = np.array([[int(at[0]), int(at[1])] for at in stroke.removeprefix("~").split()], np.float64)
        points += rng.normal(0, sd, points.shape)
        points[:, 0] = (points[:, 0] - slant * points[:, 1]) * aspect
        controls: list[Point] = [(float(x), float(y)) for x, y in points]
        if not stroke.startswith("~"):
            controls = [twice for x, y in controls for twice in corner(x, y)]
        strokes.append(smooth(controls))
    return strokes


def one_of(glyphs: Glyphs, rng: np.random.Generator) -> list[Polyline]:
    """The strokes of one of the glyphs, each as likely."""
    return written(list(glyphs.values())[rng.integers(len(glyphs))], rng)


def symbol(rng: np.random.Generator) -> list[Polyline]:
    """Three to six strokes: straight, bowed, bent or round, most of them beginning where another one lies."""
    places = [_place(rng)]
    strokes = []
    for _ in range(rng.integers(3, 7)):
        start = places[rng.integers(len(places))] if rng.random() < 0.7 else _place(rng)
        end = _place(rng)
        kind = rng.random()
        if kind < 0.5:
            stroke = line(*start, *end, rng.normal(0, 0.05) if rng.random() < 0.7 else rng.normal(0, 0.35))
        elif kind < 0.8:
            stroke = smooth([start, _place(rng), end])
        else:
            x, y = (np.array(start) + end) / 2
            width, height = rng.uniform(0.1, 0.4, 2)
            stroke = arc(x, y, width, height, rng.uniform(0, 360), rng.choice([-1, 1]) * rng.uniform(150, 380))
        strokes.append(stroke)
        places.append((float(stroke[-1, 0]), float(stroke[-1, 1])))
    return strokes


def _place(rng: np.random.Generator) -> tuple[float, float]:
    x, y = rng.integers(_COLUMNS) / (_COLUMNS - 1), rng.integers(_ROWS) / (_ROWS - 1)
    return float(0.8 * x + rng.normal(0, 0.03)), float(y + rng.normal(0, 0.03))


def _read() -> Iterator[Glyphs]:
    with paths.GLYPHS.open("rb") as file:
        yield from tomllib.load(file).values()


# The last three are those on which the detector is evaluated and never fitted.
LATIN, SIGNS, SHAPES, DOODLES, SCRIPTS, GREEK, CYRILLIC, KANA = _read()
