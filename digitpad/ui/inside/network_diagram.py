"""The network as a picture: the image, hidden units and outputs, with lines for what each adds to the next."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.inspection.hidden_units import Indices
from digitpad.core.network import CLASSES, SIDE, Floats
from digitpad.ui.theme import SPACE, colours, scaled
from digitpad.ui.widgets.images import grey, ink_to_qimage, signed_colours

_LINES = 60  # between two layers; each takes a tenth of a millisecond to paint
_IN_A_COLUMN = 20
_LARGEST = 12.0  # radius

_Place = Callable[[int], QPointF]
_Layer = Literal["hidden", "output"]


class Neuron(NamedTuple):
    """A hidden unit or an output, by its number."""

    layer: _Layer
    number: int


@dataclass(frozen=True, eq=False)
class Flow:
    """What goes through k hidden `units`: the image's ink (28, 28), what each pixel adds to each unit (784, k), the
    activations (k,), what each unit adds to each logit (k, 10), and the probabilities (10,).
    """

    ink: Ink
    units: Indices
    into_units: Floats
    activations: Floats
    into_outputs: Floats
    probabilities: Floats

    def in_order(self, order: Indices) -> "Flow":
        """The same with its units in another order."""
        into_units, into_outputs = self.into_units[:, order], self.into_outputs[order]
        return replace(
            self,
            units=self.units[order],
            into_units=into_units,
            activations=self.activations[order],
            into_outputs=into_outputs,
        )


class NetworkDiagram(QWidget):
    """`pointed` tells which neuron is under the mouse or chosen by the arrow keys, `kept` which was clicked (or Enter).

    Each comes with None when there is none any more. A unit keeps its place for as long as it is shown.
    """

    pointed = Signal(object)
    kept = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow: Flow | None = None
        self._hint = ""
        self._pointed: Neuron | None = None
        self._kept: Neuron | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(360, 300)

    def sizeHint(self) -> QSize:
        return QSize(640, 460)

    @property
    def current(self) -> Neuron | None:
        """The neuron pointed at, or else the one that was kept."""
        return self._pointed or self._kept

    @property
    def kept_neuron(self) -> Neuron | None:
        return self._kept

    def set_flow(self, flow: Flow | None, hint: str = "") -> None:
        """Show this flow, or the hint if it is None."""
        if flow and self._flow:
            flow = flow.in_order(_places(self._flow.units, flow.units))
        self._flow, self._hint = flow, hint
        self.update()

    def place_of(self, neuron: Neuron) -> QPointF | None:
        """Where a neuron is shown; None if it is not."""
        if self._flow is None:
            return None
        if neuron.layer == "output":
            return self._output_at(neuron.number)
        found = np.flatnonzero(self._flow.units == neuron.number)
        return self._unit_at(int(found[0])) if len(found) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._neuron_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pointed = neuron = self._neuron_at(event.position())
            self._keep(None if neuron == self._kept else neuron)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.current:
            self._point(None)
            self._keep(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._pointed:
            self._keep(None if self._pointed == self._kept else self._pointed)
        elif self._flow and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._point(self._beside(self._flow, Qt.Key(event.key())))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._flow:
            self._paint_lines(painter, self._flow)
            painter.drawImage(self._image_square(), ink_to_qimage(self._flow.ink))
            self._paint_units(painter, self._flow)
            self._paint_outputs(painter, self._flow)
        else:
            painter.setPen(QColor(colours().second))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._hint)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _point(self, neuron: Neuron | None) -> None:
        if neuron != self._pointed:
            self._pointed = neuron
            self.update()
            self.pointed.emit(neuron)

    def _keep(self, neuron: Neuron | None) -> None:
        if neuron != self._kept:
            self._kept = neuron
            self.update()
            self.kept.emit(neuron)

    def _beside(self, flow: Flow, key: Qt.Key) -> Neuron:
        """The neuron that an arrow key goes to from the present one."""
        here = self.current
        place = self.place_of(here) if here else None
        if here is None or place is None:
            return Neuron("hidden", int(flow.units[0]))
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            layer: _Layer = "hidden" if key == Qt.Key.Key_Left else "output"
            return (
                here if layer == here.layer else min(self._all(layer), key=lambda each: self._height_from(each, place))
            )
        neurons = sorted(self._all(here.layer), key=lambda each: self._top(each))
        step = -1 if key == Qt.Key.Key_Up else 1
        return neurons[int(np.clip(neurons.index(here) + step, 0, len(neurons) - 1))]

    def _all(self, layer: _Layer) -> list[Neuron]:
        numbers = range(CLASSES) if layer == "output" or self._flow is None else self._flow.units.tolist()
        return [Neuron(layer, number) for number in numbers]

    def _top(self, neuron: Neuron) -> float:
        place = self.place_of(neuron)
        return place.y() if place else 0.0

    def _height_from(self, neuron: Neuron, place: QPointF) -> float:
        return abs(self._top(neuron) - place.y())

    def _neuron_at(self, position: QPointF) -> Neuron | None:
        """The neuron nearest to the pointer, if it is near enough."""
        reach = self._radius() + SPACE / 2
        neurons = [*self._all("hidden"), *self._all("output")] if self._flow else []
        places = [(each, self.place_of(each)) for each in neurons]
        near = [(QLineF(place, position).length(), each) for each, place in places if place]
        distance, neuron = min(near, default=(np.inf, None))
        return neuron if distance <= reach else None

    def _image_square(self) -> QRectF:
        side = max(min(self.width() * 0.36, self.height() - 4 * SPACE) // SIDE, 1) * SIDE
        return QRectF(SPACE, (self.height() - side) // 2, side, side)

    def _radius(self) -> float:
        return min(0.45 * self._pitch(), _LARGEST)

    def _pitch(self) -> float:
        count = max(len(self._flow.units) if self._flow else 1, CLASSES)
        return (self.height() - 2 * SPACE) / count * self._columns()

    def _columns(self) -> int:
        return -(-len(self._flow.units) // _IN_A_COLUMN) if self._flow else 1

    def _unit_at(self, slot: int) -> QPointF:
        """Columns are shifted against each other, so that no unit hides another's lines."""
        columns, count = self._columns(), len(self._flow.units) if self._flow else 1
        middle = 0.62 * self.width()
        across = middle + (slot % columns - (columns - 1) / 2) * 3.2 * self._radius()
        return QPointF(across, SPACE + (slot + 0.5) * (self.height() - 2 * SPACE) / max(count, 1))

    def _output_at(self, digit: int) -> QPointF:
        return QPointF(self.width() - 10 * SPACE, SPACE + (digit + 0.5) * (self.height() - 2 * SPACE) / CLASSES)

    def _pixel_at(self, pixel: int) -> QPointF:
        square = self._image_square()
        row, column = divmod(pixel, SIDE)
        step = square.width() / SIDE
        return square.topLeft() + QPointF((column + 0.5) * step, (row + 0.5) * step)

    def _paint_lines(self, painter: QPainter, flow: Flow) -> None:
        """The strongest lines between all neurons, or those of the neuron pointed at."""
        here = self.current
        into_units, into_outputs = flow.into_units, flow.into_outputs
        if here and here.layer == "hidden":
            others = flow.units != here.number
            into_units = np.where(others, 0, into_units)
            into_outputs = np.where(others[:, None], 0, into_outputs)
        elif here:
            into_outputs = np.where(np.arange(CLASSES) != here.number, 0, into_outputs)
        self._paint_strongest(painter, into_units, self._pixel_at, self._unit_at)
        self._paint_strongest(painter, into_outputs, self._unit_at, self._output_at)

    def _paint_strongest(self, painter: QPainter, values: Floats, near: _Place, far: _Place) -> None:
        limit = float(np.abs(values).max(initial=0.0)) or 1.0
        flat = values.ravel()
        size = np.abs(flat)
        chosen = np.argpartition(size, -_LINES)[-_LINES:] if len(flat) > _LINES else np.arange(len(flat))
        chosen = chosen[np.argsort(size[chosen])]  # the strongest last, so on top
        chosen = chosen[flat[chosen] != 0]
        for place, colour in zip(chosen.tolist(), signed_colours(flat[chosen], limit).tolist(), strict=True):
            row, column = divmod(place, values.shape[1])
            painter.setPen(QPen(QColor(*colour), 0.5 + 2.5 * abs(float(flat[place])) / limit))
            painter.drawLine(near(row), far(column))

    def _paint_units(self, painter: QPainter, flow: Flow) -> None:
        fills = grey(np.abs(flow.activations))
        for slot, (unit, fill) in enumerate(zip(flow.units.tolist(), fills.tolist(), strict=True)):
            self._paint_neuron(painter, Neuron("hidden", unit), self._unit_at(slot), fill)

    def _paint_outputs(self, painter: QPainter, flow: Flow) -> None:
        theme = colours()
        best = int(flow.probabilities.argmax())
        for digit, fill in enumerate(grey(flow.probabilities, 1.0).tolist()):
            place = self._output_at(digit)
            self._paint_neuron(painter, Neuron("output", digit), place, fill)
            painter.setFont(scaled(self.font(), 1.0))
            painter.setPen(QColor(theme.text if digit == best else theme.second))
            text = QRectF(place.x() + _LARGEST + SPACE / 2, place.y() - 12, 8 * SPACE, 24)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, f"{digit}  {flow.probabilities[digit]:.0%}")

    def _paint_neuron(self, painter: QPainter, neuron: Neuron, place: QPointF, fill: list[int]) -> None:
        marked = neuron in (self._pointed, self._kept)
        painter.setBrush(QColor(*fill))
        painter.setPen(QPen(self.palette().highlight().color(), 3) if marked else QPen(QColor(colours().second), 1))
        radius = self._radius()
        painter.drawEllipse(place, radius, radius)


def _places(before: Indices, now: Indices) -> Indices:
    """The units of `now`, ordered so that those shown before keep their places and new ones fill the gaps."""
    at = {int(unit): place for place, unit in enumerate(before[: len(now)])}
    order = np.full(len(now), -1, np.intp)
    for index, unit in enumerate(now.tolist()):
        if unit in at:
            order[at[unit]] = index
    order[order < 0] = [index for index, unit in enumerate(now.tolist()) if unit not in at]
    return order
