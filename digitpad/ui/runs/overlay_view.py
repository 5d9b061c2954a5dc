"""The curves of the ticked runs, what they are drawn over and how, and what they say at the cursor."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from digitpad.core.files import Table
from digitpad.core.runs.groups import Across, Curve, Quantity, RunGroup, curve_of
from digitpad.core.runs.store import KeptRun
from digitpad.core.training.history import History
from digitpad.ui.runs.overlay_plot import Overlay, OverlayPlot, OverlayReadout, Value
from digitpad.ui.runs.run_model import COLOURS
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.labels import check_box, named
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical

Ticked = Sequence[tuple[RunGroup, Sequence[tuple[KeptRun, History]]]]
_SMOOTHINGS = (0.0, 0.6, 0.9)


class OverlayView(QWidget):
    """Draws groups of runs with their histories, each group in a colour."""

    def __init__(self) -> None:
        super().__init__()
        self._ticked: Ticked = ()
        self._overlays: list[Overlay] = []
        self.quantity = combo_box(
            (
                (self.tr("Validation accuracy"), Quantity.VALIDATION_ACCURACY),
                (self.tr("Training accuracy"), Quantity.TRAINING_ACCURACY),
                (self.tr("Validation cost"), Quantity.VALIDATION_COST),
                (self.tr("Training cost"), Quantity.TRAINING_COST),
            ),
            self.tr("Quantity"),
            self.tr("What the curves show"),
        )
        self.across = combo_box(
            (
                (self.tr("by epoch"), Across.EPOCHS),
                (self.tr("by time"), Across.SECONDS),
                (self.tr("by images"), Across.IMAGES),
            ),
            self.tr("Across"),
            self.tr("What the curves are drawn over: passes over the data, time, or images seen"),
        )
        self.smoothing = combo_box(
            (
                (self.tr("not smoothed"), _SMOOTHINGS[0]),
                (self.tr("smoothed"), _SMOOTHINGS[1]),
                (self.tr("smoothed more"), _SMOOTHINGS[2]),
            ),
            self.tr("Smoothing"),
            self.tr("Draw moving averages, in which a trend shows better and a single epoch less"),
        )
        hint = self.tr("Draw values on a logarithmic axis, where a steady decline is a straight line")
        self.log = check_box(self.tr("Log scale"), hint)
        self.log.toggled.connect(self._show)
        self.readout = OverlayReadout()
        hint = self.tr(
            "The mean of several seeds, and the band they lie in. The wheel zooms, dragging moves; with the "
            "keyboard, arrows move the cursor, + and − zoom."
        )
        self.plot = named(OverlayPlot(), self.tr("Curves of the ticked runs"), hint)
        self.plot.pointed.connect(lambda _place: self._show_values())
        for box in (self.quantity, self.across, self.smoothing):
            box.currentIndexChanged.connect(self._show)
        self.top = horizontal(None, self.quantity, self.across, self.smoothing, SPRING, self.log, gap=SPACE)
        vertical(self, self.top, self.readout, Stretched(self.plot), gap=SPACE)
        self._show()

    @property
    def titles(self) -> list[str]:
        """The names of the curves that are drawn."""
        return [each.title for each in self._overlays]

    def set_ticked(self, ticked: Ticked) -> None:
        """Draw these runs."""
        self._ticked = ticked
        self._show()

    def table(self) -> Table:
        """The numbers behind the curves: those of the longest first, shorter ones are empty at the end."""
        curves = [each.curve for each in self._overlays]
        longest = max(curves, key=lambda curve: len(curve.places), default=None)
        if longest is None:
            return {}
        table: dict[str, list[object]] = {self.across.currentText(): longest.places.tolist()}
        for number, overlay in enumerate(self._overlays, 1):
            table[f"{number} {overlay.title}"] = _filled(overlay.curve, len(longest.places))
        return table

    def _show(self) -> None:
        quantity, across = self.quantity.currentData(), self.across.currentData()
        factor = 100.0 if quantity.is_accuracy else 1.0
        self._overlays = []
        for number, (group, runs) in enumerate(self._ticked):
            curve = curve_of(runs, quantity, across, self.smoothing.currentData())
            scaled = Curve(curve.places, *(factor * each for each in curve[1:]))
            dashed = number // len(COLOURS) % 2 == 1
            self._overlays.append(Overlay(group.title, COLOURS[number % len(COLOURS)], dashed, scaled))
        units = {Across.EPOCHS: self.tr("epochs"), Across.SECONDS: self.tr("seconds")}
        unit = self.tr("accuracy, %") if quantity.is_accuracy else self.tr("cost per image")
        self.plot.set_axis_labels(units.get(across, self.tr("1,000 images")), unit)
        self.plot.set_overlays(self._overlays, self.log.isChecked(), quantity.is_accuracy)
        self._show_values()

    def _show_values(self) -> None:
        place = self.plot.place
        share = self.quantity.currentData().is_accuracy
        runs = sum(len(runs) for _, runs in self._ticked)
        count = self.tr("{count} runs") if runs != 1 else self.tr("{count} run")
        values = [Value(self._place_text(place), "", False, count.format(count=runs), "")]
        for overlay, found in zip(self._overlays, self.plot.values(), strict=True):
            if found is None:
                text, beside = "–", ""
            else:
                text = f"{found[0]:.1f} %" if share else f"{found[0]:.4f}"
                low, high = (f"{each:.1f}" if share else f"{each:.3f}" for each in found[1:])
                beside = self.tr("{low} to {high}").format(low=low, high=high) if low != high else ""
            values.append(Value(overlay.title, overlay.colour, overlay.dashed, text, beside))
        self.readout.set_values(values)

    def _place_text(self, place: float | None) -> str:
        if place is None:
            return self.tr("At the end")
        match self.across.currentData():
            case Across.EPOCHS:
                return self.tr("Epoch {epoch}").format(epoch=f"{place:.0f}")
            case Across.SECONDS:
                return self.tr("After {seconds} s").format(seconds=f"{place:.1f}")
            case _:
                return self.tr("After {images},000 images").format(images=f"{place:,.0f}")


def _filled(curve: Curve, length: int) -> list[object]:
    return [*curve.values.tolist(), *[""] * (length - len(curve.values))]
