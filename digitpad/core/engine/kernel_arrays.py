"""The arrays that kernels work on."""

from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment_kernel import Strength
from digitpad.core.counter_random import Keys
from digitpad.core.engine.steps import LearningState
from digitpad.core.network import CLASSES, PIXELS, Floats, Network

Integers = npt.NDArray[np.integer[Any]]

LINE = 64  # bytes the processor reads at once


class Parameters(NamedTuple):
    """The parts of a learning state (network, m, v, average) in arrays with a fourth, first axis for the part.

    W1 (4, 784, apart), b1 (4, 1, width), W2t (4, 10, width) and b2 (4, 1, 10) are as in `padded`.
    """

    W1: Floats
    b1: Floats
    W2t: Floats
    b2: Floats

    @classmethod
    def of(cls, state: LearningState) -> "Parameters":
        """A copy of the state."""
        rows = [np.atleast_2d(part).shape for part in padded(state.network)]
        arrays = cls(*(aligned_zeros((4, *shape), state.network.dtype) for shape in rows))
        for number, each in enumerate(state.parts()):
            for array, part in zip(arrays, padded(each), strict=True):
                array[number] = part
        return arrays

    def network(self, number: int, like: Network) -> Network:
        """A copy of a part, with the hidden units and the activation of `like`."""
        H = like.hidden_units
        hidden = self.W1[number, :, :H].copy(), self.b1[number, 0, :H].copy()
        return Network(*hidden, self.W2t[number, :, :H].T.copy(), self.b2[number, 0].copy(), like.activation)


class SparseRows(NamedTuple):
    """Images as rows of a CSR matrix that holds their ink, pixels minus the background: see batch_kernel.py."""

    indptr: Integers
    indices: Integers
    data: Floats


class BatchAugmentation(NamedTuple):
    """How the images of a batch are varied: see Augmenter."""

    shift: float
    strength: Strength | None
    key: np.uint64
    origin: float


class Batches(NamedTuple):
    """k steps: their images `rows`, `size` for each step, their Rates (k, 4), and keys (k, 2) for dropout of inputs and
    of hidden units."""

    rows: Integers
    size: int
    rates: npt.NDArray[np.float64]
    keys: Keys


class MetricBuffers(NamedTuple):
    """What each of k steps came to: summed cost (k,), correct images (k,), and where `measured` (k,) the GradientStats
    (k, 4)."""

    costs: npt.NDArray[np.float64]
    correct: Integers
    measured: npt.NDArray[np.bool_]
    gradient_stats: npt.NDArray[np.float64]


class Scratch(NamedTuple):
    """Room for a batch, which kernels fill anew in each step."""

    images: Floats
    keys: Keys
    labels: Integers
    places: Integers
    ink: Floats
    A1: Floats
    A2: Floats
    G: Floats
    Gt: Floats
    D: Floats
    W2t_grad: Floats
    db1: Floats
    db2: Floats
    row: Floats
    W1_before: Floats
    W2t_before: Floats

    @classmethod
    def of(cls, parameters: Parameters, size: int, with_images: bool) -> "Scratch":
        """For batches of up to `size` images; those that are dense, or to be varied, need room, `with_images`."""
        _, pixels, apart = parameters.W1.shape
        width, dtype = parameters.W2t.shape[2], parameters.W1.dtype
        floats = partial(aligned_zeros, dtype=dtype)
        return cls(
            images=floats((size if with_images else 0, pixels)),
            keys=np.zeros(size, np.uint64),
            labels=np.zeros(size, np.int64),
            places=np.arange(max(size, CLASSES), dtype=np.uint16),
            ink=floats((1, size)),
            A1=floats((size, width)),
            A2=floats((size, width)),
            G=floats((size, CLASSES)),
            Gt=floats((CLASSES, size)),
            D=floats((size + 1, apart)),
            W2t_grad=floats((CLASSES, width)),
            db1=floats((1, width)),
            db2=floats((1, CLASSES)),
            row=floats((1, width)),
            W1_before=floats((pixels, apart)),
            W2t_before=floats((CLASSES, width)),
        )


class SparseScratch(NamedTuple):
    """Room for a sparse batch, in rows and in columns; `cursor` (784,) is where the next of a column goes."""

    indptr: Integers
    indices: Integers
    data: Floats
    csc_indptr: Integers
    csc_indices: Integers
    csc_data: Floats
    cursor: Integers

    @classmethod
    def of(cls, size: int, ink: int, dtype: np.dtype[Any]) -> "SparseScratch":
        """For batches of up to `size` images with up to so many pixels of `ink` in all."""
        rows = np.zeros(size + 1, np.int64), np.zeros(ink, np.uint16), np.zeros(ink, dtype)
        entries = ink + PIXELS  # each column holds the background, too
        columns = np.zeros(PIXELS + 1, np.uint64), np.zeros(entries, np.uint16), np.zeros(entries, dtype)
        return cls(*rows, *columns, np.zeros(PIXELS, np.uint64))


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
    return room[start : start + size].view(dtype).reshape(shape)
