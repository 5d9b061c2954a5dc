"""Choosing which images the tab Evaluate looks at."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from digitpad.core.dataset import Split
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import data_title
from digitpad.workspace.evaluator import EvaluationSet
from digitpad.workspace.model_library import ModelEntry, ModelLibrary


class SetChooser(QWidget):
    """A data set, and which part of it."""

    def __init__(self, evaluation_set: EvaluationSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._set = evaluation_set
        self.data = QComboBox()
        self.data.setAccessibleName(self.tr("Data to evaluate on"))
        self.data.setToolTip(
            self.tr("The data that networks are evaluated on: what is built in, and each file opened as training data")
        )
        self.data.activated.connect(self._choose)
        self.part = QComboBox()
        self.part.setAccessibleName(self.tr("Part of the data"))
        self.part.setToolTip(self.tr("Which of its images networks are evaluated on"))
        self.part.activated.connect(self._choose)
        label = QLabel(self.tr("Eval&uate on"))
        label.setBuddy(self.data)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE, 0, SPACE, 0)
        layout.setSpacing(SPACE)
        for widget in (label, self.data, self.part):
            layout.addWidget(widget)
        evaluation_set.changed.connect(self._show)
        self._show()

    def _choose(self) -> None:
        # A combo box gives an enum of texts back as a text.
        self._set.choose(self.data.currentData(), Split(self.part.currentData()))

    def _show(self) -> None:
        with QSignalBlocker(self.data), QSignalBlocker(self.part):
            for source in self._set.sources[self.data.count() :]:
                self.data.addItem(data_title(source).text if source in BUILT_IN else Path(source).name, source)
            self.data.setCurrentIndex(self.data.findData(self._set.source))
            self.part.clear()
            for part, text, hint in self._parts():
                self.part.addItem(text, part)
                self.part.setItemData(self.part.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
            self.part.setCurrentIndex(self.part.findData(self._set.split))

    def _parts(self) -> tuple[tuple[Split, str, str], ...]:
        parts = (
            (
                Split.TRAINING,
                self.tr("training"),
                self.tr("Images that networks trained on this data have learned from"),
            ),
            (
                Split.VALIDATION,
                self.tr("validation"),
                self.tr("Images kept back for watching the training and choosing settings"),
            ),
            (
                Split.TEST,
                self.tr("test"),
                self.tr("Images for the final evaluation of a network: base no choice on them"),
            ),
        )
        if self._set.source in BUILT_IN:
            return parts
        return (*parts, (Split.ALL, self.tr("all"), self.tr("Every image of the file")))


_LETTERS = 12  # of a model's name, at the least


class ModelChoice(QComboBox):
    """A list of the session's models, under a first entry that stands for a usual one."""

    def __init__(
        self, shelf: ModelLibrary, first: str, usual: Callable[[], ModelEntry | None], parent: QWidget | None = None
    ) -> None:
        """`first` is the text of the first entry, and `usual` gives the model it stands for, if any."""
        super().__init__(parent)
        self._shelf = shelf
        self._first = first
        self._usual = usual
        self.setMinimumContentsLength(_LETTERS)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        shelf.changed.connect(self._fill)
        self._fill()

    @property
    def item(self) -> ModelEntry | None:
        """The model that is chosen, as it is now."""
        key = self.currentData()
        if key is None:
            return self._usual()
        return next((each for each in self._shelf.items if each.key == key), None)

    def choose(self, key: int | None) -> None:
        """Choose a model by its key, or the first entry."""
        self.setCurrentIndex(max(self.findData(key), 0))

    def _fill(self) -> None:
        key = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self._first, None)
            for item in self._shelf.items:
                self.addItem(item.model.name, item.key)
            self.choose(key)
