"""A network's answers to labelled images, from which everything about its quality is computed: the usual figures of a
classifier, and what else views show.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset, class_names
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, Floats, Labels, Network, cross_entropy, log_softmax, one_hot, softmax
from digitpad.core.scoring import Interval, confusion_matrix, wilson
from digitpad.core.tasks import Progress, Task, chunks, run_to_completion

_CHUNK_SIZE = 1_000
Indices = npt.NDArray[np.intp]
PerDigit = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Predictions:
    """Answers to n images with labels y (n,): logits Z (n, 10), and what follows from them.

    P (n, 10) are the probabilities, `y_pred` (n,) the digits answered, `confidence` (n,) how probable the network held
    them to be, `correct` (n,) whether they are the labels.
    """

    Z: Floats
    y: Labels
    P: Floats
    y_pred: Labels
    confidence: Floats
    correct: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, Z: Floats, y: Labels, temperature: float = 1.0) -> "Predictions":
        """What follows from the logits Z (n, 10), divided by a temperature, for images with labels y (n,)."""
        Z = np.asarray(Z, np.float64) / temperature
        P = softmax(Z)
        y_pred = P.argmax(axis=1)
        return cls(Z, y, P, y_pred, P[np.arange(len(y)), y_pred], y_pred == y)

    def __len__(self) -> int:
        return len(self.y)


def predict_task(network: Network, X: Floats, y: Labels) -> Task[Predictions]:
    """The network's answers to the images X (n, 784) with labels y (n,), some at a time; yields the share done."""
    Z = np.empty((len(y), CLASSES), network.dtype)
    for chunk in chunks(len(y), _CHUNK_SIZE):
        Z[chunk] = network.forward(X[chunk]).Z
        yield Progress(chunk.stop / len(y))
    return Predictions.of(Z, y)


def predict(network: Network, X: Floats, y: Labels) -> Predictions:
    """The network's answers to the images X (n, 784) with labels y (n,)."""
    return run_to_completion(predict_task(network, X, y))


class SuspectLabels(NamedTuple):
    """Images (m,) whose label may be wrong, the most suspect first, and the digits (m,) they look like."""

    indices: Indices
    digits: Indices


def misreads(predictions: Predictions, true: int | None = None) -> Indices:
    """The images that were read wrongly, those the network was surest of first; only those labelled `true` if named."""
    wrong = ~predictions.correct
    if true is not None:
        wrong &= predictions.y == true
    return _sorted(np.flatnonzero(wrong), -predictions.confidence)


def answers(predictions: Predictions, true: int, predicted: int) -> Indices:
    """The images labelled `true` that were read as `predicted`: the surest first if wrong, else the least sure."""
    indices = np.flatnonzero((predictions.y == true) & (predictions.y_pred == predicted))
    return _sorted(indices, predictions.confidence if true == predicted else -predictions.confidence)


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


class CoverageCurve(NamedTuple):
    """For each threshold (m,), falling: the share of images answered, and the accuracy on those."""

    thresholds: Floats
    coverage: Floats
    accuracy: Floats


class Covered(NamedTuple):
    """How many images were answered, how many of them correctly, of how many in all."""

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
    confidence, right = predictions.confidence[order], np.cumsum(predictions.correct[order])
    last = np.flatnonzero(np.append(confidence[1:] != confidence[:-1], True))
    return CoverageCurve(confidence[last], (last + 1) / len(order), right[last] / (last + 1))


def covered(predictions: Predictions, threshold: float) -> Covered:
    """What comes of answering only where the confidence is at least `threshold`."""
    answered = predictions.confidence >= threshold
    return Covered(int(answered.sum()), int((answered & predictions.correct).sum()), len(predictions))


@dataclass(frozen=True, eq=False)
class Metrics:
    """Accuracy with its 95 % Wilson interval, cost per image (without weight decay), and figures for each digit.

    `confusion` (10, 10) has true digits in rows. Of the images of a digit, `recall` (10,) is the share read as it; of
    the images read as a digit, `precision` (10,) is the share that are it; `f1` (10,) is the harmonic mean of both.
    A share of no images is NaN.
    """

    n: int
    accuracy: float
    interval: Interval
    cost: float
    confusion: npt.NDArray[np.int64]
    precision: PerDigit
    recall: PerDigit
    f1: PerDigit


def metrics(predictions: Predictions) -> Metrics:
    """The figures of a network on the n images it was evaluated on, n > 0."""
    n = len(predictions)
    confusion = confusion_matrix(predictions.y, predictions.y_pred)
    right, true, predicted = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    return Metrics(
        n,
        float(right.sum() / n),
        wilson(int(right.sum()), n),
        cross_entropy(log_softmax(predictions.Z), one_hot(predictions.y, np.float64)) / n,
        confusion,
        _share(right, predicted),
        _share(right, true),
        _share(2 * right, true + predicted),
    )


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Which model was evaluated on what, its answers, and what takes too long to compute from them while painting."""

    model: Model
    dataset: Dataset
    predictions: Predictions
    metrics: Metrics
    misreads: Indices
    suspects: SuspectLabels
    coverage: CoverageCurve

    @property
    def names(self) -> tuple[str, ...]:
        """Of the ten classes: those of the images, or of what the model learned, or the digits."""
        return class_names(self.dataset.classes, self.model.classes)


def evaluate_task(model: Model, dataset: Dataset) -> Task[Evaluation]:
    """Evaluate a model on the images of a data set."""
    found = yield from predict_task(model.network, dataset.X, dataset.y)
    return Evaluation(
        model, dataset, found, metrics(found), misreads(found), suspect_labels(found), coverage_curve(found)
    )


def _share(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> PerDigit:
    shares: PerDigit = np.divide(part, whole, out=np.full(CLASSES, np.nan), where=whole > 0)
    return shares
