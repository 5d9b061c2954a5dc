"""What a drawing does in the network, as its picture shows it."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.inspection.hidden_units import Indices
from digitpad.core.network import Floats

Layer = Literal["hidden", "output"]


class Neuron(NamedTuple):
    """A hidden unit or an output, by its number."""

    layer: Layer
    number: int


@dataclass(frozen=True, eq=False)
class Flow:
    """What goes through k hidden `units`: the image's ink (28, 28), what each pixel adds to each unit (784, k), the
    activations (k,), what each unit adds to each logit (k, 10), and the probabilities (10,).

    `strongest` is the unit that adds most to the digit asked for, and `hidden_units` how many there are in all.
    """

    ink: Ink
    units: Indices
    into_units: Floats
    activations: Floats
    into_outputs: Floats
    probabilities: Floats
    strongest: int
    hidden_units: int

    def kept_in_place(self, before: "Flow | None") -> "Flow":
        """The same, with the units that were shown `before` in their places, and new ones in the gaps."""
        if before is None:
            return self
        order = _places(before.units, self.units)
        return replace(
            self,
            units=self.units[order],
            into_units=self.into_units[:, order],
            activations=self.activations[order],
            into_outputs=self.into_outputs[order],
        )

    def neurons(self, layer: Layer) -> list[Neuron]:
        """All of a layer that are shown, from top to bottom."""
        numbers = self.units.tolist() if layer == "hidden" else range(len(self.probabilities))
        return [Neuron(layer, number) for number in numbers]

    def slot(self, unit: int) -> int | None:
        """The place of a unit among those shown."""
        found = np.flatnonzero(self.units == unit)
        return int(found[0]) if len(found) else None


def _places(before: Indices, now: Indices) -> Indices:
    at = {int(unit): place for place, unit in enumerate(before[: len(now)])}
    order = np.full(len(now), -1, np.intp)
    for index, unit in enumerate(now.tolist()):
        if unit in at:
            order[at[unit]] = index
    order[order < 0] = [index for index, unit in enumerate(now.tolist()) if unit not in at]
    return order
