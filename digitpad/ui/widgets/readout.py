"""A line of text that changes often."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from digitpad.ui.theme import scaled


class Readout(QWidget):
    """Shows a line of rich text in whatever width there is.

    A label in a layout would have the whole window laid out anew, for a third of a frame, whenever its text changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setFont(scaled(self._label.font(), 1.0))
        self._label.setText("<b>0</b>")
        self.setFixedHeight(self._label.sizeHint().height())
        self.set_text("")

    def set_text(self, text: str) -> None:
        self._label.setText(text)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._label.resize(self.size())
