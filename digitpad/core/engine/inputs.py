"""What a network in training takes for a pixel, which everywhere else goes from -1 to 1."""

from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np

from digitpad.core.network import Floats, Network, fold_background, unfold_background

Inputs = Literal["pixels", "ink", "zero-to-one", "standardised"]


class InputScale(NamedTuple):
    """For a pixel x from -1 to 1 the network in training takes (x - origin) * factor."""

    origin: float = 0.0
    factor: float = 1.0

    def of(self, X: Floats) -> Floats:
        """A copy of the images X (n, 784), on this scale."""
        return self.rescale(X[:] - X.dtype.type(self.origin))

    def rescale(self, X: Floats) -> Floats:
        """The images X (n, 784), from which the origin is taken off already, on this scale: changed in place."""
        if self.factor != 1:
            X *= X.dtype.type(self.factor)
        return X

    def undone(self, X: Floats) -> Floats:
        """Images X (n, 784) on this scale, from -1 to 1 again."""
        return X / X.dtype.type(self.factor) + X.dtype.type(self.origin)

    def fold(self, network: Network) -> Network:
        """The network that does with images on this scale what `network` does with those from -1 to 1."""
        folded = fold_background(network, self.origin)
        if self.factor != 1:
            return replace(folded, W1=folded.W1 / network.dtype.type(self.factor))
        return folded

    def unfold(self, network: Network) -> Network:
        """The network that does with images from -1 to 1 what `network` does with those on this scale."""
        if self.factor != 1:
            network = replace(network, W1=network.W1 * network.dtype.type(self.factor))
        return unfold_background(network, self.origin)


_ZERO_TO_ONE = InputScale(-1.0, 0.5)
# By the mean and the standard deviation of MNIST's training images, 0.1307 and 0.3081 of full ink.
_STANDARDISED = InputScale(2 * 0.1307 - 1, 0.5 / 0.3081)
_AT_ONCE = 1_000  # images


def input_scale(inputs: Inputs, background: float, X: Floats | None = None) -> InputScale:
    """The scale of that name for images with this background, which is 0 if they have none.

    Standardised are pixels by the mean and the standard deviation of all those of the training images X (n, 784), or of
    MNIST's where there are none.
    """
    if inputs == "standardised":
        return _STANDARDISED if X is None else _standardising(X)
    return {"pixels": InputScale(), "ink": InputScale(background), "zero-to-one": _ZERO_TO_ONE}[inputs]


def _standardising(X: Floats) -> InputScale:
    total = squares = 0.0
    for start in range(0, len(X), _AT_ONCE):
        some = X[start : start + _AT_ONCE].astype(np.float64)
        total += float(some.sum())
        squares += float(np.square(some).sum())
    n = len(X) * X.shape[1]
    variance = squares / n - (total / n) ** 2
    return InputScale(total / n, variance**-0.5 if variance > 0 else 1.0)
