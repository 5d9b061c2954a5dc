"""What comes after a run's last step: how good its network is, and a detector of what is no digit."""

import time
from collections.abc import Generator

from digitpad.core import warm_up
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.recognition.rejection import Detector
from digitpad.core.runs.run_events import Evaluating, FittingDetector
from digitpad.core.scoring import score_task
from digitpad.core.tasks import reported

KERNELS = warm_up.Detecting()
_LOOK_EVERY = 0.05  # seconds


def evaluate(network: Network, datasets: Datasets) -> Generator[Evaluating, None, tuple[float, float]]:
    """Its accuracies on training and test images, read in pieces, so that whoever closes the window does not wait."""
    training, test = datasets.training, datasets.test
    in_sample = yield from _accuracy(network, training, 0, len(training) + len(test))
    accuracy = yield from _accuracy(network, test, len(training), len(training) + len(test))
    return in_sample, accuracy


def fit_detector(
    model: Model, datasets: Datasets, seed: int, wait_for_kernels: bool
) -> Generator[FittingDetector, None, Detector | None]:
    """A detector for the model; the one it has, or none, where the data does not allow for another."""
    # Here, since a window that opens trains nothing yet.
    from digitpad.core.calibration.trained_detector import can_have_detector, trained_detector_task

    if model.detector or not can_have_detector(model, datasets):
        return model.detector
    yield FittingDetector(0)
    if wait_for_kernels:
        compiled = warm_up.load(KERNELS)
    else:
        warm_up.prepare_in_background([KERNELS])
        while warm_up.is_preparing(KERNELS):
            yield FittingDetector(0)
            time.sleep(_LOOK_EVERY)
        compiled = warm_up.ready(KERNELS)
    task = trained_detector_task(model, datasets, seed, compiled)
    return (yield from reported(task, FittingDetector))


def _accuracy(network: Network, dataset: Dataset, before: int, total: int) -> Generator[Evaluating, None, float]:
    """`before` are the images of all that were looked at before."""
    scoring = score_task(network, dataset.X, dataset.y)
    result = yield from reported(scoring, lambda done: Evaluating(before + round(done * len(dataset)), total))
    return result.accuracy
