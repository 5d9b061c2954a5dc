"""How much each digit counts in the cost."""

import numpy as np

from digitpad.core.network import CLASSES, Floats, Labels
from digitpad.core.training.settings import ClassWeights


def class_weights(y: Labels, kind: ClassWeights) -> Floats:
    """Factors (10,) on the cost of each digit: all 1, or such that each digit counts alike, with 1 on average."""
    if kind == "equal":
        return np.ones(CLASSES)
    counts = np.bincount(y, minlength=CLASSES)
    weights: Floats = len(y) / (np.count_nonzero(counts) * np.maximum(counts, 1))
    return weights
