"""What single hidden units do: what they add to the logits, and on which images they fire."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.network import PAPER, Floats, Network

Indices = npt.NDArray[np.intp]

_AT_ONCE = 5_000  # images


@dataclass(frozen=True, eq=False)
class UnitOnImages:
    """The share of images on which a unit's A1 is above zero, and those `strongest` (k,) by its A2, the best first."""

    fires: float
    strongest: Indices
    activations: Floats


def part_of(network: Network, units: npt.ArrayLike) -> Network:
    """The network that has only these hidden units, in this order; a copy."""
    chosen = np.asarray(units, np.intp)
    W1, W2 = np.ascontiguousarray(network.W1[:, chosen]), network.W2[chosen]
    return Network(W1, network.b1[chosen], W2, network.b2.copy(), network.activation)


def contributions(network: Network, A2: Floats) -> Floats:
    """What each hidden unit adds to each logit, (H, 10), by the activations A2 (H,); with b2 they sum to the logits."""
    terms: Floats = A2[:, None] * network.W2
    return terms


def units_that_matter(network: Network, A2: Floats, digit: int, count: int) -> Indices:
    """The hidden units that add most to a digit's logit, or take most from it; at most `count`, the strongest first."""
    size = np.abs(A2 * network.W2[:, digit])
    strongest: Indices = np.argsort(-size, kind="stable")[:count]
    return strongest


def ink_contributions(network: Network, X: Floats, units: Indices) -> Floats:
    """What each pixel of one image X (784,) adds to A1 of some units, (784, k), counted from a blank page.

    A1 = (X - PAPER) W1 + (PAPER * (sum of W1's rows) + b1): pixels without ink add nothing.
    """
    terms: Floats = (X - X.dtype.type(PAPER))[:, None] * network.W1[:, units]
    return terms


def unit_on_images(network: Network, unit: int, X: Floats, count: int) -> Generator[float, None, UnitOnImages]:
    """Work (see Latest) that finds out what a hidden unit does on the images X (n, 784)."""
    alone = part_of(network, [unit])
    A1, A2 = np.empty(len(X), network.dtype), np.empty(len(X), network.dtype)
    for start in range(0, len(X), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        activations = alone.forward(X[some].astype(network.dtype, copy=False))
        A1[some], A2[some] = activations.A1[:, 0], activations.A2[:, 0]
        yield min((start + _AT_ONCE) / len(X), 1.0)
    strongest: npt.NDArray[Any] = np.argsort(-A2, kind="stable")[:count]
    return UnitOnImages(float(np.mean(A1 > 0)), strongest, A2[strongest])
