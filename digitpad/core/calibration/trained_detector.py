"""The detector that a training makes by itself: fitted, chosen and evaluated without drawings by people."""

import numpy as np

from digitpad.core.calibration.calibrate import Seen, held_out_others, scores_of, with_levels
from digitpad.core.calibration.detector_training import Examples, fit_detector_task
from digitpad.core.dataset import Datasets
from digitpad.core.models.model import Model
from digitpad.core.recognition.rejection import Detector
from digitpad.core.synthetic import procedural_digit
from digitpad.core.synthetic.styles import as_recorded
from digitpad.core.tasks import Progress, Task, part_of_task

# Two seconds of work. Five times as many drawings and steps refuse a tenth more of what is not a digit.
_DRAWINGS, _STEPS, _BATCH = 2000, 400, 128
_MOST_IMAGES = 4000
_FEWEST_IMAGES = 200  # half of them to choose the levels by, and half to evaluate them with
_DIGITS = 1000  # made up, for the same
_OTHERS = 100  # of each kind


def can_have_detector(model: Model, data: Datasets) -> bool:
    """Whether the model reads digits, and there are validation images enough to choose by how strict it may be."""
    return not model.classes and data.validation is not None and len(data.validation) >= _FEWEST_IMAGES


def trained_detector_task(model: Model, data: Datasets, seed: int, compiled: bool) -> Task[Detector]:
    """A detector for the model, fitted on the training images of `data` and on made-up digits and other drawings.

    Its levels are chosen by half of the validation images and of other made-up digits, as by two devices, and
    evaluated on the other halves.
    """
    network, how = model.network, model.normalisation
    making = Examples.made_task(data.training.X, (), how, _DRAWINGS, seed)
    examples = yield from part_of_task(making, 0, 0.45)
    fitting = fit_detector_task(network, examples, _STEPS, seed, compiled, _BATCH)
    fitted = yield from part_of_task(fitting, 0.45, 0.9)
    rng = np.random.default_rng([seed, 9])
    digits = [(label, as_recorded(paths, rng)) for label, paths in (procedural_digit(rng) for _ in range(_DIGITS))]
    made = scores_of(network, fitted, Seen.of([paths for _, paths in digits], how))
    yield Progress(0.93)
    assert data.validation
    images = data.validation.X[:_MOST_IMAGES]
    seen = scores_of(network, fitted, Seen(images, np.zeros(len(images), np.bool_)))
    others = {}
    for kind, drawings in held_out_others(digits, _OTHERS, rng).items():
        yield Progress(0.96)
        others[kind] = scores_of(network, fitted, Seen.of(drawings, how))
    evaluating = np.concatenate([made[1::2], seen[1::2]])
    return with_levels(fitted, [made[::2], seen[::2]], evaluating, others)
