"""The detector that a training makes by itself: fitted, chosen and evaluated without drawings by people.

What it is fitted on and judged by, beside the training's own images, does not depend on the training: it is made once
for each machine and lies with the compiled kernels.
"""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.calibration.calibrate import Seen, held_out_others, scores_of, with_levels
from digitpad.core.calibration.detector_training import Examples, Rng, fit_detector_task, keys_of
from digitpad.core.dataset import Datasets
from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.drawing.render import PackedDrawings, load_kernel
from digitpad.core.errors import DataError
from digitpad.core.files import atomic_write
from digitpad.core.images import kept_as_bytes, to_bytes
from digitpad.core.models.model import Model
from digitpad.core.network import PIXELS, Floats
from digitpad.core.readers.npz import read_arrays
from digitpad.core.recognition.rejection import Detector
from digitpad.core.synthetic.styles import as_recorded, procedural_digit
from digitpad.core.tasks import Progress, Task, chunks, part_of_task

Pixels = npt.NDArray[np.uint8]

_SEED = 0
_DRAWINGS, _COPIES = 5000, 2  # of what is no digit; each is written and drawn differently each time
_DIGITS = 1000  # made up, to choose the levels by and to evaluate them with
OTHERS = 100  # of each kind, for the same
_CHUNK_SIZE = 500  # drawn at once
_MOST_BYTES = 40_000_000
# Half a second of work, once the examples are made. Twice as many steps refuse a twentieth more of what is no digit.
_STEPS = 400
_BATCH = {"images": 128, "digits": 128, "others": 235, "pictures": 21}
_IMAGES = 6000
_SHIFTED = Augmentation(shift=1.0)
_MOST_NUMBERS = 10_000_000  # of the hidden layer, of each kind: with very many hidden units there are fewer examples
_MOST_IMAGES = 4000
_FEWEST_IMAGES = 200  # half of them to choose the levels by, and half to evaluate them with


class DetectorExamples(NamedTuple):
    """Images (n, 784) as bytes, and which the simple rules refuse (n,).

    The first three are to be fitted on. The others are to choose and to evaluate levels by: made-up digits, and of each
    kind of other things that the first do not have, OTHERS after one another.
    """

    digits: Pixels
    others: Pixels
    pictures: Pixels
    unmet_digits: Pixels
    unmet_digits_by_rule: npt.NDArray[np.bool_]
    unmet_others: Pixels
    unmet_others_by_rule: npt.NDArray[np.bool_]

    @classmethod
    def read(cls, path: Path) -> "DetectorExamples":
        """Those in the file at `path`. Raises DataError when they are not what was written there."""
        found = cls(**read_arrays(path, cls._fields, DataError, _MOST_BYTES))
        digits, others = found.unmet_digits, found.unmet_others
        ruled = (digits, found.unmet_digits_by_rule), (others, found.unmet_others_by_rule)
        pools = found.digits, found.others, found.pictures, digits, others
        images = all(len(X) and X.dtype == np.uint8 and X.shape[1:] == (PIXELS,) for X in pools)
        rules = all(by_rule.dtype == np.bool_ and by_rule.shape == X.shape[:1] for X, by_rule in ruled)
        if not images or not rules or len(others) % OTHERS:
            raise DataError(f"{path} holds no examples for detectors.")
        return found


def examples_task(path: Path, compiled: bool) -> Task[DetectorExamples]:
    """Read from the file at `path`, or made and kept there if it cannot be read. `compiled` kernels are far faster."""
    try:
        return DetectorExamples.read(path)
    except DataError:
        examples = yield from _made_task(compiled)
    with suppress(OSError):  # then the next training makes them again
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            np.savez_compressed(file, **examples._asdict())
    return examples


def _made_task(compiled: bool) -> Task[DetectorExamples]:
    if compiled:
        load_kernel()
    rng = np.random.default_rng([_SEED, 10])
    none = np.empty((0, PIXELS), np.float32)
    making = Examples.made_task(none, (), DEFAULT, _DRAWINGS, _SEED)
    made = yield from part_of_task(making, 0, 0.5)
    digits_drawn = yield from part_of_task(_drawn_task(made, made.digits, rng, compiled), 0.5, 0.7)
    others_drawn = yield from part_of_task(_drawn_task(made, made.others, rng, compiled), 0.7, 0.9)
    digits = [(label, as_recorded(paths, rng)) for label, paths in (procedural_digit(rng) for _ in range(_DIGITS))]
    yield Progress(0.95)
    others = [drawing for kind in held_out_others(digits, OTHERS, rng).values() for drawing in kind]
    unmet_digits, unmet_others = (Seen.of(each, DEFAULT) for each in ([paths for _, paths in digits], others))
    return DetectorExamples(
        digits_drawn,
        others_drawn,
        to_bytes(made.pictures),
        to_bytes(unmet_digits.X),
        unmet_digits.by_rule,
        to_bytes(unmet_others.X),
        unmet_others.by_rule,
    )


def _drawn_task(made: Examples, drawings: PackedDrawings, rng: Rng, compiled: bool) -> Task[Pixels]:
    which = np.tile(np.arange(len(drawings)), _COPIES)
    pieces = []
    for chunk in chunks(len(which), _CHUNK_SIZE):
        pieces.append(to_bytes(made.drawn(drawings, which[chunk], rng, compiled)))
        yield Progress(chunk.start / len(which))
    return np.concatenate(pieces)


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
