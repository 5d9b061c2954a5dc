"""The kinds of drawings that are no digits, in two lots that must stay apart.

The detector is fitted on those of `FITTED`, and evaluated on those of `HELD_OUT`: how it does on kinds never met is
what counts.
"""

from collections.abc import Callable, Mapping

import numpy as np

from digitpad.core.drawing.non_digits import scribbles
from digitpad.core.drawing.non_digits.glyphs import Glyphs, one_of
from digitpad.core.drawing.non_digits.held_out_letters import CYRILLIC, GREEK, KANA
from digitpad.core.drawing.non_digits.letters import LATIN
from digitpad.core.drawing.non_digits.placing import over, side_by_side
from digitpad.core.drawing.non_digits.signs import DOODLES, SHAPES, SIGNS
from digitpad.core.drawing.non_digits.symbols import symbol
from digitpad.core.drawing.rasterise import Path
from digitpad.core.drawing.styles import procedural_digit

Kind = Callable[[np.random.Generator], list[Path]]


def _glyphs(glyphs: Glyphs) -> Kind:
    return lambda rng: one_of(glyphs, rng)


def _digits(count: int) -> Kind:
    return lambda rng: side_by_side([procedural_digit(rng)[1] for _ in range(count)], rng)


def _word(rng: np.random.Generator) -> list[Path]:
    return side_by_side([one_of(LATIN, rng) for _ in range(rng.integers(2, 5))], rng)


def _struck_out(rng: np.random.Generator) -> list[Path]:
    scribble = scribbles.hatching if rng.random() < 0.6 else scribbles.wander
    return over(procedural_digit(rng)[1], scribble(rng), rng)


# What part of the drawings is of each kind.
FITTED: Mapping[Kind, float] = {
    scribbles.wander: 0.05,
    scribbles.bends: 0.10,
    scribbles.hatching: 0.05,
    scribbles.curls: 0.05,
    scribbles.jumble: 0.05,
    _glyphs(LATIN): 0.26,
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
