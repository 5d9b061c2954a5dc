"""Ways to make images harder to read, each from none to strong, and how the accuracy falls.

Chance has its part in most of them: which way an image is shifted, where it is covered. It depends on the image's key
alone and not on the strength, so that the same image goes ever further the same way, and every network sees the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.augmentation.augment import (
    GRID,
    Reals,
    SampledTransforms,
    centres_of_mass,
    draw,
    thickened_with_numpy,
    warped_with_numpy,
)
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.counter_random import Keys, derived, key_of, uniform
from digitpad.core.dataset import Dataset, stratified_split
from digitpad.core.models.model import Model
from digitpad.core.network import BACKGROUND, PIXELS, SIDE, Floats, Labels, Network, one_hot, softmax
from digitpad.core.scoring import Hits
from digitpad.core.tasks import Progress, Task, chunks, part_of_task

# Where a centre of the occlusion may lie: where the images of MNIST have their ink.
_INK_FROM, _INK_TO = 4, 24
# Images X (n, 784) in [-1, 1], their labels (n,) and keys (n,), the network that will read them, and how strong.
Distort = Callable[[Floats, Labels, Keys, Network, float], Floats]
Places = npt.NDArray[np.integer]
# Images at once: what is between two places where the work can be stopped takes some hundredths of a second.
_CHUNK_SIZE = 250


def input_gradients(network: Network, X: Floats, y: Labels) -> Floats:
    """The gradient of each image's cost, -log P of its label y (n,), at each of its pixels: (n, 784).

    dA1 = ((P - Y) W2^T) * slope(A1) as in network.py, and dX = dA1 W1^T.
    """
    activations = network.forward(X)
    G = softmax(activations.Z) - one_hot(y, network.dtype)
    dA1 = (G @ network.W2.T) * ACTIVATIONS[network.activation].slope(activations.A1)
    return dA1 @ network.W1.T


def fast_gradient_sign(network: Network, X: Floats, y: Labels, ink: float) -> Floats:
    """The images (n, 784), every pixel made brighter or darker by `ink` (1: from black to white), whichever costs more.

    The fast gradient sign method of Goodfellow, Shlens and Szegedy 2015, "Explaining and harnessing adversarial
    examples": X + 2 ink sign(dX), kept within [-1, 1]. To first order no other change of this size costs more.
    """
    return np.clip(X + X.dtype.type(2 * ink) * np.sign(input_gradients(network, X, y)), -1, 1)


class Distortion(NamedTuple):
    """The strengths at which accuracy is measured, in ascending order, one of them with no effect."""

    strengths: tuple[float, ...]
    unit: str
    apply: Distort
    aimed: bool = False  # whether it depends on the network


def _moved(X: Floats, shift: Reals, radians: float = 0.0, factor: float = 1.0) -> Floats:
    """The images turned and scaled about the image's middle, then shifted by pixels (n, 2), down and right."""
    n = len(X)
    amounts = SampledTransforms(
        shift=shift,
        rotation=np.full(n, radians),
        scale=np.full(n, np.log(factor)),
        shear=np.zeros(n),
        thickness=np.zeros(n),
        elastic=np.zeros((n, 2, GRID, GRID)),
        noise=np.zeros((n, PIXELS)),
    )
    return warped_with_numpy(X, amounts)


def _about_ink(X: Floats, radians: float, factor: float) -> Floats:
    """The images turned and scaled about their centre of mass, by which those of MNIST are placed."""
    away = np.nan_to_num(centres_of_mass(X) - SIDE / 2)
    cos, sin = np.cos(radians), np.sin(radians)
    turned = factor * away @ np.array([[cos, sin], [-sin, cos]])
    return _moved(X, away - turned, radians, factor)


def _shifted(X: Floats, _y: Labels, keys: Keys, _network: Network, pixels: float) -> Floats:
    angle = 2 * np.pi * uniform(keys, 1)
    return _moved(X, pixels * np.concatenate([np.sin(angle), np.cos(angle)], axis=1))


def _noisy(X: Floats, _y: Labels, keys: Keys, _network: Network, ink: float) -> Floats:
    # Drawn for a standard deviation of 1, in inputs from -1 to 1.
    noise = draw(keys, Augmentation(noise=1.0)).noise
    return np.clip(X + 2 * ink * noise, -1, 1).astype(X.dtype)


def _blurred(X: Floats, _y: Labels, _keys: Keys, _network: Network, pixels: float) -> Floats:
    """With a Gaussian of so many pixels' standard deviation, cut off after four of them; around an image is paper."""
    if pixels == 0:
        return X
    reach = round(4 * pixels)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / pixels) ** 2)
    offsets = np.subtract.outer(np.arange(SIDE), np.arange(SIDE))
    spread = np.where(abs(offsets) <= reach, np.exp(-0.5 * (offsets / pixels) ** 2), 0) / weights.sum()
    # Along columns and along rows; zeros around the images stand for paper, from which the ink is counted.
    blurred: Floats = spread @ (X.reshape(-1, SIDE, SIDE) - BACKGROUND) @ spread + BACKGROUND
    return np.clip(blurred, -1, 1).reshape(X.shape).astype(X.dtype)


def _covered(X: Floats, _y: Labels, keys: Keys, _network: Network, pixels: float) -> Floats:
    middle = _INK_FROM + (_INK_TO - _INK_FROM) * uniform(keys, 2)[:, :, None]
    away = np.abs(np.arange(SIDE) + 0.5 - middle) < pixels / 2
    covered = away[:, 0, :, None] & away[:, 1, None, :]
    return np.where(covered.reshape(X.shape), X.dtype.type(BACKGROUND), X)


DISTORTIONS: dict[str, Distortion] = {
    "shift": Distortion((0, 1, 2, 3, 4, 5, 6, 8), "pixels, each image in a direction of its own", _shifted),
    "rotation": Distortion(
        (-60, -45, -30, -15, 0, 15, 30, 45, 60),
        "degrees anticlockwise about the centre of mass",
        lambda X, _y, _keys, _network, degrees: _about_ink(X, np.radians(degrees), 1.0),
    ),
    "scale": Distortion(
        (0.4, 0.55, 0.7, 0.85, 1, 1.15, 1.3, 1.45, 1.6),
        "times the size, about the centre of mass",
        lambda X, _y, _keys, _network, factor: _about_ink(X, 0.0, factor),
    ),
    "pen": Distortion(
        (-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2),
        "pixels by which strokes get wider",
        lambda X, _y, _keys, _network, pixels: thickened_with_numpy(X, np.full(len(X), pixels)),
    ),
    # What is added to each pixel; 1 is the difference between black and white.
    "noise": Distortion((0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5), "standard deviation, of full ink", _noisy),
    "blur": Distortion((0, 0.5, 1, 1.5, 2, 2.5, 3, 4), "standard deviation of the Gaussian in pixels", _blurred),
    # Somewhere where digits have their ink.
    "occlusion": Distortion((0, 2, 4, 6, 8, 10, 12, 14), "side in pixels of a square without ink", _covered),
    # By how much each pixel changes at most.
    "attack": Distortion(
        (0, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2),
        "FGSM, of full ink",
        lambda X, y, _keys, network, ink: fast_gradient_sign(network, X, y, ink),
        aimed=True,
    ),
}


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
        answers = network.predict(images.reshape(-1, PIXELS))
        found[name] = Example(images, answers.reshape(len(strengths), -1))
    return found


def curves_task(
    networks: Sequence[Network], dataset: Dataset, names: Iterable[str] = tuple(DISTORTIONS)
) -> Task[Curves]:
    """The curves of some networks on the same images; partial results are those that are complete.

    Every network reads the same distorted images, but for the attack, which is aimed at each of them.
    """
    names = tuple(names)
    keys = derived(key_of(0), np.arange(len(dataset)))
    blocks = list(chunks(len(dataset), _CHUNK_SIZE))
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
        hits.append(int((network.predict(seen) == y).sum()))
    return hits


def sample_of(dataset: Dataset, n: int, seed: int = 0) -> Dataset:
    """n random images, each digit as frequent as in the whole; the whole data set if it has no more than n."""
    if len(dataset) <= n:
        return dataset
    (indices,) = stratified_split(dataset.y, [n], np.random.default_rng(seed))
    return dataset.subset(indices, dataset.name)
