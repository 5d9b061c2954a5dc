"""The optimisers of digitpad.core.engine.optimisers, one row of weights at a time."""

import numpy as np

from digitpad.core.engine.steps import ADAMW, EPSILON, MOMENTUM, NESTEROV, RMSPROP, SGD
from digitpad.core.jit.decorators import jit


@jit
def update(w, g, m, v, average, optimiser, momentum, beta2, rates, decay):
    """Change the weights w by their gradient g, to which decay * w is added, and with them m, v and the average."""
    kind = w.dtype.type
    rate, mu, beta = kind(rates.learning_rate), kind(momentum), kind(beta2)
    if optimiser == SGD:
        for j in range(len(w)):
            w[j] -= rate * (g[j] + decay * w[j])
    elif optimiser == MOMENTUM:
        for j in range(len(w)):
            m[j] = mu * m[j] + (g[j] + decay * w[j])
            w[j] -= rate * m[j]
    elif optimiser == NESTEROV:
        for j in range(len(w)):
            slope = g[j] + decay * w[j]
            m[j] = mu * m[j] + slope
            w[j] -= rate * (slope + mu * m[j])
    elif optimiser == RMSPROP:
        for j in range(len(w)):
            slope = g[j] + decay * w[j]
            v[j] = beta * v[j] + (kind(1) - beta) * slope * slope
            w[j] -= rate * slope / (np.sqrt(v[j]) + kind(EPSILON))
    else:
        _adam(w, g, m, v, mu, beta, optimiser == ADAMW, rates, decay)
    if rates.averaging > 0:
        newest = kind(rates.averaging)
        for j in range(len(w)):
            average[j] += newest * (w[j] - average[j])


@jit
def _adam(w, g, m, v, beta1, beta2, decoupled, rates, decay):
    kind = w.dtype.type
    rate = kind(rates.learning_rate / rates.first)
    scale = kind(1 / np.sqrt(rates.second))
    keep = kind(1) - kind(rates.learning_rate) * decay if decoupled else kind(1)
    inside = kind(0) if decoupled else decay
    for j in range(len(w)):
        slope = g[j] + inside * w[j]
        m[j] = beta1 * m[j] + (kind(1) - beta1) * slope
        v[j] = beta2 * v[j] + (kind(1) - beta2) * slope * slope
        w[j] = keep * w[j] - rate * m[j] / (np.sqrt(v[j]) * scale + kind(EPSILON))


@jit
def square_sum(g, w, decay):
    """The sum of the squares of g + decay * w."""
    total = g.dtype.type(0)
    for j in range(len(g)):
        slope = g[j] + decay * w[j]
        total += slope * slope
    return total


@jit
def relative_change(before, after):
    """The size of the change of a matrix relative to its size before."""
    change, size = 0.0, 0.0
    for i in range(len(before)):
        b, a = before[i], after[i]
        for j in range(len(b)):
            change += (a[j] - b[j]) ** 2
            size += b[j] ** 2
    return np.sqrt(change / size) if size > 0 else 0.0
