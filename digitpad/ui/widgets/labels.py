"""Texts that wrap, buttons with their letters, numbers and the names of classes as people read them."""

import re
from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QFontMetrics, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QWidget

from digitpad.core.dataset import class_names
from digitpad.core.numerals import with_minus
from digitpad.paths import EXPLANATIONS
from digitpad.ui.style.type import BUTTON, CAPTION, TEXT, TITLE, Role, font_of, set_role
from digitpad.ui.theme import follow_look

_ALMOST = 0.995  # from here on, more than 99 %
_SEPARATOR = " · "
_LINES = re.compile(r"(.{1,90})(?: +|$)")
W = TypeVar("W", bound=QWidget)
_FEWEST = 2  # letters of a name that is cut


class _FittedLabel(QLabel):
    """Chooses its text by the room there is."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        follow_look(self, self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        raise NotImplementedError


class Headline(_FittedLabel):
    """The sentence above a view; where it does not fit into one line, a shorter one, if there is one."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._sentences: tuple[str, ...] = ()
        _let_wrap(self)
        set_role(self, TITLE)

    def say(self, sentence: str, short: str = "") -> None:
        """Say this, or the `short` sentence where there is little room."""
        self._sentences = sentence, short or sentence
        self._fit()

    def _fit(self) -> None:
        if self._sentences:
            sentence, short = self._sentences
            fits = QFontMetrics(font_of(TITLE)).horizontalAdvance(sentence) <= self.width()
            self.setText(sentence if fits else short)


class PartsLabel(_FittedLabel):
    """Shows as many parts of a line, from the first on, as there is room for; the tool tip has all of them."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[str, ...] = ()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(1)  # a long name must not widen the window

    def say(self, parts: Sequence[str]) -> None:
        """Say this, the most important part first."""
        self._parts = tuple(parts)
        self.setToolTip("\n".join(parts))
        self._fit()

    def _fit(self) -> None:
        room, metrics = self.contentsRect().width(), self.fontMetrics()
        for count in range(len(self._parts), 0, -1):
            text = _SEPARATOR.join(self._parts[:count])
            if metrics.horizontalAdvance(text) <= room:
                break
        else:
            text = metrics.elidedText("".join(self._parts[:1]), Qt.TextElideMode.ElideRight, room)
        self.setText(text)


def text_label(text: str, role: Role, quiet: bool = False) -> QLabel:
    """A label of a role that wraps, and that no long word widens; `quiet` in the colour of second lines."""
    label = QLabel(text)
    _let_wrap(label)
    label.setProperty("quiet", quiet)
    set_role(label, role)
    return label


def rich_label(text: str) -> QLabel:
    """A label of rich text, in which what is bold has the weight of names: Qt would smear them to be any bolder."""
    label = QLabel(text.replace("<b>", '<span style="font-weight: 600">').replace("</b>", "</span>"))
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    set_role(label, TEXT)
    return label


def explanation(name: str) -> str:
    """What there is to read of a view, of this name among the resources, as rich text."""
    text = (EXPLANATIONS / f"{name}.html").read_text("utf-8")
    return QCoreApplication.translate("explanations", text.strip().replace("\n", " "))


def caption(text: str = "") -> QLabel:
    """A quiet line above or below what it belongs to."""
    return text_label(text, CAPTION, quiet=True)


def label_of(widget: QWidget, text: str, hint: str = "") -> QLabel:
    """The name of a widget, in which & stands before the access key.

    With a `hint`, its tool tip, the widget is read out by that name, too.
    """
    if hint:
        named(widget, text.replace("&", ""), hint)
    label = QLabel(text)
    label.setBuddy(widget)
    return label


def named(widget: W, name: str, hint: str = "") -> W:
    """The same widget, with the name that is read out and a tool tip, if there is one."""
    widget.setAccessibleName(name)
    if hint:
        widget.setToolTip(hint)
    return widget


def broken(text: str) -> str:
    """A long text in lines, as tool tips need it."""
    return _LINES.sub(r"\1\n", text).rstrip("\n")


def signed(value: float, places: int = 2) -> str:
    """A number with its sign, and so many decimals."""
    return with_minus(f"{value:+.{places}f}")


def selectable(label: QLabel) -> QLabel:
    """The same label, whose text can be selected and copied."""
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def make_primary(button: QPushButton) -> None:
    """Have it stand out as the one that Enter presses in a dialog."""
    button.setProperty("primary", True)
    button.setProperty("small", True)
    button.setDefault(True)


def per_cent(probability: float) -> str:
    """A probability as people read it: never 100 %, which no network can know."""
    return "> 99 %" if probability >= _ALMOST else f"{100 * probability:.0f} %"


def _let_wrap(label: QLabel) -> None:
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(1)


def push_button(text: str, hint: str, flat: bool = False) -> QPushButton:
    """A button; a flat one looks like a link."""
    button = QPushButton(text)
    button.setProperty("flat", flat)
    button.setToolTip(hint)
    set_role(button, BUTTON)
    return button


def check_box(text: str, hint: str) -> QCheckBox:
    """A box to tick, with a tool tip."""
    box = QCheckBox(text)
    box.setToolTip(hint)
    return box


def follow(button: QAbstractButton, action: QAction) -> None:
    """Have a button do what an action does, with its tool tip, whenever that can be done."""
    button.setToolTip(action.toolTip())
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)


class ClassWidget(QWidget):
    """A widget with a place for each of the ten classes. Where these are no digits, its tool tip lists them."""

    def __init__(self) -> None:
        super().__init__()
        self._names = class_names()
        self._hint = ""

    def set_names(self, names: Sequence[str]) -> None:
        """Call the ten classes so."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            if self._hint:
                self.setToolTip(self._hint)
            self.update()

    def setToolTip(self, hint: str) -> None:
        self._hint = hint
        listed = [] if are_digits(self._names) else [f"{digit} = {name}" for digit, name in enumerate(self._names)]
        super().setToolTip("\n".join([broken(hint), *listed]))


def are_digits(names: Sequence[str]) -> bool:
    """Whether the classes have no names of their own."""
    return tuple(names) == class_names()


def shortened(names: Sequence[str], metrics: QFontMetrics | QFontMetricsF, room: float) -> tuple[str, ...]:
    """The classes in `room` pixels each: the name, its first word, or as many letters as there is room for, and a full
    stop. Where these are too few, or the same for two of them, it is the number of the class."""
    texts = [_fitting(name, metrics, room) for name in names]
    return tuple(text if text and texts.count(text) == 1 else str(digit) for digit, text in enumerate(texts))


def _fitting(name: str, metrics: QFontMetrics | QFontMetricsF, room: float) -> str:
    word = name.split(" ")[0]
    cut = (f"{word[:letters].rstrip('-/.')}." for letters in range(len(word) - 1, _FEWEST - 1, -1))
    return next((text for text in (name, word, *cut) if metrics.horizontalAdvance(text) <= room), "")
