"""Varying the training images, so that the network learns the digit and not the picture."""

import numpy as np
import numpy.typing as npt

from digitpad.core.network import SIDE, Floats

_BACKGROUND = -1


def shifted(X: Floats, shifts: npt.NDArray[np.intp], most: int) -> Floats:
    """The images X (n, 784), each moved by shifts (n, 2) pixels down and right, none beyond -most..most."""
    n = len(X)
    side = SIDE + 2 * most
    padded = np.full((n, side, side), _BACKGROUND, X.dtype)
    padded[:, most : most + SIDE, most : most + SIDE] = X.reshape(n, SIDE, SIDE)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (SIDE, SIDE), axis=(1, 2))
    moved: Floats = windows[np.arange(n), most - shifts[:, 0], most - shifts[:, 1]]
    return moved.reshape(n, -1)
