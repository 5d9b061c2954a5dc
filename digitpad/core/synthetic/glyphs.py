"""Letters and signs, described on a grid and written by an unsteady hand."""

import math
from collections.abc import Mapping

import numpy as np

from digitpad.core.drawing.normalise import Polyline
from digitpad.core.synthetic.pieces import Point, arc, corner, line, smooth

Glyphs = Mapping[str, str]

_TREMBLE = (0.1, 0.3)  # of the control points, in cells of the grid: the standard deviation lies between
_SLANT, _ASPECT = (0.1, 0.2), 0.2  # mean and standard deviation; standard deviation of the logarithm


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


_COLUMNS, _ROWS = 4, 5


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


LATIN: Glyphs = {
    "A": "08 20 48|15 35",
    "A round": "~08 13 20 33 48|05 45",
    "C": "~41 20 04 28 47",
    "E": "40 00 08 48|04 34",
    "E round": "~41 20 02 24 06 28 47",
    "F": "40 00 08|04 34",
    "H": "00 08|40 48|04 44",
    "J": "~40 46 28 06|10 40",
    "K": "00 08|40 04 48",
    "L": "00 08 48",
    "M": "08 00 24 40 48",
    "M round": "~08 01 10 23 28 22 30 41 48",
    "N": "08 00 48 40",
    "P": "00 08|~00 30 42 24 04",
    "R": "00 08|~00 30 42 24 04|24 48",
    "T": "00 40|20 28",
    "U": "~00 06 28 46 40",
    "V": "00 28 40",
    "W": "00 18 22 38 40",
    "W round": "~00 06 18 25 22 25 38 46 40",
    "X": "00 48|40 08",
    "Y": "00 24 40|24 28",
    "a": "~43 23 05 28 46 43|43 48",
    "a printed": "~03 22 43 47 48|~44 14 06 18 46",
    "ae": "~03 13 24 28 18 07 15 25 45 33 23 26 38 48",
    "d": "40 48|~44 13 06 18 46",
    "e": "~06 45 33 13 06 18 47",
    "f": "~40 20 22 28|03 43",
    "h": "00 08|~05 23 45 48",
    "h looped": "~08 14 30 20 12 08 15 23 36 38 47",
    "i": "23 28|20 21",
    "j": "~23 28 09|20 21",
    "k": "00 08|43 05 48",
    "m": "03 08|~05 13 25 28|~25 33 45 48",
    "n": "03 08|~05 23 45 48",
    "n round": "~03 08 05 23 34 38 47",
    "p": "02 09|~03 32 44 36 06",
    "r": "03 08|~05 23 43",
    "t": "~20 26 38 47|03 43",
    "u": "~03 06 28 46|43 48",
    "v": "03 28 43",
    "w": "03 18 24 38 43",
    "x": "03 48|43 08",
    "x round": "~03 14 26 38 47|~44 33 26 18 07",
}


SIGNS: Glyphs = {
    "plus": "20 28|04 44",
    "equals": "03 43|05 45",
    "asterisk": "20 28|02 46|42 06",
    "hash": "10 18|30 38|03 43|05 45",
    "question": "~02 20 42 24 26|27 28",
    "exclamation": "20 26|27 28",
    "percent": "40 08|~10 02 13 22 10|~36 25 38 47 36",
    "and": "~47 12 20 32 06 28 45",
    "at": "~34 23 15 36 33 36 45 42 20 03 18 48",
    "less": "40 04 48",
    "hat": "06 20 46",
    "tilde": "~04 12 24 36 44",
    "bracket": "30 10 18 38",
    "closing bracket": "10 30 38 18",
    "brace": "~30 20 23 14 25 28 38",
    "arrow": "04 44|22 44 26",
    "arrow back": "44 04|22 04 26",
    "arrow up": "28 20|03 20 43",
    "arrow down": "20 28|05 28 45",
    "tick": "04 28 40",
    "euro": "~41 20 04 28 47|03 33|05 35",
    "pound": "~42 20 13 18 08|07 28 48|05 35",
    "divide": "04 44|21 22|26 27",
    "root": "05 15 28 30 40",
    "sum": "40 00 24 08 48",
    "infinity": "~24 02 06 24 42 46 24",
    "quotes": "11 13|31 33",
    "colon": "22 23|26 27",
    "dots": "06 07|26 27|46 47",
    "double line": "10 18|30 38",
    "triple line": "00 08|20 28|40 48",
}
SHAPES: Glyphs = {
    "heart": "~28 03 10 22 30 43 28",
    "star": "08 20 48 03 43 08",
    "triangle": "08 20 48 08",
    "square": "00 40 48 08 00",
    "half moon": "~30 10 04 18 38 24 30",
    "zigzag": "04 12 16 22 26 32 36 44",
    "steps": "08 06 16 14 24 22 32 30 40",
    "wave": "~04 12 14 26 34 32 44",
    "box in box": "00 40 48 08 00|12 32 36 16 12",
    "grid": "00 40 48 08 00|20 28|04 44",
}
DOODLES: Glyphs = {
    "house": "08 03 20 43 48 08 03 43",
    "face": "~20 04 28 44 20|12 13|32 33|~15 26 35",
    "envelope": "02 42 48 08 02 25 42",
    "tree": "28 25|05 20 45 05",
    "flower": "~22 11 20 22 30 41 22 34 25 22 14 03 22|24 29",
    "fish": "~04 22 34 26 04|34 42 46 34",
    "man": "~20 11 22 31 20|22 26|04 44|26 09|26 49",
    "sun": "~22 13 26 33 22|20 21|04 05|44 43|28 27|01 12|41 32|08 17|48 37",
    "cup": "03 08 38 33 03|~34 45 36",
    "boat": "06 18 38 46 06|26 20 45",
    "umbrella": "~05 20 45 05|~25 28 19",
    "key": "~12 03 15 24 12|24 44 46|34 36",
    "ladder": "10 18|30 38|12 32|14 34|16 36",
    "snake": "~00 41 02 43 04 45 06",
}
# Of scripts other than those that the detector is evaluated on.
SCRIPTS: Glyphs = {
    "alef": "00 48|~40 43 25|~24 06 08",
    "bet": "~00 30 42 48|08 58",
    "he": "~00 30 42 48|13 18",
    "lamed": "~10 13 43 45 28",
    "mem": "~08 03 11 30 42 48 28|00 12",
    "ayin": "~00 13 37|~40 46 28 09",
    "pe": "~24 23 02 20 42 47 28 08",
    "tsadi": "00 48 08|~40 42 24",
    "qof": "~00 30 42 36|13 19",
    "tav": "~00 30 42 48|10 18 08",
    "ga": "00 20 28|40 48|44 54",
    "na": "00 06 26|40 48|44 54",
    "da": "20 00 06 26|40 48|44 54",
    "ra": "00 20 23 03 06 26|40 48|44 54",
    "ma": "01 21 26 06 01|40 48|44 54",
    "ba": "00 06 26 20|03 23|40 48|44 54",
    "sa": "~10 13 06|~12 24 26|40 48|44 54",
    "a": "~13 02 04 16 24 22 13|40 48|44 54",
    "ja": "00 20 06|12 26|40 48|44 54",
    "ha": "10 11|01 21|~13 04 16 24 13|40 48|44 54",
    "fehu": "00 08|03 40|06 43",
    "uruz": "08 00 43 48",
    "thurisaz": "00 08|02 24 06",
    "kenaz": "00 08|04 40",
    "hagalaz": "00 08|40 48|03 45",
    "naudiz": "20 28|03 45",
    "tiwaz": "20 28|03 20 43",
    "mannaz": "00 08|40 48|00 43|40 03",
    "laguz": "08 00 33",
    "othala": "08 24 42 20 02 24 48",
    "dagaz": "00 08|40 48|00 48|40 08",
    "algiz": "20 28|00 24 40",
    "ayb": "~00 06 28 46 40|46 48",
    "ben": "~08 01 20 32|~04 44",
    "ini": "00 08|~03 22 33 38",
    "vo": "~04 12 22 34 38|~00 08",
    "sha": "~01 21 23 05 18 38|~40 43 48",
    "ka": "00 40|20 28|~24 13 05 16 24|~24 33 45 47",
    "ma deva": "00 40|08 00|04 34|30 38",
    "na deva": "00 50|40 48|44 14|~14 05 16",
}


# Of the scripts on which the detector is evaluated and never fitted.
GREEK: Glyphs = {
    "Gamma": "08 00 40",
    "Lambda": "08 20 48",
    "Xi": "00 40|14 34|08 48",
    "Pi": "08 00 40 48",
    "Psi": "20 28|~00 04 26 44 40",
    "Omega": "08 18|~18 04 20 44 38|38 48",
    "alpha": "~43 26 08 04 22 28 48",
    "eta": "~03 13 14 18|~14 23 34 39",
    "kappa": "13 18|~43 23 15 38 48",
    "lambda": "~00 10 24 38 48|24 08",
    "mu": "03 09|~03 07 28 46 43|~43 47 48",
    "pi": "03 43|13 18|33 38",
    "chi": "03 48|43 08",
    "psi": "22 29|~03 06 27 46 43",
    "omega": "~13 05 08 18 25 28 38 45 33",
}
CYRILLIC: Glyphs = {
    "de": "09 08 48 49|18 20 30 38",
    "zhe": "20 28|00 24 40|08 24 48",
    "i": "00 08 40 48",
    "ka": "00 08|~40 24 04|~04 24 48",
    "em": "08 00 28 40 48",
    "pe": "08 00 40 48",
    "ef": "20 28|~22 02 06 26|~22 42 46 26",
    "tse": "00 08 48 49|30 38",
    "sha": "00 08 48 40|20 28",
    "shcha": "00 08 48 49|20 28|40 48",
    "yu": "00 08|04 14|~30 14 38 44 30",
    "ya": "48 40|~40 10 02 14 44|14 08",
    "yery": "00 08|~04 24 26 28 08|40 48",
}
KANA: Glyphs = {
    "a": "02 42|~20 25 28|~34 18 06 25 45 48 28",
    "ki": "02 42|04 44|10 36|~16 18 38",
    "ke": "~00 04 08|12 42|~30 35 28",
    "sa": "02 42|10 35|~15 18 38",
    "ta": "02 32|~20 13 08|24 44|~26 28 48",
    "ha": "~00 04 08|13 43|~30 37 17 26 48",
    "ma": "02 42|04 44|~20 27 08 16 48",
    "mo": "~10 16 28 46|02 32|04 34",
    "ka": "~02 32 38 28|~10 14 08|40 43",
    "sha": "~00 10 18|04 43",
    "no ki": "20 28|02 42|04 24 08|24 48",
    "ri": "00 05|~40 45 28",
    "mu": "~20 07 48|25 49",
    "ho": "02 42|20 28|14 08|34 48",
}
