"""One hidden unit: its incoming weights as a picture, its outgoing ones as bars, and what it is used for."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from digitpad.core.explain.unit_use import Units
from digitpad.core.network import SIDE, Network
from digitpad.ui.colour_scales import signed_colours
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.pixel_map import PixelMap
from digitpad.ui.widgets.signed_bars import SignedBars

_PIXEL = 5


class TemplateCard(QWidget):
    """Shows a unit of a network, or that none is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel()
        self.picture = PixelMap(_PIXEL)
        self.picture.setToolTip(self.tr("Incoming weights: where ink drives the unit (orange) or holds it back (blue)"))
        self.bars = SignedBars()
        self.bars.setFixedWidth(self.picture.width())
        self.bars.setToolTip(
            self.tr("Outgoing weights: which digits the unit votes for when it fires, and which it votes against")
        )
        self.facts = QLabel()
        self.facts.setFont(scaled(self.facts.font(), 0.9))
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setFixedWidth(self.picture.width())
        self.facts.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget in (self.name, self.picture, self.bars, self.facts):
            layout.addWidget(widget)
        layout.addStretch(1)

    def set_unit(self, network: Network, units: Units, unit: int | None, limit: float | None = None) -> None:
        """Show this unit, with the colours of the size `limit`."""
        if unit is None or unit >= network.hidden_units:
            self.name.setText(self.tr("<b>No unit chosen</b>"))
            self.facts.setText(self.tr("Point at a picture, or click it, to see what the unit does."))
            self.picture.setVisible(False)
            self.bars.setVisible(False)
            return
        self.picture.setVisible(True)
        self.bars.setVisible(True)
        self.name.setText(self.tr("<b>Hidden unit {number}</b>").format(number=unit))
        self.picture.set_colours(signed_colours(network.W1[:, unit].reshape(SIDE, SIDE), limit))
        self.picture.setAccessibleName(self.tr("Incoming weights of hidden unit {number}").format(number=unit))
        self.bars.set_values(network.W2[unit], float(np.abs(network.W2[unit]).max()), int(units.votes[unit]))
        against = int(network.W2[unit].argmin())
        facts = [
            self.tr("votes for {digit} ({weight})").format(
                digit=units.votes[unit], weight=f"{units.strengths[unit]:+.2f}"
            ),
            self.tr("against {digit} ({weight})").format(digit=against, weight=f"{network.W2[unit, against]:+.2f}"),
            self.tr("norm {norm}, bias {bias}").format(
                norm=f"{units.norms[unit]:.2f}", bias=f"{network.b1[unit]:+.2f}"
            ),
        ]
        if units.use is not None:
            facts.append(self.tr("fires for {share} of the images").format(share=f"{100 * units.use[unit]:.1f} %"))
        self.bars.setAccessibleName(", ".join(facts[:2]))
        self.facts.setText("\n".join(facts))
