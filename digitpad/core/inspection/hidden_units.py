"""What hidden units do: what they add to the logits, on which images they fire, and which images are alike to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.network import BACKGROUND, Floats, Labels, Network
from digitpad.core.tasks import Progress, Task, chunks

Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
SortKey = Literal["norm", "use", "vote", "number"]
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)

_CHUNK_SIZE, _CHUNK_SIZE_OF_ONE_UNIT = 500, 5_000  # images: for all hidden units, and for a single one
# A unit that fires for a smaller share of the images hardly learns any more.
DYING = 0.01
# These give nothing, or next to nothing, below zero; the others answer on both sides.
_SILENT_BELOW_ZERO = ("relu", "leaky-relu", "gelu")


@dataclass(frozen=True, eq=False)
class UnitOnImages:
    """The share of images on which a unit's A1 is above zero, and those `strongest` (k,) by its A2, the best first."""

    fires: float
    strongest: Indices
    activations: Floats


def subnetwork(network: Network, units: npt.ArrayLike) -> Network:
    """The network that has only these hidden units, in this order; a copy."""
    chosen = np.asarray(units, np.intp)
    W1, W2 = np.ascontiguousarray(network.W1[:, chosen]), network.W2[chosen]
    return Network(W1, network.b1[chosen], W2, network.b2.copy(), network.activation)


def contributions(network: Network, A2: Floats) -> Floats:
    """What each hidden unit adds to each logit, (H, 10), by the activations A2 (H,); with b2 they sum to the logits."""
    return A2[:, None] * network.W2


def top_units(network: Network, A2: Floats, digit: int, count: int) -> Indices:
    """The hidden units that add most to a digit's logit, or take most from it; at most `count`, the strongest first."""
    size = np.abs(A2 * network.W2[:, digit])
    return np.argsort(-size, kind="stable")[:count]


def ink_contributions(network: Network, X: Floats, units: Indices) -> Floats:
    """What each pixel of one image X (784,) adds to A1 of some units, (784, k), counted from a blank page.

    A1 = (X - B) W1 + (B * (sum of W1's rows) + b1), with B the background: pixels without ink add nothing.
    """
    return (X - X.dtype.type(BACKGROUND))[:, None] * network.W1[:, units]


def unit_on_images_task(network: Network, unit: int, X: Floats, count: int) -> Task[UnitOnImages]:
    """What a hidden unit does on the images X (n, 784), and the `count` on which it is the most active."""
    alone = subnetwork(network, [unit])
    A1, A2 = np.empty(len(X), network.dtype), np.empty(len(X), network.dtype)
    for chunk in chunks(len(X), _CHUNK_SIZE_OF_ONE_UNIT):
        activations = alone.forward(X[chunk])
        A1[chunk], A2[chunk] = activations.A1[:, 0], activations.A2[:, 0]
        yield Progress(chunk.stop / len(X))
    strongest: npt.NDArray[Any] = np.argsort(-A2, kind="stable")[:count]
    return UnitOnImages(float(np.mean(A1 > 0)), strongest, A2[strongest])


@dataclass(frozen=True, eq=False)
class Units:
    """For each hidden unit: the norm of its incoming weights (H,), the digit (H,) whose logit it raises most, by how
    much (H,), and the share of images it fires for (H,), if that is known."""

    norms: Floats
    votes: Labels
    strengths: Floats
    use: Floats | None = None

    @classmethod
    def of(cls, network: Network, use: Floats | None = None) -> "Units":
        norms = np.sqrt(np.einsum("ph,ph->h", network.W1, network.W1))
        return cls(norms, network.W2.argmax(axis=1), network.W2.max(axis=1), use)

    def order(self, key: SortKey) -> Indices:
        """The units by decreasing norm or use, by digit and then decreasing strength of the vote, or by number."""
        keys: dict[SortKey, Callable[[], tuple[Floats | Labels, ...]]] = {
            "norm": lambda: (-self.norms,),
            "use": lambda: (-self.norms if self.use is None else -self.use,),
            "vote": lambda: (-self.strengths, self.votes),
            "number": lambda: (np.arange(len(self.norms)),),
        }
        return np.lexsort(keys[key]())


def unit_use_task(network: Network, X: Floats) -> Task[Floats]:
    """The share (H,) of the images X (n, 784) for which each hidden unit fires: its weighted sum A1 is above zero.

    As work for the background: yields how much is done.
    """
    fired = np.zeros(network.hidden_units, np.int64)
    for chunk in chunks(len(X), _CHUNK_SIZE):
        yield Progress(chunk.start / len(X))
        fired += np.count_nonzero(network.forward(X[chunk]).A1 > 0, axis=0)
    return fired / len(X)


def dead_and_dying(network: Network, use: Floats) -> tuple[Mask, Mask]:
    """Which units (H,) fire for no image, and which for a share below DYING.

    There are none where the activation has no silent side.
    """
    if network.activation not in _SILENT_BELOW_ZERO:
        none = np.zeros(len(use), np.bool_)
        return none, none
    return use == 0, (use > 0) & (use < DYING)


def nearest_task(network: Network, X: Floats, image: Floats, k: int) -> Task[npt.NDArray[np.intp]]:
    """The indices (k,) of the images X (n, 784) whose hidden activations A2 lie nearest to those of `image` (1, 784).

    The nearest comes first. Distances are Euclidean, in the space of the hidden units. Exact: every image is looked
    at; only the nearest are kept, so it takes little memory. As work for the background: yields how much is done.
    """
    wanted = network.forward(image).A2
    indices = np.empty(0, np.intp)
    squares: npt.NDArray[Any] = np.empty(0)
    for chunk in chunks(len(X), _CHUNK_SIZE):
        yield Progress(chunk.start / len(X))
        A2 = network.forward(X[chunk]).A2
        A2 -= wanted
        squares = np.concatenate([squares, np.einsum("nh,nh->n", A2, A2)])
        indices = np.concatenate([indices, np.arange(chunk.start, chunk.stop)])
        order = np.argsort(squares, kind="stable")[:k]
        squares, indices = squares[order], indices[order]
    return indices


@dataclass(frozen=True, eq=False)
class NearestImages:
    """The indices (k,) of those of a data set that are nearest to an image, and the network's answer to it."""

    answer: int
    dataset: Dataset
    indices: npt.NDArray[np.intp]


def nearest_images_task(network: Network, image: Floats, dataset: Dataset, k: int) -> Task[NearestImages]:
    """The k images of the data set that are nearest to `image` (1, 784)."""
    indices = yield from nearest_task(network, dataset.X, image, k)
    return NearestImages(int(network.predict(image)[0]), dataset, indices)
