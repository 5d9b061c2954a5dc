"""The arrays that a detector is kept in, and their checks: nothing read is trusted."""

from pathlib import Path
from typing import Any

import numpy as np

from digitpad.core.errors import ModelError
from digitpad.core.network import Network
from digitpad.core.readers.npz import Arrays
from digitpad.core.reject.detector import Detector, Level

ARRAYS = ("detector_V1", "detector_c1", "detector_V2", "detector_c2", "detector_levels")
MOST_UNITS = 256
_MOST_LEVELS = 100


def arrays_of(detector: Detector) -> Arrays:
    """The detector as arrays by their names; the number of its level is not among them."""
    weights = detector.V1, detector.c1, detector.V2, np.array(detector.c2)
    return dict(zip(ARRAYS, (*weights, np.array(detector.levels, np.float64)), strict=True))


def detector_from(path: Path, arrays: Arrays, level: Any, network: Network) -> Detector | None:
    """The detector that `arrays_of` took apart, for this network; None when the file has none.

    Raises ModelError for anything that is not a sound detector.
    """
    found = [name for name in ARRAYS if name in arrays]
    if not found:
        return None
    if len(found) < len(ARRAYS):
        missing = ", ".join(name for name in ARRAYS if name not in found)
        raise ModelError(f"{path}: its detector lacks {missing}; run digitpad calibrate again.")
    V1, c1, V2, c2, levels = (arrays[name] for name in ARRAYS)
    units = c1.shape[0] if c1.ndim == 1 else 0
    shapes = (network.hidden_units, units), (units,), (units,), (), (len(levels) if levels.ndim else 0, 3)
    dtypes = (network.dtype,) * 3 + (np.dtype(np.float64),) * 2
    for name, shape, dtype in zip(ARRAYS, shapes, dtypes, strict=True):
        array = arrays[name]
        if array.shape != shape or array.dtype != dtype or not np.isfinite(array).all():
            raise ModelError(
                f"{path}: {name} is {array.dtype} {array.shape}, but finite numbers, {dtype} {shape}, are needed; "
                "run digitpad calibrate again."
            )
    falling = (np.diff(levels[:, 0]) <= 0).all() and (levels[:, 1:] >= 0).all() and (levels[:, 1:] <= 1).all()
    if not (1 <= units <= MOST_UNITS and 1 <= len(levels) <= _MOST_LEVELS and falling):
        raise ModelError(f"{path}: its detector has no sound size or levels; run digitpad calibrate again.")
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level < len(levels):
        raise ModelError(f"{path}: its detector has no level {level!r}; run digitpad calibrate again.")
    return Detector(V1, c1, V2, float(c2), tuple(Level(*map(float, row)) for row in levels), level)
