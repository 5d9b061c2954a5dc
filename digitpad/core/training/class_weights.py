"""How much each digit counts in the cost."""

import numpy as np

from digitpad.core.network import CLASSES, Floats, Labels
from digitpad.core.training.settings import ClassWeights


def class_weights(y: Labels, kind: ClassWeights) -> Floats:
    """Factors (10,) on the cost of each digit: all 1, or such that each digit in y counts alike, with 1 on average."""
    weights = np.ones(CLASSES)
    if kind == "balanced":
        digits, counts = np.unique(y, return_counts=True)
        weights[digits] = len(y) / (len(digits) * counts)
    return weights
