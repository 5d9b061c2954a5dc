"""Characters of no script there is: a few strokes that meet at places of a grid."""

import numpy as np

from digitpad.core.drawing.rasterise import Path
from digitpad.core.drawing.styles.pieces import arc, line, smooth

_COLUMNS, _ROWS = 4, 5


def symbol(rng: np.random.Generator) -> list[Path]:
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
