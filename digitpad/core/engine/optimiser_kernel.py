"""The optimisers of digitpad.core.engine.optimisers, one row of weights at a time."""

import numpy as np

from digitpad.core.engine.steps import ADAMW, EPSILON, MOMENTUM, NESTEROV, RMSPROP, SGD
from digitpad.core.jit.decorators import jit


@jit
def update(parts, p, low, high, g, config, rates, decay):
    """Change the columns low:high of row p of the weights by their gradient g, to which decay * weights is added.

    `parts` (4, rows, columns) are those of a learning state: the weights, m, v and the average.
    """
    # Slices, whose indices count from 0: of others Numba asks each time whether they count from the end.
    w, m, v, average = parts[0, p][low:high], parts[1, p][low:high], parts[2, p][low:high], parts[3, p][low:high]
    g = g[low:high]
    dtype = w.dtype.type
    rate, mu, beta = dtype(rates.learning_rate), dtype(config.momentum), dtype(config.beta2)
    optimiser = config.optimiser
    if optimiser == SGD:
        for j in range(len(w)):
            w[j] -= rate * (g[j] + decay * w[j])
    elif optimiser == MOMENTUM:
        for j in range(len(w)):
            m[j] = mu * m[j] + (g[j] + decay * w[j])
            w[j] -= rate * m[j]
    elif optimiser == NESTEROV:
        for j in range(len(w)):
            grad = g[j] + decay * w[j]
            m[j] = mu * m[j] + grad
            w[j] -= rate * (grad + mu * m[j])
    elif optimiser == RMSPROP:
        for j in range(len(w)):
            grad = g[j] + decay * w[j]
            v[j] = beta * v[j] + (dtype(1) - beta) * grad * grad
            w[j] -= rate * grad / (np.sqrt(v[j]) + dtype(EPSILON))
    else:
        adam_rate, scale = dtype(rates.learning_rate / rates.first), dtype(1 / np.sqrt(rates.second))
        keep = dtype(1) - rate * decay if optimiser == ADAMW else dtype(1)
        inside = dtype(0) if optimiser == ADAMW else decay
        for j in range(len(w)):
            grad = g[j] + inside * w[j]
            m[j] = mu * m[j] + (dtype(1) - mu) * grad
            v[j] = beta * v[j] + (dtype(1) - beta) * grad * grad
            w[j] = keep * w[j] - adam_rate * m[j] / (np.sqrt(v[j]) * scale + dtype(EPSILON))
    if rates.averaging > 0:
        newest = dtype(rates.averaging)
        for j in range(len(w)):
            average[j] += newest * (w[j] - average[j])


@jit
def square_sum(g, w, decay):
    """The sum of the squares of g + decay * w."""
    total = g.dtype.type(0)
    for j in range(len(g)):
        grad = g[j] + decay * w[j]
        total += grad * grad
    return total


@jit
def relative_change(before, after):
    """The size of the change of a matrix relative to its size before."""
    change, size = 0.0, 0.0
    for i in range(len(before)):
        b, a = before[i], after[i]
        for j in range(len(b)):
            step = a[j] - b[j]
            change += step * step  # a power would be a function more to compile
            size += b[j] * b[j]
    return np.sqrt(change / size) if size > 0 else 0.0
