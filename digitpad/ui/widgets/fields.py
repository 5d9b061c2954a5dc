"""Fields that the wheel leaves alone, so that whoever scrolls a page past them changes nothing."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider, QSpinBox, QWidget

_ENTRIES = 20  # in view, of a list that would not show that it goes on


class WheelAfterFocus(QWidget if TYPE_CHECKING else object):  # type: ignore[misc]
    """To be named before a class of Qt: the wheel changes such a field only while it has the keyboard."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own gives it the keyboard for a turn of the wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the page scrolls


class ChoiceBox(WheelAfterFocus, QComboBox):
    """A combo box as wide as its widest entry where there is room; its list is so in any case."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(_ENTRIES)

    def showPopup(self) -> None:
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0))
        super().showPopup()


class Slider(WheelAfterFocus, QSlider):
    """A slider from left to right."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)


class CountBox(WheelAfterFocus, QSpinBox):
    """A spin box for whole numbers."""
