"""The detector that a training makes by itself: fitted, chosen and evaluated without drawings by people."""

from pathlib import Path

import numpy as np

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.calibration.calibrate import Seen, scores_of, with_levels
from digitpad.core.calibration.detector_examples import OTHERS, examples_task
from digitpad.core.calibration.detector_training import Rng, fit_detector_task, keys_of
from digitpad.core.dataset import Datasets
from digitpad.core.images import kept_as_bytes
from digitpad.core.models.model import Model
from digitpad.core.network import Floats
from digitpad.core.recognition.rejection import Detector
from digitpad.core.tasks import Progress, Task, part_of_task

# Half a second of work, once the examples are made. Twice as many steps refuse a twentieth more of what is no digit.
_STEPS = 400
_BATCH = {"images": 128, "digits": 128, "others": 235, "pictures": 21}
_IMAGES = 6000
_SHIFTED = Augmentation(shift=1.0)
_MOST_NUMBERS = 10_000_000  # of the hidden layer, of each kind: with very many hidden units there are fewer examples
_MOST_IMAGES = 4000
_FEWEST_IMAGES = 200  # half of them to choose the levels by, and half to evaluate them with


def can_have_detector(model: Model, data: Datasets) -> bool:
    """Whether the model reads digits, and there are validation images enough to choose by how strict it may be."""
    return not model.classes and data.validation is not None and len(data.validation) >= _FEWEST_IMAGES


def trained_detector_task(model: Model, data: Datasets, seed: int, examples: Path, compiled: bool) -> Task[Detector]:
    """A detector for the model, fitted on training images of `data` and on the `examples` of that file.

    What the hidden layer makes of them all is computed once. The levels are chosen by half of the validation images and
    of made-up digits, as by two devices, and evaluated on the other halves.
    """
    network = model.network
    made = yield from part_of_task(examples_task(examples, compiled), 0, 0.4)
    rng = np.random.default_rng([seed, 9])
    rows = rng.integers(len(data.training), size=_IMAGES)
    images = augmented(data.training.X[rows], keys_of(_IMAGES, rng), _SHIFTED, compiled=False)
    pools: list[Floats] = []
    for X in (images, *map(kept_as_bytes, (made.digits, made.others, made.pictures))):
        some = X[: max(_MOST_NUMBERS // network.hidden_units, 1)]
        pools.append(network.forward(some).A2)
        yield Progress(0.4 + 0.05 * len(pools))
    sizes = list(_BATCH.values())
    labels = np.repeat(np.array([0, 0, 1, 1], np.float32), sizes)

    def draw(rng: Rng) -> tuple[Floats, Floats]:
        parts = zip(pools, sizes, strict=True)
        return np.concatenate([A2[rng.integers(len(A2), size=size)] for A2, size in parts]), labels

    fitted = yield from part_of_task(fit_detector_task(draw, _STEPS, seed), 0.6, 0.95)
    digits, others = (
        scores_of(network, fitted, Seen(kept_as_bytes(pixels)[:], by_rule))
        for pixels, by_rule in (
            (made.unmet_digits, made.unmet_digits_by_rule),
            (made.unmet_others, made.unmet_others_by_rule),
        )
    )
    assert data.validation
    X = data.validation.X[:_MOST_IMAGES]
    seen = scores_of(network, fitted, Seen(X, np.zeros(len(X), np.bool_)))
    evaluating = np.concatenate([digits[1::2], seen[1::2]])
    return with_levels(fitted, [digits[::2], seen[::2]], evaluating, others.reshape(-1, OTHERS))
