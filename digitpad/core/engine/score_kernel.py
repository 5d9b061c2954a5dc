"""Cost and confusion matrix on many images, and one image, without Python's lock."""

import numpy as np

from digitpad.core.engine.batch_kernel import copy_row
from digitpad.core.engine.layers_kernel import activate, dense_layer, logits, sparse_layer
from digitpad.core.jit.decorators import jit_entry

_NO_KEY = np.uint64(0)


@jit_entry
def evaluate(network, csr, X, background, labels, activation, A1, A2, row, z, confusion, alive):
    """The summed cost of n images for a padded network; fills `confusion` (10, 10) and `alive` (H,), see Score.

    The images are the rows of `csr`, or X (n, 784), and the other is None; `labels` (n,) are theirs, the
    network is as in kernel_arrays.py. Room for some images: A1 and A2 (some, width), `row` (width,), z (10,).
    """
    W1, b1, W2t, b2 = network
    size, cost = len(A1), 0.0
    for start in range(0, len(labels), size):
        end = min(start + size, len(labels))
        n = end - start
        if csr is not None:
            sparse_layer(n, background, csr.indptr[start:], csr.indices, csr.data, W1, b1, row, A1)
        if X is not None:
            dense_layer(X[start:end], W1, b1, A1)
        activate(n, len(alive), 0.0, _NO_KEY, activation, A1, A2)  # A1 become the derivatives
        for i in range(n):
            label = labels[start + i]
            best, log_sum = logits(A2[i], W2t, b2, z)
            cost += log_sum - z[label]
            confusion[label, best] += 1
            for j in range(len(alive)):
                alive[j] |= A1[i, j] > 0
    return cost


@jit_entry
def forward_one(x, background, parameters, activation, inked, derivatives, A1, A2, Z):
    """Fill A1, A2 (1, H) and Z (1, 10), for an image x (784,) of which most is background.

    Of the `parameters` W1, b1, W2t (10, H) and b2, b1 is what A1 would be for the background alone. `inked` (785,)
    uint16 and `derivatives` (1, H) are room.
    """
    W1, of_background, W2t, b2 = parameters
    n = 0
    for p in range(len(x)):  # without a branch, which the processor could not foresee
        inked[n] = p
        n += x[p] != background
    sums = A1[0]
    copy_row(sums, of_background)
    for k in range(n):
        ink, weights = x[inked[k]] - background, W1[inked[k]]
        for j in range(len(sums)):
            sums[j] += ink * weights[j]
    copy_row(derivatives[0], sums)
    activate(1, len(sums), 0.0, _NO_KEY, activation, derivatives, A2)
    logits(A2[0], W2t, b2, Z[0])
