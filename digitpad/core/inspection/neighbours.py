"""The images that a network finds most alike to a given one."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.network import Floats, Network
from digitpad.core.tasks import Progress, Task

_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The indices (k,) of the nearest images, nearest first, and their distances (k,)."""

    indices: npt.NDArray[np.intp]
    distances: Floats


def nearest_task(network: Network, X: Floats, image: Floats, k: int) -> Task[Neighbours]:
    """The k of the images X (n, 784) whose hidden activations A2 lie nearest to those of `image` (1, 784).

    Distances are Euclidean, in the space of the hidden units. Exact: every image is looked at; only the nearest are
    kept, so it takes little memory. As work for the background: yields how much is done.
    """
    wanted = network.forward(image.astype(network.dtype, copy=False)).A2
    indices = np.empty(0, np.intp)
    squares: npt.NDArray[Any] = np.empty(0)
    for start in range(0, len(X), _AT_ONCE):
        yield Progress(start / len(X))
        A2 = network.forward(X[start : start + _AT_ONCE].astype(network.dtype, copy=False)).A2
        A2 -= wanted
        squares = np.concatenate([squares, np.einsum("nh,nh->n", A2, A2)])
        indices = np.concatenate([indices, np.arange(start, start + len(A2))])
        order = np.argsort(squares, kind="stable")[:k]
        squares, indices = squares[order], indices[order]
    return Neighbours(indices, np.sqrt(squares))


@dataclass(frozen=True, eq=False)
class NearestImages:
    """Those of a data set that are nearest to an image, and the network's answer to it."""

    answer: int
    dataset: Dataset
    found: Neighbours


def nearest_images_task(network: Network, image: Floats, dataset: Dataset, k: int) -> Task[NearestImages]:
    """The k images of the data set that are nearest to `image` (1, 784)."""
    found = yield from nearest_task(network, dataset.X, image, k)
    return NearestImages(int(network.predict(image)[0]), dataset, found)
