"""Images, or what a network makes of them, as points of a plane: a map by principal components or t-SNE."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from digitpad.core.dataset import Dataset
from digitpad.core.errors import MissingPackage
from digitpad.core.evaluation.evaluation import Predictions, predict_task
from digitpad.core.evaluation.robustness import sample_of
from digitpad.core.models.model import Model
from digitpad.core.network import Floats, Network
from digitpad.core.tasks import Progress, Task, chunks, part_of_task

_PERPLEXITY = 30.0  # how many neighbours count, about
# As the authors have it: first groups are pulled together, then they spread.
_EARLY, _LATE = 250, 500
_EXAGGERATION, _MOMENTA = 12, (0.5, 0.8)
_AT_ONCE = 25  # iterations
_FEWEST = 10  # images of which a map can be made
_NEIGHBOURS = 5

# Directions that are followed beside the two wanted; without them a third that varies nearly as much slows things down.
_BESIDE = 8
_MOST_PASSES = 60
_SETTLED = 1e-4  # by how much a direction, of length 1, may still change
_CHUNK_SIZE = 250  # images


class Layer(StrEnum):
    """What of an image is shown on a map."""

    PIXELS = "pixels"
    HIDDEN = "hidden"
    LOGITS = "logits"


class Method(StrEnum):
    """How a map is made."""

    PCA = "PCA"
    TSNE = "t-SNE"


def features(network: Network, X: Floats, layer: Layer) -> Floats:
    """The images X (n, 784), their hidden activations A2 (n, H), or their logits Z (n, 10)."""
    if layer is Layer.PIXELS:
        return X
    activations = network.forward(X)
    return activations.A2 if layer is Layer.HIDDEN else activations.Z


@dataclass(frozen=True, eq=False)
class Projection:
    """The plane through `mean` (d,) along orthonormal `axes` (d, 2), and the share (2,) each has of all variance.

    Where the features have but one dimension, the second axis is 0.
    """

    mean: Floats
    axes: Floats
    shares: Floats

    def __call__(self, F: Floats) -> Floats:
        """The places (n, 2) of features (n, d)."""
        return (F - self.mean) @ self.axes


def principal_components_task(F: Floats, before: Projection | None = None) -> Task[Projection]:
    """The plane in which features F (n, d) vary most (Pearson 1901). Yields between passes.

    By subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4): a few directions are multiplied with the
    covariance until they stay. The covariance itself is never put together: that of 4,096 hidden units would cost far
    more than the network. With `before`, of the same d, the search begins there and the axes keep their signs; else the
    largest entry of each is positive.
    """
    mean = F.mean(axis=0)
    C = F - mean
    if before is not None and before.mean.shape != mean.shape:
        before = None
    Q = np.linalg.qr(_start(F.shape[1], before).astype(F.dtype))[0]
    for passed in range(_MOST_PASSES):
        yield Progress(passed / _MOST_PASSES)
        turned = np.linalg.qr(C.T @ (C @ Q))[0]
        B = C @ turned
        variances, mix = np.linalg.eigh(B.T @ B)
        turned = turned @ mix[:, ::-1]
        change = turned[:, :2] - Q @ (Q.T @ turned[:, :2])
        Q = turned
        if np.abs(change).max() < _SETTLED:
            break
    axes, shares = np.zeros((F.shape[1], 2), F.dtype), np.zeros(2)
    found = min(F.shape[1], 2)
    axes[:, :found] = Q[:, :found]
    shares[:found] = variances[::-1][:found] / (np.vdot(C, C) or 1.0)
    along = before.axes if before is not None else axes * (np.abs(axes) == np.abs(axes).max(axis=0))
    axes *= np.where((axes * along).sum(axis=0) < 0, -1, 1).astype(F.dtype)
    return Projection(mean, axes, shares)


def _start(d: int, before: Projection | None) -> Floats:
    """Directions (d, up to 10) to begin with."""
    start = np.random.default_rng(0).normal(size=(d, min(d, 2 + _BESIDE)))
    if before is not None:
        start[:, :2] = before.axes[:, : start.shape[1]]
    return start


@dataclass(frozen=True, eq=False)
class Embedding:
    """Images, what of them the map shows, where they lie (n, 2), how others find their place, and the answers."""

    model: Model
    images: Dataset
    layer: Layer
    place: Callable[[Floats], Floats]
    places: Floats
    predictions: Predictions

    def place_of(self, X: Floats) -> Floats:
        """Where images X (n, 784) lie (n, 2)."""
        return self.place(features(self.model.network, X, self.layer))


def embed_task(
    model: Model, dataset: Dataset, count: int, layer: Layer, method: Method, before: Embedding | None
) -> Task[Embedding]:
    """Make the map of so many images; one by principal components goes on from the map before, if there is one."""
    yield Progress()
    images, network = sample_of(dataset, count), model.network
    predictions = yield from part_of_task(predict_task(network, images.X, images.y), 0, 0)
    F = yield from _features_task(network, images.X, layer)
    if method is Method.TSNE:
        found = yield from neighbour_map_task(F)
        return Embedding(model, images, layer, found, found.places, predictions)
    plane = before.place if before and isinstance(before.place, Projection) else None
    projection = yield from principal_components_task(F, plane)
    return Embedding(model, images, layer, projection, projection(F), predictions)


def _features_task(network: Network, X: Floats, layer: Layer) -> Task[Floats]:
    parts = []
    for chunk in chunks(len(X), _CHUNK_SIZE):
        yield Progress()
        parts.append(features(network, X[chunk], layer))
    return np.concatenate(parts)


@dataclass(frozen=True, eq=False)
class NeighbourMap:
    """Features F (n, d) and where they lie (n, 2). t-SNE gives places, and no way to find those of other features."""

    F: Floats
    places: Floats
    _norms: Floats = field(init=False, repr=False)  # squared (n,): once, since a drawing is placed at each stroke

    def __post_init__(self) -> None:
        object.__setattr__(self, "_norms", np.einsum("nd,nd->n", self.F, self.F))

    def __call__(self, F: Floats) -> Floats:
        """Places (m, 2) for other features (m, d): among the nearest five of the map, the nearer the more."""
        squares = self._norms - 2 * (F @ self.F.T) + np.square(F).sum(axis=1, keepdims=True)
        count = min(_NEIGHBOURS, len(self.F))
        nearest = np.argpartition(squares, count - 1, axis=1)[:, :count]
        weights = 1 / np.maximum(np.take_along_axis(squares, nearest, axis=1), 1e-6)
        weights /= weights.sum(axis=1, keepdims=True)
        found: Floats = (weights[:, :, None] * self.places[nearest]).sum(axis=1)
        return found


def neighbour_map_task(F: Floats) -> Task[NeighbourMap]:
    """The map of features F (n, d) that t-SNE makes. Yields the share of the iterations done.

    Made by openTSNE, which starts from the principal components, so that the map is the same each time; all in the
    middle if there are fewer than ten. Raises MissingPackage if openTSNE is not installed.
    """
    yield Progress()
    if len(F) < _FEWEST:
        return NeighbourMap(F, np.zeros((len(F), 2)))
    try:
        from openTSNE import TSNEEmbedding, affinity, initialization
    except ImportError:
        raise MissingPackage.of("t-SNE", "openTSNE", "maps") from None
    perplexity = min(_PERPLEXITY, (len(F) - 1) / 3)
    affinities = affinity.PerplexityBasedNN(F, perplexity, method="exact", n_jobs=1, random_state=0)
    yield Progress()
    start = initialization.pca(F, random_state=0)
    embedding = TSNEEmbedding(start, affinities, negative_gradient_method="bh", n_jobs=1, random_state=0)
    for done in range(0, _EARLY + _LATE, _AT_ONCE):
        early = done < _EARLY
        exaggeration, momentum = (_EXAGGERATION, _MOMENTA[0]) if early else (1, _MOMENTA[1])
        embedding = embedding.optimize(_AT_ONCE, exaggeration=exaggeration, momentum=momentum)
        yield Progress((done + _AT_ONCE) / (_EARLY + _LATE))
    return NeighbourMap(F, np.array(embedding))
