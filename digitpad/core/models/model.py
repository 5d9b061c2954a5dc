"""A model: a trained network and what one must know to use it."""

from dataclasses import dataclass

from digitpad.core.drawing.normalise import DEFAULT, Normalisation
from digitpad.core.network import Network
from digitpad.core.reject.detector import Detector

ONE_MORE = "; "  # between the data sets that a network has learned from, one after the other


@dataclass(frozen=True, eq=False)
class Model:
    """A network with its name, its training data, its epochs of training, and its test accuracy (None: not known).

    `normalisation` is the form its drawings are brought into, `detector` what tells that a drawing is no digit.
    """

    network: Network
    name: str
    trained_on: str = ""
    epochs: int = 0
    test_accuracy: float | None = None
    normalisation: Normalisation = DEFAULT
    detector: Detector | None = None


def trained_on(before: str, data: str) -> str:
    """What a network has learned from that learned from `before`, if that is not empty, and then from `data`."""
    return ONE_MORE.join(dict.fromkeys([*filter(None, before.split(ONE_MORE)), data]))
