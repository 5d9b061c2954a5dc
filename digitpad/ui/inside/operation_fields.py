"""The operations there are, each with its number and a button."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from digitpad.core.inspection.edits import AddNoise, Operation, Prune, ScaleUnit, SetTemperature, ShiftUnit
from digitpad.core.network import CLASSES, Floats
from digitpad.ui.theme import SPACE, colours, scaled


class OperationFields(QWidget):
    """`asked` brings an operation, `unit_changed` tells of the hidden unit that the first three are about."""

    asked = Signal(object)
    unit_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = QSpinBox()
        self.unit.valueChanged.connect(self.unit_changed)
        self.factor = _number(0.5, -10, 10, 0.1)
        self.by = _number(1.0, -100, 100, 0.5)
        self.pruned = _number(50, 0, 100, 5, " %")
        self.noise = _number(50, 0, 1_000, 10, " %")
        self.seed = QSpinBox()
        self.seed.setRange(0, 999_999)
        self.temperature = _number(2.0, 0.05, 100, 0.5)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE)
        self._fill()

    def set_units(self, count: int) -> None:
        """The number of hidden units to choose from."""
        self.unit.setRange(0, count - 1)

    def _fill(self) -> None:
        unit = self.unit.value
        self._heading(self.tr("<b>One hidden unit</b>"))
        self._row(self.tr("&Unit"), self.unit, self.tr("The hidden unit to work on, by its number"))
        self._row(
            self.tr("Fa&ctor"),
            self.factor,
            self.tr("The unit's output is multiplied by this, through its outgoing weights"),
            self.tr("Scale"),
            lambda: ScaleUnit(unit(), self.factor.value()),
        )
        self._row(
            self.tr("&Shift"),
            self.by,
            self.tr("Added to the unit's bias: above 0 it fires for more images, below for fewer"),
            self.tr("Shift"),
            lambda: ShiftUnit(unit(), self.by.value()),
        )
        self._button(
            self.tr("Switch off"), self.tr("The unit adds nothing to any digit"), lambda: ScaleUnit(unit(), 0.0)
        )
        self._heading(self.tr("<b>All weights</b>"))
        self._row(
            self.tr("Sha&re"),
            self.pruned,
            self.tr("This share of each layer's weights, the smallest ones, is set to 0"),
            self.tr("Prune"),
            lambda: Prune(self.pruned.value() / 100),
        )
        self._row(
            self.tr("S&ize"),
            self.noise,
            self.tr(
                "How large the noise is compared with the weights: its standard deviation over their root mean square"
            ),
            self.tr("Add noise"),
            lambda: AddNoise(self.noise.value() / 100, self.seed.value()),
        )
        self._row(self.tr("See&d"), self.seed, self.tr("The same seed gives the same noise again"))
        self._row(
            self.tr("Tem&perature"),
            self.temperature,
            self.tr("The logits are divided by this: above 1 the network is less sure of the same answers"),
            self.tr("Set"),
            lambda: SetTemperature(self.temperature.value()),
        )

    def _heading(self, text: str) -> None:
        self._grid.addWidget(QLabel(text), self._grid.rowCount(), 0, 1, 3)

    def _row(
        self,
        text: str,
        box: QAbstractSpinBox,
        hint: str,
        do: str = "",
        operation: Callable[[], Operation] | None = None,
    ) -> None:
        row = self._grid.rowCount()
        label = QLabel(text)
        label.setBuddy(box)
        box.setToolTip(hint)
        box.setAccessibleName(text.replace("&", ""))
        box.setKeyboardTracking(False)
        box.setMinimumWidth(11 * SPACE)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(box, row, 1)
        if operation:
            self._button(do, hint, operation, row)

    def _button(self, text: str, hint: str, operation: Callable[[], Operation], row: int | None = None) -> None:
        button = QPushButton(text)
        button.setToolTip(hint)
        button.clicked.connect(lambda: self.asked.emit(operation()))
        if row is None:
            self._grid.addWidget(button, self._grid.rowCount(), 1, 1, 2)
        else:
            self._grid.addWidget(button, row, 2)


def _number(value: float, low: float, high: float, step: float, suffix: str = "") -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setSuffix(suffix)
    box.setValue(value)
    return box


class PairedBars(QWidget):
    """A faint bar for before and a strong one for after; above them the per cent, below the digit and the change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: Floats | None = None
        self._after: Floats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(440, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(380, 110)

    def set_shares(self, before: Floats | None, after: Floats | None) -> None:
        """Show shares (10,) from 0 to 1; NaN is no share."""
        self._before, self._after = before, after
        self.update()

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        theme = colours()
        painter.setFont(scaled(self.font(), 0.85))
        line = QFontMetricsF(painter.font()).height()
        bottom = self.height() - 2 * line
        height, column = bottom - line, self.width() / CLASSES
        centre = Qt.AlignmentFlag.AlignCenter
        for digit in range(CLASSES):
            left, wide = digit * column, 0.3 * column
            painter.fillRect(QRectF(left + 0.2 * column, line, 2 * wide, height), QColor(theme.track))
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(left, bottom, column, line), centre, str(digit))
            if self._before is None or self._after is None:
                continue
            for number, (shares, colour) in enumerate(((self._before, theme.second), (self._after, theme.accent))):
                size = height * float(np.nan_to_num(shares[digit]))
                painter.fillRect(QRectF(left + 0.2 * column + number * wide, bottom - size, wide, size), QColor(colour))
            after, change = 100 * float(self._after[digit]), 100 * float(self._after[digit] - self._before[digit])
            painter.setPen(QColor(theme.second))
            painter.drawText(QRectF(left, 0, column, line), centre, f"{after:.1f}" if np.isfinite(after) else "–")
            if np.isfinite(change) and abs(change) >= 0.05:
                text = f"{change:+.1f}".replace("-", "−")
                painter.drawText(QRectF(left, bottom + line, column, line), centre, text)
        painter.end()
