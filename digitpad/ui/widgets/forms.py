"""Boxes to enter numbers and to choose in, and the titles of what is chosen."""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from digitpad.core.collection.part import is_part
from digitpad.core.network import CLASSES
from digitpad.core.readers.collected import taught_writer
from digitpad.core.rounding import next_round, previous_round
from digitpad.core.setting import Setting
from digitpad.core.training.recipes import RECIPES


def combo_box(entries: Iterable[Sequence[Any]], name: str = "", hint: str = "") -> QComboBox:
    """A combo box with a name and a tool tip; each entry has a text, a value and perhaps a tool tip of its own."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(hint)
    for number, (text, value, *hints) in enumerate(entries):
        box.addItem(text, value)
        for each in hints:
            box.setItemData(number, each, Qt.ItemDataRole.ToolTipRole)
    return box


def digit_box(first: str, name: str, hint: str) -> QComboBox:
    """A combo box with the ten digits below a `first` entry, which stands for None."""
    return combo_box([(first, None), *((str(digit), digit) for digit in range(CLASSES))], name, hint)


def name_digits(combo: QComboBox, names: Sequence[str]) -> None:
    """Call the ten digits of a `digit_box`, or those of them that it has, by these names."""
    for place in range(combo.count()):
        digit = combo.itemData(place)
        if digit is not None and combo.itemText(place) != names[digit]:
            combo.setItemText(place, names[digit])


class WholeSpinBox(QSpinBox):
    """A spin box for whole numbers in which any can be typed, so that one that is too large can be explained."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setKeyboardTracking(False)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if not all(each in "0123456789-" for each in text):
            return QValidator.State.Invalid, text, position
        state = QValidator.State.Acceptable if _fits(self, text) else QValidator.State.Intermediate
        return state, text, position


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
        if not all(each in "0123456789.,eE+-" for each in text):
            return QValidator.State.Invalid, text, position
        state = QValidator.State.Acceptable if _fits(self, text) else QValidator.State.Intermediate
        return state, text, position

    def stepBy(self, steps: int) -> None:
        value = self.value()
        for _ in range(abs(steps)):
            if steps > 0:
                value = next_round(value) if value > 0 else max(self._smallest, self.minimum())
            else:
                value = previous_round(value) if value > self._smallest * (1 + 1e-9) else 0.0
        self.setValue(value)
        self.selectAll()


def _fits(box: QSpinBox | QDoubleSpinBox, text: str) -> bool:
    try:
        return box.minimum() <= float(text.replace(",", ".")) <= box.maximum()
    except ValueError:
        return False


class NumberCheck(QObject):
    """Tells in a sentence what is wrong with the number being typed, and an empty one when it is mended.

    A number that cannot be used does not stay when the box is left, but the sentence does, until one types again.
    """

    def __init__(self, box: WholeSpinBox | RateSpinBox, tell: Callable[[str], None]) -> None:
        super().__init__(box)
        self._box, self._tell = box, tell
        self._wrong = ""
        line = box.findChild(QLineEdit)
        assert line is not None
        line.textEdited.connect(self._look)
        box.valueChanged.connect(lambda: self._tell(""))
        box.editingFinished.connect(self._leave)

    def _look(self, text: str) -> None:
        self._wrong = ""
        if text.strip("-+ ") and not _fits(self._box, text):
            self._wrong = text
        self._tell(self._reason(text) if self._wrong else "")

    def _leave(self) -> None:
        if self._wrong:
            kept = self.tr("{reason}, so it stays {value}")
            self._tell(kept.format(reason=self._reason(self._wrong), value=self._box.text()))
            self._wrong = ""

    def _reason(self, text: str) -> str:
        box = self._box
        try:
            too_large = float(text.replace(",", ".")) > box.maximum()
        except ValueError:
            return self.tr("{text} is no number").format(text=text)
        reason = self.tr("{text} is too large: {limit} at most")
        if not too_large:
            reason = self.tr("{text} is too small: {limit} at least")
        return reason.format(text=text, limit=f"{box.maximum() if too_large else box.minimum():.10g}")


_LINE = 90  # letters
_INSET = 6  # pixels


def broken(text: str) -> str:
    """A long text in lines, as tool tips need it."""
    return textwrap.fill(text, _LINE, break_long_words=False, break_on_hyphens=False)


def break_tool_tips(parent: QWidget) -> None:
    """Break the tool tips of all widgets inside `parent` into lines, those that are one long line."""
    for widget in parent.findChildren(QWidget):
        text = widget.toolTip()
        if len(text) > _LINE and "\n" not in text:
            widget.setToolTip(broken(text))


def inset_numbers(parent: QWidget) -> None:
    """Keep the numbers in all spin boxes inside `parent` off the edge; a style sheet's padding does not reach them."""
    for box in parent.findChildren(QAbstractSpinBox):
        box.lineEdit().setTextMargins(_INSET, 0, 0, 0)


def time_left(seconds: float) -> str:
    """Minutes and seconds, such as “0:29”, with hours in front of them when there are any: “2:03:10”."""
    minutes, whole_seconds = divmod(max(round(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole_seconds:02d}" if hours else f"{minutes}:{whole_seconds:02d}"


translate = QCoreApplication.translate


class Title(NamedTuple):
    """A name to choose by, and what there is to know about it."""

    text: str
    hint: str


def setting_title(setting: Setting) -> Title:
    """The label with its unit, and what there is to know about the setting."""
    label, hint = translate("settings", setting.label), translate("settings", setting.help)
    note = " " + translate("titles", "Can be changed while training.") if setting.changeable else ""
    return Title(f"{label}, {setting.unit}" if setting.unit else label, hint + note)


def units_in_words(units: int) -> str:
    """How many hidden units there are; 0 is a network without a hidden layer."""
    if not units:
        return translate("titles", "no hidden layer")
    return translate("titles", "{units} hidden units").format(units=f"{units:,}")


def choice_label(setting: Setting, value: str) -> str:
    """What a choice of a setting is called."""
    return next(translate("settings", each.label) for each in setting.choices if each.value == value)


def data_title(name: str) -> Title:
    titles = {
        "mnist": Title(
            translate("titles", "MNIST"),
            translate("titles", "50,000 images to train with, 10,000 to choose settings by, and 10,000 to test with."),
        ),
        "mnist-60000": Title(
            translate("titles", "MNIST, all 60,000"),
            translate(
                "titles",
                "For a final training, once everything is chosen: the validation images are learned from, too.",
            ),
        ),
        "mnist-hand-in": Title(
            translate("titles", "MNIST hand-in"),
            translate("titles", "A part of MNIST in the sizes of the course's hand-in: 10,380 images to train with."),
        ),
        "mnist-nielsen": Title(
            translate("titles", "MNIST as Nielsen splits it"),
            translate("titles", "The first 50,000 images to train with and the last 10,000 to choose settings by."),
        ),
    }
    return titles.get(name) or _part_title(name) or Title(name, "")


def _part_title(source: str) -> Title | None:
    """For a part of what people have drawn."""
    writer = taught_writer(source)
    if writer:
        hint = translate("titles", "What a model learned from when it was taught, with the writer’s held-out digits.")
        return Title(translate("titles", "MNIST with digits by {writer}").format(writer=writer), hint)
    if not is_part(source):
        return None
    hint = translate("titles", "What was kept in My digits; the digits that are held out of it are its test set.")
    words = source.partition(":")[2].replace(":", ", ")
    mine = translate("titles", "My digits ({words})").format(words=words)
    return Title(mine if words else translate("titles", "My digits"), hint)


def source_title(source: str) -> Title:
    """A built-in data set's title, or the name of a file with its place."""
    title = data_title(source)
    return Title(Path(source).name, source) if title.text == source else title


def preset_title(name: str) -> Title:
    titles = {
        "default": Title(
            translate("titles", "Default"),
            translate("titles", "Reaches 98 % on unseen MNIST images within seconds."),
        ),
        "best": Title(
            translate("titles", "Best"),
            translate("titles", "Learns from images and drawings that never look the same twice; takes ten minutes."),
        ),
        "hand-in": Title(
            translate("titles", "Hand-in"),
            translate("titles", "The reference run of the course: plain SGD on sums, 10,380 images, 200 epochs."),
        ),
    }
    recipe = RECIPES.get(name)
    if recipe:
        return Title(translate("recipes", recipe.title), translate("recipes", recipe.hint))
    return titles.get(name, Title(name, ""))


def preset_card(name: str) -> tuple[str, str, str]:
    """A preset's name, what is to be expected of it in plain words, and in figures."""
    texts = {
        "default": (
            translate("titles", "Good and quick: 15 passes over the images."),
            translate("titles", "about 10 s · reads 986 of 1,000"),
        ),
        "best": (
            translate("titles", "Varied images and 1,024 units: learns many hands."),
            translate("titles", "about 10 minutes"),
        ),
        "hand-in": (
            translate("titles", "The course’s reference run: plain gradient descent, 200 passes."),
            translate("titles", "about 11 s · reads 954 of 1,000"),
        ),
    }
    return preset_title(name).text, *texts.get(name, ("", ""))


def model_title(name: str) -> Title:
    titles = {
        "digitpad": Title(
            translate("titles", "digitpad"), translate("titles", "Built in; reads best, whatever the hand and the pen.")
        ),
        "digitpad-256": Title(
            translate("titles", "digitpad, 256 units"),
            translate("titles", "Built in; small enough to look into: 256 hidden units."),
        ),
    }
    return titles.get(name, Title(name, ""))
