"""Entering numbers that span many orders of magnitude."""

import math

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_STEPS = (1.0, 2.0, 5.0)


class RateSpinBox(QDoubleSpinBox):
    """A spin box for numbers like 0.0001, also written 1e-4; its arrows go 1, 2, 5, 10, … and, at the end, to 0."""

    def __init__(self, low: float, high: float, smallest: float = 1e-6, parent: QWidget | None = None) -> None:
        """`smallest` is the number next to 0, for the arrows."""
        super().__init__(parent)
        self._smallest = smallest
        self.setDecimals(12)
        self.setRange(low, high)
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        return f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        return float(text.replace(",", "."))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        try:
            value = self.valueFromText(text)
        except ValueError:
            partial = all(each in "0123456789.,eE+-" for each in text)
            return (QValidator.State.Intermediate if partial else QValidator.State.Invalid), text, position
        fits = self.minimum() <= value <= self.maximum()
        return (QValidator.State.Acceptable if fits else QValidator.State.Intermediate), text, position

    def stepBy(self, steps: int) -> None:
        value = self.value()
        for _ in range(abs(steps)):
            value = _above(value, max(self._smallest, self.minimum())) if steps > 0 else _below(value, self._smallest)
        self.setValue(value)
        self.selectAll()


def _above(value: float, smallest: float) -> float:
    """The next of 1, 2, 5, 10, … above the value; from 0 to the smallest."""
    if value <= 0:
        return smallest
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    larger = [step * power for step in (*_STEPS, 10.0) if step * power > value * (1 + 1e-9)]
    return larger[0]


def _below(value: float, smallest: float) -> float:
    """The next of 1, 2, 5, 10, … below the value; below the smallest comes 0."""
    if value <= smallest * (1 + 1e-9):
        return 0.0
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    smaller = [step * power for step in (0.5, *_STEPS) if step * power < value * (1 - 1e-9)]
    return smaller[-1]
