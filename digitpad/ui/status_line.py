"""The line at the bottom: which model is in use, and what the training does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from digitpad.ui.theme import SPACE
from digitpad.workspace.run import FinalAccuracy
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


class StatusLine(QStatusBar):
    """Model, data and test accuracy at the left; the training's state, and in the end its result, at the right."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models = workspace.models
        self._training = workspace.training
        self._shows_final = False
        self.model = QLabel()
        self.training = QLabel()
        for label in (self.model, self.training):
            label.setContentsMargins(SPACE, 0, SPACE, 0)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)  # a long name must not widen the window
        self.addWidget(self.model, 1)
        self.addPermanentWidget(self.training)
        workspace.models.changed.connect(self._show_model)
        workspace.training.state_changed.connect(self._show_state)
        workspace.training.evaluated.connect(self._show_final)
        self._show_model()

    def _show_model(self) -> None:
        item = self._models.current
        if item is None:
            self.model.setText(self.tr("No model yet: press Train"))
            return
        parts = [item.model.name, self.tr("{units} hidden units").format(units=item.model.network.hidden_units)]
        if item.model.trained_on:
            parts.append(self.tr("trained on {data}").format(data=item.model.trained_on))
        if item.model.epochs and not self._training.trains(item.key):  # then the progress bar counts them
            parts.append(self.tr("{epochs} epochs").format(epochs=item.model.epochs))
        if item.model.test_accuracy is not None:
            parts.append(self.tr("test accuracy {share}").format(share=f"{100 * item.model.test_accuracy:.2f} %"))
        self.model.setText(" · ".join(parts))

    def _show_state(self, state: TrainingState) -> None:
        self._show_model()
        if state is TrainingState.IDLE and self._shows_final:
            return  # the result stays until the next training
        self._shows_final = False
        texts = {
            TrainingState.OPENING: self.tr("Reading the data"),
            TrainingState.RUNNING: self.tr("Training"),
            TrainingState.PAUSED: self.tr("Paused"),
            TrainingState.FINISHING: self.tr("Evaluating the network"),
        }
        self.training.setText(texts.get(state, ""))

    def _show_final(self, final: FinalAccuracy) -> None:
        self._shows_final = True
        self.training.setText(
            self.tr("Last run: in-sample accuracy {in_sample}, test accuracy {test}").format(
                in_sample=f"{100 * final.in_sample_accuracy:.2f} %", test=f"{100 * final.test_accuracy:.2f} %"
            )
        )
