"""The network as a picture: the image, hidden units and outputs, with lines for what each adds to the next."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from digitpad.core.network import SIDE
from digitpad.ui.inside.diagram_layout import DiagramLayout, Flow, Layer, Neuron
from digitpad.ui.style.type import CAPTION, FIGURE, NAME, TEXT, font_of, line_px, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.images import ink_to_qimage, signed_colours, to_qimage
from digitpad.ui.widgets.labels import ClassWidget, are_digits, per_cent
from digitpad.ui.widgets.painting import LEFT, smooth_painter, write

_LINES = 100  # from units to outputs; each takes a twentieth of a millisecond to paint
_WIDEST = 5.0
_FAINT = 0.22  # opacity of the lines of units that are not pointed at
_RADIUS = 6
_USUAL_UNITS = 10
_SEEN = 0.005  # probabilities below would be 0 %


class NetworkDiagram(ClassWidget):
    """`current` is the neuron under the mouse or chosen by the arrow keys, else the one that a click, or Enter, keeps.

    Where there is neither, it is the strongest unit. Its frame shows the keyboard's focus: one about the whole would
    touch the words. A unit keeps its place for as long as it is shown.
    """

    def __init__(self, follow: Callable[[], object]) -> None:
        """`follow` is called whenever another is `current` by mouse or keys."""
        super().__init__()
        self._follow = follow
        self._flow: Flow | None = None
        self._pointed: Neuron | None = None
        self.kept: Neuron | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(px(520), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), DiagramLayout.least_height(len(self._flow.units) if self._flow else _USUAL_UNITS))

    @property
    def current(self) -> Neuron | None:
        """The neuron pointed at, or the one that was kept, or the strongest unit."""
        strongest = Neuron("hidden", self._flow.strongest) if self._flow else None
        return self._pointed or self.kept or strongest

    def set_flow(self, flow: Flow | None) -> None:
        """Show this flow, or nothing."""
        before = self._flow
        self._flow = flow and flow.kept_in_place(before)
        if (before is None) is not (flow is None) or (flow and before and len(flow.units) != len(before.units)):
            self.updateGeometry()
        self.update()

    def place_of(self, neuron: Neuron) -> QPointF | None:
        """Where a neuron is shown; None if it is not."""
        return self._layout().place(self._flow, neuron) if self._flow else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._neuron_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pointed = neuron = self._neuron_at(event.position())
            self._keep(None if neuron == self.kept else neuron)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._pointed or self.kept):
            self._point(None)
            self._keep(None)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current:
            self._keep(None if self.current == self.kept else self.current)
        elif self._flow and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._point(self._beside(self._flow, Qt.Key(event.key())))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        flow, layout = self._flow, self._layout()
        if flow:
            self._paint_captions(painter, flow, layout)
            self._paint_lines(painter, flow, layout)
            self._paint_image(painter, flow, layout)
            self._paint_units(painter, flow, layout)
            self._paint_outputs(painter, flow, layout)
        painter.end()

    def _layout(self) -> DiagramLayout:
        units = len(self._flow.units) if self._flow else _USUAL_UNITS
        return DiagramLayout(QSizeF(self.size()), units, self._long_names)

    @property
    def _long_names(self) -> tuple[str, ...]:
        """The classes' names, which stand beside the outputs, where they are no digits."""
        return () if are_digits(self._names) else self._names

    def _point(self, neuron: Neuron | None) -> None:
        if neuron != self._pointed:
            self._pointed = neuron
            self.update()
            self._follow()

    def _keep(self, neuron: Neuron | None) -> None:
        if neuron != self.kept:
            self.kept = neuron
            self.update()
            self._follow()

    def _beside(self, flow: Flow, key: Qt.Key) -> Neuron:
        """The neuron that an arrow key goes to from the present one."""
        here = self.current
        place = self.place_of(here) if here else None
        if here is None or place is None:
            return Neuron("hidden", int(flow.units[0]))
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            layer: Layer = "hidden" if key == Qt.Key.Key_Left else "output"
            if layer == here.layer:
                return here
            return min(flow.neurons(layer), key=lambda each: abs(self._down(each) - place.y()))
        neurons = flow.neurons(here.layer)
        step = -1 if key == Qt.Key.Key_Up else 1
        return neurons[int(np.clip(neurons.index(here) + step, 0, len(neurons) - 1))]

    def _down(self, neuron: Neuron) -> float:
        place = self.place_of(neuron)
        return place.y() if place else 0.0

    def _neuron_at(self, position: QPointF) -> Neuron | None:
        """The neuron nearest to the pointer, if it is near enough."""
        if self._flow is None:
            return None
        layout = self._layout()
        reach = max(layout.tile / 2, layout.radius) + SPACE / 2
        neurons = [*self._flow.neurons("hidden"), *self._flow.neurons("output")]
        places = [(each, layout.place(self._flow, each)) for each in neurons]
        near = [(QLineF(place, position).length(), each) for each, place in places if place]
        distance, neuron = min(near, default=(np.inf, None))
        return neuron if distance <= reach else None

    def _paint_captions(self, painter: QPainter, flow: Flow, layout: DiagramLayout) -> None:
        units = self.tr("{shown} of {all} units").format(shown=len(flow.units), all=f"{flow.hidden_units:,}")
        left, centre = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter
        wide = self.width() / 3
        middle = min(layout.output(0).x(), self.width() - wide / 2) - wide / 2
        for at, text, flags in (
            (0.0, self.tr("what it sees"), left),
            (layout.unit(0).x() - wide / 2, units, centre),
            (middle, self.tr("answer"), centre),
        ):
            write(painter, CAPTION, colours().second, QRectF(at, 0, wide, layout.caption), text, flags)

    def _paint_lines(self, painter: QPainter, flow: Flow, layout: DiagramLayout) -> None:
        """Into the units by how active they are; from them by what they add, those of the current neuron on top."""
        here, theme = self.current, colours()
        activity = np.abs(flow.activations) / max(float(np.abs(flow.activations).max(initial=0.0)), 1e-9)
        for slot, unit in enumerate(flow.units.tolist()):
            strong = here == Neuron("hidden", unit)
            painter.setOpacity(1.0 if strong else 0.25 + 0.5 * activity[slot])
            width = line_px(1.0 + 1.5 * activity[slot])
            painter.setPen(QPen(QColor(theme.second if strong else theme.bar), width))
            painter.drawPath(_curve(*layout.into_unit(slot)))
        values = flow.into_outputs
        limit = float(np.abs(values).max(initial=0.0)) or 1.0
        current = np.zeros(values.shape, np.bool_)
        if here and here.layer == "output":
            current[:, here.number] = True
        elif here:
            current[flow.units == here.number] = True
        order = np.lexsort((np.abs(values).ravel(), current.ravel()))[-_LINES:]  # the strongest last, so on top
        for place in order.tolist():
            slot, digit = divmod(place, values.shape[1])
            value = float(values[slot, digit])
            if value:
                colour = QColor(theme.training if value > 0 else theme.validation)
                painter.setOpacity(1.0 if current[slot, digit] else _FAINT)
                painter.setPen(QPen(colour, line_px(1.0 + (_WIDEST - 1.0) * abs(value) / limit)))
                painter.drawPath(_curve(*layout.into_output(slot, digit)))
        painter.setOpacity(1.0)

    def _paint_image(self, painter: QPainter, flow: Flow, layout: DiagramLayout) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(layout.image(), _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(shape)
        painter.drawImage(layout.image(), ink_to_qimage(flow.ink))
        painter.restore()
        painter.setPen(QColor(colours().canvas_edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)

    def _paint_units(self, painter: QPainter, flow: Flow, layout: DiagramLayout) -> None:
        """Each as a picture of what the ink adds to its sum."""
        theme, here = colours(), self.current
        inner = layout.tile - 6
        if inner >= SIDE:
            inner -= inner % SIDE
        for slot, unit in enumerate(flow.units.tolist()):
            tile = layout.tile_of(slot)
            strong = here == Neuron("hidden", unit)
            painter.setBrush(QColor(theme.surface))
            edge = theme.axis if not strong else theme.text if self.hasFocus() else theme.accent
            painter.setPen(QPen(QColor(edge), line_px(2 if strong else 1)))
            painter.drawRoundedRect(tile, _RADIUS, _RADIUS)
            picture = to_qimage(signed_colours(flow.into_units[:, slot].reshape(SIDE, SIDE)))
            place = QRectF(0, 0, inner, inner)
            place.moveCenter(tile.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, inner < SIDE)
            painter.drawImage(place, picture)

    def _paint_outputs(self, painter: QPainter, flow: Flow, layout: DiagramLayout) -> None:
        theme = colours()
        P, radius = flow.probabilities, layout.radius
        first, second = np.argsort(-P, kind="stable")[:2].tolist()
        for digit in range(len(P)):
            place, best = layout.output(digit), digit == first
            marked = self.current == Neuron("output", digit)
            painter.setBrush(QColor(theme.accent if best else theme.sunken))
            edge = QPen(QColor(theme.text), line_px(3 if self.hasFocus() else 2))
            painter.setPen(edge if marked else Qt.PenStyle.NoPen)
            painter.drawEllipse(place, radius, radius)
            square = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
            inside = "" if self._long_names else self._names[digit]
            write(painter, NAME if best else TEXT, theme.on_accent if best else theme.second, square, inside)
            words = [self._names[digit]] if self._long_names else []
            if digit == first or (digit == second and P[digit] >= _SEEN):
                words.append(per_cent(float(P[digit])))
            if words:
                role, colour = (FIGURE, theme.text) if best else (CAPTION, theme.second)
                beside = QRectF(square.right() + SPACE, square.top(), layout.figure + SPACE, square.height())
                metrics = QFontMetrics(font_of(role))
                text = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, int(beside.width()))
                write(painter, role, colour, beside, text, LEFT)


def _curve(start: QPointF, end: QPointF) -> QPainterPath:
    """From left to right, level at both ends."""
    path = QPainterPath(start)
    bend = QPointF((end.x() - start.x()) / 2, 0)
    path.cubicTo(start + bend, end - bend, end)
    return path
