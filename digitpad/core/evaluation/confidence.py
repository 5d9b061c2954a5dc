"""Whether probabilities mean what they say, and one number that makes them do so."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.evaluation import CoverageCurve, Predictions, coverage_curve, predict_task
from digitpad.core.network import Floats, Labels, Network, softmax
from digitpad.core.tasks import Progress, Task

BINS = 15
_LARGEST = 100.0


@dataclass(frozen=True, eq=False)
class Reliability:
    """Answers in 15 bins of equal width by their probability (Guo et al. 2017): what they say, and how often they hit.

    `counts` (15,) are the answers in each bin, `confidence` (15,) their mean probability and `accuracy` (15,) the share
    of them that hit, both NaN in an empty bin. `error` is the expected calibration error (Naeini, Cooper and Hauskrecht
    2015): the mean over the answers of the difference, in each answer's bin, between both; 0 without any answers.
    """

    counts: npt.NDArray[np.int64]
    hits: npt.NDArray[np.int64]
    confidence: npt.NDArray[np.float64]
    accuracy: npt.NDArray[np.float64]
    error: float


def reliability(probabilities: npt.NDArray[np.floating], hits: npt.NDArray[np.bool_]) -> Reliability:
    """How probabilities (n,) of the answers compare with whether they hit (n,)."""
    probabilities = np.asarray(probabilities, np.float64)
    bins = np.minimum((probabilities * BINS).astype(np.intp), BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    sums, right = (np.bincount(bins, values, BINS) for values in (probabilities, hits))
    confidence, accuracy = (
        np.divide(total, counts, out=np.full(BINS, np.nan), where=counts > 0) for total in (sums, right)
    )
    error = float(np.abs(sums - right).sum() / max(len(probabilities), 1))
    return Reliability(counts, right.astype(np.int64), confidence, accuracy, error)


def fit_temperature(Z: Floats, y: Labels) -> float:
    """The temperature T, 0.01 to 100, for which softmax(Z / T) has the lowest cross-entropy on labels y (n,).

    Z (n, 10) are logits of images the network was not trained on (Guo et al. 2017). The cross-entropy is convex in 1/T,
    so its slope is halved down to zero. A network is calibrated by dividing its W2 and b2 by T.
    Raises ValueError without images.
    """
    if len(y) == 0:
        raise ValueError("No images to fit a temperature on.")
    Z = np.asarray(Z, np.float64)
    right = Z[np.arange(len(y)), y].mean()
    low, high = 1 / _LARGEST, _LARGEST
    for _ in range(60):
        inverse = np.sqrt(low * high)
        slope = (softmax(Z * inverse) * Z).sum(axis=1).mean() - right
        low, high = (inverse, high) if slope < 0 else (low, inverse)
    return float(1 / np.sqrt(low * high))


def at_temperature(network: Network, temperature: float) -> Network:
    """The network with its logits divided by the temperature: the same digits, other probabilities."""
    T = network.dtype.type(temperature)
    return replace(network, W2=network.W2 / T, b2=network.b2 / T)


@dataclass(frozen=True, eq=False)
class Calibration:
    """Answers with the temperature that fits images kept for validation."""

    temperature: float
    fitted_on: Dataset
    predictions: Predictions
    reliability: Reliability
    coverage: CoverageCurve


def calibrate_task(
    network: Network, predictions: Predictions, dataset: Dataset, validation: Dataset
) -> Task[Calibration]:
    """Fit a temperature on the validation images, and apply it to a network's `predictions` on the data set."""
    if dataset is validation:
        fitted_on = predictions
    else:
        fitted_on = yield from predict_task(network, validation.X, validation.y)
    T = fit_temperature(fitted_on.Z, fitted_on.y)
    yield Progress(1.0)
    after = Predictions.of(predictions.Z, predictions.y, T)
    found = reliability(after.confidence, after.correct)
    return Calibration(T, validation, after, found, coverage_curve(after))
