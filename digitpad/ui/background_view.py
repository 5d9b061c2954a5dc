"""What the views of the tab Evaluate have in common that compute something of their own."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.dataset import Dataset
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import learned_from
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.progress_bar import WorkBar
from digitpad.workspace.following import Following
from digitpad.workspace.latest import Work
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


def caution(models: Iterable[Model], dataset: Dataset) -> str:
    """What to add to a line about models evaluated on a data set, if one of them has learned from it; else nothing."""
    names = [f"“{model.name}”" for model in models if learned_from(model, dataset)]
    if not names:
        return ""
    told = translate("caution", "; {models} learned from some of them, so this proves little")
    return told.format(models=translate("caution", " and ").join(names))


translate = QCoreApplication.translate


def unusable_text() -> str:
    """For images that could not be read."""
    return translate("waiting_texts", "These images cannot be used: choose others at the top right.")


def withheld_text() -> str:
    """For test images while a network trains."""
    return translate(
        "waiting_texts", "Test images are kept for the end of the training, so that no choice is based on them."
    )


_BAR_WIDTH = 36 * SPACE


class Wanted(NamedTuple):
    """Work for a view: what was chosen, what of it changes by itself, and what makes the work; see Following.want."""

    choice: Hashable
    state: Hashable
    make: Callable[[], Work]


class BackgroundView(View):
    """Shows the answer of work in the background, its progress beneath, and a button that stops it.

    Subclasses put widgets into `content`, which is hidden until there is an answer, and override `wanted` and
    `show_answer`.
    """

    def __init__(self, workspace: Workspace, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(workspace, title, explanation, parent)
        self.following = Following(workspace)
        self._holder = QWidget()
        policy = self._holder.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._holder.setSizePolicy(policy)
        self._holder.hide()
        self.content = QVBoxLayout(self._holder)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(SPACE)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setMinimumWidth(1)
        self.work = self.bar_of_following(self.following, self.title)
        self.work.setFixedWidth(_BAR_WIDTH)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.note, 1)
        line.addWidget(self.work)
        self.body.addWidget(self._holder, 1)
        self.body.addLayout(line)
        self._connect()

    def wanted(self) -> Wanted | str:
        """The work to be done now, or a sentence that says what is waited for."""
        raise NotImplementedError

    def show_answer(self, answer: Any) -> None:
        """Show what the work has answered."""
        raise NotImplementedError

    def about(self) -> str:
        """A line that says what is shown."""
        return ""

    def refresh(self) -> None:
        self.workspace.evaluation_set.want()
        wanted = self.wanted()
        if isinstance(wanted, Wanted):
            self.following.want(*wanted)
            self.note.setText(self.tr("Stopped before the end.") if self.following.stopped else self.about())
        else:
            self.following.rest()
            self.note.setText(wanted)

    def missing_images(self) -> str:
        """The sentence for images that are not there yet."""
        if self.workspace.evaluation_set.is_unusable:
            return unusable_text()
        return self.tr("Reading the images …")

    def _connect(self) -> None:
        workspace = self.workspace
        self.following.answered.connect(self._take)
        workspace.evaluation_set.changed.connect(self.invalidate)
        workspace.models.changed.connect(self.invalidate)
        workspace.models.in_use.connect(self.invalidate)
        workspace.training.state_changed.connect(self.invalidate)

    def reveal(self) -> None:
        """Show `content`, since there is something in it."""
        self._holder.show()

    def _take(self, answer: object) -> None:
        self.reveal()
        self.show_answer(answer)
        self.note.setText(self.about())


class EvaluationLine(QWidget):
    """Has the model in use evaluated as long as the line can be seen, and shows progress where that takes a while."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._evaluator = workspace.evaluator
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setMinimumWidth(1)
        self.text.setToolTip(self.tr("Which model was evaluated on which images"))
        self.work = WorkBar(self.tr("Evaluating"))
        self.work.setFixedWidth(36 * SPACE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.work)
        following = self._evaluator.following
        following.work.progressed.connect(self.work.set_progress)
        following.work.busy_changed.connect(self.work.set_busy)
        self.work.stopped.connect(following.stop)
        self.work.resumed.connect(following.go_on)
        following.stopped_changed.connect(self.work.set_stopped)
        self._evaluator.evaluated.connect(self._show)
        self._evaluator.invalidated.connect(self._want_if_seen)
        workspace.models.changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want_if_seen()

    def _want_if_seen(self) -> None:
        if self.isVisible():
            self._evaluator.want()
            self._show()

    def _show(self) -> None:
        parts = [each for each in (self._subject(), self._state()) if each]
        self.text.setText(" · ".join(parts))

    def _subject(self) -> str:
        latest = self._evaluator.latest
        if latest is None:
            return ""
        item = next((each for each in self._workspace.models.items if each.key == latest.item.key), latest.item)
        subject = self.tr("“{model}” on {images}").format(model=item.model.name, images=latest.dataset.name_and_size)
        return subject + caution((item.model,), latest.dataset)

    def _state(self) -> str:
        images = self._workspace.evaluation_set
        if self._workspace.models.current is None:
            return self.tr("Press Train or open a model, and it is evaluated here.")
        if images.is_unusable:
            return unusable_text()
        if self._evaluator.withheld:
            return withheld_text()
        if self._evaluator.following.stopped:
            return self.tr("stopped before the end")
        if self._evaluator.latest is None:
            return self.tr("Evaluating …")
        return ""
