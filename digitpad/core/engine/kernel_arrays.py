"""The arrays that kernels work on."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment_kernel import Strength
from digitpad.core.engine.state import LearningState
from digitpad.core.network import CLASSES, PIXELS, Floats, Network

Integers = npt.NDArray[np.integer[Any]]

LINE = 64  # bytes the processor reads at once


class Parameters(NamedTuple):
    """The parts of a learning state (network, m, v, average) in arrays with a fourth, first axis for the part.

    W1 (4, 784, apart), b1 (4, width), W2t (4, 10, width) and b2 (4, 10) are as in `padded`; `lazy` (3, width) is the
    state's.
    """

    W1: Floats
    b1: Floats
    W2t: Floats
    b2: Floats
    lazy: Floats

    @classmethod
    def of(cls, state: LearningState) -> "Parameters":
        """A copy of the state."""
        H, dtype = state.network.hidden_units, state.network.dtype
        W1, b1, W2t, b2 = (aligned_zeros((4, *part.shape), dtype) for part in padded(state.network))
        for number, each in enumerate(state.parts()):
            W1[number], b1[number], W2t[number], b2[number] = padded(each)
        lazy = aligned_zeros((3, b1.shape[1]), dtype)
        lazy[:, :H] = state.lazy
        return cls(W1, b1, W2t, b2, lazy)

    def network(self, number: int, like: Network) -> Network:
        """A copy of a part, with the hidden units and the activation of `like`."""
        H = like.hidden_units
        hidden = self.W1[number, :, :H].copy(), self.b1[number, :H].copy()
        return Network(*hidden, self.W2t[number, :, :H].T.copy(), self.b2[number].copy(), like.activation)


class AugmentationParams(NamedTuple):
    """An Augmenter as plain numbers that kernels read; where it is not `active`, images are as they stand."""

    active: bool
    strength: Strength
    key: np.uint64
    origin: float


class Images(NamedTuple):
    """Images either as X (n, 784) or, on a background, as lists of ink (see batch_kernel.py); the other is empty.

    Those that are `varying` are X in any case: each batch is varied, and its ink listed, when it is learned from.
    """

    sparse: bool
    background: float
    starts: Integers
    pixels: Integers
    values: Floats
    X: Floats
    varying: AugmentationParams


class MetricBuffers(NamedTuple):
    """What each of k steps came to: summed cost (k,), hits (k,), and where `measured` (k,) the GradientStats (k, 4)."""

    costs: npt.NDArray[np.float64]
    hits: Integers
    measured: npt.NDArray[np.bool_]
    health: npt.NDArray[np.float64]


def padded(network: Network) -> tuple[Floats, Floats, Floats, Floats]:
    """Copies of W1 (784, apart), b1 (width,), W2 transposed (10, width) and b2 (10,).

    `width` is the hidden units' number made larger, to fill whole cache lines. W1's rows begin an odd number of lines
    `apart`: at a power of two, the same columns of all rows would compete for a few places in the cache. What lies
    beyond the hidden units is 0.
    """
    H, dtype = network.hidden_units, network.dtype
    line = LINE // dtype.itemsize
    width = -(-H // line) * line
    apart = width | line
    W1, b1, W2t = (aligned_zeros(shape, dtype) for shape in ((PIXELS, apart), (width,), (CLASSES, width)))
    W1[:, :H], b1[:H], W2t[:, :H] = network.W1, network.b1, network.W2.T
    return W1, b1, W2t, network.b2.copy()


def aligned_zeros(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Floats:
    """Zeros that begin at a cache line; reads across two of them would take twice as long."""
    size = int(np.prod(shape)) * dtype.itemsize
    room = np.zeros(size + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    result: Floats = room[start : start + size].view(dtype).reshape(shape)
    return result
