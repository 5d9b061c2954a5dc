"""Digits drawn afresh from strokes each time they are learned from, so that the network meets many hands and pens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from digitpad.core.counter_random import Keys, derived, uniform
from digitpad.core.dataset import fingerprint_of
from digitpad.core.drawing.normalise import DEFAULT, Normalisation, Polyline, to_input
from digitpad.core.drawing.render import PackedDrawings, render
from digitpad.core.network import PIXELS, Floats, Labels
from digitpad.core.synthetic.styles import as_recorded, in_another_style, procedural_digit, rewritten
from digitpad.core.tasks import Progress, Task, run_to_completion

# How each drawing is varied: degrees, pixels to the side for each of height, and logarithms of factors.
_ROTATION, _SHEAR, _ASPECT, _PEN, _BOX = 15.0, 0.25, 0.2, 0.35, 0.06
_DRAWS = 5
_WRITING = np.array([0])  # the place of the keys for another hand, beside the numbers above
_CHUNK_SIZE = 500  # drawings made at once

LabelledPaths = tuple[int, Sequence[Polyline]]


@dataclass(frozen=True, eq=False)
class DrawnDigits:
    """Drawings with their labels y (n,)."""

    drawings: PackedDrawings
    y: Labels

    def __len__(self) -> int:
        return len(self.y)

    @cached_property
    def fingerprint(self) -> str:
        """A short text that other drawings will hardly have."""
        return fingerprint_of(*vars(self.drawings).values(), self.y)

    def images(self, which: npt.NDArray[np.integer], keys: Keys, compiled: bool = False) -> Floats:
        """Pictures (n, 784) in [-1, 1] of the drawings `which` (n,), each varied as its key (n,) has it."""
        return varied(self.drawings, which, keys, compiled)


def varied(
    drawings: PackedDrawings,
    which: npt.NDArray[np.integer],
    keys: Keys,
    compiled: bool = False,
    normalisation: Normalisation = DEFAULT,
) -> Floats:
    """Pictures (n, 784) in [-1, 1] of the drawings `which` (n,), each varied as its key (n,) has it.

    They are written by another hand, turned, slanted and stretched, all as strokes, and drawn with pens of different
    widths. `compiled` needs Numba, and gives the same to rounding.
    """
    amounts = 2 * uniform(keys, _DRAWS) - 1
    angles = np.radians(_ROTATION) * amounts[:, 0]
    stretch = np.exp(_ASPECT * amounts[:, 2])
    turn = np.array([[np.cos(angles), -np.sin(angles)], [np.sin(angles), np.cos(angles)]]).transpose(2, 0, 1)
    slant = np.zeros((len(which), 2, 2))
    slant[:, 0, 0], slant[:, 1, 1], slant[:, 0, 1] = stretch, 1 / stretch, _SHEAR * amounts[:, 1]
    ink = render(
        rewritten(drawings, which, derived(keys, _WRITING), compiled),
        normalisation,
        affines=turn @ slant,
        pen_widths=normalisation.pen_width * np.exp(_PEN * amounts[:, 3]),
        boxes=normalisation.box * np.exp(_BOX * amounts[:, 4]),
    )
    return to_input(ink).reshape(-1, PIXELS)


def drawn_digits(samples: Sequence[LabelledPaths], count: int, seed: int) -> DrawnDigits:
    """`count` drawings: half of them samples in other styles, half made up; all made up when there are no samples."""
    return run_to_completion(drawn_digits_task(samples, count, seed))


def drawn_digits_task(samples: Sequence[LabelledPaths], count: int, seed: int) -> Task[DrawnDigits]:
    """The same; yields the share made."""
    rng = np.random.default_rng([seed, 2])
    made: list[LabelledPaths] = []
    for number in range(count):
        if samples and number % 2 == 0:
            label, paths = samples[number // 2 % len(samples)]
            paths = in_another_style(label, [np.asarray(path) for path in paths], rng)
        else:
            label, paths = procedural_digit(rng)
        made.append((label, as_recorded(paths, rng)))
        if len(made) % _CHUNK_SIZE == 0:
            yield Progress(len(made) / count)
    return DrawnDigits(PackedDrawings.of(paths for _, paths in made), np.array([label for label, _ in made]))
