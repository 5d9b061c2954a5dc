"""How accurate a network is when it may decline to answer."""

from typing import NamedTuple

import numpy as np

from digitpad.core.evaluation.predictions import Predictions
from digitpad.core.intervals import Interval, wilson
from digitpad.core.network import Floats


class CoverageCurve(NamedTuple):
    """For each threshold (m,), falling: the share of images answered, and the accuracy on those."""

    thresholds: Floats
    coverage: Floats
    accuracy: Floats


class Covered(NamedTuple):
    """How many images were answered, how many of them rightly, of how many in all."""

    answered: int
    right: int
    n: int

    @property
    def coverage(self) -> float:
        return self.answered / self.n

    @property
    def accuracy(self) -> float | None:
        """On the images answered; None if there are none."""
        return self.right / self.answered if self.answered else None

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the accuracy."""
        return wilson(self.right, self.answered)


def coverage_curve(predictions: Predictions) -> CoverageCurve:
    """Accuracy against coverage (El-Yaniv and Wiener 2010): only answers of at least the threshold's confidence count.

    There is a point for each confidence that occurs.
    """
    order = np.argsort(-predictions.confidence, kind="stable")
    confidence, right = predictions.confidence[order], np.cumsum(predictions.hits[order])
    last = np.flatnonzero(np.append(confidence[1:] != confidence[:-1], True))
    return CoverageCurve(confidence[last], (last + 1) / len(order), right[last] / (last + 1))


def covered(predictions: Predictions, threshold: float) -> Covered:
    """What comes of answering only where the confidence is at least `threshold`."""
    answered = predictions.confidence >= threshold
    return Covered(int(answered.sum()), int((answered & predictions.hits).sum()), len(predictions))
