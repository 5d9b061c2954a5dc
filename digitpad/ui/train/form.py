"""The settings of a training, as a form."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from digitpad.core.training.settings import ALL_LIMITS, CHOICES, TrainingSettings
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.folded_fields import folded_fields
from digitpad.ui.widgets.forms import RateSpinBox, break_tool_tips
from digitpad.ui.widgets.training_choices import choice_title
from digitpad.ui.widgets.training_fields import Field, shown_fields

translate = QCoreApplication.translate

_COLUMNS = 5
# What the arrows of a field make of 0: enough to see what comes of it.
_SMALL = 0.01
_SMALLEST = {"learning_rate": 1e-6, "weight_decay": 1e-6, "rotation": 1.0, "elastic": 0.1, "shift": 0.1, "clip": 0.1}


class TrainingForm(QWidget):
    """Shows settings and lets the user change them; what is rarely changed folds away under *More*."""

    edited = Signal(TrainingSettings)

    def __init__(
        self,
        leading: Sequence[tuple[QLabel, QWidget]],
        folded: Sequence[tuple[QLabel, QWidget]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`leading` are further fields that stand before the settings, `folded` some that end the first folded page."""
        super().__init__(parent)
        self._settings = TrainingSettings()
        self._boxes: dict[str, QWidget] = {}
        self.find_rate = QPushButton(self.tr("Find…"))
        self.find_rate.setAccessibleName(self.tr("Find a learning rate"))
        self.find_rate.setToolTip(
            self.tr("Try learning rates from far too small to far too large, see the cost, and choose (F8)")
        )
        self.examples = QPushButton(self.tr("See examples…"))
        self.examples.setToolTip(self.tr("Show training images as they are varied by these settings"))
        self.more = QCheckBox(self.tr("&More settings"))
        self.more.setToolTip(self.tr("Show the settings that are rarely changed"))
        shown = [*leading, *(self._labelled(each) for each in shown_fields())]
        pages = QTabWidget()
        pages.setDocumentMode(True)
        pages.tabBar().setAccessibleName(self.tr("Kind of settings"))
        pages.tabBar().setToolTip(self.tr("Further settings, by what they are about"))
        further = {0: folded, len(folded_fields()) - 1: [(QLabel(), self.examples)]}
        for number, (title, fields) in enumerate(folded_fields().items()):
            page = QWidget()
            boxes = [*(self._labelled(each) for each in fields), *further.get(number, ())]
            _grid(page, boxes).setContentsMargins(0, SPACE, 0, 0)
            pages.addTab(page, title)
        pages.hide()
        self.more.toggled.connect(pages.setVisible)
        fields_shown = QWidget()
        _grid(fields_shown, [*shown, (QLabel(), self.more)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(fields_shown)
        layout.addWidget(pages)
        self.set_settings(self._settings)

    def set_settings(self, settings: TrainingSettings) -> None:
        self._settings = settings
        for name, box in self._boxes.items():
            value = settings.value(name)
            box.blockSignals(True)
            if isinstance(box, QComboBox):
                box.setCurrentIndex(box.findData(value))
            elif isinstance(box, RateSpinBox | QSpinBox) and box.value() != value:
                box.setValue(value)  # only then, since it would wipe out what is being typed
            box.blockSignals(False)

    def set_fixed(self, reasons: dict[str, str]) -> None:
        """Settings that cannot be changed now, each with the reason, which becomes its tool tip."""
        for field in (*shown_fields(), *(field for page in folded_fields().values() for field in page)):
            box = self._boxes[field.name]
            reason = reasons.get(field.name)
            box.setEnabled(reason is None)
            hint = _hint(field)
            box.setToolTip(f"{reason} {hint}" if reason else hint)
        break_tool_tips(self)

    def _labelled(self, field: Field) -> tuple[QLabel, QWidget]:
        box = self._box(field.name)
        box.setToolTip(_hint(field))
        box.setAccessibleName(field.label.replace("&", ""))
        box.setAccessibleDescription(field.hint)
        self._boxes[field.name] = box
        label = QLabel(field.label)
        label.setBuddy(box)
        label.setToolTip(field.hint)
        return label, self._with_button(box) if field.name == "learning_rate" else box

    def _with_button(self, box: QWidget) -> QWidget:
        """The learning rate's box with the button that finds one."""
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE // 2)
        row.addWidget(box, 1)
        row.addWidget(self.find_rate)
        return both

    def _box(self, name: str) -> QWidget:
        if name in CHOICES:
            combo = QComboBox()
            for choice in CHOICES[name]:
                title = choice_title(name, choice)
                combo.addItem(title.text, choice)
                combo.setItemData(combo.count() - 1, title.hint, Qt.ItemDataRole.ToolTipRole)
            combo.currentIndexChanged.connect(lambda: self._edit(name, combo.currentData()))
            return combo
        limits = ALL_LIMITS[name]
        box: QSpinBox | RateSpinBox
        if limits.whole:
            box = QSpinBox()
            box.setRange(int(limits.low), int(limits.high))
            box.setKeyboardTracking(False)
        else:
            box = RateSpinBox(limits.low, limits.high, _SMALLEST.get(name, _SMALL))
        box.valueChanged.connect(lambda value: self._edit(name, value))
        return box

    def _edit(self, name: str, value: Any) -> None:
        self._settings = self._settings.with_value(name, value)
        self.edited.emit(self._settings)


def _grid(widget: QWidget, fields: Sequence[tuple[QLabel, QWidget]]) -> QGridLayout:
    """Lays the fields out in columns of equal width, each label above its box."""
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * SPACE)
    grid.setVerticalSpacing(SPACE // 2)
    for number, (label, box) in enumerate(fields):
        row, column = divmod(number, _COLUMNS)
        grid.addWidget(label, 2 * row, column)
        grid.addWidget(box, 2 * row + 1, column)
    for column in range(_COLUMNS):
        grid.setColumnStretch(column, 1)
    grid.setRowStretch(grid.rowCount(), 1)  # a page with few fields does not spread them
    return grid


def _hint(field: Field) -> str:
    """What the field's tool tip teaches, and which numbers it takes."""
    if field.name not in ALL_LIMITS:
        return field.hint
    limits = translate("training_form", "From {range}.").format(range=ALL_LIMITS[field.name])
    return f"{field.hint} {limits}"
