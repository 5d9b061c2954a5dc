"""The hidden layer's sums, with the ink of the images alone or with all their pixels."""

import numpy as np

from digitpad.core.compiling import part
from digitpad.core.engine.ink_kernel import TILE
from digitpad.core.engine.row_sums_kernel import add_product, sum_rows


@part
def sparse_layer(n, background, starts, pixels, values, W1, b1, base, A1):
    """A1 = X W1 + b1 for n images as lists of ink."""
    one = W1.dtype.type(1)
    every, paper = np.arange(0, len(W1), 1, np.uint16), np.full(len(W1), W1.dtype.type(background))
    for low in range(0, len(b1), TILE):
        high = min(low + TILE, len(b1))
        sum_rows(base, one, b1, one, paper, every, 0, len(W1) if background != 0 else 0, W1, low, high)
        for i in range(n):
            sum_rows(A1[i], one, base, one, values, pixels, starts[i], starts[i + 1], W1, low, high)


@part
def dense_layer(X, W1, b1, A1):
    """A1 = X W1 + b1."""
    one = W1.dtype.type(1)
    start = np.lib.stride_tricks.as_strided(b1, A1.shape, (0, b1.itemsize))
    add_product(A1, one, start, one, X, W1, len(W1), 0, len(b1))
