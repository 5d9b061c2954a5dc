"""The images of one batch: sparse or with all their pixels, varied and with dropout if that is wanted.

Sparse images are rows of a matrix in compressed sparse form (CSR) that holds the ink, pixels minus the background: row
i has data[indptr[i]:indptr[i + 1]] at the pixels indices[indptr[i]:indptr[i + 1]].
"""

import numpy as np

from digitpad.core.augmentation.augment_kernel import augment_rows
from digitpad.core.jit.decorators import jit, jit_entry, jit_inline
from digitpad.core.jit.random_kernel import derived_at, uniform_at
from digitpad.core.network import PIXELS

# Hidden units taken together: their part of a batch's D, or of W1, stays in a cache near the processor.
TILE = 256
_RUN = 8  # pixels passed over together where none has ink; a divisor of 784


@jit_entry
def fill_csr(X, background, indptr, indices, data):
    """Fill indptr (n + 1,), indices and data with the ink of the images X (n, 784).

    The last two need room for one number more than there is ink.
    """
    list_ink(X, background, indptr, indices, data)


@jit
def list_ink(X, background, indptr, indices, data):
    """See fill_csr."""
    n, size = X.shape
    background = X.dtype.type(background)
    k = 0
    for i in range(n):
        x = X[i]
        indptr[i] = k
        for low in range(0, size, _RUN):
            some = 0
            for p in range(low, low + _RUN):
                some += x[p] != background
            if some == 0:
                continue
            for p in range(low, low + _RUN):
                indices[k] = p  # written again by the next pixel unless this one has ink
                data[k] = x[p] - background
                k += x[p] != background
    indptr[n] = k


@jit
def take_rows(all_indptr, all_indices, all_data, rows, indptr, indices, data):
    """Fill the second matrix with the rows of the first."""
    k = 0
    for i in range(len(rows)):
        indptr[i] = k
        first, last = all_indptr[rows[i]], all_indptr[rows[i] + 1]
        # One loop for each array, and both from their own beginnings: so many are copied at once.
        from_indices, to_indices = all_indices[first:last], indices[k : k + last - first]
        for q in range(len(from_indices)):
            to_indices[q] = from_indices[q]
        from_data, to_data = all_data[first:last], data[k : k + last - first]
        for q in range(len(from_data)):
            to_data[q] = from_data[q]
        k += last - first
    indptr[len(rows)] = k


@jit
def csr_to_csc(n, background, indptr, indices, data, csc_indptr, csc_indices, csc_data, cursor):
    """The same n rows by columns: the images with ink at each pixel, after n and the background if that is not 0.

    `csc_indptr` and `cursor` are unsigned: of other indices Numba asks each time whether they count from the end.
    """
    before = np.uint64(background != 0)
    one = np.uint64(1)
    cursor[:] = before
    for k in range(indptr[n]):
        cursor[indices[k]] += one
    end = np.uint64(0)
    for p in range(len(cursor)):
        count = cursor[p]
        csc_indptr[p] = end
        cursor[p] = end + before
        if before:
            csc_indices[end] = n
            csc_data[end] = background
        end += count
    csc_indptr[len(cursor)] = end
    for i in range(n):
        for k in range(indptr[i], indptr[i + 1]):
            place = cursor[indices[k]]
            csc_indices[place] = i
            csc_data[place] = data[k]
            cursor[indices[k]] = place + one


@jit
def take_images(all_images, augmentation, rows, keys, X):
    """Fill X with the images `rows`, varied if there is an augmentation; `keys` is room for a key for each."""
    n = len(rows)
    if augmentation is not None:
        for i in range(n):
            keys[i] = derived_at(augmentation.key, rows[i])
        augment_rows(all_images, rows, keys, augmentation.shift, augmentation.strength, X)
        origin = X.dtype.type(augmentation.origin)
        for i in range(n):
            x = X[i]
            for p in range(len(x)):
                x[p] -= origin
    else:
        for i in range(n):
            copy_row(X[i], all_images[rows[i]])


@jit_inline
def copy_row(to, row):
    """Copy a row, as long as the row that it is copied to."""
    for j in range(len(to)):
        to[j] = row[j]


@jit
def drop_ink(n, rate, key, indptr, indices, data):
    """Drop each pixel's ink from n sparse images with probability `rate`, and make up for it with the rest."""
    factor = data.dtype.type(1 / (1 - rate))
    k = end = 0
    for i in range(n):
        start, end = end, indptr[i + 1]
        for q in range(start, end):
            if uniform_at(key, i * PIXELS + indices[q]) >= rate:
                indices[k] = indices[q]
                data[k] = data[q] * factor
                k += 1
        indptr[i + 1] = k


@jit
def drop_pixels(n, rate, key, background, X):
    """Make each pixel of n images the background with probability `rate`; the ink of the rest makes up for it."""
    dtype = X.dtype.type
    background, factor = dtype(background), dtype(1 / (1 - rate))
    for i in range(n):
        x = X[i]
        for p in range(len(x)):
            kept = uniform_at(key, i * PIXELS + p) >= rate
            x[p] = background + ((x[p] - background) * factor if kept else dtype(0))
