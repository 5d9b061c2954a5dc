"""Reading one image after the other, as while somebody draws."""

# mypy: allow-untyped-calls

from typing import Any

import numpy as np

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.engine import kernels
from digitpad.core.network import Activations, Floats, Network
from digitpad.core.training.ink_inputs import to_ink

_BACKGROUND = np.float32(-1)


class OneByOne:
    """Does what a network does, in a fifth of the time, for one image at a time with a background of -1.

    What the background adds to the hidden units is summed beforehand, so the network must stay as it is; each image
    adds its ink. Until the kernels are ready it takes the network's own way; the numbers are the same to rounding.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        # The kernel is compiled for arrays of this kind alone.
        self._W1 = np.require(network.W1, requirements=["C", "W"])
        self._of_background = to_ink(network, float(_BACKGROUND)).b1

    @property
    def dtype(self) -> np.dtype[Any]:
        return self._network.dtype

    def forward(self, X: Floats) -> Activations:
        """Activations for the image X (1, 784)."""
        if not kernels.ready(self.dtype):
            return self._network.forward(X)
        from digitpad.core.engine.one_image_kernel import add_ink  # takes half a second, the first time

        A1 = self._of_background.copy()
        add_ink(X[0], self.dtype.type(_BACKGROUND), self._W1, A1)
        A2 = ACTIVATIONS[self._network.activation].function(A1)
        return Activations(A1[None], A2[None], (A2.dot(self._network.W2) + self._network.b2)[None])
