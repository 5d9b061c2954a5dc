"""How well a model reads images: the usual figures of a classifier, and what else views show."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset, class_names
from digitpad.core.evaluation.confidence import CoverageCurve, coverage_curve
from digitpad.core.evaluation.predictions import (
    Indices,
    Predictions,
    SuspectLabels,
    misreads,
    predict_task,
    suspect_labels,
)
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, cross_entropy, log_softmax, one_hot
from digitpad.core.scoring import Interval, confusion_matrix, wilson
from digitpad.core.tasks import Task

PerDigit = npt.NDArray[np.float64]


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
    confusion = confusion_matrix(predictions.y, predictions.given)
    right, true, given = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    return Metrics(
        n,
        float(right.sum() / n),
        wilson(int(right.sum()), n),
        cross_entropy(log_softmax(predictions.Z), one_hot(predictions.y, np.float64)) / n,
        confusion,
        _share(right, given),
        _share(right, true),
        _share(2 * right, true + given),
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
