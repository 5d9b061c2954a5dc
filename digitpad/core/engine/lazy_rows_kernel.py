"""Plain gradient descent that touches only the rows of W1 under a batch's ink.

In all other rows a step does the same: weight decay multiplies them, and the background, which every image has, adds
one vector to each. So W1 is kept as scale * (R + shift), a number and a vector for all rows (for weight decay alone:
Bottou 2012, "Stochastic Gradient Descent Tricks"). The sums of R's columns are kept up too, since the background's part
of X W1 is made of them. See LearningState.lazy. It serves plain SGD alone: momentum and its kin change all of W1.
"""

from digitpad.core.engine.batch_kernel import TILE
from digitpad.core.engine.row_sums_kernel import sum_all_rows, sum_rows
from digitpad.core.engine.steps import SCALE, SHIFT, SUMS
from digitpad.core.jit.decorators import jit

# With less of W1 kept in a step, or of R altogether, the numbers in R would grow too large beside the weights.
MIN_KEEP = 0.5


@jit
def switch_lazy(lazily, R, lazy):
    """Begin to keep W1 so, or make R the weights again, as the next step needs it."""
    dtype = R.dtype.type
    if lazy[SCALE, 0] > 0 and (lazy[SCALE, 0] < MIN_KEEP or not lazily):
        for p in range(len(R)):
            r = R[p]
            for j in range(lazy.shape[1]):
                r[j] = lazy[SCALE, j] * (r[j] + lazy[SHIFT, j])
        lazy[:] = 0
    if lazily and lazy[SCALE, 0] == 0:
        lazy[SCALE] = 1
        sum_all_rows(lazy[SUMS], dtype(1), R)


@jit
def lazy_layer(n, background, indptr, indices, data, R, lazy, b1, base, ink, A1):
    """A1 (n, H) = X W1 + b1 for n sparse images; fills `ink` (n,) with the ink of each."""
    dtype = R.dtype.type
    background, size, scale = dtype(background), dtype(len(R)), lazy[SCALE, 0]
    for j in range(len(b1)):
        base[j] = b1[j] + scale * background * (lazy[SUMS, j] + size * lazy[SHIFT, j])
    for i in range(n):
        total = dtype(0)
        for k in range(indptr[i], indptr[i + 1]):
            total += data[k]
        ink[i] = total
        a = A1[i]
        for j in range(len(b1)):
            a[j] = base[j] + scale * total * lazy[SHIFT, j]
    for low in range(0, len(b1), TILE):
        high = min(low + TILE, len(b1))
        for i in range(n):
            sum_rows(A1[i], dtype(1), A1[i], scale, data, indices, indptr[i], indptr[i + 1], R, low, high)


@jit
def lazy_update(n, background, csc_indptr, csc_indices, csc_data, ink, D, rate, keep, R, lazy):
    """W1 = keep * W1 - rate * X^T D, with the ink alone listed by pixel; D[n] is the sum over the n images."""
    dtype, width = R.dtype.type, lazy.shape[1]
    scale = keep * lazy[SCALE, 0]
    factor = -rate / scale
    lazy[SCALE] = scale
    for j in range(width):
        lazy[SHIFT, j] += factor * dtype(background) * D[n, j]
    for i in range(n):
        d, ink_factor = D[i], factor * ink[i]
        for j in range(width):
            lazy[SUMS, j] += ink_factor * d[j]
    for low in range(0, width, TILE):
        high = min(low + TILE, width)
        for p in range(len(R)):
            first, last = csc_indptr[p], csc_indptr[p + 1]
            if first < last:
                sum_rows(R[p], dtype(1), R[p], factor, csc_data, csc_indices, first, last, D, low, high)
