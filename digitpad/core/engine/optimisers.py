"""The optimisers, in NumPy, by their formulas.

sgd        w -= rate * g
momentum   m = momentum * m + g;  w -= rate * m                    (Polyak 1964)
nesterov   m = momentum * m + g;  w -= rate * (g + momentum * m)   (Sutskever et al. 2013)
rmsprop    v = beta2 * v + (1 - beta2) * g**2;  w -= rate * g / (sqrt(v) + epsilon)   (Tieleman and Hinton 2012)
adam       as rmsprop, with m = momentum * m + (1 - momentum) * g for g, both made up for their beginning at zero
           (Kingma and Ba 2015)
adamw      adam whose weight decay acts on the weights, not on the gradient (Loshchilov and Hutter 2019)
"""

import numpy as np

from digitpad.core.engine.steps import ADAM, ADAMW, EPSILON, MOMENTUM, NESTEROV, RMSPROP, SGD, Rates, StepConfig
from digitpad.core.network import Floats


def update(w: Floats, g: Floats, m: Floats, v: Floats, config: StepConfig, rates: Rates, shrinkage: float) -> None:
    """Change the weights `w`, and what is remembered of their gradients in `m` and `v`, in place; `g` is used up.

    `g` is their gradient. It includes weight decay, or the weights shrink by `shrinkage` times the rate instead.
    """
    rate, momentum, beta2 = rates.learning_rate, config.momentum, config.beta2
    if shrinkage:
        w *= 1 - rate * shrinkage
    if config.optimiser in (MOMENTUM, NESTEROV):
        m *= momentum
        m += g
    elif config.optimiser in (ADAM, ADAMW):
        m *= momentum
        m += (1 - momentum) * g
    if config.optimiser in (RMSPROP, ADAM, ADAMW):
        v *= beta2
        v += (1 - beta2) * g**2
    # Temporary arrays as large as W1 would cost more than the arithmetic, so the step is made in g.
    if config.optimiser == SGD:
        if rate != 1:
            g *= rate
    elif config.optimiser == MOMENTUM:
        np.multiply(m, rate, out=g)
    elif config.optimiser == NESTEROV:
        g += momentum * m
        g *= rate
    elif config.optimiser == RMSPROP:
        g *= rate
        g /= np.sqrt(v) + EPSILON
    else:
        np.multiply(m, rate / rates.first, out=g)
        g /= np.sqrt(v / rates.second) + EPSILON
    w -= g
