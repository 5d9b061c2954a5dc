"""The hidden layer's sums for a single image."""

import numpy as np

from digitpad.core.compiling import kernel


@kernel
def add_ink(x, background, W1, A1):
    """Add (x - background) W1 to A1 (H,), for an image x (784,) of which most is background."""
    pixels, n = np.empty(len(x) + 1, np.uint16), 0
    for p in range(len(x)):  # without a branch, which the processor could not foresee
        pixels[n] = p
        n += x[p] != background
    for k in range(n):
        ink, row = x[pixels[k]] - background, W1[pixels[k]]
        for j in range(len(A1)):
            A1[j] += ink * row[j]
