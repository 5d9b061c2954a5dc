"""What the page Train says first: what will happen, what is happening, or what came of it."""

from collections.abc import Sequence
from math import isnan

from PySide6.QtWidgets import QWidget

from digitpad.core.runs.run_events import DataLoaded, RunFinished, RunStarted
from digitpad.ui.actions import Actions
from digitpad.ui.style.room import Room
from digitpad.ui.train.headline_parts import Invitation, Result, UnderWay
from digitpad.ui.train.progress import TrainingProgress
from digitpad.ui.widgets.layouts import vertical
from digitpad.workspace.training_session import TrainingSession, TrainingState


class Headline(QWidget):
    """One of three: an invitation before the first training, a sentence while it runs, its result afterwards."""

    def __init__(self, session: TrainingSession, progress: TrainingProgress, presets: Sequence[str]) -> None:
        super().__init__()
        self._session, self._progress = session, progress
        self._final: RunFinished | None = None
        self._test_images = 0
        self.invitation = Invitation(presets)
        self.under_way = UnderWay()
        self.result = Result()
        layout = vertical(self)
        for each in (self.invitation, self.under_way, self.result):
            layout.addWidget(each)
        session.happened.connect(self._on_happened)

    @property
    def idle(self) -> bool:
        """Whether no network trains."""
        return self._session.state is TrainingState.IDLE

    @property
    def trained(self) -> bool:
        """Whether there is a training to be seen: under way, or its curves."""
        return bool(self._session.history.epochs) or not self.idle

    def add_buttons(self, actions: Actions) -> None:
        """Put the buttons of the training where the training is."""
        self.invitation.start.follow(actions["train"])
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
            self.under_way.words.setText(self._progress.text())
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
            self._final = event
            self.refresh()
        elif isinstance(event, DataLoaded):
            self._test_images = len(event.datasets.test)

    def _learning_sentence(self) -> tuple[str, str]:
        """What it can do by now, and the same for little room."""
        epochs = self._session.history.epochs
        if not epochs:
            return self.tr("Learning the first digits …"), self.tr("Learning …")
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
        if self._final is None or not self._test_images:
            return None
        return self._test_images - round(self._final.test_accuracy * self._test_images)

    def _result_sentence(self) -> tuple[str, str, str]:
        """The figure, what it is of, and the numbers behind it."""
        final = self._final
        if final is None:
            last = self._session.history.epochs[-1]
            if isnan(last.validation_accuracy):
                known = _per_cent(last.train_accuracy), self.tr("of the training images read right")
            else:
                known = _per_cent(last.validation_accuracy), self.tr("of the validation images read right")
            return *known, self._progress.text()
        count = ""
        if self._test_images:
            right = round(final.test_accuracy * self._test_images)
            count = self.tr("{right} of {all} images it had never seen; ").format(
                right=f"{right:,}", all=f"{self._test_images:,}"
            )
        learned = self.tr("{share} of those it learned from").format(share=_per_cent(final.in_sample_accuracy))
        return _per_cent(final.test_accuracy), self.tr("of the test images read right"), count + learned


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f} %"
