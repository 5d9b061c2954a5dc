"""Forward passes for one image after the other, as while somebody draws."""

# mypy: allow-untyped-calls

from typing import Any

import numpy as np

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.network import CLASSES, PIXELS, Activations, Floats, Network, fold_background

_BACKGROUND = -1.0
_ready: set[np.dtype[Any]] = set()


class SingleImageNetwork:
    """Does what a network does, in a fifth of the time, for one image at a time with a background of -1.

    What the background adds to the hidden units is summed beforehand, so the network must stay as it is; each image
    adds its ink. Until the kernels are ready it takes the network's own way; the numbers are the same to rounding.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._background = network.dtype.type(_BACKGROUND)
        self._activation = tuple(ACTIVATIONS).index(network.activation)
        arrays = network.W1, fold_background(network, _BACKGROUND).b1, network.W2.T, network.b2
        # The kernel is compiled for arrays of this kind alone.
        self._W1, self._of_background, self._W2t, self._b2 = (np.require(each, None, ["C", "W"]) for each in arrays)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self._network.dtype

    def forward(self, X: Floats) -> Activations:
        """Activations for the image X (1, 784)."""
        return self.forward_sparse(X) if self.dtype in _ready else self._network.forward(X)

    def forward_sparse(self, X: Floats) -> Activations:
        """The same with the kernel, which is compiled or loaded if need be."""
        from digitpad.core.engine.score_kernel import forward_one  # takes half a second, the first time

        A1, A2 = (np.empty((1, self._network.hidden_units), self.dtype) for _ in range(2))
        Z = np.empty((1, CLASSES), self.dtype)
        parameters = self._W1, self._of_background, self._W2t, self._b2
        inked, derivatives = np.empty(PIXELS + 1, np.uint16), np.empty_like(A1)
        forward_one(X[0], self._background, parameters, self._activation, inked, derivatives, A1, A2, Z)
        _ready.add(self.dtype)
        return Activations(A1, A2, Z)
