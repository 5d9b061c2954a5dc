"""The images a training learns from, on the scale its network takes, varied anew in each epoch if that is wanted.

Everywhere else pixels go from -1 to 1.
"""

from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import Augmenter
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import derived, key_of
from digitpad.core.images import ByteImages
from digitpad.core.network import CLASSES, Floats, Labels, Network, fold_background, unfold_background
from digitpad.core.synthetic.drawn_digits import DrawnDigits
from digitpad.core.tasks import chunks

Inputs = Literal["pixels", "ink", "zero-to-one", "standardised"]
_CHUNK_SIZE = 1_000  # images
_AUGMENTATION = 3  # what these random numbers are for; the engines' dropout has others
_SAMPLE = 500
# With more ink than this, products with all pixels are faster than those with the ink alone.
_SPARSE = 0.4


class InputScale(NamedTuple):
    """For a pixel x from -1 to 1 the network in training takes (x - origin) * factor."""

    origin: float = 0.0
    factor: float = 1.0

    def of(self, X: Floats) -> Floats:
        """A copy of the images X (n, 784), on this scale."""
        return self.rescale(X[:] - X.dtype.type(self.origin))

    def rescale(self, X: Floats) -> Floats:
        """The images X (n, 784), from which the origin is taken off already, on this scale: changed in place."""
        if self.factor != 1:
            X *= X.dtype.type(self.factor)
        return X

    def undone(self, X: Floats) -> Floats:
        """Images X (n, 784) on this scale, from -1 to 1 again."""
        return X / X.dtype.type(self.factor) + X.dtype.type(self.origin)

    def fold(self, network: Network) -> Network:
        """The network that does with images on this scale what `network` does with those from -1 to 1."""
        folded = fold_background(network, self.origin)
        if self.factor != 1:
            return replace(folded, W1=folded.W1 / network.dtype.type(self.factor))
        return folded

    def unfold(self, network: Network) -> Network:
        """The network that does with images from -1 to 1 what `network` does with those on this scale."""
        if self.factor != 1:
            network = replace(network, W1=network.W1 * network.dtype.type(self.factor))
        return unfold_background(network, self.origin)


_ZERO_TO_ONE = InputScale(-1.0, 0.5)
# By the mean and the standard deviation of MNIST's training images, 0.1307 and 0.3081 of full ink.
_STANDARDISED = InputScale(2 * 0.1307 - 1, 0.5 / 0.3081)


def input_scale(inputs: Inputs, background: float, X: Floats | None = None) -> InputScale:
    """The scale of that name for images with this background, which is 0 if they have none.

    Standardised are pixels by the mean and the standard deviation of all those of the training images X (n, 784), or of
    MNIST's where there are none.
    """
    if inputs == "standardised":
        return _STANDARDISED if X is None else _standardising(X)
    return {"pixels": InputScale(), "ink": InputScale(background), "zero-to-one": _ZERO_TO_ONE}[inputs]


def _standardising(X: Floats) -> InputScale:
    total = squares = 0.0
    for rows in chunks(len(X), _CHUNK_SIZE):
        some = X[rows].astype(np.float64)
        total += float(some.sum())
        squares += float(np.square(some).sum())
    n = len(X) * X.shape[1]
    variance = squares / n - (total / n) ** 2
    return InputScale(total / n, variance**-0.5 if variance > 0 else 1.0)


class InputSparsity(NamedTuple):
    """The pixel value that images have most often, and the fraction of pixels that have another."""

    background: float
    ink: float

    @property
    def sparse(self) -> bool:
        """Whether so little of the images is ink that there is a background to speak of."""
        return self.ink < _SPARSE


def measure_sparsity(X: Floats) -> InputSparsity:
    """Measured on up to 500 of the images X (n, 784), taken at equal distances."""
    sample = X[:: max(1, len(X) // _SAMPLE)]
    values, counts = np.unique(sample, return_counts=True)
    return InputSparsity(float(values[counts.argmax()]), float(1 - counts.max() / sample.size))


class TrainingSource:
    """Images X (n, 784) and labels y (n,), varied anew in each epoch; `augmentation` may be replaced between steps.

    ByteImages become numbers a few batches at a time, by `batch`.

    With `drawn`, as many drawings join each epoch as make up the `drawn_fraction` of its images. Pixels are on the
    `scale` that `inputs` names; ink is counted from the background, if the images have one. On that scale they have the
    `sparsity` that is given here. `class_weights` (10,) are factors on the cost of each digit: all 1, or with
    `balanced` such that all digits count alike.
    """

    def __init__(
        self,
        X: Floats,
        y: Labels,
        seed: int,
        augmentation: Augmentation,
        inputs: Inputs = "pixels",
        drawn: DrawnDigits | None = None,
        drawn_fraction: float = 0.0,
        balanced: bool = False,
    ) -> None:
        # As kernels take them; once, not for each few steps.
        self.X = X if isinstance(X, ByteImages) else np.require(X, requirements=["C", "W"])
        self.y = y
        self.seed = seed
        self.augmentation = augmentation
        sparsity = measure_sparsity(X)
        self.scale = input_scale(inputs, sparsity.background if sparsity.sparse else 0.0, X)
        background = np.full((1, 1), sparsity.background, X.dtype)
        self.sparsity = sparsity._replace(background=float(self.scale.of(background)[0, 0]))
        self.drawn = drawn if drawn_fraction else None
        self._drawings = drawings_per_epoch(len(y), drawn_fraction) if self.drawn else 0
        labels = y
        if self.drawn:  # those of the first epoch
            labels = np.concatenate([y, self.drawn.y[np.arange(self._drawings) % len(self.drawn)]])
        self.class_weights = class_weights(labels, balanced)

    def __len__(self) -> int:
        """How many images an epoch has."""
        return len(self.y) + self._drawings

    def augmenter(self, epoch: int) -> Augmenter:
        """How the images are varied in an epoch."""
        return make_augmenter(self.augmentation, self.seed, epoch, self.scale.origin)

    def batch(self, rows: npt.NDArray[np.integer[Any]], epoch: int, compiled: bool) -> tuple[Floats, Labels]:
        """Images (k, 784), on the source's scale, and labels (k,) of the rows (k,) of an epoch.

        Rows beyond the images are drawings. How an image is varied depends on the seed, the epoch and the image, not on
        what it is taken together with. `compiled` needs Numba, and gives the same to rounding.
        """
        if not self.drawn and not self.augmentation.active:
            X = self.X.take(rows, 0, mode="clip")
            if self.scale.origin:
                X -= X.dtype.type(self.scale.origin)
            return self.scale.rescale(X), self.y[rows]
        augmenter = self.augmenter(epoch)
        if not self.drawn:
            return self.scale.rescale(augmenter.of(self.X, rows, compiled)), self.y[rows]
        n, drawing = len(self.y), rows >= len(self.y)
        X, y = np.empty((len(rows), self.X.shape[1]), self.X.dtype), np.empty(len(rows), np.int64)
        X[~drawing] = self.scale.rescale(augmenter.of(self.X, rows[~drawing], compiled))
        y[~drawing] = self.y[rows[~drawing]]
        which = (rows[drawing] - n + epoch * self._drawings) % len(self.drawn)
        X[drawing] = self.scale.of(self.drawn.images(which, derived(augmenter.key, rows[drawing]), compiled))
        y[drawing] = self.drawn.y[which]
        return X, y


def make_augmenter(augmentation: Augmentation, seed: int, epoch: int, origin: float = 0.0) -> Augmenter:
    """How the images are varied in an epoch of a training."""
    return Augmenter(augmentation, key_of(seed, _AUGMENTATION, epoch), origin)


def drawings_per_epoch(images: int, fraction: float) -> int:
    """How many drawings join that many images to be that fraction of all."""
    return round(images * fraction / (1 - fraction))


def class_weights(y: Labels, balanced: bool) -> Floats:
    """Factors (10,) on the cost of each digit: all 1, or such that each digit in y counts alike, with 1 on average."""
    weights = np.ones(max(CLASSES, int(y.max()) + 1))
    if balanced:
        digits, counts = np.unique(y, return_counts=True)
        weights[digits] = len(y) / (len(digits) * counts)
    return weights
