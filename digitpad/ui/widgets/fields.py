"""Fields that the wheel leaves alone, so that whoever scrolls a page past them changes nothing."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider, QSpinBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from digitpad.ui.theme import SPACE

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


class NameBox(ChoiceBox):
    """One whose entry ends with dots where there is no room: a style sheet's combo box cuts it anywhere."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - SPACE // 2
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class Slider(WheelAfterFocus, QSlider):
    """A slider from left to right."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)


class CountBox(WheelAfterFocus, QSpinBox):
    """A spin box for whole numbers."""
