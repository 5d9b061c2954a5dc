"""The line at the bottom: which model is in use, and what the training does."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStatusBar,
    QWidget,
)

from digitpad.core.engine.regression import units_of
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import CAPTION, NAME, TEXT, px, rounded, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.fields import NameBox
from digitpad.ui.widgets.forms import refill
from digitpad.ui.widgets.labels import PartsLabel, broken, label_of
from digitpad.ui.widgets.layouts import SPRING, horizontal
from digitpad.ui.widgets.message_bar import MessageBar
from digitpad.ui.widgets.titles import Title, model_title, units_in_words
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

_ARROW = 24  # pixels of a combo box at 100 %, as in the style sheet
_INSET = 2  # pixels that a status bar has at its sides


class StatusLine(QStatusBar):
    """Model, data and test accuracy at the left; the training's state, or which keys there are, at the right."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._models = workspace.models
        self._training = workspace.training
        self.model = PartsLabel()
        self.message = MessageBar(instead_of=self.model)
        self.training = QLabel()
        self.training.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizeGripEnabled(False)
        for label in (self.model, self.training):
            set_role(label, CAPTION)
        self.addWidget(self.message, 1)
        self.addWidget(self.model, 1)
        self.addPermanentWidget(self.training)
        workspace.models.changed.connect(self._show_model)
        workspace.training.state_changed.connect(self._show_state)
        self._show_state(workspace.training.state)

    def set_room(self, room: Room) -> None:
        """Begin and end where the desk and the page do."""
        self.setMinimumHeight(rounded(32))
        for each in (self.model, self.message):
            each.setContentsMargins(room.desk_margin - _INSET, 0, SPACE, 0)
        self.training.setContentsMargins(SPACE, 0, room.page_margin - _INSET, 0)

    def _show_model(self) -> None:
        item = self._models.current
        if item is None:
            self.model.say([self.tr("No model yet: press Train")])
            return
        parts = [item.model.name, units_in_words(units_of(item.model.network))]
        data, _, count = item.model.trained_on.rpartition(", ")
        if data and data.removesuffix(" training") in item.model.name:
            parts.append(count)
        elif item.model.trained_on:
            parts.append(self.tr("trained on {data}").format(data=item.model.trained_on))
        if item.model.epochs and not self._training.trains(item.key):  # then the progress bar counts them
            one, some = self.tr("1 epoch"), self.tr("{epochs} epochs")
            parts.append(one if item.model.epochs == 1 else some.format(epochs=item.model.epochs))
        if item.model.test_accuracy is not None:
            parts.append(self.tr("test accuracy {share}").format(share=f"{100 * item.model.test_accuracy:.2f} %"))
        known = item.model.name.split(", ")  # that of a run has some of this already
        self.model.say([parts[0], *(each for each in parts[1:] if each.replace(",", "") not in known)])

    def _show_state(self, state: TrainingState) -> None:
        self._show_model()
        texts = {
            TrainingState.OPENING: self.tr("Reading the data"),
            TrainingState.RUNNING: self.tr("Training"),
            TrainingState.PAUSED: self.tr("Paused"),
            TrainingState.FINISHING: self.tr("Evaluating the network"),
            TrainingState.FITTING_DETECTOR: self.tr("Learning what is not a digit"),
        }
        self.training.setText(texts.get(state, self.tr("F5 train · F11 present · F1 help")))


class ModelPicker(QWidget):
    """A list of the session's models; a dot marks those that are kept nowhere."""

    def __init__(self, models: ModelLibrary) -> None:
        super().__init__()
        self._models = models
        self.choice = _ModelBox()
        self.choice.setAccessibleName(self.tr("Model in use"))
        self.choice.setProperty("flat", True)
        self.choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choice.setMinimumContentsLength(1)
        set_role(self.choice, NAME)
        self.choice.activated.connect(lambda: models.use(self.choice.currentData()))
        self._narrow = False
        self._label = label = label_of(self.choice, self.tr("Read by"))
        set_role(label, TEXT)
        label.setProperty("quiet", True)
        self.figure = QLabel()
        set_role(self.figure, CAPTION)
        horizontal(self, label, self.choice, SPRING, self.figure, gap=SPACE)
        models.changed.connect(self._fill)
        self._fill()

    def set_room(self, room: Room) -> None:
        self._narrow = room.narrow
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._give_way()
        super().resizeEvent(event)

    def _give_way(self) -> None:
        """The figure is there where it leaves room for the name."""
        whole = sum(each.sizeHint().width() + SPACE for each in (self._label, self.choice, self.figure))
        self.figure.setVisible(not self._narrow and whole <= self.width())

    def _fill(self) -> None:
        entries = []
        for item in self._models.items:
            title = model_title(item.model.name) if item.bundled else Title(item.model.name, "")
            entries.append((title.text + ("" if item.saved else " •"), item.key, title.hint or None))
        refill(self.choice, entries, self._models.current and self._models.current.key)
        self.choice.updateGeometry()
        self.choice.setEnabled(bool(self._models.items))
        hint = self.tr(
            "The model that reads your drawing: built in, opened from a file, or trained here (• not saved yet)"
        )
        # A long name may not fit.
        self.choice.setToolTip("\n".join(each for each in (self.choice.currentText(), broken(hint)) if each))
        current = self._models.current
        accuracy = current.model.test_accuracy if current else None
        figure = self.tr("{share} of test images")
        self.figure.setText("" if accuracy is None else figure.format(share=f"{100 * accuracy:.1f} %"))
        self._give_way()


class _ModelBox(NameBox):
    """As wide as its name."""

    def sizeHint(self) -> QSize:
        name = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(name + px(_ARROW) + 2 * SPACE, super().sizeHint().height())

    def showPopup(self) -> None:
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 2 * SPACE)
        super().showPopup()
