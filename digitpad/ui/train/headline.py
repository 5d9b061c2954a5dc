"""What the page Train says first: what will happen, what is happening, or what came of it."""

from collections.abc import Sequence
from math import isnan

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QPushButton, QToolButton, QWidget

from digitpad.core.models.model import Model
from digitpad.core.runs.run_events import DataLoaded, RunFinished, RunStarted
from digitpad.core.runs.spec import DataSources
from digitpad.ui.actions import Actions
from digitpad.ui.style.icons import show_icon
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import ANSWER, BUTTON, NAME, TEXT, TITLE, px, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.train.progress import TrainingProgress
from digitpad.ui.widgets.labels import Headline, caption, follow, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical
from digitpad.ui.widgets.painted_buttons import Card
from digitpad.ui.widgets.titles import preset_card
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

_WORD_WIDTH = 72  # pixels at 100 %, of a button without its icon


class Invitation(QWidget):
    """Before the first training: one line on what will happen, the presets, and one button."""

    def __init__(self, presets: Sequence[str]) -> None:
        super().__init__()
        title = text_label(self.tr("Teach a network to read digits"), TITLE)
        self.words = text_label("", TEXT, quiet=True)
        self.cards = {name: Card(*preset_card(name)) for name in presets}
        self._group = QButtonGroup(self)
        row = horizontal(None, gap=2 * SPACE)
        for card in self.cards.values():
            self._group.addButton(card)
            row.addWidget(card, 1)
        self.start = training_button(self.tr("Train"))
        self.summary = caption()
        start = horizontal(None, self.start, Stretched(self.summary), gap=2 * SPACE)
        vertical(self, title, self.words, 2 * SPACE, row, 2 * SPACE, start, gap=SPACE // 2)

    def show_plan(self, preset: str | None, measured: bool, words: str, summary: str) -> None:
        """Mark the card of a preset, if it is one, and say what will be done; `measured` on the data of the cards."""
        self._group.setExclusive(False)
        for name, card in self.cards.items():
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
        self._row = horizontal(None, Stretched(self.title), gap=SPACE)
        vertical(self, self._row, self.words, gap=SPACE // 2)

    def set_narrow(self, on: bool) -> None:
        """Whether there is no room for icons on the buttons."""
        styles = Qt.ToolButtonStyle
        for button in self._buttons:
            button.setToolButtonStyle(styles.ToolButtonTextOnly if on else styles.ToolButtonTextBesideIcon)
            button.setMinimumWidth(px(_WORD_WIDTH) if on else 0)  # Qt has an icon and its text at the left

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
        self.title = Headline()
        self.words = text_label("", TEXT, quiet=True)
        texts = vertical(None, SPRING, self.title, self.words, SPRING, gap=0)
        top = horizontal(None, self.figure, Stretched(texts), gap=3 * SPACE)
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

    def show_result(self, figure: str, title: str, short: str, words: str) -> None:
        """`short` takes the place of the title where there is little room."""
        self.figure.setText(figure)
        self.figure.setVisible(bool(figure))
        self.title.say(title, short)
        self.words.setText(words)


def training_button(text: str) -> QPushButton:
    """The one filled button of the page."""
    button = QPushButton(text)
    button.setProperty("primary", True)
    set_role(button, NAME)
    show_icon(button, "train", lambda: colours().on_accent)
    return button


class TrainHeadline(QWidget):
    """One of three: an invitation before the first training, a sentence while it runs, its result afterwards."""

    def __init__(self, workspace: Workspace, progress: TrainingProgress, presets: Sequence[str]) -> None:
        super().__init__()
        self._session, self._progress = workspace.training, progress
        self._shown, self._models = workspace.shown_run, workspace.models
        self._final: RunFinished | None = None
        self._loaded: tuple[DataSources | None, int] = None, 0  # the data that was chosen last, and its test images
        self._tested: tuple[DataSources | None, int] = None, 0  # the same of the latest training
        self.invitation = Invitation(presets)
        self.under_way = UnderWay()
        self.result = Result()
        vertical(self, self.invitation, self.under_way, self.result)
        self._session.happened.connect(self._on_happened)

    @property
    def idle(self) -> bool:
        """Whether no network trains."""
        return self._session.state is TrainingState.IDLE

    @property
    def trained(self) -> bool:
        """Whether there is a training to be seen: under way, its result, or its curves."""
        return not self.idle or self._final is not None or bool(self._session.history.epochs)

    def add_buttons(self, actions: Actions) -> None:
        """Put the buttons of the training where the training is."""
        follow(self.invitation.start, actions["train"])
        self.under_way.add_buttons([actions[name] for name in ("pause", "step", "stop")])

    def set_room(self, room: Room) -> None:
        """Take the room there is: in little of it, buttons have no icons."""
        self.under_way.set_narrow(room.narrow)

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        self.under_way.set_presenting(on)
        self.result.set_presenting(on)

    def refresh(self) -> None:
        """Say what holds now."""
        if not self.idle:
            self.under_way.title.say(*self._learning_sentence())
            self.under_way.words.setText(self._progress.text)
        elif self.trained:
            self.result.show_result(*self._result_sentence())
            self.result.count_mistakes(self._mistakes())
        for part, shown in (
            (self.invitation, not self.trained),
            (self.under_way, not self.idle),
            (self.result, self.idle and self.trained),
        ):
            if part.isHidden() is shown:
                part.setVisible(shown)

    def _on_happened(self, event: object) -> None:
        if isinstance(event, RunStarted):
            self._final = None
        elif isinstance(event, RunFinished):
            self._final, self._tested = event, self._loaded
            self.refresh()
        elif isinstance(event, DataLoaded):
            self._loaded = event.sources, len(event.datasets.test)
            self.refresh()

    @property
    def _of_another(self) -> Model | None:
        """The model in use, if it is not that of the latest training: the curves are its own, too."""
        current = self._models.current
        return None if current is None or self._shown.is_live else current.model

    def _learning_sentence(self) -> tuple[str, str]:
        """What it can do by now, and the same for little room."""
        epochs = self._session.history.epochs
        if not epochs:
            return self.tr("Learning the first digits…"), self.tr("Learning…")
        unseen = epochs[-1].validation_accuracy
        if isnan(unseen):  # of a run that has no validation images
            count = round(100 * epochs[-1].train_accuracy)
            sentences = (
                self.tr("Reads {count} of 100 training images right"),
                self.tr("{count} of 100 training images right"),
            )
        else:
            count = round(100 * unseen)
            sentences = self.tr("Reads {count} of 100 new images right"), self.tr("{count} of 100 new images right")
        sentence, short = sentences
        return sentence.format(count=count), short.format(count=count)

    def _mistakes(self) -> int | None:
        """How many test images the network misreads, once they have been counted."""
        _, images = self._tested
        if self._final is None or not images or self._of_another or self._tested != self._loaded:
            return None  # of other data, others are shown
        return images - round(self._final.test_accuracy * images)

    def _result_sentence(self) -> tuple[str, str, str, str]:
        """The figure, what it is of, at length and shorter, and the numbers behind it."""
        of_test = self.tr("of the test images read right"), self.tr("of test images right")
        final, another = self._final, self._of_another
        if another:
            words = self.tr("by “{name}”, the model in use").format(name=another.name)
            if another.test_accuracy is None:
                return "", self.tr("No test of it is known"), "", words
            return _per_cent(another.test_accuracy), *of_test, words
        if final is None:
            last = self._session.history.epochs[-1]
            if isnan(last.validation_accuracy):
                known = _per_cent(last.train_accuracy), self.tr("of the training images read right")
            else:
                known = _per_cent(last.validation_accuracy), self.tr("of the validation images read right")
            return *known, "", self._progress.text
        count = ""
        _, images = self._tested
        if images:
            right = round(final.test_accuracy * images)
            count = self.tr("{right} of {all} images it had never seen; ").format(right=f"{right:,}", all=f"{images:,}")
        learned = self.tr("{share} of those it learned from").format(share=_per_cent(final.in_sample_accuracy))
        return _per_cent(final.test_accuracy), *of_test, count + learned


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f} %"
