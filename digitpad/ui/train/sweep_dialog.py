"""Choosing what a sweep tries: values of one or two settings, and how many seeds."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from digitpad.core.errors import SettingsError
from digitpad.core.setting import Setting
from digitpad.core.sweeps.sweep import Sweep, parse_values, several_seeds
from digitpad.core.training.settings import SETTINGS
from digitpad.ui.style.type import TEXT, px
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import Field, WholeSpinBox, combo_box, inset_numbers
from digitpad.ui.widgets.labels import caption, make_primary, named, push_button, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical
from digitpad.ui.widgets.titles import setting_title
from digitpad.workspace.workspace import Destination, Workspace

translate = QCoreApplication.translate

_MOST_SEEDS = 20
_WIDTH = 440  # pixels at 100 %
_FACTORS = (1 / 3, 1.0, 3.0)


class SweepDialog(QDialog):
    """Says how many trainings that makes, or what is wrong, and starts them."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setWindowTitle(self.tr("Try other values"))
        self.setMinimumWidth(px(_WIDTH))
        self.names = [
            self._setting_box(self.tr("Setting"), self.tr("The setting of which several values are tried"), False),
            self._setting_box(
                self.tr("Second setting"),
                self.tr("A second setting: every value of the first is combined with every value of this one"),
                True,
            ),
        ]
        self.values = [self._values_line(), self._values_line()]
        hint = self.tr(
            "How often each is trained, from another seed each time, to see whether a difference is more than chance"
        )
        self.seeds = named(WholeSpinBox(1, _MOST_SEEDS), self.tr("Seeds"), hint)
        self.count = caption()
        self.start = push_button(
            self.tr("&Start"), self.tr("Train them in parallel, in the background; they appear on Runs as they end")
        )
        make_primary(self.start)
        self.start.clicked.connect(self.accept)
        cancel = push_button(self.tr("Cancel"), self.tr("Try nothing (Esc)"))
        cancel.clicked.connect(self.reject)
        layout = vertical(self, gap=2 * SPACE, margins=(3 * SPACE, 3 * SPACE))
        layout.addWidget(
            text_label(
                self.tr(
                    "Trains with the settings in the form, but once for each of these values; commas separate them."
                ),
                TEXT,
            )
        )
        for name, values in zip(self.names, self.values, strict=True):
            layout.addLayout(horizontal(None, name, Stretched(values), gap=SPACE))
        layout.addWidget(Field.named(self.tr("S&eeds"), self.seeds, self.tr("for each of them, to see what is chance")))
        layout.addWidget(self.count)
        layout.addLayout(horizontal(None, SPRING, cancel, self.start))
        for name, values in zip(self.names, self.values, strict=True):
            name.currentIndexChanged.connect(lambda _at, n=name, v=values: self._suggest(n, v))
            values.textChanged.connect(self._show)
        self.seeds.valueChanged.connect(self._show)
        inset_numbers(self)

    def open(self) -> None:
        """Begin with learning rates around that of the plan."""
        self.names[0].setCurrentIndex(self.names[0].findData("learning_rate"))
        self.names[1].setCurrentIndex(0)
        self.seeds.setValue(1)
        for name, values in zip(self.names, self.values, strict=True):
            self._suggest(name, values)
        super().open()
        self.values[0].setFocus()
        self.values[0].selectAll()

    def accept(self) -> None:
        varied, seeds = self._chosen()
        self._workspace.sweeps.start(varied, seeds)
        self._workspace.go_to(Destination.RUNS)
        super().accept()

    def _setting_box(self, name: str, hint: str, with_none: bool) -> QComboBox:
        entries: list[tuple[Any, ...]] = [(self.tr("no second setting"), None)] if with_none else []
        for each in SETTINGS.values():
            if each.name != "seed":
                title = setting_title(each)
                entries.append((title.text.replace("&", ""), each.name, title.hint))
        return combo_box(entries, name, hint)

    def _values_line(self) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(self.tr("Values"))
        return line

    def _suggest(self, name: QComboBox, line: QLineEdit) -> None:
        """Values around that of the plan, or all choices there are."""
        setting = SETTINGS.get(name.currentData())
        line.setVisible(setting is not None)
        if setting is None:
            line.clear()
            return
        if setting.choices:
            hint = ", ".join(f"{each.value} ({translate('settings', each.label)})" for each in setting.choices)
            line.setToolTip(self.tr("Some of: {choices}").format(choices=hint))
        else:
            line.setToolTip(self.tr("Numbers from {range}, with commas between them").format(range=setting.limits))
        value = self._workspace.training.plan.settings.value(setting.name)
        line.setText(", ".join(map(setting.format, suggested_values(setting, value))))

    def _chosen(self) -> tuple[tuple[tuple[str, tuple[Any, ...]], ...], tuple[int, ...]]:
        """Raises SettingsError for what cannot be tried."""
        varied = tuple(
            (name.currentData(), parse_values(name.currentData(), line.text(), name.currentText()))
            for name, line in zip(self.names, self.values, strict=True)
            if name.currentData()
        )
        return varied, several_seeds(self._workspace.training.plan.settings.seed, self.seeds.value())

    def _show(self) -> None:
        try:
            varied, seeds = self._chosen()
            spec, _ = self._workspace.training.planned_run()
            count = Sweep(spec.settings, spec.sources, varied, seeds).count
        except SettingsError as error:
            self.count.setText(str(error))
            self.start.setEnabled(False)
            return
        text = self.tr("{count} trainings") if count != 1 else self.tr("{count} training")
        self.count.setText(text.format(count=count))
        self.start.setEnabled(True)


def suggested_values(setting: Setting, value: Any) -> tuple[Any, ...]:
    """A third of the value, itself and three times it, as round numbers within the limits; or all choices."""
    limits = setting.limits
    if limits is None:
        return tuple(each.value for each in setting.choices)
    if not value:
        return (value, limits.parse(setting.title, f"{limits.step:g}")) if not limits.whole else (value, value + 1)
    around = [float(f"{factor * value:.1g}") if factor != 1 else value for factor in _FACTORS]
    kept = [round(each) if limits.whole else each for each in around if limits.low <= each <= limits.high]
    return tuple(dict.fromkeys(kept))
