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


def update(w: Floats, g: Floats, m: Floats, v: Floats, config: StepConfig, rates: Rates, decay: float) -> None:
    """Change the weights `w`, and what is remembered of their gradients in `m` and `v`, in place.

    `g` is their gradient, including weight decay but for AdamW, whose `decay` is the factor on the weights instead.
    """
    rate, momentum, beta2 = rates.learning_rate, config.momentum, config.beta2
    if config.optimiser in (MOMENTUM, NESTEROV):
        m *= momentum
        m += g
    elif config.optimiser in (ADAM, ADAMW):
        m *= momentum
        m += (1 - momentum) * g
    if config.optimiser in (RMSPROP, ADAM, ADAMW):
        v *= beta2
        v += (1 - beta2) * g**2
    if config.optimiser == SGD:
        w -= rate * g
    elif config.optimiser == MOMENTUM:
        w -= rate * m
    elif config.optimiser == NESTEROV:
        w -= rate * (g + momentum * m)
    elif config.optimiser == RMSPROP:
        w -= rate * g / (np.sqrt(v) + EPSILON)
    else:
        if config.optimiser == ADAMW:
            w *= 1 - rate * decay
        w -= rate / rates.first * m / (np.sqrt(v / rates.second) + EPSILON)
