"""The templates of all hidden units in one grid, and the one that is chosen beside it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from digitpad.core.files import Table
from digitpad.core.inspection.hidden_units import SORT_KEYS, Mask, Units, dead_and_dying
from digitpad.core.network import Floats, Network
from digitpad.ui.inside.template_grid import ZOOMS, TemplateGrid
from digitpad.ui.inside.unit_card import TemplateCard
from digitpad.ui.style.type import CAPTION, px, set_role
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.images import signed_colours, to_qimage
from digitpad.ui.widgets.labels import caption, label_of, named
from digitpad.ui.widgets.layouts import SideBySide, Stretched, holder, horizontal, vertical

_FULL = 4.0  # times the root mean square of the weights has the full colour
_READABLE = 2.0  # the size that one can make something out at, whatever the number of units
_STRIP = 112  # pixels at 100 %
_CARD, _GRID = 232, 340  # pixels of width at 100 %


class TemplatesPage(QWidget):
    """Follows the weights at once; the order and the marks follow when it is measured what the units are used for."""

    def __init__(self) -> None:
        super().__init__()
        self._network: Network | None = None
        self._names: Sequence[str] = ()
        self._use: Floats | None = None
        self._pointed: int | None = None
        self._chosen: int | None = None
        hint = self.tr(
            "Blue: ink here drives the unit; orange: it holds it back. Click or use the arrow keys to choose one."
        )
        self.grid = named(
            TemplateGrid(self._point, self._choose), self.tr("Incoming weights of all hidden units"), hint
        )
        self.card = TemplateCard()
        self.legend = SignedLegend()
        self.legend.setToolTip(self.tr("The same scale for all units: four times the root mean square of all weights"))
        self.marks = caption()
        names = (self.tr("long weights first"), self.tr("most used first"), self.tr("by digit"), self.tr("by number"))
        order_hint = self.tr("Which units come first; sorted again every few seconds")
        self.order = combo_box(zip(names, SORT_KEYS, strict=True), self.tr("Order"), order_hint)
        zooms = [(self.tr("fit all"), None), *((f"{zoom:g}×", zoom) for zoom in ZOOMS)]
        self.zoom = combo_box(zooms, self.tr("Size"), self.tr("How large the pictures are"))
        self.zoom.setCurrentIndex(self.zoom.findData(_READABLE))
        self.grid.set_zoom(_READABLE)
        self.order.activated.connect(self._sort)
        self.zoom.activated.connect(lambda: self.grid.set_zoom(self.zoom.currentData()))
        self._lay_out()

    def set_network(self, network: Network, names: Sequence[str]) -> None:
        """Show these weights, for classes of these names; of another number of units, order and marks begin anew."""
        other = self._network is None or self._network.hidden_units != network.hidden_units
        self._network, self._names = network, names
        limit = self._limit()
        self.grid.set_weights(network.W1, limit)
        self.legend.set_limit(limit)
        if other:
            self.set_use(None)
            if self._chosen is not None and self._chosen >= network.hidden_units:
                self._chosen = None
        self._show_unit()

    def set_use(self, use: Floats | None) -> None:
        """The share of images (H,) that each unit fires for, or that it is not known."""
        self._use = use
        if self._network is None:
            return
        dead, dying = self._marks()
        self.grid.set_marks(dead, dying)
        self.marks.setText(
            self.tr("{units} units · ╳ {dead} dead · ⬚ {dying} dying").format(
                units=f"{self._network.hidden_units:,}", dead=dead.sum(), dying=dying.sum()
            )
        )
        self._sort()
        self._show_unit()

    def sentence(self) -> str:
        """What there is to be seen, with the numbers at hand."""
        if self._network is None:
            return self.tr("Train a network or open one to see what its units look for")
        dead, dying = (int(each.sum()) for each in self._marks())
        units = f"{self._network.hidden_units:,}"
        if self._use is None:
            return self.tr("{units} units, and what each of them looks for").format(units=units)
        if not dead and not dying:
            return self.tr("All {units} units take part").format(units=units)
        text = self.tr("Of {units} units, {dead} never fire and {dying} hardly ever")
        return text.format(units=units, dead=dead, dying=dying)

    def table(self) -> Table:
        """A row for each unit."""
        network = self._network
        if network is None:
            return {}
        units = self._units()
        nothing = [""] * network.hidden_units
        return {
            "unit": range(network.hidden_units),
            "norm": units.norms.tolist(),
            "bias": network.b1.tolist(),
            "votes for": units.votes.tolist(),
            "outgoing weight": units.strengths.tolist(),
            "fires for": nothing if units.use is None else units.use.tolist(),
        }

    def _lay_out(self) -> None:
        self.marks.setToolTip(
            self.tr(
                "Dead: fires for none of the sampled images, so it no longer learns. Dying: for fewer than one in a "
                "hundred. Units with tanh or sigmoid respond on both sides of zero and are not marked."
            )
        )
        controls = FlowLayout()
        for text, combo in ((self.tr("&Order"), self.order), (self.tr("Si&ze"), self.zoom)):
            label = label_of(combo, text)
            controls.addWidget(label)
            controls.addWidget(combo)
        controls.addStretch()
        controls.addWidget(self.legend)
        left = holder(vertical(None, Stretched(self.grid), self.marks, gap=SPACE))
        vertical(self, controls, Stretched(SideBySide(left, self.card, _CARD, _GRID)), gap=SPACE)

    def _limit(self) -> float:
        """Two digits of it, so that the scale changes seldom."""
        assert self._network
        W1 = self._network.W1
        limit = _FULL * float(np.linalg.norm(W1)) / W1.size**0.5
        return float(f"{limit:.2g}") if np.isfinite(limit) and limit > 0 else 1.0

    def _marks(self) -> tuple[Mask, Mask]:
        """Which units (H,) are dead, and which dying; none as long as their use is not known."""
        assert self._network
        if self._use is None:
            none = np.zeros(self._network.hidden_units, np.bool_)
            return none, none
        return dead_and_dying(self._network, self._use)

    def _units(self) -> Units:
        assert self._network
        return Units.of(self._network, self._use)

    def _sort(self) -> None:
        if self._network is not None:
            self.grid.set_order(self._units().order(self.order.currentData()))

    def _point(self, unit: int | None) -> None:
        if unit != self._pointed:
            self._pointed = unit
            self._show_unit()

    def _choose(self, unit: int) -> None:
        self._chosen = self._pointed = unit
        self._show_unit()

    def _show_unit(self) -> None:
        """The unit pointed at, or the one that was chosen, or the first."""
        if self._network is not None:
            unit = self._chosen if self._pointed is None else self._pointed
            units = self._units()
            if unit is None:
                unit = int(units.order(self.order.currentData())[0])
            self.card.set_network(self._network, units, unit, self._names, self._limit())


class SignedLegend(QWidget):
    """A strip from the full colour below zero to that above, and what they stand for."""

    def __init__(self) -> None:
        super().__init__()
        self._ends = QLabel(), QLabel()
        self._strip = QLabel(scaledContents=True)
        for end in self._ends:
            set_role(end, CAPTION)
        horizontal(self, self._ends[0], self._strip, self._ends[1], gap=SPACE)
        self._colour()
        follow_look(self, self._colour)

    def set_limit(self, limit: float) -> None:
        """The size that has the full colour."""
        for end, sign in zip(self._ends, ("−", ""), strict=True):
            end.setText(f"{sign}{limit:.2g}")

    def _colour(self) -> None:
        self._strip.setFixedSize(px(_STRIP), px(2 * SPACE))
        self._strip.setPixmap(QPixmap.fromImage(to_qimage(signed_colours(np.linspace(-1, 1, 64)[None]))))
