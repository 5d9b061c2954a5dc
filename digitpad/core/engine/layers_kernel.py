"""From the hidden units' sums to the cost, and from the cost back to them, for one batch."""

import numpy as np

from digitpad.core.activations import GELU_CUBE, GELU_SCALE, LEAK
from digitpad.core.engine.batch_kernel import TILE
from digitpad.core.engine.row_sums_kernel import add_product, sum_all_rows, sum_rows
from digitpad.core.engine.steps import LEAKY_RELU, RELU, SIGMOID, TANH
from digitpad.core.jit.decorators import jit, jit_inline
from digitpad.core.jit.random_kernel import uniform_at


@jit
def activate(n, H, dropout, key, activation, A1, A2):
    """A2 (n, H) of A1 (n, H), which becomes the derivative dA2/dA1; both 0 for what dropout leaves out and beyond H."""
    dtype = A1.dtype.type
    one = dtype(1)
    for i in range(n):
        a, b = A1[i], A2[i]
        if activation == RELU:
            for j in range(len(a)):
                derivative = one if a[j] > 0 else dtype(0)
                b[j] = a[j] * derivative
                a[j] = derivative
        elif activation == LEAKY_RELU:
            for j in range(len(a)):
                derivative = one if a[j] > 0 else dtype(LEAK)
                b[j] = a[j] * derivative
                a[j] = derivative
        elif activation == TANH:
            for j in range(len(a)):
                b[j] = np.tanh(a[j])
                a[j] = one - b[j] * b[j]
        elif activation == SIGMOID:
            for j in range(len(a)):
                b[j] = (one + np.tanh(a[j] * dtype(0.5))) * dtype(0.5)
                a[j] = b[j] * (one - b[j])
        else:
            for j in range(len(a)):
                x = a[j]
                cube = dtype(GELU_CUBE) * x * x
                t = np.tanh(dtype(GELU_SCALE) * x * (one + cube))
                b[j] = x * (one + t) * dtype(0.5)
                inner = dtype(GELU_SCALE) * (one + dtype(3) * cube)
                a[j] = (one + t + x * (one - t * t) * inner) * dtype(0.5)
        for j in range(H, len(a)):
            b[j] = a[j] = dtype(0)
        if dropout > 0:
            factor = dtype(1 / (1 - dropout))
            for j in range(H):
                kept = factor if uniform_at(key, i * H + j) >= dropout else dtype(0)
                b[j] *= kept
                a[j] *= kept


@jit_inline
def logits(a, W2t, b2, z):
    """Fills z (10,) with the logits of an image's activations `a`; returns the largest one's place and logsumexp(z)."""
    dtype = W2t.dtype.type
    best = 0
    for c in range(len(z)):
        w = W2t[c]
        total = dtype(0)
        for j in range(len(a)):
            total += a[j] * w[j]
        z[c] = total + b2[c]
        if z[c] > z[best]:
            best = c
    total = dtype(0)
    for c in range(len(z)):
        total += np.exp(z[c] - z[best])
    return best, z[best] + np.log(total)


@jit
def softmax_gradient(n, labels, A2, W2t, b2, class_weights, smoothing, mean, G, Gt):
    """The gradient at the logits of the cost of n images, G (n, 10) and transposed as Gt (10, n).

    Returns their cost and how many are correct.
    """
    dtype = W2t.dtype.type
    classes = len(b2)
    low = dtype(smoothing / classes)
    high = dtype(1 - smoothing) + low
    weight = dtype(1.0 / n) if mean else dtype(1)
    cost, correct = 0.0, 0
    for i in range(n):
        g, label = G[i], labels[i]
        best, log_sum = logits(A2[i], W2t, b2, g)
        cost += log_sum - g[label]
        correct += best == label
        factor = weight * class_weights[label]
        for c in range(classes):
            g[c] = factor * (np.exp(g[c] - log_sum) - (high if c == label else low))
            Gt[c, i] = g[c]
    return cost, correct


@jit
def backward(n, A2, derivatives, G, Gt, places, W2t, D, dW2t, db1, db2):
    """dW2t (10, H), db2, D (n, H), which is the gradient at A1, and db1, its sum over the images.

    `places` are 0, 1, … up to the most images or digits.
    """
    dtype, width = W2t.dtype.type, len(db1)
    zero, one = dtype(0), dtype(1)
    for low in range(0, width, TILE):
        high = min(low + TILE, width)
        for c in range(len(db2)):
            sum_rows(dW2t[c], zero, dW2t[c], one, Gt[c], places, 0, n, A2, low, high)
        for i in range(n):
            sum_rows(D[i], zero, D[i], one, G[i], places, 0, len(db2), W2t, low, high)
    db2[:] = 0
    db1[:] = 0
    for i in range(n):
        d, g_row, derivative = D[i], G[i], derivatives[i]
        for c in range(len(db2)):
            db2[c] += g_row[c]
        for j in range(width):
            d[j] *= derivative[j]
            db1[j] += d[j]


@jit
def sparse_layer(n, background, indptr, indices, data, W1, b1, base, A1):
    """A1 (n, H) = X W1 + b1 for n sparse images; fills `base` (H,) with what it is for the background alone."""
    one, background = W1.dtype.type(1), W1.dtype.type(background)
    width = len(b1)
    sum_all_rows(base, background, W1)
    for j in range(width):
        base[j] += b1[j]
    for low in range(0, width, TILE):
        high = min(low + TILE, width)
        for i in range(n):
            sum_rows(A1[i], one, base, one, data, indices, indptr[i], indptr[i + 1], W1, low, high)


@jit
def dense_layer(X, W1, b1, A1):
    """A1 (n, H) = X W1 + b1."""
    one, width = W1.dtype.type(1), len(b1)
    for i in range(len(X)):
        a = A1[i]
        for j in range(width):
            a[j] = b1[j]
    sums = A1[: len(X), :width]
    add_product(sums, one, sums, one, X[:, :], W1[:, :], len(W1), 0, width)
