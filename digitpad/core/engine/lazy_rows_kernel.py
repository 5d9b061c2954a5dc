"""Plain gradient descent that touches only the rows of W1 under a batch's ink.

In all other rows a step does the same: weight decay multiplies them, and the background, which every image has, adds
one vector to each. So W1 is kept as scale * (R + shift), a number and a vector for all rows (for weight decay alone:
Bottou 2012, "Stochastic Gradient Descent Tricks"). The sums of R's columns are kept up too, since the background's part
of X W1 is made of them. See LearningState.carried.
"""

import numpy as np

from digitpad.core.engine.batch_kernel import TILE
from digitpad.core.engine.row_sums_kernel import sum_rows
from digitpad.core.engine.state import SCALE, SHIFT, SUMS
from digitpad.core.jit.decorators import jit

# With less of W1 kept in a step, or of R altogether, the numbers in R would grow too large beside the weights.
LEAST = 0.5


@jit
def carry(lazily, R, carried):
    """Begin to keep W1 so, or make R the weights again, as the next step needs it."""
    kind = R.dtype.type
    if carried[SCALE, 0] > 0 and (carried[SCALE, 0] < LEAST or not lazily):
        for p in range(len(R)):
            r = R[p]
            for j in range(carried.shape[1]):
                r[j] = carried[SCALE, j] * (r[j] + carried[SHIFT, j])
        carried[:] = 0
    if lazily and carried[SCALE, 0] == 0:
        carried[SCALE] = 1
        every, ones = np.arange(0, len(R), 1, np.uint16), np.full(len(R), kind(1))
        sum_rows(carried[SUMS], kind(0), carried[SUMS], kind(1), ones, every, 0, len(R), R, 0, carried.shape[1])


@jit
def lazy_layer(n, background, starts, pixels, values, R, carried, b1, base, ink, A1):
    """A1 = X W1 + b1 for n images as lists of ink; fills `ink` (n,) with the ink of each."""
    kind = R.dtype.type
    paper, size, scale = kind(background), kind(len(R)), carried[SCALE, 0]
    for j in range(len(b1)):
        base[j] = b1[j] + scale * paper * (carried[SUMS, j] + size * carried[SHIFT, j])
    for i in range(n):
        total = kind(0)
        for k in range(starts[i], starts[i + 1]):
            total += values[k]
        ink[i] = total
        a = A1[i]
        for j in range(len(b1)):
            a[j] = base[j] + scale * total * carried[SHIFT, j]
    for low in range(0, len(b1), TILE):
        high = min(low + TILE, len(b1))
        for i in range(n):
            sum_rows(A1[i], kind(1), A1[i], scale, values, pixels, starts[i], starts[i + 1], R, low, high)


@jit
def lazy_update(n, background, pixel_starts, at, inks, ink, D, db1, rate, keep, R, carried):
    """W1 = keep * W1 - rate * X^T D, with the ink alone listed by pixel."""
    kind = R.dtype.type
    scale = keep * carried[SCALE, 0]
    factor = -rate / scale
    carried[SCALE] = scale
    for j in range(len(db1)):
        carried[SHIFT, j] += factor * kind(background) * db1[j]
    for i in range(n):
        d, share = D[i], factor * ink[i]
        for j in range(len(db1)):
            carried[SUMS, j] += share * d[j]
    for low in range(0, len(db1), TILE):
        high = min(low + TILE, len(db1))
        for p in range(len(R)):
            first, last = pixel_starts[p], pixel_starts[p + 1]
            if first < last:
                sum_rows(R[p], kind(1), R[p], factor, inks, at, first, last, D, low, high)
