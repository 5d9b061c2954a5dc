"""How weights, gradients and updates are distributed, now and at the start of a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from digitpad.core.dataset import Dataset
from digitpad.core.network import Floats, Labels, Network
from digitpad.core.numerals import round_above
from digitpad.core.tasks import Progress, Task

LAYERS = ("W1", "W2")
BINS = 61
_SAMPLE = 20_000  # values to choose the range by
_GRADIENT_IMAGES = 500


class Histogram(NamedTuple):
    """The share of values in each bin, one row for each of k sets of values (k, BINS), between -limit and limit.

    The outermost bins hold what lies beyond, too.
    """

    limit: float
    shares: Floats


@dataclass(frozen=True, eq=False)
class Moment:
    """A network, and how an average step changed it before the moment (a network of differences; None: not known)."""

    network: Network
    update: Network | None = None


def mean_update(two: Sequence[tuple[int, Network]]) -> Network:
    """By how much each parameter changed in a step, on average between two networks with the numbers of their steps."""
    (first, before), (last, after) = two
    pairs = zip(before.parameters(), after.parameters(), strict=True)
    W1, b1, W2, b2 = ((later - earlier) / (last - first) for (_, earlier), (_, later) in pairs)
    return Network(W1, b1, W2, b2, after.activation)


def histograms_task(
    moments: Sequence[Moment], X: Floats, y: Labels, weight_decay: float
) -> Task[dict[tuple[str, str], Histogram]]:
    """Histograms of the weights, the gradients and the updates of both layers at each of the moments.

    The gradients are those of the cost per image of X (n, 784) with labels y (n,). As work for the background: yields
    how much is done. The keys are ("weights" | "gradients" | "updates", "W1" | "W2"); a kind that is not known at any
    moment has no key, and one that is not known at some moment has a row of zeros there.
    """
    values: dict[tuple[str, str], list[Floats | None]] = {}
    for number, moment in enumerate(moments):
        yield Progress(number / (2 * len(moments)))
        network = moment.network
        _, gradients = network.cost_and_gradients(X.astype(network.dtype, copy=False), y, weight_decay, "mean")
        for layer in LAYERS:
            kinds = {"weights": network, "gradients": gradients, "updates": moment.update}
            for kind, parameters in kinds.items():
                values.setdefault((kind, layer), []).append(getattr(parameters, layer, None))
    result = {}
    for number, (key, rows) in enumerate(values.items()):
        yield Progress(0.5 + number / (2 * len(values)))
        if any(row is not None for row in rows):
            result[key] = histogram(rows)
    return result


def run_histograms_task(
    network: Network,
    first: Sequence[tuple[int, Network]],
    last: Sequence[tuple[int, Network]],
    training: Dataset,
    weight_decay: float,
) -> Task[dict[tuple[str, str], Histogram]]:
    """Histograms of a network that trains, as `histograms_task` gives them, and of the start of its run.

    `first` and `last` are two early and the two latest networks of the run, each with the number of its step; without
    them only the network as it is now is looked at. The gradients are those of some of the training images.
    """
    yield Progress()
    moments = [Moment(network)]
    if first:
        moments = [Moment(network, mean_update(last)), Moment(first[0][1], mean_update(first))]
    some = np.arange(0, len(training), max(1, len(training) // _GRADIENT_IMAGES))
    return (yield from histograms_task(moments, training.X[some], training.y[some], weight_decay))


def histogram(rows: Sequence[Floats | None]) -> Histogram:
    """One histogram for some sets of values of any shape; None gives a row of zeros.

    The range is round (1, 2, 5, 10, … times a power of ten) and holds 99.9 % of each set.
    """
    limit = round_above(max(_reach(values) for values in rows if values is not None))
    shares = np.zeros((len(rows), BINS))
    for row, values in zip(shares, rows, strict=True):
        if values is not None:
            places = np.clip((values.ravel() / limit + 1) * (BINS / 2), 0, BINS - 1).astype(np.intp)
            row[:] = np.bincount(places, minlength=BINS) / places.size
    return Histogram(limit, shares)


def _reach(values: Floats) -> float:
    some = np.abs(values.ravel()[:: max(1, values.size // _SAMPLE)])
    place = round(0.999 * (len(some) - 1))
    return float(np.partition(some, place)[place])
