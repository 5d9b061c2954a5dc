"""Fields to enter numbers and to choose in, with names and a few plain words, in columns."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QSpinBox, QWidget

from digitpad.core.network import CLASSES
from digitpad.core.numerals import next_round, plain, previous_round, with_minus
from digitpad.ui.style.type import BUTTON, CAPTION, FIGURE, px, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.fields import ChoiceBox, CountBox, WheelAfterFocus
from digitpad.ui.widgets.labels import broken, label_of, named, text_label
from digitpad.ui.widgets.layouts import SPRING, ColumnGrid, Stretched, horizontal, vertical

_INSET = 6  # pixels
_WIDTH = 320  # pixels of a column at 100 %
_BOX = 168
_WIDEST = 216  # pixels of a list: a long file name shall not widen it further
_MOST = 3  # columns


def combo_box(entries: Iterable[Sequence[Any]], name: str = "", hint: str = "") -> QComboBox:
    """A combo box with a name and a tool tip; each entry has a text, a value and perhaps a tool tip of its own."""
    box = named(ChoiceBox(), name, hint)
    _fill(box, entries)
    return box


def refill(box: QComboBox, entries: Iterable[Sequence[Any]], chosen: object) -> None:
    """Show these entries instead, of which the one with the value `chosen` is chosen, or else the first."""
    entries = list(entries)
    with QSignalBlocker(box):
        if [(text, value) for text, value, *_ in entries] != [
            (box.itemText(row), box.itemData(row)) for row in range(box.count())
        ]:
            box.clear()
            _fill(box, entries)
        box.setCurrentIndex(max(box.findData(chosen), 0))


def _fill(box: QComboBox, entries: Iterable[Sequence[Any]]) -> None:
    for number, (text, value, *hints) in enumerate(entries):
        box.addItem(text, value)
        for each in hints:
            box.setItemData(number, each, Qt.ItemDataRole.ToolTipRole)


def digit_box(first: str, name: str, hint: str) -> QComboBox:
    """A combo box with the ten digits below a `first` entry, which stands for None."""
    return combo_box([(first, None), *((str(digit), digit) for digit in range(CLASSES))], name, hint)


def name_digits(combo: QComboBox, names: Sequence[str]) -> None:
    """Call the ten digits of a `digit_box`, or those of them that it has, by these names."""
    for place in range(combo.count()):
        digit = combo.itemData(place)
        if digit is not None and combo.itemText(place) != names[digit]:
            combo.setItemText(place, names[digit])


def whole_box(low: int, high: int, value: int, suffix: str = "") -> QSpinBox:
    """A spin box for whole numbers, each of which counts once it is typed."""
    box = CountBox()
    box.setKeyboardTracking(False)
    box.setRange(low, high)
    box.setSuffix(suffix)
    box.setValue(value)
    return box


def decimal_box(low: float, high: float, value: float, step: float, suffix: str = "") -> QDoubleSpinBox:
    """A spin box for numbers with decimals, each of which counts once it is typed; its arrows go by `step`."""
    box = SignedSpinBox()
    box.setKeyboardTracking(False)
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setSuffix(suffix)
    box.setValue(value)
    return box


class WholeSpinBox(WheelAfterFocus, QSpinBox):
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


class SignedSpinBox(WheelAfterFocus, QDoubleSpinBox):
    """A spin box whose numbers below 0 have a minus sign; a hyphen is as good to type."""

    def textFromValue(self, value: float) -> str:
        return with_minus(super().textFromValue(value))

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(_with_hyphen(text))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate(_with_hyphen(text), position)


def _with_hyphen(text: str) -> str:
    return text.replace("−", "-")


class RateSpinBox(WheelAfterFocus, QDoubleSpinBox):
    """A spin box for numbers like 0.0001, also written 1e-4; its arrows go 1, 2, 5, 10, … and, at the end, to 0."""

    def __init__(self, low: float, high: float, smallest: float = 1e-6, parent: QWidget | None = None) -> None:
        """`smallest` is the number next to 0, for the arrows."""
        super().__init__(parent)
        self._smallest = smallest
        self.setDecimals(12)
        self.setRange(low, high)
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        return plain(value)

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
            return self.tr("{text} is not a number").format(text=text)
        reason = self.tr("{text} is too large: {limit} at most")
        if not too_large:
            reason = self.tr("{text} is too small: {limit} at least")
        return reason.format(text=text, limit=plain(box.maximum() if too_large else box.minimum(), 10))


def break_tool_tips(parent: QWidget) -> None:
    """Break the tool tips of all widgets inside `parent` into lines, those that are one long line."""
    for widget in parent.findChildren(QWidget):
        if "\n" not in widget.toolTip():
            widget.setToolTip(broken(widget.toolTip()))


def inset_numbers(parent: QWidget) -> None:
    """Keep the numbers in all spin boxes inside `parent` off the edge; a style sheet's padding does not reach them."""
    for box in parent.findChildren(QAbstractSpinBox):
        box.lineEdit().setTextMargins(_INSET, 0, 0, 0)


class Field(QWidget):
    """A name, below it a caption that gives way to what is wrong with the number typed, and the box at the right."""

    def __init__(self, label: QLabel, box: QWidget, caption: str = "") -> None:
        super().__init__()
        self.label, self.box = label, box
        self._usual = caption
        self.caption = text_label(caption, CAPTION, quiet=True)
        set_role(label, BUTTON)
        texts = vertical(None, SPRING, label, self.caption, SPRING, gap=0)
        self._fit_box()
        row = horizontal(self, Stretched(texts), gap=SPACE)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)

    @classmethod
    def named(cls, name: str, box: QWidget, caption: str) -> "Field":
        """A field with a label of this name, in which & stands before the access key."""
        label = label_of(box, name)
        return cls(label, box, caption)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LayoutRequest):
            self._fit_box()
        return super().event(event)

    def _fit_box(self) -> None:
        """All boxes are of one width; those with a long choice are of another."""
        wide = isinstance(self.box, QComboBox) and self.box.sizeHint().width() > px(_BOX)
        self.box.setFixedWidth(px(_WIDEST if wide else _BOX))

    @property
    def problem(self) -> str:
        """What is wrong with the number typed; empty if nothing is."""
        return "" if self.caption.text() == self._usual else self.caption.text()

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the number typed, instead of the caption; an empty text brings that back."""
        if text == self.problem:
            return
        self.caption.setText(text or self._usual)
        set_role(self.caption, FIGURE if text else CAPTION)
        self.caption.setProperty("quiet", not text)
        for each, name in ((self.caption, "problem"), (self.box, "wrong")):
            each.setProperty(name, bool(text))
            each.style().polish(each)


class FieldGrid(ColumnGrid):
    """Fields in columns of equal width; in a narrower window there are fewer."""

    def __init__(self, fields: Sequence[QWidget]) -> None:
        super().__init__(fields, _WIDTH, _MOST, 4 * SPACE)
        self._grid.setContentsMargins(0, SPACE, 0, 0)
        self._grid.setVerticalSpacing(SPACE)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_BOX) + px(_BOX), super().minimumSizeHint().height())

    def _place(self, columns: int) -> None:
        super()._place(columns)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(self._grid.rowCount(), 1)  # a page with few fields does not spread them
