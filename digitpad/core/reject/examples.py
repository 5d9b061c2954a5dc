"""What the detector learns from: digits of many hands, and drawings and pictures of everything else."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import Keys
from digitpad.core.drawing.bitmap import normalise_bitmap
from digitpad.core.drawing.non_digits.kinds import FITTED
from digitpad.core.drawing.non_digits.pictures import picture
from digitpad.core.drawing.non_digits.placing import side_by_side
from digitpad.core.drawing.normalise import Normalisation, to_input
from digitpad.core.drawing.rasterise import Path
from digitpad.core.drawing.render import PackedDrawings
from digitpad.core.errors import DataError
from digitpad.core.network import Floats
from digitpad.core.training.drawn_digits import LabelledPaths, drawn_digits, varied

Rng = np.random.Generator

# How images are varied; drawings are varied as in a training.
_IMAGES = Augmentation(shift=0.5, rotation=12, scale=0.12, shear=0.2, elastic=4.5, thickness=0.3)
_REAL_PAIRS = 0.15  # of the drawings of no digit: two digits of real hands side by side
_PICTURES = 1 / 12  # of what is no digit


@dataclass(frozen=True, eq=False)
class Examples:
    """Pools to draw from. `images` (n, 784) are of digits, `pictures` (n, 784) of none."""

    images: Floats
    digits: PackedDrawings
    others: PackedDrawings
    pictures: Floats
    how: Normalisation

    @classmethod
    def made(
        cls, images: Floats, samples: Sequence[LabelledPaths], how: Normalisation, count: int, seed: int
    ) -> "Examples":
        """`count` drawings of digits, half of them by the hands of `samples` and half made up, and as many others."""
        rng = np.random.default_rng([seed, 5])
        digits = drawn_digits(samples, count, seed).drawings
        kinds, shares = list(FITTED), np.array(list(FITTED.values()))
        others: list[list[Path]] = []
        for kind in rng.choice(len(kinds), count, p=shares / shares.sum()):
            if samples and rng.random() < _REAL_PAIRS:
                pair = rng.integers(len(samples), size=2).tolist()
                others.append(side_by_side([samples[number][1] for number in pair], rng))
            else:
                others.append(kinds[kind](rng))
        pictures = [to_input(each) for _ in range(count // 20 + 1) for each in _as_opened(picture(rng), how)]
        return cls(images, digits, PackedDrawings.of(others), np.concatenate(pictures), how)

    def batch(self, n: int, rng: Rng, compiled: bool) -> tuple[Floats, Floats]:
        """Inputs (4 n, 784) and what they are, 0 for a digit and 1 for none: as many of either."""
        few = round(2 * n * _PICTURES)
        images = augmented(self.images[rng.integers(len(self.images), size=n)], _keys(n, rng), _IMAGES, compiled)
        digits = self._drawn(self.digits, n, rng, compiled)
        others = self._drawn(self.others, 2 * n - few, rng, compiled)
        pictures = self.pictures[rng.integers(len(self.pictures), size=few)]
        return np.concatenate([images, digits, others, pictures]), np.repeat(np.array([0, 1], np.float32), 2 * n)

    def _drawn(self, drawings: PackedDrawings, n: int, rng: Rng, compiled: bool) -> Floats:
        return varied(drawings, rng.integers(len(drawings), size=n), _keys(n, rng), compiled, self.how)


def _keys(n: int, rng: Rng) -> Keys:
    return rng.integers(0, 2**64, size=n, dtype=np.uint64)


def _as_opened(ink: Floats, how: Normalisation) -> list[Floats]:
    """The picture as it is, and as it comes to the network from a file."""
    try:
        return [ink, normalise_bitmap(ink, how)]
    except DataError:  # nothing stands out
        return [ink]
