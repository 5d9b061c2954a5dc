"""The line beneath a view that says which model was evaluated on what."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from digitpad.ui.evaluate.caution import caution
from digitpad.ui.evaluate.waiting_texts import unusable_text, withheld_text
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.work_bar import WorkBar
from digitpad.workspace.workspace import Workspace


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
        self._evaluator.outdated.connect(self._want_if_seen)
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
