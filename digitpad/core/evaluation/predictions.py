"""A network's answers to labelled images: what everything else about its quality is computed from."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.network import CLASSES, Floats, Labels, Network, softmax
from digitpad.core.tasks import Progress, Task, run_to_completion

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


def predict_task(network: Network, X: Floats, y: Labels) -> Task[Predictions]:
    """The network's answers to the images X (n, 784) with labels y (n,), some at a time; yields the share done."""
    Z = np.empty((len(y), CLASSES), network.dtype)
    for start in range(0, len(y), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        Z[part] = network.forward(X[part].astype(network.dtype, copy=False)).Z
        yield Progress(min(start + _AT_ONCE, len(y)) / len(y))
    return Predictions.of(Z, y)


def predict(network: Network, X: Floats, y: Labels) -> Predictions:
    """The network's answers to the images X (n, 784) with labels y (n,)."""
    return run_to_completion(predict_task(network, X, y))


Indices = npt.NDArray[np.intp]


class SuspectLabels(NamedTuple):
    """Images (m,) whose label may be wrong, the most suspect first, and the digits (m,) they look like."""

    indices: Indices
    digits: Indices


def misreads(predictions: Predictions, true: int | None = None) -> Indices:
    """The images that were read wrongly, those the network was surest of first; only those labelled `true` if named."""
    wrong = ~predictions.hits
    if true is not None:
        wrong &= predictions.y == true
    return _sorted(np.flatnonzero(wrong), -predictions.confidence)


def answers(predictions: Predictions, true: int, given: int) -> Indices:
    """The images with the label `true` that were read as `given`: the surest first if wrong, else the least sure."""
    indices = np.flatnonzero((predictions.y == true) & (predictions.given == given))
    return _sorted(indices, predictions.confidence if true == given else -predictions.confidence)


def suspect_labels(predictions: Predictions) -> SuspectLabels:
    """The labels that are likely wrong, by confident learning (Northcutt, Jiang and Chuang 2021, section 3).

    A digit j is held to be in an image with confidence if P_j is at least its average over the images labelled j. The
    label is suspect if the most probable of these digits is another one (an off-diagonal entry of the paper's confident
    joint). Images are ranked by their normalised margin, the label's P less that of the digit they look like.
    A network that has learned from the very images has learned their wrong labels too, and finds few of them.
    """
    P, y = predictions.P, predictions.y
    counts = np.bincount(y, minlength=CLASSES)
    labelled = P[np.arange(len(y)), y]
    sums = np.bincount(y, labelled, CLASSES)
    averages = np.divide(sums, counts, out=np.full(CLASSES, np.inf), where=counts > 0)
    confident = np.where(averages <= P, P, -1.0)
    digits = confident.argmax(axis=1)
    suspect = np.flatnonzero((confident.max(axis=1) >= 0) & (digits != y))
    indices = _sorted(suspect, labelled - P[np.arange(len(y)), digits])
    return SuspectLabels(indices, digits[indices])


def _sorted(indices: Indices, keys: npt.NDArray[np.floating]) -> Indices:
    return indices[np.argsort(keys[indices], kind="stable")]
