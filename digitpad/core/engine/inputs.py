"""What a network in training takes for a pixel, which everywhere else goes from -1 to 1."""

from dataclasses import replace
from typing import Literal, NamedTuple

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


# Mean and standard deviation of the pixels of MNIST's training images, from 0 to 1, as most courses have them.
_MEAN, _DEVIATION = 0.1307, 0.3081
_ZERO_TO_ONE = InputScale(-1.0, 0.5)
STANDARDISED = InputScale(2 * _MEAN - 1, 0.5 / _DEVIATION)


def input_scale(inputs: Inputs, background: float) -> InputScale:
    """The scale of that name for images with this background, which is 0 if they have none."""
    return {
        "pixels": InputScale(),
        "ink": InputScale(background),
        "zero-to-one": _ZERO_TO_ONE,
        "standardised": STANDARDISED,
    }[inputs]
