"""What an idle hand draws: lines to and fro, curls, strokes anywhere."""

import math

import numpy as np

from digitpad.core.drawing.rasterise import Polyline
from digitpad.core.synthetic.pieces import arc, line, smooth, turned

_TANGLED = 4.5  # a line so many times as long as its box


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


def random_walk(rng: np.random.Generator) -> list[Polyline]:
    """A line that turns by random amounts, so long that it crosses itself: a short one may be any digit."""
    while True:
        n = int(rng.integers(80, 240))
        turn = np.cumsum(rng.normal(0, rng.uniform(0.2, 0.6), n))
        turn += rng.normal(0, 0.25) * np.arange(n) * rng.uniform(0, 1)
        path = np.cumsum(np.stack([np.cos(turn), np.sin(turn)], axis=1), axis=0)
        if n > _TANGLED * np.ptp(path, axis=0).max():
            return [path]


def spiral(rng: np.random.Generator) -> list[Polyline]:
    """Two to five turns, inwards."""
    sweep = rng.choice([-1, 1]) * rng.uniform(600, 1800)
    return [arc(0, 0, 1, rng.uniform(0.6, 1.2), rng.uniform(0, 360), sweep, rng.uniform(0.02, 0.3))]


def _curve(points: Polyline, per_piece: int = 8) -> Polyline:
    return smooth([(float(x), float(y)) for x, y in points], per_piece)
