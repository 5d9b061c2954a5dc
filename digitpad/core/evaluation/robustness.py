"""How the accuracy falls as images become harder to read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from digitpad.core.counter_random import Keys, derived, key_of
from digitpad.core.dataset import Dataset, stratified_split
from digitpad.core.evaluation.distortions import DISTORTIONS
from digitpad.core.models.model import Model
from digitpad.core.network import PIXELS, Floats, Labels, Network
from digitpad.core.scoring import Hits
from digitpad.core.tasks import Progress, Task, part_of_task

Places = npt.NDArray[np.integer]

# Images at once: what is between two places where the work can be stopped takes some hundredths of a second.
_AT_ONCE = 250


@dataclass(frozen=True)
class Curve(Hits):
    """How many of n images a network reads correctly at each strength of a distortion."""

    strengths: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Example:
    """m images at each of k strengths of a distortion, (k, m, 784), and what a network answers to them (k, m)."""

    images: Floats
    answers: Labels


# A curve for each network, in their order, by the name of the distortion.
Curves = dict[str, tuple[Curve, ...]]


def distorted(
    name: str, strength: float, network: Network, X: Floats, y: Labels, seed: int = 0, places: Places | None = None
) -> Floats:
    """The images X (n, 784) with labels y (n,) as this network reads them under a distortion.

    `places` (n,) are those they have in the data set, by which chance goes; by default 0, 1, 2, ….
    """
    keys = derived(key_of(seed), np.arange(len(X)) if places is None else places)
    return DISTORTIONS[name].apply(X, y, keys, network, strength)


def examples(
    network: Network, dataset: Dataset, places: Places, names: Iterable[str] = tuple(DISTORTIONS)
) -> dict[str, Example]:
    """What becomes of the images at these places (m,) of the data set, and of the answers, by the distortion's name."""
    X, y = dataset.X[places], dataset.y[places]
    found: dict[str, Example] = {}
    for name in names:
        strengths = DISTORTIONS[name].strengths
        images = np.stack([distorted(name, strength, network, X, y, places=places) for strength in strengths])
        seen = images.reshape(-1, PIXELS).astype(network.dtype, copy=False)
        found[name] = Example(images, network.predict(seen).reshape(len(strengths), -1))
    return found


def curves_task(
    networks: Sequence[Network], dataset: Dataset, names: Iterable[str] = tuple(DISTORTIONS)
) -> Task[Curves]:
    """The curves of some networks on the same images; partial results are those that are complete.

    Every network reads the same distorted images, but for the attack, which is aimed at each of them.
    """
    names = tuple(names)
    keys = derived(key_of(0), np.arange(len(dataset)))
    blocks = [slice(start, start + _AT_ONCE) for start in range(0, len(dataset), _AT_ONCE)]
    total = len(blocks) * sum(len(DISTORTIONS[name].strengths) for name in names)
    done = 0
    curves: Curves = {}
    for name in names:
        strengths = DISTORTIONS[name].strengths
        hits = np.zeros((len(networks), len(strengths)), np.int64)
        for block in blocks:
            for place, strength in enumerate(strengths):
                yield Progress(done / total, curves)
                done += 1
                hits[:, place] += _hits(networks, name, strength, dataset.X[block], dataset.y[block], keys[block])
        complete = tuple(Curve(len(dataset), tuple(row.tolist()), strengths) for row in hits)
        curves = {**curves, name: complete}  # whoever has the partial result keeps it as it was
    return curves


@dataclass(frozen=True, eq=False)
class Robustness:
    """The curves of some models, and the first image of each digit as each of them reads it when distorted."""

    models: tuple[Model, ...]
    images: Dataset
    curves: Curves
    digits: list[int]
    examples: tuple[dict[str, Example], ...]


def robustness_task(models: tuple[Model, ...], dataset: Dataset, size: int) -> Task[Robustness]:
    """The robustness of models on `size` random images; partial results have the curves that are complete."""
    yield Progress()
    images = sample_of(dataset, size)
    networks = [model.network for model in models]
    digits, places = np.unique(images.y, return_index=True)
    found: tuple[dict[str, Example], ...] = tuple({} for _ in networks)
    for network, each in zip(networks, found, strict=True):
        for name in DISTORTIONS:
            yield Progress()
            each |= examples(network, images, places, [name])
    nothing = Robustness(models, images, {}, digits.tolist(), found)
    curves = yield from part_of_task(
        curves_task(networks, images), 0, 1, lambda partial: replace(nothing, curves=partial)
    )
    return replace(nothing, curves=curves)


def _hits(networks: Sequence[Network], name: str, strength: float, X: Floats, y: Labels, keys: Keys) -> list[int]:
    """How many of the images each network reads correctly."""
    distortion = DISTORTIONS[name]
    shared = None if distortion.aimed else distortion.apply(X, y, keys, networks[0], strength)
    hits = []
    for network in networks:
        seen = distortion.apply(X, y, keys, network, strength) if shared is None else shared
        hits.append(int((network.predict(seen.astype(network.dtype, copy=False)) == y).sum()))
    return hits


def sample_of(dataset: Dataset, n: int, seed: int = 0) -> Dataset:
    """n random images, each digit as frequent as in the whole; the whole data set if it has no more than n."""
    if len(dataset) <= n:
        return dataset
    (indices,) = stratified_split(dataset.y, [n], np.random.default_rng(seed))
    return dataset.subset(indices, dataset.name)
