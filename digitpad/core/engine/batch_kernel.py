"""The images of one batch: as lists of ink or with all their pixels, varied and with dropout if that is wanted."""

import numpy as np

from digitpad.core.augmentation.augment_kernel import augment_rows
from digitpad.core.compiling import part
from digitpad.core.counter_random_kernel import derived_at, uniform_at
from digitpad.core.engine.ink_kernel import copy_ink, list_ink
from digitpad.core.network import PIXELS


@part
def take_ink(images, rows, X, starts, pixels, values):
    """Fill the lists with the ink of the images `rows`; X is room for as many images, if they are to be varied."""
    if images.varying.active:
        _vary(images, rows, X)
        list_ink(X[: len(rows)], images.background, starts, pixels, values)
    else:
        copy_ink(images.starts, images.pixels, images.values, rows, starts, pixels, values)


@part
def take_pixels(images, rows, X):
    """Fill X with the images `rows`."""
    if images.varying.active:
        _vary(images, rows, X)
    else:
        copy_pixels(images.X, rows, X)


@part
def copy_pixels(all_images, rows, X):
    """Fill X with the images `rows` as they stand."""
    for i in range(len(rows)):
        x, source = X[i], all_images[rows[i]]
        for p in range(len(x)):
            x[p] = source[p]


@part
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


@part
def drop_pixels(n, share, key, background, X):
    """Make each pixel of n images the background with probability `share`; the ink of the rest makes up for it."""
    kind = X.dtype.type
    paper, factor = kind(background), kind(1 / (1 - share))
    for i in range(n):
        x = X[i]
        for p in range(len(x)):
            kept = uniform_at(key, i * PIXELS + p) >= share
            x[p] = paper + ((x[p] - paper) * factor if kept else kind(0))


@part
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
