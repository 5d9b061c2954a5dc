"""What the detectors of trainings are fitted on and judged by, beside a training's own images.

It does not depend on the training: it is made once for each machine and lies with the compiled kernels.
"""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.calibration.calibrate import Seen, held_out_others
from digitpad.core.calibration.detector_training import Examples, Rng
from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.drawing.render import PackedDrawings, load_kernel
from digitpad.core.errors import DataError
from digitpad.core.files import atomic_write
from digitpad.core.images import to_bytes
from digitpad.core.network import PIXELS
from digitpad.core.readers.npz import read_arrays
from digitpad.core.synthetic.styles import as_recorded, procedural_digit
from digitpad.core.tasks import Progress, Task, chunks, part_of_task

Pixels = npt.NDArray[np.uint8]

_SEED = 0
_DRAWINGS, _COPIES = 5000, 2  # of what is no digit; each is written and drawn differently each time
_DIGITS = 1000  # made up, to choose the levels by and to evaluate them with
OTHERS = 100  # of each kind, for the same
_CHUNK_SIZE = 500  # drawn at once
_MOST_BYTES = 40_000_000


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
