"""Cost and confusion matrix on many images, without Python's lock."""

import numpy as np

from digitpad.core.compiling import kernel
from digitpad.core.engine.batch_kernel import copy_pixels
from digitpad.core.engine.hidden_kernel import dense_layer, sparse_layer
from digitpad.core.engine.ink_kernel import copy_ink, sheet
from digitpad.core.engine.output_kernel import activate, logits
from digitpad.core.network import CLASSES, PIXELS

_NO_KEY = np.uint64(0)


@kernel
def evaluate(network, images, most_ink, labels, size, activation, confusion, alive):
    """The summed cost of all images for a padded network; fills `confusion` (10, 10) and `alive` (H,), see Score."""
    W1, b1, W2t, b2 = network
    sparse, background = images.sparse, images.background
    like, width = W1[0], len(b1)
    A1, A2 = sheet(size, width, like), sheet(size, width, like)
    base, z = sheet(1, width, like)[0], sheet(1, CLASSES, like)[0]
    starts, pixels, values = np.empty(size + 1, np.int64), np.empty(most_ink, np.uint16), np.empty(most_ink, like.dtype)
    X = sheet(1 if sparse else size, PIXELS, like)
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
