"""A network's answers to labelled images: what everything else about its quality is computed from."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad.core.network import CLASSES, Floats, Labels, Network, softmax
from digitpad.core.work import finished

_AT_ONCE = 1_000


@dataclass(frozen=True, eq=False)
class Predictions:
    """Answers to n images with labels y (n,): logits Z (n, 10), and what follows from them.

    P (n, 10) are the probabilities, `given` (n,) the digits answered, `confidence` (n,) how probable the network held
    them to be, `hits` (n,) whether they are the labels.
    """

    Z: Floats
    y: Labels
    P: Floats
    given: Labels
    confidence: Floats
    hits: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, Z: Floats, y: Labels, temperature: float = 1.0) -> "Predictions":
        """What follows from the logits Z (n, 10), divided by a temperature, for images with labels y (n,)."""
        Z = np.asarray(Z, np.float64) / temperature
        P = softmax(Z)
        given = P.argmax(axis=1)
        return cls(Z, y, P, given, P[np.arange(len(y)), given], given == y)

    def __len__(self) -> int:
        return len(self.y)


def predicting(network: Network, X: Floats, y: Labels) -> Generator[float, None, Predictions]:
    """The network's answers to the images X (n, 784) with labels y (n,), some at a time; yields the share done."""
    Z = np.empty((len(y), CLASSES), network.dtype)
    for start in range(0, len(y), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        Z[part] = network.forward(X[part].astype(network.dtype, copy=False)).Z
        yield min(start + _AT_ONCE, len(y)) / len(y)
    return Predictions.of(Z, y)


def predict(network: Network, X: Floats, y: Labels) -> Predictions:
    """The network's answers to the images X (n, 784) with labels y (n,)."""
    return finished(predicting(network, X, y))
