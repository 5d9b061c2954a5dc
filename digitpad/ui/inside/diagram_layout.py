"""What the network's picture shows of a drawing, and where its parts lie."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetrics

from digitpad.core.drawing.normalise import Ink
from digitpad.core.inspection.hidden_units import Indices
from digitpad.core.network import CLASSES, SIDE, Floats
from digitpad.ui.style.type import CAPTION, NAME, font_of, px
from digitpad.ui.theme import SPACE

Layer = Literal["hidden", "output"]
_IN_A_COLUMN = 20  # units
_LARGEST = 64  # pixels of a unit's picture at 100 %
_RADIUS = 15  # of an output
_IMAGE = 0.29  # of the width
_UNITS_AT = 0.47
_NAMES = 0.25  # of the width, at most


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


class DiagramLayout:
    """The image at the left, units in columns in the middle, outputs at the right, a caption above each."""

    def __init__(self, size: QSizeF, units: int, names: Sequence[str] = ()) -> None:
        """For so many units; `names` of classes stand beside the outputs, before how probable they are."""
        self.caption = QFontMetrics(font_of(CAPTION)).height() + SPACE
        self.columns = max(-(-units // _IN_A_COLUMN), 1)
        self._units, self._size = units, size
        self._height = size.height() - self.caption - 2
        pitch = self._height / max(units, CLASSES) * self.columns
        self.tile = min(pitch - 5, px(_LARGEST), 0.15 * size.width() / max(self.columns - 1, 1))
        self.radius = min(px(_RADIUS), 0.45 * self._height / CLASSES)
        metrics = QFontMetrics(font_of(NAME))
        widest = max((metrics.horizontalAdvance(f"{name} > 99 %") for name in names), default=0)
        self.figure = max(metrics.horizontalAdvance("> 99 %"), min(widest, round(_NAMES * size.width())))

    @staticmethod
    def least_height(units: int) -> int:
        """The height that units need to be told apart."""
        columns = max(-(-units // _IN_A_COLUMN), 1)
        return px(34) * max(-(-units // columns), CLASSES) + QFontMetrics(font_of(CAPTION)).height() + SPACE

    def image(self) -> QRectF:
        side = max(min(_IMAGE * self._size.width(), self._height) // SIDE, 1) * SIDE
        return QRectF(0, self.caption + (self._height - side) // 2, side, side)

    def unit(self, slot: int) -> QPointF:
        """The middle of a unit; columns are shifted against each other, so that no unit hides another's lines."""
        shift = (slot % self.columns - (self.columns - 1) / 2) * (self.tile + 2 * SPACE)
        down = (slot + 0.5) * self._height / max(self._units, 1)
        return QPointF(round(_UNITS_AT * self._size.width() + shift), round(self.caption + down))

    def place(self, flow: Flow, neuron: Neuron) -> QPointF | None:
        """The middle of a neuron of this flow; None if it is not shown."""
        if neuron.layer == "output":
            return self.output(neuron.number)
        slot = flow.slot(neuron.number)
        return None if slot is None else self.unit(slot)

    def tile_of(self, slot: int) -> QRectF:
        corner = self.unit(slot) - QPointF(self.tile / 2, self.tile / 2)
        return QRectF(corner, QSizeF(self.tile, self.tile))

    def output(self, digit: int) -> QPointF:
        right = self._size.width() - self.figure - SPACE - self.radius
        return QPointF(right, round(self.caption + (digit + 0.5) * self._height / CLASSES))

    def into_unit(self, slot: int) -> tuple[QPointF, QPointF]:
        """A line from the image to a unit: lines leave the image apart, so that one can follow them."""
        image = self.image()
        way = (slot + 0.5) / max(self._units, 1)
        start = QPointF(image.right() + 1, image.top() + image.height() * (0.15 + 0.7 * way))
        return start, self.unit(slot) - QPointF(self.tile / 2, 0)

    def into_output(self, slot: int, digit: int) -> tuple[QPointF, QPointF]:
        return self.unit(slot) + QPointF(self.tile / 2, 0), self.output(digit) - QPointF(self.radius + 3, 0)
