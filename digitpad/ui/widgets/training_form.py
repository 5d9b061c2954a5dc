"""The settings of a training, as a form."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from digitpad.core.training.settings import CHOICES, LIMITS, TrainingSettings
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.number_boxes import RateSpinBox
from digitpad.ui.widgets.training_fields import Field, folded_fields, shown_fields

translate = QCoreApplication.translate

# What a running training takes over at its next step; everything else is fixed until it ends.
CHANGEABLE = ("learning_rate", "weight_decay")
_COLUMNS = 5


class TrainingForm(QWidget):
    """Shows settings and lets the user change them; what is rarely changed folds away under *More*."""

    edited = Signal(TrainingSettings)

    def __init__(self, leading: Sequence[tuple[QLabel, QWidget]], parent: QWidget | None = None) -> None:
        """`leading` are further fields that stand before the settings."""
        super().__init__(parent)
        self._settings = TrainingSettings()
        self._boxes: dict[str, QWidget] = {}
        self.more = QCheckBox(self.tr("&More settings"))
        self.more.setToolTip(self.tr("Show the settings that are rarely changed"))
        shown = [*leading, *(self._labelled(each) for each in shown_fields())]
        folded = [self._labelled(each) for each in folded_fields()]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * SPACE)
        grid.setVerticalSpacing(SPACE // 2)
        for number, (label, box) in enumerate([*shown, (QLabel(), self.more), *folded]):
            row, column = divmod(number, _COLUMNS)
            grid.addWidget(label, 2 * row, column)
            grid.addWidget(box, 2 * row + 1, column)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        for widget in (widget for pair in folded for widget in pair):
            widget.hide()
            self.more.toggled.connect(widget.setVisible)
        self.set_settings(self._settings)

    def set_settings(self, settings: TrainingSettings) -> None:
        self._settings = settings
        for name, box in self._boxes.items():
            value = getattr(settings, name)
            box.blockSignals(True)
            if isinstance(box, QComboBox):
                box.setCurrentIndex(box.findData(value))
            elif isinstance(box, RateSpinBox | QSpinBox) and box.value() != value:
                box.setValue(value)  # only then, since it would wipe out what is being typed
            box.blockSignals(False)

    def set_fixed(self, reasons: dict[str, str]) -> None:
        """Settings that cannot be changed now, each with the reason, which becomes its tool tip."""
        for field in (*shown_fields(), *folded_fields()):
            box = self._boxes[field.name]
            reason = reasons.get(field.name)
            box.setEnabled(reason is None)
            hint = _hint(field)
            box.setToolTip(f"{reason} {hint}" if reason else hint)

    def _labelled(self, field: Field) -> tuple[QLabel, QWidget]:
        box = self._box(field.name)
        box.setToolTip(_hint(field))
        box.setAccessibleName(field.label.replace("&", ""))
        box.setAccessibleDescription(field.hint)
        self._boxes[field.name] = box
        label = QLabel(field.label)
        label.setBuddy(box)
        label.setToolTip(field.hint)
        return label, box

    def _box(self, name: str) -> QWidget:
        if name in CHOICES:
            combo = QComboBox()
            for choice in CHOICES[name]:
                combo.addItem(choice, choice)
            combo.currentIndexChanged.connect(lambda: self._edit(name, combo.currentData()))
            return combo
        limits = LIMITS[name]
        box: QSpinBox | RateSpinBox
        if limits.whole:
            box = QSpinBox()
            box.setRange(int(limits.low), int(limits.high))
            box.setKeyboardTracking(False)
        else:
            box = RateSpinBox(limits.low, limits.high)
        box.valueChanged.connect(lambda value: self._edit(name, value))
        return box

    def _edit(self, name: str, value: Any) -> None:
        self._settings = replace(self._settings, **{name: value})
        self.edited.emit(self._settings)


def _hint(field: Field) -> str:
    """What the field's tool tip teaches, and which numbers it takes."""
    if field.name not in LIMITS:
        return field.hint
    limits = translate("training_form", "From {range}.").format(range=LIMITS[field.name])
    return f"{field.hint} {limits}"
