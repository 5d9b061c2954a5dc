"""Sentences with a button: above figures whose meaning they change, or where there is nothing to show yet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from digitpad.ui.style.icons import ICON_PX, icon
from digitpad.ui.style.type import BUTTON, NAME, TEXT, px, set_role
from digitpad.ui.theme import SPACE, colours, follow_look
from digitpad.ui.widgets.labels import named, selectable, text_label
from digitpad.ui.widgets.layouts import horizontal, vertical

_WIDTH = 280  # pixels of a bar at 100 %
_NARROW = 480  # pixels at 100 %, below which the button stands under the words


class Banner(QFrame):
    """A warning in full, and a button that mends what it warns of. Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", True)
        self._sign = QLabel()
        self.title = selectable(text_label("", NAME))
        self.words = selectable(text_label("", TEXT))
        self.button = named(QPushButton(), self.tr("What can be done about it"), self.tr("Do what is suggested here"))
        set_role(self.button, BUTTON)
        texts = vertical(None, self.title, self.words, gap=0)
        said = horizontal(None, gap=SPACE + SPACE // 2)
        said.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(texts, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(2 * SPACE, SPACE + SPACE // 2, 2 * SPACE, SPACE + SPACE // 2)
        self._row.setSpacing(2 * SPACE)
        self._row.addLayout(said, 1)
        self._row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tint()
        self.hide()
        follow_look(self, self._tint)

    def show_warning(self, title: str, words: str, remedy: str = "", hint: str = "") -> None:
        """Say this, with a button for the remedy if there is one; its tool tip is the `hint`."""
        self.title.setText(title)
        self.words.setText(words)
        if remedy:
            self.button.setText(remedy)
            named(self.button, remedy, hint)
        self.button.setVisible(bool(remedy))
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < px(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)

    def _tint(self) -> None:
        side = px(ICON_PX)
        self._sign.setPixmap(icon("warning", colours().warning_sign).pixmap(side, side))


class Placeholder(QWidget):
    """A sentence in the middle, below it a button or the progress of work."""

    def __init__(self, work: QWidget) -> None:
        """`work` shows progress, and hides what is in it when there is none."""
        super().__init__()
        self._work = work
        self.label = text_label("", NAME)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = named(QPushButton(), self.tr("What can be done about it"), self.tr("Do what is suggested here"))
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
