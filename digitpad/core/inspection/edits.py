"""Operations on a network: what each does is folded into the weights, so that the result is a network like any other.

scale a unit       A2_j becomes factor * A2_j                 its row of W2 times the factor; 0 switches it off
shift a unit       A1_j becomes A1_j + by                     b1_j + by; above 0 it fires for more images
prune              the smallest weights become 0              by size within each layer (Han et al. 2015)
noise              each weight is off by a normal number      of a share of its layer's root mean square, seeded
temperature        P becomes softmax(Z / T)                   W2 and b2 divided by T (Hinton et al. 2015)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.confidence import at_temperature
from digitpad.core.evaluation.evaluation import Metrics, metrics, predict_task
from digitpad.core.network import Floats, Network
from digitpad.core.tasks import Progress, Task


@dataclass(frozen=True)
class ScaleUnit:
    """Multiply what a hidden unit gives by a factor."""

    unit: int
    factor: float

    def apply(self, network: Network) -> Network:
        W2 = network.W2.copy()
        W2[self.unit] *= network.dtype.type(self.factor)
        return replace(network, W2=W2)


@dataclass(frozen=True)
class ShiftUnit:
    """Add to a hidden unit's weighted sum."""

    unit: int
    by: float

    def apply(self, network: Network) -> Network:
        b1 = network.b1.copy()
        b1[self.unit] += network.dtype.type(self.by)
        return replace(network, b1=b1)


@dataclass(frozen=True)
class Prune:
    """Set this share of the weights of each layer, those of the smallest size, to 0."""

    share: float

    def apply(self, network: Network) -> Network:
        return replace(network, W1=self._pruned(network.W1), W2=self._pruned(network.W2))

    def _pruned(self, W: Floats) -> Floats:
        result = W.copy()
        count = round(self.share * W.size)
        if count:
            result.flat[np.argpartition(np.abs(W), count - 1, axis=None)[:count]] = 0
        return result


@dataclass(frozen=True)
class AddNoise:
    """Add normal noise whose sd is a share of the root mean square of the layer's weights."""

    share: float
    seed: int

    def apply(self, network: Network) -> Network:
        rng = np.random.default_rng(self.seed)
        return replace(network, W1=self._noisy(network.W1, rng), W2=self._noisy(network.W2, rng))

    def _noisy(self, W: Floats, rng: np.random.Generator) -> Floats:
        sd = self.share * float(np.sqrt(np.vdot(W, W) / W.size))
        return W + rng.normal(0, sd, W.shape).astype(W.dtype)


@dataclass(frozen=True)
class SetTemperature:
    """Divide the logits by a temperature: above 1 the probabilities come closer together, the answers stay."""

    temperature: float

    def apply(self, network: Network) -> Network:
        return at_temperature(network, self.temperature)


Operation = ScaleUnit | ShiftUnit | Prune | AddNoise | SetTemperature


def apply_edits(network: Network, operations: Iterable[Operation]) -> Network:
    """The network after these operations, one after the other; the original stays as it is."""
    for operation in operations:
        network = operation.apply(network)
    return network


def edit_task(network: Network, operations: Iterable[Operation], dataset: Dataset) -> Task[tuple[Network, Metrics]]:
    """The network after the operations, and its figures on a data set. As work for the background."""
    yield Progress()
    changed = apply_edits(network, operations)
    predictions = yield from predict_task(changed, dataset.X, dataset.y)
    return changed, metrics(predictions)


@dataclass(frozen=True, eq=False)
class EditOutcome:
    """The network after operations on an original, and the figures of both on a data set."""

    original: Network
    operations: tuple[Operation, ...]
    dataset: Dataset
    network: Network
    before: Metrics
    after: Metrics


def compare_edits_task(
    network: Network, operations: tuple[Operation, ...], dataset: Dataset, before: Metrics | None
) -> Task[EditOutcome]:
    """Do operations on a network and evaluate both; `before` are the figures of the original, if they are known."""
    if before is None:
        _, before = yield from edit_task(network, (), dataset)
    changed, after = (network, before) if not operations else (yield from edit_task(network, operations, dataset))
    return EditOutcome(network, operations, dataset, changed, before, after)
