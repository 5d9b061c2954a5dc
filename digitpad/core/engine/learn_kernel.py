"""Many learning steps in one call, without Python's lock."""

import numpy as np

from digitpad.core.engine.batch_kernel import (
    TILE,
    copy_row,
    csr_to_csc,
    drop_ink,
    drop_pixels,
    list_ink,
    take_images,
    take_rows,
)
from digitpad.core.engine.layers_kernel import activate, backward, dense_layer, softmax_gradient, sparse_layer
from digitpad.core.engine.lazy_rows_kernel import MIN_KEEP, lazy_layer, lazy_update, switch_lazy
from digitpad.core.engine.optimiser_kernel import relative_change, square_sum, update
from digitpad.core.engine.row_sums_kernel import add_product, sum_rows
from digitpad.core.engine.steps import ADAMW, SGD, Rates
from digitpad.core.jit.decorators import jit, jit_entry, jit_inline


@jit_entry
def learn(
    parameters,
    lazy,
    csr,
    X,
    augmentation,
    background,
    labels,
    class_weights,
    batches,
    config,
    biases,
    H,
    scratch,
    sparse_scratch,
    W1_grad,
    metrics,
):
    """Take the steps of `batches`, changing the parameters of a network with H hidden units.

    The images are the rows of `csr`, or X (n, 784), varied if there is an `augmentation`. They are taken as sparse if
    there is a `sparse_scratch`, and as dense if there is `W1_grad` (784, width), room for a gradient. `lazy` (3, width)
    is there for SGD on sparse images alone. Of these six, what is not there is None. `labels` (n,) are the images',
    `class_weights` (10,) the digits', and `biases` says whether those learn; for the other arguments see
    kernel_arrays.py. Fills `metrics` and returns the number of steps done: fewer than planned when a cost is not
    finite.
    """
    W1, b1, W2t, b2 = parameters
    W1_now, b1_now, W2t_now, b2_now = W1[0], b1[0, 0], W2t[0], b2[0, 0]
    # Taken apart once: LLVM takes each look into them apart again.
    images, image_keys, image_labels, places, ink, A1, A2, G, Gt, D, W2t_grad, db1, db2, row, W1_before, W2t_before = (
        scratch
    )
    db1, db2, row, ink = db1[0], db2[0], row[0], ink[0]
    all_rows, size, all_rates, dropout_keys = batches
    costs, corrects, are_measured, gradient_stats = metrics
    if sparse_scratch is not None:
        indptr, indices, data, csc_indptr, csc_indices, csc_data, cursor = sparse_scratch
    dtype, width = b1_now.dtype.type, len(b1_now)
    decay = dtype(2 * config.weight_decay)
    inside = dtype(0) if config.optimiser == ADAMW else decay  # what decay adds to the gradient
    lazily = fused = False
    for s in range(len(all_rates)):
        batch = all_rows[s * size : (s + 1) * size]
        n = len(batch)
        rates = Rates(all_rates[s, 0], all_rates[s, 1], all_rates[s, 2], all_rates[s, 3])
        rate = dtype(rates.learning_rate)
        keep = dtype(1) - rate * decay
        measured = are_measured[s]
        for i in range(n):
            image_labels[i] = labels[batch[i]]
        if X is not None:
            take_images(X, augmentation, batch, image_keys, images)
        if W1_grad is not None:
            if config.dropout_inputs > 0:
                drop_pixels(n, config.dropout_inputs, dropout_keys[s, 0], background, images)
            dense_layer(images[:n], W1_now, b1_now, A1)
        if sparse_scratch is not None:
            if csr is not None:
                take_rows(csr.indptr, csr.indices, csr.data, batch, indptr, indices, data)
            if X is not None:
                list_ink(images[:n], background, indptr, indices, data)
            if config.dropout_inputs > 0:
                drop_ink(n, config.dropout_inputs, dropout_keys[s, 0], indptr, indices, data)
            if lazy is not None:
                lazily = config.clip == 0 and not measured and keep > MIN_KEEP
                switch_lazy(lazily, W1_now, lazy)
                if lazily:
                    lazy_layer(n, background, indptr, indices, data, W1_now, lazy, b1_now, row, ink, A1)
            if not lazily:
                sparse_layer(n, background, indptr, indices, data, W1_now, b1_now, row, A1)
        activate(n, H, config.dropout_hidden, dropout_keys[s, 1], config.activation, A1, A2)
        cost, correct = softmax_gradient(
            n, image_labels, A2, W2t_now, b2_now, class_weights, config.label_smoothing, config.mean, G, Gt
        )
        costs[s] = cost
        corrects[s] = correct
        if not np.isfinite(cost):
            return s
        backward(n, A2, A1, G, Gt, places, W2t_now, D, W2t_grad, db1, db2)  # A1 are the derivatives by now
        if W1_grad is not None:
            fused = config.optimiser == SGD and config.averaging == 0 and not measured and config.clip == 0
            if not fused:
                add_product(W1_grad[:, :], dtype(0), W1_grad[:, :], dtype(1), images.T[:, :], D[:, :], n, 0, width)
        if sparse_scratch is not None:
            copy_row(D[n, :width], db1)  # the background is one more image, with D summed over the others
            from_background = dtype(0 if lazily else background)
            csr_to_csc(n, from_background, indptr, indices, data, csc_indptr, csc_indices, csc_data, cursor)
        if not biases:
            db1[:] = 0
            db2[:] = 0
        scale = dtype(1)
        hidden_norm = output_norm = 0.0
        if measured or config.clip > 0:
            square = square_sum(db1, b1_now, dtype(0))
            if W1_grad is not None:
                square = _sweep(True, W1, None, None, None, D, row, W1_grad, config, rates, inside, scale, square)
            if sparse_scratch is not None:
                csc = csc_indptr, csc_indices, csc_data
                square = _sweep(True, W1, *csc, D, row, None, config, rates, inside, scale, square)
            hidden_norm, output_norm = np.sqrt(square), _output_norm(W2t_now, b2_now, inside, W2t_grad, db2)
            norm = np.sqrt(hidden_norm * hidden_norm + output_norm * output_norm)
            if config.clip > 0 and norm > config.clip:
                scale = dtype(config.clip / norm)
        if measured:
            _copy(W1_before, W1_now)
            _copy(W2t_before, W2t_now)
        decayed = decay if config.optimiser == ADAMW else decay * scale
        if W1_grad is not None:
            if fused:  # the gradient goes into the weights without being stored
                add_product(W1_now[:, :], keep, W1_now[:, :], -rate, images.T[:, :], D[:, :], n, 0, width)
            else:
                _sweep(False, W1, None, None, None, D, row, W1_grad, config, rates, decayed, scale, dtype(0))
        if lazy is not None and lazily:
            lazy_update(n, background, csc_indptr, csc_indices, csc_data, ink, D, rate, keep, W1_now, lazy)
        if sparse_scratch is not None and not lazily:
            csc = csc_indptr, csc_indices, csc_data
            _sweep(False, W1, *csc, D, row, None, config, rates, decayed, scale, dtype(0))
        _update_rest(b1, W2t, b2, db1, W2t_grad, db2, config, rates, decayed, scale)
        if measured:
            gradient_stats[s, 0], gradient_stats[s, 1] = hidden_norm, output_norm
            gradient_stats[s, 2] = relative_change(W1_before, W1_now)
            gradient_stats[s, 3] = relative_change(W2t_before, W2t_now)
    return len(all_rates)


@jit
def _sweep(measuring, W1, csc_indptr, csc_indices, csc_data, D, row, W1_grad, config, rates, decay, scale, square):
    """Go through the gradient of W1: change W1 by `scale` times it, or add its squares to `square` and return the sum.

    It is `W1_grad`, or that of sparse images, made row by row in `row`; the arrays of the other are None.
    """
    dtype, width = row.dtype.type, len(row)
    g = row
    for low in range(0, width, TILE):
        high = min(low + TILE, width)
        for p in range(W1.shape[1]):
            if W1_grad is not None:
                g = W1_grad[p]
                if scale != 1:
                    _multiply(g[low:high], scale)
            if csc_indptr is not None:
                first, last = csc_indptr[p], csc_indptr[p + 1]
                sum_rows(row, dtype(0), row, scale, csc_data, csc_indices, first, last, D, low, high)
            if measuring:
                square += square_sum(g[low:high], W1[0, p][low:high], decay)
            else:
                update(W1, p, low, high, g, config, rates, decay)
    return square


@jit
def _output_norm(W2t, b2, decay, W2t_grad, db2):
    """The Euclidean norm of the output layer's gradient."""
    total = square_sum(db2, b2, W2t.dtype.type(0))
    for c in range(len(b2)):
        total += square_sum(W2t_grad[c], W2t[c], decay)
    return np.sqrt(total)


@jit
def _update_rest(b1, W2t, b2, db1, W2t_grad, db2, config, rates, decay, scale):
    """Change b1, W2 and b2 by `scale` times their gradient."""
    none, width, classes = db1.dtype.type(0), len(db1), len(db2)
    if scale != 1:
        for c in range(classes):
            _multiply(W2t_grad[c], scale)
        _multiply(db1, scale)
        _multiply(db2, scale)
    for c in range(classes):
        update(W2t, c, 0, width, W2t_grad[c], config, rates, decay)
    update(b1, 0, 0, width, db1, config, rates, none)
    update(b2, 0, 0, classes, db2, config, rates, none)


@jit_inline
def _multiply(array, factor):
    for j in range(len(array)):
        array[j] *= factor


@jit_inline
def _copy(to, matrix):
    for i in range(len(matrix)):
        copy_row(to[i], matrix[i])
