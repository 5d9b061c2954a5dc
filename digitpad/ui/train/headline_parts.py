"""The parts of the headline of the page Train: an invitation, a sentence while it learns, the result."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from digitpad.ui.style.type import ANSWER, BUTTON, CAPTION, NAME, TEXT, TITLE, px, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.cards import Card
from digitpad.ui.widgets.forms import preset_card
from digitpad.ui.widgets.labels import Headline, text_label

_BUTTON_WIDTH = 116  # for "Pause" and "Resume" alike, so that what lies beside it does not jump from under the pointer


class Invitation(QWidget):
    """Before the first training: one line on what will happen, the presets, and one button."""

    chosen = Signal(str)

    def __init__(self, presets: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = text_label(self.tr("Teach a network to read digits"), TITLE)
        self.words = text_label("", TEXT)
        self._cards = {name: Card(*preset_card(name)) for name in presets}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for name, card in self._cards.items():
            card.setCheckable(True)
            self._group.addButton(card)
            card.clicked.connect(lambda _on, name=name: self.chosen.emit(name))
            row.addWidget(card, 1)
        self.start = ActionButton(self.tr("Start training"))
        self.summary = text_label("", CAPTION)
        start = QHBoxLayout()
        start.setSpacing(2 * SPACE)
        start.addWidget(self.start)
        start.addWidget(self.summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(title)
        layout.addWidget(self.words)
        layout.addSpacing(2 * SPACE)
        layout.addLayout(row)
        layout.addSpacing(2 * SPACE)
        layout.addLayout(start)

    def show_plan(self, preset: str | None, words: str, summary: str) -> None:
        """Mark the card of a preset, if it is one, and say what will be done."""
        self._group.setExclusive(False)
        for name, card in self._cards.items():
            card.setChecked(name == preset)
        self._group.setExclusive(True)
        self.words.setText(words)
        self.summary.setText(summary)


class UnderWay(QWidget):
    """While a network learns: a sentence anyone understands, figures, and what can be done about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Headline()
        self.words = text_label("", TEXT)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE)
        self._row.addWidget(self.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addLayout(self._row)
        layout.addWidget(self.words)

    def add_buttons(self, actions: Sequence[QAction]) -> None:
        for action in actions:
            button = QToolButton()
            button.setProperty("shape", "button")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setDefaultAction(action)
            set_role(button, BUTTON)
            button.setMinimumWidth(px(_BUTTON_WIDTH))
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class Result(QWidget):
    """After a training: what it came to, large, and what to do next."""

    draw = Signal()
    inside = Signal()
    mistakes = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure = text_label("", ANSWER)
        self.figure.setWordWrap(False)
        self.figure.setMinimumWidth(0)
        self.title = text_label("", TITLE)
        self.words = text_label("", TEXT)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self.title)
        texts.addWidget(self.words)
        texts.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(3 * SPACE)
        top.addWidget(self.figure)
        top.addLayout(texts, 1)
        self.cards = (
            Card(self.tr("Draw a digit"), self.tr("it is read here, on the left"), picture="pen"),
            Card(self.tr("Look inside"), self.tr("what in your drawing speaks for the answer"), picture="inside"),
            Card(self.tr("See its mistakes"), self.tr("the surest ones first"), picture="evaluate"),
        )
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for card, signal in zip(self.cards, (self.draw, self.inside, self.mistakes), strict=True):
            card.clicked.connect(signal)
            row.addWidget(card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACE)
        layout.addLayout(top)
        layout.addLayout(row)

    def show_result(self, figure: str, title: str, words: str) -> None:
        self.figure.setText(figure)
        self.figure.setVisible(bool(figure))
        self.title.setText(title)
        self.words.setText(words)


class ActionButton(QPushButton):
    """The one filled button of a page; it does what an action does."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("primary", True)
        set_role(self, NAME)

    def follow(self, action: QAction) -> None:
        """Do what the action does, and be enabled when it is."""
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
