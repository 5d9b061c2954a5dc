"""Images as notebooks have them, in the form that the network takes."""

import numpy as np
import numpy.typing as npt

from digitpad.core.network import PIXELS, SIDE, Floats

_ROOM = 1e-6  # that rounding may take beyond a scale's end


def pixels_of(images: npt.ArrayLike) -> Floats:
    """Images (n, 784), (n, 28, 28), (n, 28, 28, 1), (n, 1, 28, 28) or (28, 28) as X (n, 784) float32 in [-1, 1].

    Whole numbers go from 0 (no ink) to 255; others from -1 to 1, from 0 to 1 or from 0 to 255, which can be told apart
    since every image has pixels without ink. Raises ValueError for another shape or other values.
    """
    given = np.asarray(images)
    if given.size == 0 or given.size % PIXELS or given.shape[-1] not in (PIXELS, SIDE, 1):
        raise ValueError(f"the images have the shape {given.shape}, but (n, 784) or (n, 28, 28) is needed")
    if given.dtype.kind not in "biuf":
        raise ValueError(f"the images are of type {given.dtype}, but numbers are needed")
    X: Floats = given.reshape(-1, PIXELS).astype(np.float32)
    low, high = float(X.min()), float(X.max())
    if not (low >= -1 - _ROOM and high <= 255 + _ROOM):
        raise ValueError(f"the pixels go from {low:g} to {high:g}, but -1 to 1, 0 to 1 or 0 to 255 is needed")
    if low < -_ROOM and high > 1 + _ROOM:
        raise ValueError(f"the pixels go from {low:g} to {high:g}; scale them to -1 to 1 first")
    if low < -_ROOM:
        return X
    full = 255 if given.dtype.kind in "iu" or high > 1 + _ROOM else 1
    return X * np.float32(2 / full) - np.float32(1)
