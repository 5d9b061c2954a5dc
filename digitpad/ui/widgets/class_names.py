"""The names of the ten classes where there is little room for them."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import QWidget

from digitpad.core.dataset import class_names
from digitpad.ui.widgets.forms import broken

_FEWEST = 2  # letters of a name that is cut


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
