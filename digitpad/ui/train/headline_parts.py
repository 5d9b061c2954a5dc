"""The parts of the headline of the page Train: an invitation, a sentence while it learns, the result."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QPushButton, QToolButton, QWidget

from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.type import ANSWER, BUTTON, NAME, TEXT, TITLE, px, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import Headline, caption, text_label
from digitpad.ui.widgets.layouts import horizontal, vertical
from digitpad.ui.widgets.painted_buttons import Card
from digitpad.ui.widgets.titles import preset_card

_NARROW_WIDTH = 80  # the same without icons


class Invitation(QWidget):
    """Before the first training: one line on what will happen, the presets, and one button."""

    chosen = Signal(str)

    def __init__(self, presets: Sequence[str]) -> None:
        super().__init__()
        title = text_label(self.tr("Teach a network to read digits"), TITLE)
        self.words = text_label("", TEXT, quiet=True)
        self._cards = {name: Card(*preset_card(name)) for name in presets}
        self._group = QButtonGroup(self)
        row = horizontal(None, gap=2 * SPACE)
        for name, card in self._cards.items():
            card.setCheckable(True)
            self._group.addButton(card)
            card.clicked.connect(lambda _on, name=name: self.chosen.emit(name))
            row.addWidget(card, 1)
        self.start = ActionButton(self.tr("Start training"))
        self.summary = caption()
        start = horizontal(None, self.start, gap=2 * SPACE)
        start.addWidget(self.summary, 1)
        layout = vertical(self, title, self.words, gap=SPACE // 2)
        layout.addSpacing(2 * SPACE)
        layout.addLayout(row)
        layout.addSpacing(2 * SPACE)
        layout.addLayout(start)

    def show_plan(self, preset: str | None, measured: bool, words: str, summary: str) -> None:
        """Mark the card of a preset, if it is one, and say what will be done; `measured` on the data of the cards."""
        self._group.setExclusive(False)
        for name, card in self._cards.items():
            title, about, figure = preset_card(name)
            card.set_words(title, about, figure if measured else "")
            card.setChecked(name == preset)
        self._group.setExclusive(True)
        self.words.setText(words)
        self.summary.setText(summary)


class UnderWay(QWidget):
    """While a network learns: a sentence anyone understands, figures, and what can be done about it."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Headline()
        self.words = text_label("", TEXT, quiet=True)
        self._buttons: list[QToolButton] = []
        self._row = horizontal(None, gap=SPACE)
        self._row.addWidget(self.title, 1)
        vertical(self, self._row, self.words, gap=SPACE // 2)

    def set_narrow(self, on: bool) -> None:
        """Whether there is no room for icons on the buttons."""
        styles = Qt.ToolButtonStyle
        for button in self._buttons:
            button.setToolButtonStyle(styles.ToolButtonTextOnly if on else styles.ToolButtonTextBesideIcon)
            button.setMinimumWidth(px(_NARROW_WIDTH) if on else 0)  # Qt has an icon and its text at the left

    def set_presenting(self, on: bool) -> None:
        """Whether there are words alone."""
        for button in self._buttons:
            button.setVisible(not on)

    def add_buttons(self, actions: Sequence[QAction]) -> None:
        for action in actions:
            button = QToolButton()
            button.setProperty("shape", "button")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setDefaultAction(action)
            set_role(button, BUTTON)
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._buttons.append(button)


class Result(QWidget):
    """After a training: what it came to, large, and cards for what to do next: draw, look inside, see mistakes."""

    def __init__(self) -> None:
        super().__init__()
        self.figure = text_label("", ANSWER)
        self.figure.setWordWrap(False)
        self.figure.setMinimumWidth(0)
        self.title = text_label("", TITLE)
        self.words = text_label("", TEXT, quiet=True)
        texts = vertical(None, gap=0)
        texts.addStretch(1)
        texts.addWidget(self.title)
        texts.addWidget(self.words)
        texts.addStretch(1)
        top = horizontal(None, self.figure, gap=3 * SPACE)
        top.addLayout(texts, 1)
        self.cards = (
            Card(self.tr("Draw a digit"), self.tr("it is read here, on the left"), picture="pen"),
            Card(self.tr("Look inside"), self.tr("what in your drawing speaks for the answer"), picture="inside"),
            Card(self.tr("See its mistakes"), self.tr("the surest ones first"), picture="evaluate"),
        )
        row = horizontal(None, gap=2 * SPACE)
        for card in self.cards:
            row.addWidget(card, 1)
        vertical(self, top, row, gap=2 * SPACE)

    def set_presenting(self, on: bool) -> None:
        """Whether there is the result alone."""
        for card in self.cards:
            card.setVisible(not on)

    def count_mistakes(self, count: int | None) -> None:
        """Say on the card how many mistakes there are to be seen; None where nobody has counted."""
        name = self.tr("See its {count} mistakes") if (count or 0) > 1 else self.tr("See its mistakes")
        self.cards[2].set_words(name.format(count=f"{count or 0:,}"), self.tr("the surest ones first"))

    def show_result(self, figure: str, title: str, words: str) -> None:
        self.figure.setText(figure)
        self.figure.setVisible(bool(figure))
        self.title.setText(title)
        self.words.setText(words)


class ActionButton(QPushButton):
    """The one filled button of a page; it does what an action does."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("primary", True)
        set_role(self, NAME)
        show_icon(self, "train", lambda: colours().on_accent)

    def follow(self, action: QAction) -> None:
        """Do what the action does, and be enabled when it is."""
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
