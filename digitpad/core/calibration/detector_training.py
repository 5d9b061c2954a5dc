"""What the detector learns from: digits of many hands, and drawings and pictures of everything else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import Keys
from digitpad.core.drawing.normalise import Normalisation, Polyline, to_input
from digitpad.core.drawing.render import PackedDrawings
from digitpad.core.engine.optimisers import update
from digitpad.core.engine.steps import StepConfig, rates_of
from digitpad.core.errors import DataError
from digitpad.core.network import Floats, Network
from digitpad.core.pictures.normalise import normalise_bitmap
from digitpad.core.recognition.rejection import Detector
from digitpad.core.synthetic.drawn_digits import LabelledPaths, drawn_digits_task, varied
from digitpad.core.synthetic.non_digits import FITTED, picture
from digitpad.core.synthetic.pieces import side_by_side
from digitpad.core.tasks import Progress, Task, part_of_task

Rng = np.random.Generator
Indices = npt.NDArray[np.integer]

# How images are varied; drawings are varied as in a training.
_IMAGES = Augmentation(shift=0.5, rotation=12, scale=0.12, shear=0.2, elastic=4.5, thickness=0.3)
_REAL_PAIRS = 0.25  # of the drawings of no digit: two digits of real hands side by side
_PICTURES = 1 / 12  # of what is not a digit
_CHUNK_SIZE = 100  # drawings made at once
_BATCH = 512

# Draws a batch: hidden activations A2 (n, H), and what they are of (n,), 0 for a digit and 1 for anything else.
HiddenBatch = Callable[[Rng], tuple[Floats, Floats]]
# The detector is a committee whose members begin otherwise and learn from the same batches: their mean is better than
# one of as many units. Each has so many hidden units; and how they learn.
_MEMBERS, _UNITS = 4, 32
_LEARNING_RATE = 2e-3
_FOCUS = 3  # the power of the slope: 1 for the cross-entropy
_CONFIG = StepConfig.of("adam", "relu", "mean", beta2=0.99)


@dataclass(frozen=True, eq=False)
class Examples:
    """Pools to draw from. `images` (n, 784) are of digits, `pictures` (n, 784) of none."""

    images: Floats
    digits: PackedDrawings
    others: PackedDrawings
    pictures: Floats
    normalisation: Normalisation

    @classmethod
    def made_task(
        cls, images: Floats, samples: Sequence[LabelledPaths], normalisation: Normalisation, count: int, seed: int
    ) -> "Task[Examples]":
        """`count` drawings of digits, half of them by the hands of `samples` and half made up, and as many others."""
        rng = np.random.default_rng([seed, 5])
        digits = (yield from part_of_task(drawn_digits_task(samples, count, seed), 0, 0.4)).drawings
        kinds, shares = list(FITTED), np.array(list(FITTED.values()))
        others: list[list[Polyline]] = []
        for kind in rng.choice(len(kinds), count, p=shares / shares.sum()):
            if len(others) % _CHUNK_SIZE == 0:
                yield Progress(0.4 + 0.4 * len(others) / count)
            if samples and rng.random() < _REAL_PAIRS:
                pair = rng.integers(len(samples), size=2).tolist()
                others.append(side_by_side([samples[number][1] for number in pair], rng))
            else:
                others.append(kinds[kind](rng))
        pictures: list[Floats] = []
        many = count // 20 + 1
        for number in range(many):
            pictures += map(to_input, _as_opened(picture(rng), normalisation))
            yield Progress(0.8 + 0.2 * number / many)
        return cls(images, digits, PackedDrawings.of(others), np.concatenate(pictures), normalisation)

    def batch(self, n: int, rng: Rng, compiled: bool) -> tuple[Floats, Floats]:
        """Inputs (4 n, 784) and what they are, 0 for a digit and 1 for none: as many of either."""
        few = round(2 * n * _PICTURES)
        images = augmented(self.images[rng.integers(len(self.images), size=n)], keys_of(n, rng), _IMAGES, compiled)
        digits, others = (
            self.drawn(each, rng.integers(len(each), size=size), rng, compiled)
            for each, size in ((self.digits, n), (self.others, 2 * n - few))
        )
        pictures = self.pictures[rng.integers(len(self.pictures), size=few)]
        return np.concatenate([images, digits, others, pictures]), np.repeat(np.array([0, 1], np.float32), 2 * n)

    def batches(self, count: int, seed: int, compiled: bool) -> Iterator[Floats]:
        """Inputs (512, 784) of some batches, as the detector learns from."""
        rng = np.random.default_rng([seed, 8])
        for _ in range(count):
            yield self.batch(_BATCH // 4, rng, compiled)[0]

    def hidden(self, network: Network, compiled: bool, batch_size: int = _BATCH) -> HiddenBatch:
        """What to fit a detector of that network on."""

        def draw(rng: Rng) -> tuple[Floats, Floats]:
            X, t = self.batch(batch_size // 4, rng, compiled)
            return network.forward(X).A2, t

        return draw

    def drawn(self, drawings: PackedDrawings, which: Indices, rng: Rng, compiled: bool) -> Floats:
        """Inputs (k, 784) of the drawings `which` (k,), each varied."""
        return varied(drawings, which, keys_of(len(which), rng), compiled, self.normalisation)


def keys_of(n: int, rng: Rng) -> Keys:
    """Random keys (n,) to vary images and drawings by."""
    return rng.integers(0, 2**64, size=n, dtype=np.uint64)


def _as_opened(ink: Floats, normalisation: Normalisation) -> list[Floats]:
    """The picture as it is, and as it comes to the network from a file."""
    try:
        return [ink, normalise_bitmap(ink, normalisation)]
    except DataError:  # nothing stands out
        return [ink]


def fit_detector_task(draw: HiddenBatch, steps: int, seed: int) -> Task[Detector]:
    """The fitted detector, which has no levels yet.

    A digit's label is 0, that of anything else 1; the learning rate falls along a cosine.
    """
    rng = np.random.default_rng([seed, 6])
    # The hidden layer's numbers are brought to about 1; the factor goes into V1 in the end.
    A2, _ = draw(rng)
    H, dtype = A2.shape[1], A2.dtype
    unit = dtype.type(1 / (A2.std() + 1e-6))
    shapes = (
        ((H, _MEMBERS, _UNITS), 0.1 / np.sqrt(H)),
        ((_MEMBERS, _UNITS), 0.0),
        ((_MEMBERS, _UNITS), 0.2),
        ((_MEMBERS,), 0.0),
    )
    weights = [rng.normal(0, sd, shape).astype(dtype) for shape, sd in shapes]
    first, second = ([np.zeros_like(each) for each in weights] for _ in range(2))
    for step in range(1, steps + 1):
        A2, t = draw(rng)
        rates = rates_of(_CONFIG, _LEARNING_RATE * (1 + cos(pi * step / steps)) / 2, step)
        for w, g, m, v in zip(weights, _gradients(A2 * unit, t, *weights), first, second, strict=True):
            update(w, g, m, v, _CONFIG, rates, 0.0)
        yield Progress(step / steps)
    V1, c1, V2, c2 = weights
    share = _FOCUS / _MEMBERS
    return Detector(V1.reshape(H, -1) * unit, c1.ravel(), share * V2.ravel(), share * float(c2.sum()), (), 0)


def _gradients(A2: Floats, t: Floats, V1: Floats, c1: Floats, V2: Floats, c2: Floats) -> list[Floats]:
    """With respect to the weights of each member k, of the mean cost of labels t (n,) whose slope is cubed.

    V1 is (H, k, u), c1 and V2 (k, u), c2 (k,). The slope is that of the cross-entropy, so what is far from right counts
    most (as in Lin et al. 2017, "Focal loss for dense object detection"). With a share p of labels 1, cubes that
    cancel, p (1 - q)**3 = (1 - p) q**3, leave q a third of the logarithm of the odds.
    """
    hidden = np.maximum(np.tensordot(A2, V1, 1) + c1, 0)
    scores = (hidden * V2).sum(axis=2) + c2
    slope = (1 / (1 + np.exp(-scores)) - t[:, None]) ** _FOCUS / t.dtype.type(len(t))
    back = slope[:, :, None] * V2 * (hidden > 0)
    return [np.tensordot(A2.T, back, 1), back.sum(axis=0), (hidden * slope[:, :, None]).sum(axis=0), slope.sum(axis=0)]
