"""The images of one batch: as lists of ink or with all their pixels, varied and with dropout if that is wanted."""

import numpy as np

from digitpad.core.augmentation.augment_kernel import augment_rows
from digitpad.core.engine.kernel_arrays import LINE
from digitpad.core.jit.decorators import jit, jit_entry
from digitpad.core.jit.random_kernel import derived_at, uniform_at
from digitpad.core.network import PIXELS

# Hidden units taken together: their part of a batch's D, or of W1, stays in a cache near the processor.
TILE = 256
_RUN = 8  # pixels passed over together where none has ink; a divisor of 784


@jit_entry
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


@jit
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


@jit
def copy_ink(all_starts, all_pixels, all_values, rows, starts, pixels, values):
    """The lists of the images `rows`, one after the other."""
    k = 0
    for i in range(len(rows)):
        starts[i] = k
        first, last = all_starts[rows[i]], all_starts[rows[i] + 1]
        # One loop for each array, and both from their own beginnings: so many are copied at once.
        from_pixels, unfold_background = all_pixels[first:last], pixels[k : k + last - first]
        for q in range(len(from_pixels)):
            unfold_background[q] = from_pixels[q]
        from_values, to_values = all_values[first:last], values[k : k + last - first]
        for q in range(len(from_values)):
            to_values[q] = from_values[q]
        k += last - first
    starts[len(rows)] = k


@jit
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


@jit
def aligned_zeros(rows, columns, like):
    """Zeros (rows, columns) that begin at a cache line; reads across two of them would take twice as long."""
    line = LINE // like.itemsize
    room = np.zeros(rows * columns + line, like.dtype)
    skip = -(room.ctypes.data // like.itemsize) % line
    return room[skip : skip + rows * columns].reshape(rows, columns)


@jit
def take_ink(images, rows, X, starts, pixels, values):
    """Fill the lists with the ink of the images `rows`; X is room for as many images, if they are to be varied."""
    if images.varying.active:
        _vary(images, rows, X)
        list_ink(X[: len(rows)], images.background, starts, pixels, values)
    else:
        copy_ink(images.starts, images.pixels, images.values, rows, starts, pixels, values)


@jit
def take_pixels(images, rows, X):
    """Fill X with the images `rows`."""
    if images.varying.active:
        _vary(images, rows, X)
    else:
        copy_pixels(images.X, rows, X)


@jit
def copy_pixels(all_images, rows, X):
    """Fill X with the images `rows` as they stand."""
    for i in range(len(rows)):
        x, source = X[i], all_images[rows[i]]
        for p in range(len(x)):
            x[p] = source[p]


@jit
def drop_ink(n, share, key, starts, pixels, values):
    """Drop each pixel's ink from the lists of n images with probability `share`, and make up for it with the rest."""
    factor = values.dtype.type(1 / (1 - share))
    k = end = 0
    for i in range(n):
        start, end = end, starts[i + 1]
        for q in range(start, end):
            if uniform_at(key, i * PIXELS + pixels[q]) >= share:
                pixels[k] = pixels[q]
                values[k] = values[q] * factor
                k += 1
        starts[i + 1] = k


@jit
def drop_pixels(n, share, key, background, X):
    """Make each pixel of n images the background with probability `share`; the ink of the rest makes up for it."""
    kind = X.dtype.type
    paper, factor = kind(background), kind(1 / (1 - share))
    for i in range(n):
        x = X[i]
        for p in range(len(x)):
            kept = uniform_at(key, i * PIXELS + p) >= share
            x[p] = paper + ((x[p] - paper) * factor if kept else kind(0))


@jit
def _vary(images, rows, X):
    """As Variation.of."""
    varying = images.varying
    keys = np.empty(len(rows), np.uint64)
    for i in range(len(rows)):
        keys[i] = derived_at(varying.key, rows[i])
    augment_rows(images.X, rows, keys, varying.strength, X)
    origin = X.dtype.type(varying.origin)
    for i in range(len(rows)):
        x = X[i]
        for p in range(len(x)):
            x[p] -= origin
