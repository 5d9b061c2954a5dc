"""Which colour stands for which digit, and a way to look at one alone."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from digitpad.core.network import CLASSES
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.point_stamps import digit_colours

_COLUMNS = 5


class DigitLegend(QWidget):
    """Ten buttons. `highlighted` tells the digit that is held down, or None."""

    highlighted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = [QToolButton() for _ in range(CLASSES)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE // 2)
        for digit, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.setText(str(digit))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(SPACE, SPACE))
            button.setAccessibleName(self.tr("Only the digit {digit}").format(digit=digit))
            button.setToolTip(
                self.tr("Look at the points of digit {digit} alone; the key {digit} on the map does the same").format(
                    digit=digit
                )
            )
            button.toggled.connect(lambda on, digit=digit: self._hold(digit if on else None))
            grid.addWidget(button, digit // _COLUMNS, digit % _COLUMNS)
        self.apply_colours()

    def toggle(self, digit: int) -> None:
        """Hold a digit's button down, or let it go."""
        self.buttons[digit].toggle()

    def apply_colours(self) -> None:
        """Take over the colours of the theme that is shown."""
        for button, colour in zip(self.buttons, digit_colours(), strict=True):
            button.setIcon(_dot(colour, self.devicePixelRatioF()))

    def _hold(self, digit: int | None) -> None:
        for other, button in enumerate(self.buttons):
            if other != digit:
                with QSignalBlocker(button):
                    button.setChecked(False)
        self.highlighted.emit(digit)


def _dot(colour: QColor, ratio: float) -> QIcon:
    pixmap = QPixmap(round(SPACE * ratio), round(SPACE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(0, 0, SPACE, SPACE)
    painter.end()
    return QIcon(pixmap)
