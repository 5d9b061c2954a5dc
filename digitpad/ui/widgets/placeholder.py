"""What stands where there is nothing to show yet: a sentence on what fills the place, or on what is going on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from digitpad.ui.style.type import BUTTON, NAME, px, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import text_label

_WIDTH = 280  # pixels of a bar at 100 %


class Placeholder(QWidget):
    """A sentence in the middle, below it a button or the progress of work."""

    def __init__(self, work: QWidget, parent: QWidget | None = None) -> None:
        """`work` shows progress, and hides what is in it when there is none."""
        super().__init__(parent)
        self._work = work
        self.label = text_label("", NAME)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.setAccessibleName(self.tr("What can be done about it"))
        self.button.setToolTip(self.tr("Do what fills this place"))
        set_role(self.button, BUTTON)
        self.button.hide()
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * SPACE)
        layout.addStretch(2)
        layout.addWidget(self.label)
        for each in (self.button, work):
            layout.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, sentence: str, remedy: str = "") -> None:
        """Say what is missing or going on, with a button for what can be done about it, if anything."""
        self.label.setText(sentence)
        if remedy:
            self.button.setText(remedy)
            self.button.setAccessibleName(remedy)
        self.button.setVisible(bool(remedy))
        self._work.setFixedWidth(px(_WIDTH))
