"""The operations there are, each with its number and a button."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from digitpad.core.inspection.edits import AddNoise, Operation, Prune, ScaleUnit, SetTemperature, ShiftUnit
from digitpad.ui.style.type import NAME, px
from digitpad.ui.theme import follow_look
from digitpad.ui.widgets.forms import decimal_box, whole_box
from digitpad.ui.widgets.labels import caption, label_of, push_button, text_label
from digitpad.ui.widgets.layouts import grid_layout, vertical

_WIDEST = 480  # pixels at 100 %


class OperationFields(QWidget):
    """The first three are about one hidden unit."""

    def __init__(self, apply: Callable[[Operation], object]) -> None:
        """`apply` does an operation when its button is pressed."""
        super().__init__()
        self._apply = apply
        self.unit = whole_box(0, 0, 0)
        self.factor = decimal_box(-10, 10, 0.5, 0.1)
        self.by = decimal_box(-100, 100, 1.0, 0.5)
        self.pruned = decimal_box(0, 100, 50, 5, " %")
        self.noise = decimal_box(0, 1_000, 50, 10, " %")
        self.seed = whole_box(0, 999_999, 0)
        self.temperature = decimal_box(0.05, 100, 2.0, 0.5)
        self._grid = grid_layout(self)
        self._grid.setColumnStretch(0, 1)
        self._fill()
        self._fit()
        follow_look(self, self._fit)

    def _fit(self) -> None:
        """Keep the boxes near their names in a wide window."""
        self.setMaximumWidth(px(_WIDEST))

    def set_units(self, count: int) -> None:
        """The number of hidden units to choose from."""
        self.unit.setRange(0, count - 1)

    def _fill(self) -> None:
        unit = self.unit.value
        self._heading(self.tr("One hidden unit"))
        self._row(self.tr("&Unit"), self.tr("by its number"), self.unit, self.tr("The hidden unit to work on"))
        self._row(
            self.tr("Fa&ctor"),
            self.tr("how loud it is: 1 as before, 0 silent"),
            self.factor,
            self.tr("The unit’s output is multiplied by this, through its outgoing weights"),
            self.tr("Scale"),
            lambda: ScaleUnit(unit(), self.factor.value()),
        )
        self._row(
            self.tr("&Shift"),
            self.tr("how easily it fires"),
            self.by,
            self.tr("Added to the unit’s bias: above 0 it fires for more images, below for fewer"),
            self.tr("Shift"),
            lambda: ShiftUnit(unit(), self.by.value()),
        )
        hint = self.tr("The unit adds nothing to any digit")
        self._button(self.tr("Switch off"), hint, lambda: ScaleUnit(unit(), 0.0), self._grid.rowCount(), 1, 2)
        self._heading(self.tr("All weights"))
        self._row(
            self.tr("Sha&re"),
            self.tr("of the weights that go, the smallest ones"),
            self.pruned,
            self.tr("This share of each layer’s weights, the smallest ones, is set to 0"),
            self.tr("Prune"),
            lambda: Prune(self.pruned.value() / 100),
        )
        self._row(
            self.tr("S&ize"),
            self.tr("of the noise, next to the weights’ own"),
            self.noise,
            self.tr(
                "How large the noise is compared with the weights: its standard deviation over their root mean square"
            ),
            self.tr("Add noise"),
            lambda: AddNoise(self.noise.value() / 100, self.seed.value()),
        )
        self._row(
            self.tr("See&d"),
            self.tr("the same number, the same noise"),
            self.seed,
            self.tr("The same seed gives the same noise again"),
        )
        self._row(
            self.tr("Tem&perature"),
            self.tr("how unsure it sounds: 1 as before"),
            self.temperature,
            self.tr("The logits are divided by this: above 1 the network is less sure of the same answers"),
            self.tr("Set"),
            lambda: SetTemperature(self.temperature.value()),
        )

    def _heading(self, text: str) -> None:
        self._grid.addWidget(text_label(text, NAME), self._grid.rowCount(), 0, 1, 3)

    def _row(
        self,
        text: str,
        words: str,
        box: QAbstractSpinBox,
        hint: str,
        do: str = "",
        operation: Callable[[], Operation] | None = None,
    ) -> None:
        """A field with its name, `words` on it beneath, and a button that does what it is for."""
        row = self._grid.rowCount()
        self._grid.addLayout(vertical(None, label_of(box, text, hint), caption(words), gap=0), row, 0)
        self._grid.addWidget(box, row, 1)
        if operation:
            self._button(do, hint, operation, row, 2)

    def _button(
        self, text: str, hint: str, operation: Callable[[], Operation], row: int, column: int, columns: int = 1
    ) -> None:
        button = push_button(text, hint)
        button.clicked.connect(lambda: self._apply(operation()))
        self._grid.addWidget(button, row, column, 1, columns)
