"""The hidden layer's products over the ink alone.

Most pixels have the background's value, so X = background + ink with sparse ink. Then X W1 is the sum of W1's rows
times the background, one vector for all images, plus the rows under an image's ink; and in dW1 = X^T D the background
is one more image that has the same ink everywhere. An image's ink is a list of pixels and of values less the
background; that of image i stands at `starts[i]:starts[i + 1]`.
"""

import numpy as np

from digitpad.core.compiling import kernel, part
from digitpad.core.engine.arrays import LINE

# Hidden units taken together: their part of a batch's D, or of W1, stays in a cache near the processor.
TILE = 256
_RUN = 8  # pixels passed over together where none has ink; a divisor of 784


@kernel
def ink_lists(X, background):
    """(starts, pixels, values) of the ink of the images X (n, 784)."""
    n, size = X.shape
    count = 0
    for i in range(n):
        for p in range(size):
            count += X[i, p] != background
    starts = np.empty(n + 1, np.int64)
    pixels = np.empty(count + 1, np.uint16)
    values = np.empty(count + 1, X.dtype)
    list_ink(X, background, starts, pixels, values)
    return starts, pixels, values


@part
def list_ink(X, background, starts, pixels, values):
    """Fill the lists, which need room for one pixel more than there is ink."""
    n, size = X.shape
    paper = X.dtype.type(background)
    k = 0
    for i in range(n):
        x = X[i]
        starts[i] = k
        for low in range(0, size, _RUN):
            some = 0
            for p in range(low, low + _RUN):
                some += x[p] != paper
            if some == 0:
                continue
            for p in range(low, low + _RUN):
                pixels[k] = p  # written again by the next pixel unless this one has ink
                values[k] = x[p] - paper
                k += x[p] != paper
    starts[n] = k


@part
def copy_ink(all_starts, all_pixels, all_values, rows, starts, pixels, values):
    """The lists of the images `rows`, one after the other."""
    k = 0
    for i in range(len(rows)):
        starts[i] = k
        first, last = all_starts[rows[i]], all_starts[rows[i] + 1]
        # One loop for each array, and both from their own beginnings: so many are copied at once.
        from_pixels, to_pixels = all_pixels[first:last], pixels[k : k + last - first]
        for q in range(len(from_pixels)):
            to_pixels[q] = from_pixels[q]
        from_values, to_values = all_values[first:last], values[k : k + last - first]
        for q in range(len(from_values)):
            to_values[q] = from_values[q]
        k += last - first
    starts[len(rows)] = k


@part
def by_pixel(n, background, starts, pixels, values, pixel_starts, fill, images, inks):
    """The same ink listed by pixel: the images that have ink there, after the background, if not 0, as number n.

    `pixel_starts` and `fill` are unsigned: of other indices Numba asks each time whether they count from the end.
    """
    before = np.uint64(background != 0)
    one = np.uint64(1)
    fill[:] = before
    for k in range(starts[n]):
        fill[pixels[k]] += one
    end = np.uint64(0)
    for p in range(len(fill)):
        count = fill[p]
        pixel_starts[p] = end
        fill[p] = end + before
        if before:
            images[end] = n
            inks[end] = background
        end += count
    pixel_starts[len(fill)] = end
    for i in range(n):
        for k in range(starts[i], starts[i + 1]):
            place = fill[pixels[k]]
            images[place] = i
            inks[place] = values[k]
            fill[pixels[k]] = place + one


@part
def sheet(rows, columns, like):
    """Zeros (rows, columns) that begin at a cache line; reads across two of them would take twice as long."""
    line = LINE // like.itemsize
    room = np.zeros(rows * columns + line, like.dtype)
    skip = -(room.ctypes.data // like.itemsize) % line
    return room[skip : skip + rows * columns].reshape(rows, columns)
