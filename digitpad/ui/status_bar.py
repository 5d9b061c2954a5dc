"""The line at the bottom: which model is in use, and what the training does."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QStatusBar, QWidget

from digitpad.core.engine.regression import units_of
from digitpad.core.runs.run_events import RunFinished
from digitpad.ui.style.type import CAPTION, NAME, TEXT, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import Title, broken, model_title, units_in_words
from digitpad.ui.widgets.labels import PartsLabel
from digitpad.ui.widgets.layouts import horizontal
from digitpad.ui.widgets.message_bar import MessageBar
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace


class StatusLine(QStatusBar):
    """Model, data and test accuracy at the left; the training's state, and in the end its result, at the right."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._models = workspace.models
        self._training = workspace.training
        self._shows_final = False
        self.message = MessageBar()
        self.model = PartsLabel()
        self.training = QLabel()
        self.training.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizeGripEnabled(False)
        for label in (self.model, self.training):
            label.setContentsMargins(SPACE, 0, SPACE, 0)
            set_role(label, CAPTION)
        self.addWidget(self.message, 1)
        self.addWidget(self.model, 1)
        self.addPermanentWidget(self.training)
        workspace.models.changed.connect(self._show_model)
        workspace.training.state_changed.connect(self._show_state)
        workspace.training.evaluated.connect(self._show_final)
        self._show_model()

    def _show_model(self) -> None:
        item = self._models.current
        if item is None:
            self.model.say([self.tr("No model yet: press Train")])
            return
        parts = [item.model.name, units_in_words(units_of(item.model.network))]
        if item.model.trained_on:
            parts.append(self.tr("trained on {data}").format(data=item.model.trained_on))
        if item.model.epochs and not self._training.trains(item.key):  # then the progress bar counts them
            one, some = self.tr("1 epoch"), self.tr("{epochs} epochs")
            parts.append(one if item.model.epochs == 1 else some.format(epochs=item.model.epochs))
        if item.model.test_accuracy is not None:
            parts.append(self.tr("test accuracy {share}").format(share=f"{100 * item.model.test_accuracy:.2f} %"))
        self.model.say(parts)

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

    def _show_final(self, final: RunFinished) -> None:
        self._shows_final = True
        self.training.setText(
            self.tr("Last run: in-sample accuracy {in_sample}, test accuracy {test}").format(
                in_sample=f"{100 * final.in_sample_accuracy:.2f} %", test=f"{100 * final.test_accuracy:.2f} %"
            )
        )


class ModelPicker(QWidget):
    """A list of the session's models; a dot marks those that are kept nowhere."""

    def __init__(self, shelf: ModelLibrary) -> None:
        super().__init__()
        self._shelf = shelf
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Model in use"))
        self.choice.setProperty("flat", True)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        set_role(self.choice, NAME)
        self.choice.activated.connect(lambda: shelf.use(self.choice.currentData()))
        label = QLabel(self.tr("Read by"))
        set_role(label, TEXT)
        label.setBuddy(self.choice)
        self.figure = QLabel()
        set_role(self.figure, CAPTION)
        layout = horizontal(self, label, self.choice, gap=SPACE)
        layout.addStretch(1)
        layout.addWidget(self.figure)
        shelf.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for item in self._shelf.items:
                title = model_title(item.model.name) if item.bundled else Title(item.model.name, "")
                self.choice.addItem(title.text + ("" if item.saved else " •"), item.key)
                self.choice.setItemData(self.choice.count() - 1, title.hint or None, Qt.ItemDataRole.ToolTipRole)
            if self._shelf.current:
                self.choice.setCurrentIndex(self.choice.findData(self._shelf.current.key))
        self.choice.setEnabled(bool(self._shelf.items))
        hint = self.tr(
            "The model that reads your drawing: built in, opened from a file, or trained here (• not saved yet)"
        )
        # A long name may not fit.
        self.choice.setToolTip("\n".join(each for each in (self.choice.currentText(), broken(hint)) if each))
        current = self._shelf.current
        accuracy = current.model.test_accuracy if current else None
        figure = self.tr("{share} of test images")
        self.figure.setText("" if accuracy is None else figure.format(share=f"{100 * accuracy:.1f} %"))
