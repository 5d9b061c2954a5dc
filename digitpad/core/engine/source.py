"""The images a training learns from, varied anew in each epoch if that is wanted."""

from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import Augmenter
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import derived, key_of
from digitpad.core.engine.engine import Engine
from digitpad.core.network import CLASSES, Floats, Labels
from digitpad.core.synthetic.drawn_digits import DrawnDigits, drawings_per_epoch
from digitpad.core.training.settings import ClassWeights

_AUGMENTATION = 3  # what these random numbers are for; the engines' dropout has others


class TrainingImages:
    """X (n, 784) and y (n,), less `origin`, in the form an engine takes; prepared once if they stay as they are.

    With `drawn`, as many drawings join each epoch as make up the `share` of its images.
    """

    def __init__(self, X: Floats, y: Labels, origin: float, drawn: DrawnDigits | None = None, share: float = 0) -> None:
        self._X = np.require(X, requirements=["C", "W"])  # as kernels take them; once, not for each few steps
        self._origin = X.dtype.type(origin)
        self._y = y
        self._drawn = drawn if share else None
        self._drawings = drawings_per_epoch(len(y), share) if self._drawn else 0
        self._prepared: Any = None
        self._prepared_for: Engine | None = None

    def __len__(self) -> int:
        """How many images an epoch has."""
        return len(self._y) + self._drawings

    @property
    def labels(self) -> Labels:
        """The labels of an epoch; the drawings' are those of the first epoch."""
        drawn = self._drawn.y[np.arange(self._drawings) % len(self._drawn)] if self._drawn else self._y[:0]
        return np.concatenate([self._y, drawn])

    def batches(
        self,
        engine: Engine,
        rows: npt.NDArray[np.intp],
        augmentation: Augmentation,
        seed: int,
        epoch: int,
        compiled: bool,
    ) -> tuple[Any, Labels, npt.NDArray[np.intp]]:
        """Prepared images, their labels, and where among them the images `rows` lie.

        How an image is varied depends on the seed, the epoch and the image, not on what it is taken together with.
        """
        if not augmentation.active and not self._drawn:
            if self._prepared_for is not engine:
                self._prepared, self._prepared_for = engine.prepare(self._X - self._origin), engine
            return self._prepared, self._y, rows
        variation = make_augmenter(augmentation, seed, epoch, float(self._origin))
        if not self._drawn:
            return engine.vary(self._X, self._y, rows, variation)
        X, y = self._with_drawings(self._drawn, rows, variation, epoch, compiled)
        return engine.prepare(X), y, np.arange(len(rows))

    def _with_drawings(
        self, drawn: DrawnDigits, rows: npt.NDArray[np.intp], variation: Augmenter, epoch: int, compiled: bool
    ) -> tuple[Floats, Labels]:
        """Images and labels of the rows, of which those beyond the training set are drawings."""
        n = len(self._y)
        pixels = rows < n
        X, y = np.empty((len(rows), self._X.shape[1]), self._X.dtype), np.empty(len(rows), np.int64)
        X[pixels] = variation.of(self._X, rows[pixels], compiled)
        y[pixels] = self._y[rows[pixels]]
        which = (rows[~pixels] - n + epoch * self._drawings) % len(drawn)
        X[~pixels] = drawn.images(which, derived(variation.key, rows[~pixels]), compiled) - self._origin
        y[~pixels] = drawn.y[which]
        return X, y


def make_augmenter(augmentation: Augmentation, seed: int, epoch: int, origin: float = 0.0) -> Augmenter:
    """How the images are varied in an epoch of a training."""
    return Augmenter(augmentation, key_of(seed, _AUGMENTATION, epoch), origin)


def class_weights(y: Labels, kind: ClassWeights) -> Floats:
    """Factors (10,) on the cost of each digit: all 1, or such that each digit in y counts alike, with 1 on average."""
    weights = np.ones(CLASSES)
    if kind == "balanced":
        digits, counts = np.unique(y, return_counts=True)
        weights[digits] = len(y) / (len(digits) * counts)
    return weights
