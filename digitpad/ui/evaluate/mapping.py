"""The work behind the map: from images to places of a plane."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.embedding import Layer, Projection, features, principal_components
from digitpad.core.evaluation.predictions import Predictions, predict_task
from digitpad.core.evaluation.robustness import sample_of
from digitpad.core.evaluation.tsne import neighbour_map
from digitpad.core.network import Floats, Network
from digitpad.core.tasks import Progress, Task
from digitpad.workspace.model_library import ModelEntry

_AT_ONCE = 250  # images


class Method(StrEnum):
    """How a map is made."""

    PCA = "PCA"
    TSNE = "t-SNE"


@dataclass(frozen=True, eq=False)
class Mapped:
    """Images, what of them the map shows, where they lie (n, 2), how others find their place, and the answers."""

    item: ModelEntry
    images: Dataset
    layer: Layer
    place: Callable[[Floats], Floats]
    places: Floats
    predictions: Predictions

    def place_of(self, X: Floats) -> Floats:
        """Where images X (n, 784) lie (n, 2)."""
        return self.place(features(self.item.model.network, X, self.layer))


def mapping(
    item: ModelEntry, dataset: Dataset, count: int, layer: Layer, method: Method, before: Mapped | None
) -> Task[Mapped]:
    """Make the map of so many images; one by principal components goes on from the map before, if there is one."""
    yield Progress()
    images, network = sample_of(dataset, count), item.model.network
    predictions = yield from _quietly(predict_task(network, images.X, images.y))
    F = yield from _all_features(network, images.X, layer)
    if method is Method.TSNE:
        found = yield from neighbour_map(F)
        return Mapped(item, images, layer, found, found.places, predictions)
    plane = before.place if before and isinstance(before.place, Projection) else None
    projection = yield from principal_components(F, plane)
    return Mapped(item, images, layer, projection, projection(F), predictions)


def _quietly(work: Task[Predictions]) -> Task[Predictions]:
    """The work, which is but the beginning of more."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            predictions: Predictions = end.value
            return predictions
        yield Progress()


def _all_features(network: Network, X: Floats, layer: Layer) -> Task[Floats]:
    parts = []
    for start in range(0, len(X), _AT_ONCE):
        yield Progress()
        parts.append(features(network, X[start : start + _AT_ONCE], layer))
    return np.concatenate(parts)
