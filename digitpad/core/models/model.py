"""A model: a trained network and what one must know to use it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np

from digitpad.core.dataset import fingerprint_of
from digitpad.core.drawing.normalise import DEFAULT, Normalisation
from digitpad.core.errors import ModelError, SettingsError, one_line
from digitpad.core.network import MAX_HIDDEN_UNITS, Floats, Network
from digitpad.core.recognition.predict import Recogniser
from digitpad.core.recognition.rejection import Detector

ONE_MORE = "; "  # between the data sets that a network has learned from, one after the other


@dataclass(frozen=True, eq=False)
class Model:
    """A network with its name, its training data, its epochs of training, and its test accuracy (None: not known).

    `name` is one printable line; `trained_on` names the data for people, `pieces` identify it as those of data sets do.
    `classes` are the names of what it tells apart, where that is no digits.
    `normalisation` is the form its drawings are brought into, `detector` what tells that a drawing is no digit.
    """

    network: Network
    name: str
    trained_on: str = ""
    epochs: int = 0
    test_accuracy: float | None = None
    normalisation: Normalisation = DEFAULT
    detector: Detector | None = None
    pieces: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """A name may be that of a file, which may hold anything; not every format could write that."""
        object.__setattr__(self, "name", one_line(self.name, len(self.name)))

    @property
    def recogniser(self) -> Recogniser:
        """What reads drawings with it."""
        return Recogniser(self.network, self.normalisation, self.detector, not self.classes)

    @cached_property
    def fingerprint(self) -> str:
        """A short text that a model with other weights will hardly have. Some milliseconds for the bundled model."""
        network = self.network
        return fingerprint_of(network.W1, network.b1, network.W2, network.b2)


def trained_on(before: str, data: str) -> str:
    """What a network has learned from that learned from `before`, if that is not empty, and then from `data`."""
    return ONE_MORE.join(dict.fromkeys([*filter(None, before.split(ONE_MORE)), data]))


def committee(networks: Sequence[Network], weights: Sequence[float] = ()) -> Network:
    """The network whose logits are the means of those of the networks: it has the hidden units of all of them.

    `weights`, one above 0 for each network, say how much it counts; without any all count the same.
    Networks trained from other initial weights err in other places, so their mean errs less often than any of them
    (Hansen and Salamon 1990, "Neural network ensembles"). Raises ModelError when they cannot be joined, and
    SettingsError for fewer than two, or for wrong weights.
    """
    shares = _shares(networks, weights)
    units = sum(network.hidden_units for network in networks)
    if units > MAX_HIDDEN_UNITS:
        raise ModelError(
            f"The models have {units:,} hidden units together, and {MAX_HIDDEN_UNITS:,} are the most there can be."
        )
    return Network(
        W1=np.concatenate([network.W1 for network in networks], axis=1),
        b1=np.concatenate([network.b1 for network in networks]),
        W2=np.concatenate([share * network.W2 for share, network in zip(shares, networks, strict=True)]),
        b2=shares @ np.stack([network.b2 for network in networks]),
        activation=networks[0].activation,
    )


def blended(networks: Sequence[Network], weights: Sequence[float] = ()) -> Network:
    """The network whose parameters are the means of those of the networks, of which one was fine-tuned from the other.

    `weights` are those of `committee`. Between a network and the one fine-tuned from it lie networks that do almost as
    well as either where it is good (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). Raises as
    `committee` does, and ModelError when the networks are not of one size.
    """
    shares = _shares(networks, weights)
    if len({network.hidden_units for network in networks}) > 1:
        raise ModelError("The models have different numbers of hidden units; blend a model and one fine-tuned from it.")
    W1, b1, W2, b2 = (
        np.tensordot(shares, np.stack([array for _, array in arrays]), 1)
        for arrays in zip(*(network.parameters() for network in networks), strict=True)
    )
    return Network(W1, b1, W2, b2, networks[0].activation)


def _shares(networks: Sequence[Network], weights: Sequence[float]) -> Floats:
    """How much each of the networks counts (n,), adding up to 1."""
    if len(networks) < 2:
        raise SettingsError("One model is none to join; give two models or more.")
    if len({(network.activation, network.dtype) for network in networks}) > 1:
        raise ModelError("The models have different activations or precisions; train them with the same.")
    weights = weights or [1.0] * len(networks)
    if len(weights) != len(networks) or not min(weights) > 0 or not isfinite(sum(weights)):
        raise SettingsError("Give one weight above 0 for each model.")
    return (np.array(weights) / sum(weights)).astype(networks[0].dtype)
