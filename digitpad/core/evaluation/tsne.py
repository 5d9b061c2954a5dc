"""A map on which images that are alike lie together: t-SNE (van der Maaten and Hinton 2008)."""

from dataclasses import dataclass, field

import numpy as np

from digitpad.core.errors import MissingPackage
from digitpad.core.network import Floats
from digitpad.core.tasks import Progress, Task

_PERPLEXITY = 30.0  # how many neighbours count, about
# As the authors have it: first groups are pulled together, then they spread.
_EARLY, _LATE = 250, 500
_EXAGGERATION, _MOMENTA = 12, (0.5, 0.8)
_AT_ONCE = 25  # iterations
_FEWEST = 10  # images of which a map can be made
_NEIGHBOURS = 5


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
        raise MissingPackage(
            "t-SNE needs the package openTSNE, which is not installed; install it with pip install 'digitpad[maps]'."
        ) from None
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
