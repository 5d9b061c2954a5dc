"""The line beneath a view that says which model was judged on what."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from digitpad.ui.theme import SPACE
from digitpad.workspace.workspace import Workspace

_PATIENCE = 300  # milliseconds before a progress bar is shown


class JudgedLine(QWidget):
    """Has the model in use judged as long as the line can be seen, and shows the progress where that takes a while."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._judging = workspace.judging
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setMinimumWidth(1)
        self.text.setToolTip(self.tr("Which model was judged on which images"))
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("How much of the images is judged"))
        self.progress.setToolTip(self.progress.accessibleName())
        self.progress.setMaximumWidth(20 * SPACE)
        self.progress.setMaximum(100)
        self.button = QPushButton()
        self.button.clicked.connect(self._press)
        for widget in (self.progress, self.button):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.button)
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._late.timeout.connect(self._show)
        self._judging.work.progressed.connect(lambda done: self.progress.setValue(round(100 * done)))
        self._judging.work.busy_changed.connect(self._follow_work)
        self._judging.judged.connect(self._show)
        self._judging.outdated.connect(self._want_if_seen)
        workspace.models.changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want_if_seen()

    def _want_if_seen(self) -> None:
        if self.isVisible():
            self._judging.want()
            self._show()

    def _follow_work(self, busy: bool) -> None:
        if busy:
            self._late.start()
        else:
            self._late.stop()
            self._show()

    def _press(self) -> None:
        if self._judging.stopped:
            self._judging.go_on()
        else:
            self._judging.stop()

    def _show(self) -> None:
        late = self._judging.work.busy and not self._late.isActive()
        stopped = self._judging.stopped
        self.progress.setVisible(late)
        self.button.setVisible(late or stopped)
        self.button.setText(self.tr("&Judge") if stopped else self.tr("St&op"))
        self.button.setToolTip(
            self.tr("Judge the model in use on these images") if stopped else self.tr("Give up judging these images")
        )
        parts = [each for each in (self._subject(), self._state()) if each]
        self.text.setText(" · ".join(parts))

    def _subject(self) -> str:
        latest = self._judging.latest
        if latest is None:
            return ""
        item = next((each for each in self._workspace.models.items if each.key == latest.item.key), latest.item)
        return self.tr("“{model}” on {images}").format(model=item.model.name, images=latest.dataset.name_and_size)

    def _state(self) -> str:
        images = self._workspace.judged_set
        if self._workspace.models.current is None:
            return self.tr("Press Train or open a model, and it is judged here.")
        if images.is_unusable:
            return self.tr("These images cannot be used: choose others at the top right.")
        if self._judging.withheld:
            return self.tr("Test images wait for the end of the training, so that nothing is chosen by them.")
        if self._judging.stopped:
            return self.tr("stopped before the end")
        if self._judging.latest is None:
            return self.tr("Judging …")
        return ""
