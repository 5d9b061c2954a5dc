"""The settings of a training, as a form."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QPushButton, QTabWidget, QWidget

from digitpad.core.augmentation.settings import AUGMENTATION
from digitpad.core.setting import Setting
from digitpad.core.training.choices import MAIN
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import (
    Field,
    FieldGrid,
    NumberCheck,
    RateSpinBox,
    WholeSpinBox,
    break_tool_tips,
    combo_box,
)
from digitpad.ui.widgets.labels import check_box, label_of, named, push_button
from digitpad.ui.widgets.layouts import Stretched, holder, horizontal, vertical
from digitpad.ui.widgets.page_bars import SegmentedBar
from digitpad.ui.widgets.titles import setting_title

# By the names of the settings. They continue the name, so they begin small and end without a full stop.
CAPTIONS = {
    "hidden_units": "how many features it can look for, 0 for no layer",
    "epochs": "how often it sees every image",
    "batch_size": "images that each step learns from",
    "learning_rate": "how far each step goes",
    "weight_decay": "how strongly large weights are punished",
    "seed": "the same number, the same run",
    "optimiser": "how a gradient becomes a step",
    "momentum": "how much of earlier steps carries over",
    "beta2": "how long it remembers the gradients’ sizes",
    "schedule": "how the learning rate changes on the way",
    "warm_up": "share of the run with a rising learning rate",
    "activation": "what a unit makes of what it sees",
    "inputs": "which number a pixel is",
    "biases": "whether units have a number of their own to add",
    "order": "which image comes next",
    "initialisation": "how large the first random weights are",
    "cost": "what it learns to make small",
    "reduction": "whether a batch’s images add up or average",
    "clip": "the largest gradient it follows, 0 for any",
    "precision": "how exactly it calculates",
    "dropout_inputs": "share of the ink hidden from each image",
    "dropout_hidden": "share of the units that sit out each step",
    "label_smoothing": "how much doubt it is taught",
    "averaging": "how long a memory the averaged weights have",
    "class_weights": "whether rare digits count for more",
    "patience": "epochs without progress before it stops, 0 for never",
    "keep": "the last network, or the best on the way",
    "detector": "whether it learns to refuse what is not a digit",
    "drawings": "share of made-up pen drawings",
    "shift": "how far images move about",
    "rotation": "how far images turn",
    "scale": "how much images grow or shrink",
    "shear": "how far images slant",
    "elastic": "how far images bend like rubber",
    "thickness": "how much wider or thinner strokes get",
    "noise": "how much grain images get",
}

translate = QCoreApplication.translate


class TrainingForm(QWidget):
    """Shows settings and lets the user change them; what is rarely changed folds away under *More*."""

    def __init__(
        self, edit: Callable[[TrainingSettings], object], leading: Sequence[Field], folded: Sequence[Field] = ()
    ) -> None:
        """`edit` takes the settings as the user has changed them. `leading` are further fields that stand before the
        settings, `folded` some that end the first folded page."""
        super().__init__()
        self._take = edit
        self._settings = TrainingSettings()
        self._boxes: dict[str, QWidget] = {}
        hint = self.tr("Try learning rates from far too small to far too large, see the cost, and choose (F8)")
        self.find_rate = named(QPushButton(self.tr("Find…")), self.tr("Find a learning rate"), hint)
        hint = self.tr("Show training images as they are varied by these settings")
        self.examples = push_button(self.tr("See examples…"), hint)
        self.more = check_box(self.tr("&More settings"), self.tr("Show the settings that are rarely changed"))
        groups: dict[str, list[QWidget]] = {each.group: [] for each in SETTINGS.values()}
        for each in SETTINGS.values():
            groups[each.group].append(self._field(each))
        shown = [*leading, *groups.pop(MAIN)]
        groups[next(iter(groups))] += folded
        groups[AUGMENTATION].append(self.examples)
        pages = QTabWidget()
        pages.setTabBar(SegmentedBar())
        pages.setDocumentMode(True)
        named(pages.tabBar(), self.tr("Kind of settings"), self.tr("Further settings, by what they are about"))
        for title, fields in groups.items():
            pages.addTab(FieldGrid(fields), translate("settings", title))
        pages.hide()
        self.more.toggled.connect(pages.setVisible)
        vertical(self, FieldGrid([*shown, self.more]), pages, gap=2 * SPACE)
        self.set_settings(self._settings)

    def set_settings(self, settings: TrainingSettings) -> None:
        self._settings = settings
        for name, box in self._boxes.items():
            value = settings.value(name)
            box.blockSignals(True)
            if isinstance(box, QComboBox):
                box.setCurrentIndex(box.findData(value))
            elif isinstance(box, RateSpinBox | WholeSpinBox) and box.value() != value:
                box.setValue(value)  # only then, since it would wipe out what is being typed
            box.blockSignals(False)

    def set_fixed(self, reasons: dict[str, str]) -> None:
        """Settings that cannot be changed now, each with the reason, which becomes its tool tip."""
        for name, box in self._boxes.items():
            reason = reasons.get(name)
            box.setEnabled(reason is None)
            box.setToolTip(f"{reason or ''} {_tool_tip(SETTINGS[name])}".strip())
        break_tool_tips(self)

    def _field(self, setting: Setting) -> Field:
        box, title = self._box(setting), setting_title(setting)
        named(box, title.text.replace("&", ""), _tool_tip(setting))
        box.setAccessibleDescription(title.hint)
        self._boxes[setting.name] = box
        label = label_of(box, title.text)
        label.setToolTip(title.hint)
        whole = self._with_button(box) if setting.name == "learning_rate" else box
        field = Field(label, whole, translate("captions", CAPTIONS[setting.name]))
        if isinstance(box, WholeSpinBox | RateSpinBox):
            NumberCheck(box, field.show_problem)
        return field

    def _with_button(self, box: QWidget) -> QWidget:
        """The learning rate's box with the button that finds one."""
        return holder(horizontal(None, Stretched(box), self.find_rate, gap=SPACE // 2))

    def _box(self, setting: Setting) -> QWidget:
        limits = setting.limits
        if limits is None:
            choices = [
                (translate("settings", each.label), each.value, translate("settings", each.help))
                for each in setting.choices
            ]
            combo = combo_box(choices)
            combo.currentIndexChanged.connect(lambda: self._edit(setting.name, combo.currentData()))
            return combo
        box: WholeSpinBox | RateSpinBox
        box = WholeSpinBox(int(limits.low), int(limits.high)) if limits.whole else RateSpinBox(*limits)
        box.valueChanged.connect(lambda value: self._edit(setting.name, value))
        return box

    def _edit(self, name: str, value: Any) -> None:
        self._settings = self._settings.with_value(name, value)
        self._take(self._settings)


def _tool_tip(setting: Setting) -> str:
    """What there is to know, and which numbers the setting takes."""
    hint = setting_title(setting).hint
    if setting.limits is None:
        return hint
    return hint + " " + translate("training_form", "From {range}.").format(range=setting.limits)
