"""The way of a single image through the network."""

import numpy as np

from digitpad.core.compiling import kernel
from digitpad.core.engine.output_kernel import activate, logits

_NO_KEY = np.uint64(0)


@kernel
def forward_one(x, background, parameters, activation, A1, A2, Z):
    """Fills A1, A2 (1, H) and Z (1, 10), for an image x (784,) of which most is background.

    Of the `parameters` W1, b1, W2t (10, H) and b2, b1 is what A1 would be for the background alone.
    """
    W1, of_background, W2t, b2 = parameters
    pixels, n = np.empty(len(x) + 1, np.uint16), 0
    for p in range(len(x)):  # without a branch, which the processor could not foresee
        pixels[n] = p
        n += x[p] != background
    sums = A1[0]
    sums[:] = of_background
    for k in range(n):
        ink, row = x[pixels[k]] - background, W1[pixels[k]]
        for j in range(len(sums)):
            sums[j] += ink * row[j]
    activate(1, len(sums), 0.0, _NO_KEY, activation, A1.copy(), A2)
    logits(A2[0], W2t, b2, Z[0])
