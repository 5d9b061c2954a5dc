"""How well a network reads a set of images."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.dataset import Dataset
from digitpad.core.network import CLASSES, Floats, Labels, Network, cross_entropy, log_softmax
from digitpad.core.tasks import Progress, Task, chunks, part_of_task, run_to_completion

_CHUNK_SIZE = 1_000
_Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations


@dataclass(frozen=True, eq=False)
class Score:
    """Result on n images: cost per image (without weight decay) and confusion (10, 10), true digits in rows.

    `dead_units` is the share of hidden units that none of the images makes answer to a change.
    """

    cost: float
    confusion: npt.NDArray[np.int64]
    dead_units: float

    @property
    def n(self) -> int:
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.confusion) / self.n)


def score(network: Network, dataset: Dataset) -> Score:
    """The network's result on a data set."""
    return run_to_completion(score_task(network, dataset.X, dataset.y))


def score_task(
    network: Network,
    X: Floats,
    y: Labels,
    cost_of: Callable[[Floats, Floats], float] | None = None,
    scaled: Callable[[Floats], Floats] = np.asarray,
) -> Task[Score]:
    """The network's result on the images X (n, 784) with labels y (n,), a thousand at a time.

    `cost_of` is another cost than cross-entropy, of logits (n, 10) and one-hot labels (n, 10). `scaled` makes some of
    the images what the network takes.
    """
    cost = 0.0
    classes = len(network.b2)
    confusion: npt.NDArray[Any] = np.zeros((classes, classes), np.int64)
    alive = np.zeros(network.hidden_units, np.bool_)
    slope = ACTIVATIONS[network.activation].slope
    for chunk in chunks(len(y), _CHUNK_SIZE):
        labels = y[chunk]
        activations = network.forward(scaled(X[chunk]))
        Y, Z = np.eye(classes, dtype=network.dtype)[labels], activations.Z
        cost += cost_of(Z, Y) if cost_of else cross_entropy(log_softmax(Z), Y)
        confusion += confusion_matrix(labels, Z.argmax(axis=1), classes)
        alive |= (slope(activations.A1) > 0).any(axis=0)
        yield Progress(chunk.stop / len(y))
    return Score(cost / len(y), confusion, float(1 - alive.mean()))


def confusion_matrix(y: Labels, predicted: Labels, classes: int = CLASSES) -> npt.NDArray[np.int64]:
    """How many images of each true digit, in rows, were read as each digit (10, 10)."""
    cells = np.bincount(classes * y.astype(np.intp) + predicted, minlength=classes**2)
    return cells.reshape(classes, classes).astype(np.int64)


class Interval(NamedTuple):
    low: float
    high: float


def wilson(hits: int, n: int) -> Interval:
    """The 95 % interval of Wilson (1927) for a share of which `hits` in `n` independent trials were seen.

    Unlike hits/n with its standard deviation, it is sound near 0 and 1, and with few trials; 0 to 1 without any.
    """
    if n == 0:
        return Interval(0.0, 1.0)
    share, square = hits / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True)
class Hits:
    """How many of n images were read correctly, each time."""

    n: int
    hits: tuple[int, ...]

    @property
    def accuracies(self) -> tuple[float, ...]:
        return tuple(each / self.n for each in self.hits)

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """Of the accuracies, 95 % (Wilson)."""
        return tuple(wilson(each, self.n) for each in self.hits)


@dataclass(frozen=True)
class HitCounts(Hits):
    """How many of the images of a set each of some networks read correctly."""

    name: str


def hit_counts_task(sets: Iterable[Dataset], networks: Sequence[Network]) -> Task[list[HitCounts]]:
    """Read the images of all sets with each of the networks."""
    sets = list(sets)
    total, done = len(networks) * sum(map(len, sets)), 0
    found = []
    for images in sets:
        hits = []
        for network in networks:
            scoring = score_task(network, images.X, images.y)
            score = yield from part_of_task(scoring, done / total, (done + len(images)) / total)
            hits.append(int(score.confusion.trace()))
            done += len(images)
        found.append(HitCounts(len(images), tuple(hits), images.name))
    return found
