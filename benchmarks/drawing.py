"""How long a drawing takes to become the network's picture: in NumPy, compiled, and compiled with many at once.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/drawing.py [ROUNDS]

500 made-up digits of 60 points each; the ways take turns, and the ratios are those of a turn.
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from digitpad.core.drawing.normalise import DEFAULT, normalise
from digitpad.core.drawing.render import PackedDrawings, load_kernel, render, render_one
from digitpad.core.synthetic.styles import procedural_digit

_DRAWINGS = 500
_POINTS = 60


def of_60_points(paths: list[np.ndarray]) -> list[np.ndarray]:
    """The same drawing with points spread evenly over its strokes, 60 in all or a few more."""
    lengths = [np.hypot(*np.diff(path, axis=0).T).sum() for path in paths]
    counts = [max(2, round(_POINTS * length / sum(lengths))) for length in lengths]
    return [evenly(path, count) for path, count in zip(paths, counts, strict=True)]


def evenly(path: np.ndarray, count: int) -> np.ndarray:
    along = np.concatenate([[0], np.hypot(*np.diff(path, axis=0).T).cumsum()])
    places = np.linspace(0, along[-1], count)
    return np.stack([np.interp(places, along, column) for column in path.T], axis=1)


def seconds(way: Callable[[], object]) -> float:
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    rng = np.random.default_rng(0)
    drawings = [of_60_points(procedural_digit(rng)[1]) for _ in range(_DRAWINGS)]
    packed = PackedDrawings.of(drawings)
    if not load_kernel():
        sys.exit("Numba is not installed.")
    ways: dict[str, Callable[[], object]] = {
        "NumPy": lambda: [normalise(each) for each in drawings],
        "compiled, one by one": lambda: [render_one(each, DEFAULT) for each in drawings],
        "compiled, all at once": lambda: render(packed, DEFAULT),
    }
    turns = [[seconds(way) for way in ways.values()] for _ in range(rounds)]
    print(f"{np.mean([sum(map(len, each)) for each in drawings]):.1f} points a drawing, {rounds} rounds")
    for name, times in zip(ways, zip(*turns, strict=True), strict=True):
        each = [1e3 * time / _DRAWINGS for time in times]
        ratio = statistics.median(turn[0] / own for turn, own in zip(turns, times, strict=True))
        print(f"{name:22} {min(each):.4f} ms at best, median {statistics.median(each):.4f}, {ratio:5.1f} times NumPy")


if __name__ == "__main__":
    main()
