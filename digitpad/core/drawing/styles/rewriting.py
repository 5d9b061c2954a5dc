"""Many drawings written another way at once, by the fastest way there is on this machine."""

import numpy as np
import numpy.typing as npt

from digitpad.core.counter_random import Keys
from digitpad.core.drawing.render import PackedDrawings
from digitpad.core.drawing.styles.writing import written


def rewritten(
    drawings: PackedDrawings, which: npt.NDArray[np.integer], keys: Keys, compiled: bool = False
) -> PackedDrawings:
    """The drawings `which` (n,), each written another way, as its key (n,) has it; see `as_written`.

    Raises IndexError for a drawing that is not there. `compiled` needs Numba; the drawings are the same to rounding.
    """
    indices = np.array(which, np.intp)
    if len(indices) and not 0 <= indices.min() <= indices.max() < len(drawings):
        raise IndexError(f"A drawing is asked for that is not among the {len(drawings)}.")
    if not compiled:
        return PackedDrawings.of([written(drawings.paths(i), key) for i, key in zip(indices, keys, strict=True)])
    # Here, since it imports Numba, which takes half a second.
    from digitpad.core.drawing.styles.writing_kernel import write_many

    firsts, lasts = drawings.drawing_starts[indices], drawings.drawing_starts[indices + 1]
    starts = drawings.path_starts
    drawing_starts = np.concatenate([[0], np.cumsum(lasts - firsts)])
    points = np.empty((int((starts[lasts] - starts[firsts]).sum()), 2))
    path_starts = np.empty(drawing_starts[-1] + 1, np.intp)
    arrays = drawings.points, starts, drawings.drawing_starts
    n = write_many(*arrays, indices, np.array(keys, np.uint64), points, path_starts)
    return PackedDrawings(points[:n], path_starts, drawing_starts)
