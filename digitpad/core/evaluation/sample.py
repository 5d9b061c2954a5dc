"""A part of a data set that stands for the whole."""

import numpy as np

from digitpad.core.dataset import Dataset, stratified_split


def sample_of(dataset: Dataset, n: int, seed: int = 0) -> Dataset:
    """n random images, each digit as frequent as in the whole; the whole data set if it has no more than n."""
    if len(dataset) <= n:
        return dataset
    (indices,) = stratified_split(dataset.y, [n], np.random.default_rng(seed))
    return dataset.subset(indices, dataset.name)
