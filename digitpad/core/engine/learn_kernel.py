"""Many learning steps in one call, without Python's lock."""

import numpy as np

from digitpad.core.engine.batch_kernel import (
    TILE,
    aligned_zeros,
    by_pixel,
    drop_ink,
    drop_pixels,
    take_ink,
    take_pixels,
)
from digitpad.core.engine.layers_kernel import activate, backward, dense_layer, softmax_gradient, sparse_layer
from digitpad.core.engine.lazy_rows_kernel import LEAST, carry, lazy_layer, lazy_update
from digitpad.core.engine.optimiser_kernel import relative_change, square_sum, update
from digitpad.core.engine.row_sums_kernel import add_product, sum_rows
from digitpad.core.engine.steps import ADAMW, SGD, Rates
from digitpad.core.jit.decorators import jit, jit_entry, jit_inline
from digitpad.core.network import CLASSES, PIXELS

_NOW, _M, _V, _AVERAGE = range(4)


@jit_entry
def learn(parameters, images, most_ink, labels, class_weights, rows, size, plan, keys, recipe, H, results):
    """Learn from the images `rows`, `size` in each step, changing the parameters.

    There is room for `most_ink` in a batch; a row of `plan` holds a step's Rates, one of `keys` the keys of its dropout
    of inputs and of hidden units; H is the number of hidden units. Fills `results` and returns the number of steps
    done: fewer than planned when a cost is not finite.
    """
    W1, b1, W2t, b2, carried = parameters
    sparse, background = images.sparse, images.background
    like, width = W1[0, 0], b1.shape[1]
    kind = like.dtype.type
    A1, A2 = aligned_zeros(size, width, like), aligned_zeros(size, width, like)
    D = aligned_zeros(size + 1, W1.shape[2], like)
    G, dW2t = aligned_zeros(size, CLASSES, like), aligned_zeros(CLASSES, width, like)
    base, row, db1 = (
        aligned_zeros(1, width, like)[0],
        aligned_zeros(1, width, like)[0],
        aligned_zeros(1, width, like)[0],
    )
    db2, ink = aligned_zeros(1, CLASSES, like)[0], aligned_zeros(1, size, like)[0]
    starts, pixels, values = np.empty(size + 1, np.int64), np.empty(most_ink, np.uint16), np.empty(most_ink, like.dtype)
    pixel_starts, fill = np.empty(PIXELS + 1, np.uint64), np.empty(PIXELS, np.uint64)
    entries = most_ink + PIXELS  # beside the ink, the background at each pixel
    at, inks = np.empty(entries, np.uint16), np.empty(entries, like.dtype)
    X = aligned_zeros(1 if sparse and not images.varying.active else size, PIXELS, like)
    dW1 = aligned_zeros(1 if sparse else PIXELS, width, like)
    batch_labels = np.empty(size, np.int64)
    decay = kind(2 * recipe.weight_decay)
    could_be_lazy = sparse and recipe.optimiser == SGD and recipe.averaging == 0 and recipe.clip == 0
    for s in range(len(plan)):
        batch = rows[s * size : (s + 1) * size]
        n = len(batch)
        rates = Rates(plan[s, 0], plan[s, 1], plan[s, 2], plan[s, 3])
        keep = kind(1) - kind(rates.learning_rate) * decay
        lazily = could_be_lazy and not results.measured[s] and keep > LEAST
        carry(lazily, W1[_NOW], carried)
        for i in range(n):
            batch_labels[i] = labels[batch[i]]
        if sparse:
            take_ink(images, batch, X, starts, pixels, values)
            if recipe.dropout_inputs > 0:
                drop_ink(n, recipe.dropout_inputs, keys[s, 0], starts, pixels, values)
            if lazily:
                lazy_layer(n, background, starts, pixels, values, W1[_NOW], carried, b1[_NOW], base, ink, A1)
            else:
                sparse_layer(n, background, starts, pixels, values, W1[_NOW], b1[_NOW], base, A1)
        else:
            take_pixels(images, batch, X)
            if recipe.dropout_inputs > 0:
                drop_pixels(n, recipe.dropout_inputs, keys[s, 0], background, X)
            dense_layer(X[:n], W1[_NOW], b1[_NOW], A1[:n])
        activate(n, H, recipe.dropout_hidden, keys[s, 1], recipe.activation, A1, A2)  # A1 become the slopes
        cost, hits = softmax_gradient(
            n, batch_labels, A2, W2t[_NOW], b2[_NOW], class_weights, recipe.label_smoothing, recipe.mean, G
        )
        results.costs[s] = cost
        results.hits[s] = hits
        if not np.isfinite(cost):
            return s
        backward(n, A2, A1, G, W2t[_NOW], D, dW2t, db1, db2)
        if sparse:
            for j in range(width):  # the background is one more image, with D summed over the others
                D[n, j] = db1[j]
            by_pixel(n, kind(0 if lazily else background), starts, pixels, values, pixel_starts, fill, at, inks)
        elif recipe.optimiser != SGD or recipe.averaging > 0 or results.measured[s] or recipe.clip > 0:
            add_product(dW1, kind(0), dW1, kind(1), X.T, D, n, 0, width)
        scale = kind(1)
        hidden_norm = output_norm = 0.0
        if results.measured[s] or recipe.clip > 0:
            inside = kind(0) if recipe.optimiser == ADAMW else decay
            hidden_norm = _hidden_norm(sparse, W1[_NOW], b1[_NOW], inside, pixel_starts, at, inks, D, row, dW1, db1)
            output_norm = _output_norm(W2t[_NOW], b2[_NOW], inside, dW2t, db2)
            norm = np.sqrt(hidden_norm**2 + output_norm**2)
            if recipe.clip > 0 and norm > recipe.clip:
                scale = kind(recipe.clip / norm)
        if results.measured[s]:
            W1_before, W2t_before = W1[_NOW].copy(), W2t[_NOW].copy()
        decayed = decay if recipe.optimiser == ADAMW else decay * scale
        if lazily:
            rate = kind(rates.learning_rate)
            lazy_update(n, background, pixel_starts, at, inks, ink, D, db1, rate, keep, W1[_NOW], carried)
        else:
            _update_hidden(sparse, W1, pixel_starts, at, inks, D, row, X[:n], dW1, recipe, rates, decayed, scale)
        _update_rest(b1, W2t, b2, db1, dW2t, db2, recipe, rates, decayed, scale)
        if results.measured[s]:
            results.health[s, 0], results.health[s, 1] = hidden_norm, output_norm
            results.health[s, 2] = relative_change(W1_before, W1[_NOW])
            results.health[s, 3] = relative_change(W2t_before, W2t[_NOW])
    return len(plan)


@jit
def _hidden_norm(sparse, W1, b1, decay, pixel_starts, at, inks, D, row, dW1, db1):
    """The Euclidean norm of the hidden layer's gradient."""
    kind = W1.dtype.type
    total = square_sum(db1, b1, kind(0))
    for low in range(0, len(b1), TILE):
        high = min(low + TILE, len(b1))
        for p in range(len(W1)):
            g = row[low:high] if sparse else dW1[p][low:high]
            if sparse:
                first, last = pixel_starts[p], pixel_starts[p + 1]
                sum_rows(row, kind(0), row, kind(1), inks, at, first, last, D, low, high)
            total += square_sum(g, W1[p][low:high], decay)
    return np.sqrt(total)


@jit
def _output_norm(W2t, b2, decay, dW2t, db2):
    """The Euclidean norm of the output layer's gradient."""
    total = square_sum(db2, b2, W2t.dtype.type(0))
    for c in range(len(b2)):
        total += square_sum(dW2t[c], W2t[c], decay)
    return np.sqrt(total)


@jit
def _update_hidden(sparse, W1, pixel_starts, at, inks, D, row, X, dW1, recipe, rates, decay, scale):
    """Change W1 by `scale` times its gradient."""
    kind = W1.dtype.type
    width = len(row)
    if recipe.optimiser == SGD and recipe.averaging == 0 and not sparse:
        # The gradient goes into the weights without being stored.
        rate = kind(rates.learning_rate)
        keep, factor = kind(1) - rate * decay, -rate * scale
        add_product(W1[_NOW], keep, W1[_NOW], factor, X.T, D, len(X), 0, width)
        return
    for low in range(0, width, TILE):
        high = min(low + TILE, width)
        for p in range(W1.shape[1]):
            first, last = pixel_starts[p], pixel_starts[p + 1]
            g = row[low:high] if sparse else dW1[p][low:high]
            if sparse:
                sum_rows(row, kind(0), row, scale, inks, at, first, last, D, low, high)
            elif scale != 1:
                _multiply(g, scale)
            w = W1[_NOW, p][low:high]
            m, v, a = W1[_M, p][low:high], W1[_V, p][low:high], W1[_AVERAGE, p][low:high]
            update(w, g, m, v, a, recipe.optimiser, recipe.momentum, recipe.beta2, rates, decay)


@jit
def _update_rest(b1, W2t, b2, db1, dW2t, db2, recipe, rates, decay, scale):
    """Change b1, W2 and b2 by `scale` times their gradient."""
    none = b1.dtype.type(0)
    kind, momentum, beta2 = recipe.optimiser, recipe.momentum, recipe.beta2
    for c in range(len(db2)):
        _multiply(dW2t[c], scale)
        update(W2t[_NOW, c], dW2t[c], W2t[_M, c], W2t[_V, c], W2t[_AVERAGE, c], kind, momentum, beta2, rates, decay)
    _multiply(db1, scale)
    _multiply(db2, scale)
    update(b1[_NOW], db1, b1[_M], b1[_V], b1[_AVERAGE], kind, momentum, beta2, rates, none)
    update(b2[_NOW], db2, b2[_M], b2[_V], b2[_AVERAGE], kind, momentum, beta2, rates, none)


@jit_inline
def _multiply(array, factor):
    for j in range(len(array)):
        array[j] *= factor
