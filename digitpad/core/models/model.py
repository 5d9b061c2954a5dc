"""A model: a trained network and what one must know to use it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitpad.core.drawing.normalise import DEFAULT, Normalisation
from digitpad.core.errors import ModelError
from digitpad.core.network import MAX_HIDDEN_UNITS, Network
from digitpad.core.recognition.rejection import Detector

ONE_MORE = "; "  # between the data sets that a network has learned from, one after the other


@dataclass(frozen=True, eq=False)
class Model:
    """A network with its name, its training data, its epochs of training, and its test accuracy (None: not known).

    `trained_on` names the data for people, `pieces` identify it as those of data sets do.
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


def trained_on(before: str, data: str) -> str:
    """What a network has learned from that learned from `before`, if that is not empty, and then from `data`."""
    return ONE_MORE.join(dict.fromkeys([*filter(None, before.split(ONE_MORE)), data]))


def committee(networks: Sequence[Network]) -> Network:
    """The network whose logits are the means of those of the networks: it has the hidden units of all of them.

    Networks trained from other initial weights err in other places, so their mean errs less often than any of them
    (Hansen and Salamon 1990, "Neural network ensembles"). Raises ModelError when they cannot be joined.
    """
    if len(networks) < 2:
        raise ModelError("A committee needs two models or more.")
    if len({(network.activation, network.dtype) for network in networks}) > 1:
        raise ModelError("The models have different activations or precisions; train them with the same.")
    units = sum(network.hidden_units for network in networks)
    if units > MAX_HIDDEN_UNITS:
        raise ModelError(
            f"The models have {units:,} hidden units together, and {MAX_HIDDEN_UNITS:,} are the most there can be."
        )
    members = networks[0].dtype.type(len(networks))
    return Network(
        W1=np.concatenate([network.W1 for network in networks], axis=1),
        b1=np.concatenate([network.b1 for network in networks]),
        W2=np.concatenate([network.W2 for network in networks]) / members,
        b2=np.mean([network.b2 for network in networks], axis=0, dtype=networks[0].dtype),
        activation=networks[0].activation,
    )
