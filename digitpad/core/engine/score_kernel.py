"""Cost and confusion matrix on many images, without Python's lock."""

import numpy as np

from digitpad.core.engine.batch_kernel import aligned_zeros, copy_ink, copy_pixels
from digitpad.core.engine.layers_kernel import activate, dense_layer, logits, sparse_layer
from digitpad.core.jit.decorators import jit_entry
from digitpad.core.network import CLASSES, PIXELS

_NO_KEY = np.uint64(0)


@jit_entry
def evaluate(network, images, most_ink, labels, size, activation, confusion, alive):
    """The summed cost of all images for a padded network; fills `confusion` (10, 10) and `alive` (H,), see Score."""
    W1, b1, W2t, b2 = network
    sparse, background = images.sparse, images.background
    like, width = W1[0], len(b1)
    A1, A2 = aligned_zeros(size, width, like), aligned_zeros(size, width, like)
    base, z = aligned_zeros(1, width, like)[0], aligned_zeros(1, CLASSES, like)[0]
    starts, pixels, values = np.empty(size + 1, np.int64), np.empty(most_ink, np.uint16), np.empty(most_ink, like.dtype)
    X = aligned_zeros(1 if sparse else size, PIXELS, like)
    cost = 0.0
    for start in range(0, len(labels), size):
        rows = np.arange(start, min(start + size, len(labels)))
        n = len(rows)
        if sparse:
            copy_ink(images.starts, images.pixels, images.values, rows, starts, pixels, values)
            sparse_layer(n, background, starts, pixels, values, W1, b1, base, A1)
        else:
            copy_pixels(images.X, rows, X)
            dense_layer(X[:n], W1, b1, A1[:n])
        activate(n, len(alive), 0.0, _NO_KEY, activation, A1, A2)  # A1 become the slopes
        for i in range(n):
            label = labels[start + i]
            best, log_sum = logits(A2[i], W2t, b2, z)
            cost += log_sum - z[label]
            confusion[label, best] += 1
            for j in range(len(alive)):
                alive[j] |= A1[i, j] > 0
    return cost


_ONE_IMAGE_KERNEL_NO_KEY = np.uint64(0)


@jit_entry
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
    activate(1, len(sums), 0.0, _ONE_IMAGE_KERNEL_NO_KEY, activation, A1.copy(), A2)
    logits(A2[0], W2t, b2, Z[0])
