"""How well a network reads a set of images."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.network import CLASSES, Network, cross_entropy, log_softmax, one_hot

_AT_ONCE = 1_000


@dataclass(frozen=True, eq=False)
class Score:
    """Result on n images: cost per image (without weight decay) and confusion (10, 10), true digits in rows."""

    cost: float
    confusion: npt.NDArray[np.int64]

    @property
    def n(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.confusion) / self.n)


def score(network: Network, dataset: Dataset) -> Score:
    """The network's cost and confusion matrix on a data set, a thousand images at a time."""
    cost = 0.0
    confusion: npt.NDArray[Any] = np.zeros((CLASSES, CLASSES), np.int64)
    for start in range(0, len(dataset), _AT_ONCE):
        y = dataset.y[start : start + _AT_ONCE]
        X = dataset.X[start : start + _AT_ONCE].astype(network.dtype, copy=False)
        log_P = log_softmax(network.forward(X).Z)
        cost += cross_entropy(log_P, one_hot(y, network.dtype))
        np.add.at(confusion, (y, log_P.argmax(axis=1)), 1)
    return Score(cost / len(dataset), confusion)
