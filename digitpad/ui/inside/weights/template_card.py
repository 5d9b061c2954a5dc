"""A hidden unit of a network, whatever is drawn."""

from PySide6.QtWidgets import QWidget

from digitpad.core.inspection.hidden_units import Units
from digitpad.core.network import Network
from digitpad.ui.inside.picture.unit_card import UnitCard, UnitFacts


class TemplateCard(UnitCard):
    """Shows a unit by its weights: what it looks for, and what it votes for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What it says to each digit when it fires"), parent=parent)

    def set_network(self, network: Network, units: Units, unit: int | None, limit: float | None = None) -> None:
        """Show this unit of a network, or that none is chosen; weights of the size `limit` have the full colour."""
        if unit is None or unit >= network.hidden_units:
            self.set_text(
                self.tr("No unit chosen"), self.tr("Point at a picture, or click it, to see what the unit does.")
            )
            self.set_unit(None)
            return
        against = int(network.W2[unit].argmin())
        words = [
            self.tr("votes for {digit} ({weight})").format(
                digit=units.votes[unit], weight=_signed(units.strengths[unit])
            ),
            self.tr("against {digit} ({weight})").format(digit=against, weight=_signed(network.W2[unit, against])),
            self.tr("length of its weights {norm}, bias {bias}").format(
                norm=f"{units.norms[unit]:.2f}", bias=_signed(network.b1[unit])
            ),
        ]
        self.set_unit(UnitFacts(network.W1[:, unit], network.W2[unit], limit=limit), int(units.votes[unit]))
        self.set_text(self.tr("Unit {unit}").format(unit=unit), "<br>".join(words))
        use = "" if units.use is None else self.tr("fires on {share} of images")
        self.use.setText("" if units.use is None else use.format(share=f"{100 * units.use[unit]:.1f} %"))
        self.bars.setAccessibleDescription(", ".join(words[:2]))


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
