"""A view of the result of work in the background."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.dataset import Dataset
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import learned_from
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.workspace.background_task import BackgroundTask, Request, Status
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate

_BAR_WIDTH = 36 * SPACE


def caution(models: Iterable[Model], dataset: Dataset) -> str:
    """What to add to a line about models evaluated on a data set, if one of them has learned from it; else nothing."""
    names = [f"“{model.name}”" for model in models if learned_from(model, dataset)]
    if not names:
        return ""
    text = translate("caution", "; {models} learned from some of them, so this proves little")
    return text.format(models=translate("caution", " and ").join(names))


class BackgroundView(View):
    """Shows the result of a task, beneath it a line that says what is shown or going on, its progress and *Stop*.

    Subclasses put widgets into `content`, which is hidden until there is a result, and override `request` and
    `show_result`.
    """

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        explanation: str,
        working: str,
        parent: QWidget | None = None,
        task: BackgroundTask | None = None,
    ) -> None:
        """`working` is said until there is a first result. `task`: one that other views show, too; otherwise the view
        has one of its own."""
        super().__init__(workspace, title, explanation, parent)
        self.task = task or self.new_task()
        self._working = working
        self.missing = ""
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
        self.work = self.add_task(self.task, self.title)
        self.work.setFixedWidth(_BAR_WIDTH)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.note, 1)
        line.addWidget(self.work)
        self.body.addWidget(self._holder, 1)
        self.body.addLayout(line)
        self.task.finished.connect(self._on_finished)
        self.task.changed.connect(self._on_changed)
        for signal in (
            workspace.evaluation_set.changed,
            workspace.models.changed,
            workspace.models.in_use,
            workspace.training.state_changed,
        ):
            signal.connect(self._on_state_changed)

    def request(self) -> Request | str:
        """The work to be done now, or a sentence that says what is missing."""
        raise NotImplementedError

    def show_result(self, result: Any) -> None:
        """Show the task's result."""
        raise NotImplementedError

    def show_partial(self, partial: Any) -> None:
        """Show what is known before the result; by default nothing is shown."""

    def about(self) -> str:
        """A line that says what is shown; empty as long as nothing is."""
        return ""

    def refresh(self) -> None:
        self.workspace.evaluation_set.request()
        request = self.request()
        self.missing = request if isinstance(request, str) else ""
        self.task.request(None if isinstance(request, str) else request)
        self.show_state()

    def missing_images(self, *items: ModelEntry) -> str:
        """A sentence if there are no images yet, or if they are withheld from one of these models; else nothing."""
        if self.workspace.evaluation_set.is_unusable:
            return translate("waiting_texts", "These images cannot be used: choose others at the top right.")
        if self.workspace.evaluator.withholds(*items):
            return translate(
                "waiting_texts", "Test images are kept for the end of the training, so that no choice is based on them."
            )
        if self.workspace.evaluation_set.dataset is None:
            return translate("waiting_texts", "Reading the images …")
        return ""

    def reveal(self) -> None:
        """Show `content`, since there is something in it."""
        self._holder.show()

    def show_state(self) -> None:
        """Say what is shown, what is `missing` for more, and what is going on."""
        about = self.about()
        state = self.missing or self._state(is_first=not about)
        self.note.setText(" · ".join(text for text in (about, state) if text))

    def _state(self, is_first: bool) -> str:
        """What is going on, where that is more than what is shown."""
        if self.task.status is Status.STOPPED:
            return translate("waiting_texts", "stopped before the end")
        if self.task.failure:
            return str(self.task.failure)
        return self._working if self.task.status is Status.RUNNING and is_first else ""

    def _on_state_changed(self) -> None:
        self.invalidate()

    def _on_finished(self, result: object) -> None:
        self.reveal()
        self.show_result(result)

    def _on_changed(self) -> None:
        if self.task.progress.partial is not None and self.task.status is Status.RUNNING:
            self.show_partial(self.task.progress.partial)
        self.show_state()
