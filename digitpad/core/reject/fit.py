"""Fitting the detector: logistic regression with one small hidden layer, by Adam, in NumPy."""

from collections.abc import Callable
from math import cos, pi

import numpy as np

from digitpad.core.engine.optimisers import update
from digitpad.core.engine.recipe import Recipe, rates_of
from digitpad.core.network import Floats, Network
from digitpad.core.reject.detector import Detector
from digitpad.core.reject.examples import Examples

_UNITS = 64
_BATCH = 512
_LEARNING_RATE = 2e-3
_RECIPE = Recipe.of("adam", "relu", "mean", beta2=0.99)


def fit_detector(
    network: Network,
    examples: Examples,
    steps: int,
    seed: int,
    compiled: bool,
    progress: Callable[[int], None],
    batch_size: int = _BATCH,
) -> Detector:
    """The fitted detector, which has no levels yet; `progress` is called with the number of each step that is done.

    The cost is the cross-entropy with a digit's label 0 and that of anything else 1; the learning rate falls along a
    cosine.
    """
    rng = np.random.default_rng([seed, 6])
    H = network.hidden_units
    # The hidden layer's numbers are brought to about 1; the factor goes into V1 in the end.
    X, _ = examples.batch(batch_size // 4, rng, compiled)
    unit = network.dtype.type(1 / (network.forward(X.astype(network.dtype)).A2.std() + 1e-6))
    shapes = ((H, _UNITS), 0.1 / np.sqrt(H)), (_UNITS, 0.0), (_UNITS, 0.2), (1, 0.0)
    weights = [rng.normal(0, sd, shape).astype(network.dtype) for shape, sd in shapes]
    first, second = ([np.zeros_like(each) for each in weights] for _ in range(2))
    for step in range(1, steps + 1):
        X, t = examples.batch(batch_size // 4, rng, compiled)
        A2 = network.forward(X.astype(network.dtype)).A2 * unit
        rates = rates_of(_RECIPE, _LEARNING_RATE * (1 + cos(pi * step / steps)) / 2, step)
        for w, g, m, v in zip(weights, _gradients(A2, t, *weights), first, second, strict=True):
            update(w, g, m, v, _RECIPE, rates, 0.0)
        progress(step)
    V1, c1, V2, c2 = weights
    return Detector(V1 * unit, c1, V2, float(c2[0]), (), 0)


def _gradients(A2: Floats, t: Floats, V1: Floats, c1: Floats, V2: Floats, c2: Floats) -> list[Floats]:
    """Of the mean cross-entropy of the labels t (n,), with respect to the weights."""
    hidden = np.maximum(A2 @ V1 + c1, 0)
    scores = hidden @ V2 + c2
    slope = (1 / (1 + np.exp(-scores)) - t) / t.dtype.type(len(t))
    back = np.outer(slope, V2) * (hidden > 0)
    return [A2.T @ back, back.sum(axis=0), hidden.T @ slope, slope.sum(keepdims=True)]
