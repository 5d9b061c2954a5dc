"""From the hidden units' sums to the cost, and from the cost back to them, for one batch."""

import numpy as np

from digitpad.core.activations import GELU_CUBE, GELU_SCALE, LEAK
from digitpad.core.engine.batch_kernel import TILE
from digitpad.core.engine.row_sums_kernel import add_product, sum_rows
from digitpad.core.engine.steps import LEAKY_RELU, RELU, SIGMOID, TANH
from digitpad.core.jit.decorators import jit, jit_inline
from digitpad.core.jit.random_kernel import uniform_at


@jit
def activate(n, H, dropout, key, activation, A1, A2):
    """A2 for the n rows of A1, which become the slopes dA2/dA1; both 0 for what dropout leaves out and beyond H."""
    kind = A1.dtype.type
    one = kind(1)
    for i in range(n):
        a, b = A1[i], A2[i]
        if activation == RELU:
            for j in range(len(a)):
                slope = one if a[j] > 0 else kind(0)
                b[j] = a[j] * slope
                a[j] = slope
        elif activation == LEAKY_RELU:
            for j in range(len(a)):
                slope = one if a[j] > 0 else kind(LEAK)
                b[j] = a[j] * slope
                a[j] = slope
        elif activation == TANH:
            for j in range(len(a)):
                b[j] = np.tanh(a[j])
                a[j] = one - b[j] * b[j]
        elif activation == SIGMOID:
            for j in range(len(a)):
                b[j] = (one + np.tanh(a[j] * kind(0.5))) * kind(0.5)
                a[j] = b[j] * (one - b[j])
        else:
            for j in range(len(a)):
                x = a[j]
                cube = kind(GELU_CUBE) * x * x
                t = np.tanh(kind(GELU_SCALE) * x * (one + cube))
                b[j] = x * (one + t) * kind(0.5)
                inner = kind(GELU_SCALE) * (one + kind(3) * cube)
                a[j] = (one + t + x * (one - t * t) * inner) * kind(0.5)
        for j in range(H, len(a)):
            b[j] = a[j] = kind(0)
        if dropout > 0:
            factor = kind(1 / (1 - dropout))
            for j in range(H):
                kept = factor if uniform_at(key, i * H + j) >= dropout else kind(0)
                b[j] *= kept
                a[j] *= kept


@jit_inline
def logits(a, W2t, b2, z):
    """Fills z (10,) with the logits of an image's activations `a`; returns the largest one's place and logsumexp(z)."""
    kind = W2t.dtype.type
    best = 0
    for c in range(len(z)):
        w = W2t[c]
        total = kind(0)
        for j in range(len(a)):
            total += a[j] * w[j]
        z[c] = total + b2[c]
        if z[c] > z[best]:
            best = c
    total = kind(0)
    for c in range(len(z)):
        total += np.exp(z[c] - z[best])
    return best, z[best] + np.log(total)


@jit
def softmax_gradient(n, labels, A2, W2t, b2, class_weights, smoothing, mean, G):
    """G (n, 10), the gradient at the logits of the cost of n images; returns their summed cost and the hits."""
    kind = W2t.dtype.type
    classes = len(b2)
    low = kind(smoothing / classes)
    high = kind(1 - smoothing) + low
    share = kind(1.0 / n) if mean else kind(1)
    cost, hits = 0.0, 0
    for i in range(n):
        g, label = G[i], labels[i]
        best, log_sum = logits(A2[i], W2t, b2, g)
        cost += log_sum - g[label]
        hits += best == label
        factor = share * class_weights[label]
        for c in range(classes):
            g[c] = factor * (np.exp(g[c] - log_sum) - (high if c == label else low))
    return cost, hits


@jit
def backward(n, A2, slopes, G, W2t, D, dW2t, db1, db2):
    """dW2t (10, H), db2, D (n, H), which is the gradient at A1, and db1, its sum over the images."""
    kind, width = W2t.dtype.type, len(db1)
    add_product(dW2t, kind(0), dW2t, kind(1), G.T, A2, n, 0, width)
    add_product(D[:n], kind(0), D[:n], kind(1), G, W2t, len(db2), 0, width)
    db2[:] = 0
    db1[:] = 0
    for i in range(n):
        d, g, slope = D[i], G[i], slopes[i]
        for c in range(len(db2)):
            db2[c] += g[c]
        for j in range(width):
            d[j] *= slope[j]
            db1[j] += d[j]


@jit
def sparse_layer(n, background, starts, pixels, values, W1, b1, base, A1):
    """A1 = X W1 + b1 for n images as lists of ink."""
    one = W1.dtype.type(1)
    every, paper = np.arange(0, len(W1), 1, np.uint16), np.full(len(W1), W1.dtype.type(background))
    for low in range(0, len(b1), TILE):
        high = min(low + TILE, len(b1))
        sum_rows(base, one, b1, one, paper, every, 0, len(W1) if background != 0 else 0, W1, low, high)
        for i in range(n):
            sum_rows(A1[i], one, base, one, values, pixels, starts[i], starts[i + 1], W1, low, high)


@jit
def dense_layer(X, W1, b1, A1):
    """A1 = X W1 + b1."""
    one = W1.dtype.type(1)
    start = np.lib.stride_tricks.as_strided(b1, A1.shape, (0, b1.itemsize))
    add_product(A1, one, start, one, X, W1, len(W1), 0, len(b1))
