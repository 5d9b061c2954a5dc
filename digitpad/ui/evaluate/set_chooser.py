"""Choosing which images the tab Evaluate looks at."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.ui.theme import SPACE
from digitpad.ui.titles import data_title
from digitpad.workspace.evaluation_set import EvaluationSet, Part


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
        self._set.choose(self.data.currentData(), Part(self.part.currentData()))

    def _show(self) -> None:
        with QSignalBlocker(self.data), QSignalBlocker(self.part):
            for source in self._set.sources[self.data.count() :]:
                self.data.addItem(data_title(source).text if source in BUILT_IN else Path(source).name, source)
            self.data.setCurrentIndex(self.data.findData(self._set.source))
            self.part.clear()
            for part, text, hint in self._parts():
                self.part.addItem(text, part)
                self.part.setItemData(self.part.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
            self.part.setCurrentIndex(self.part.findData(self._set.part))

    def _parts(self) -> tuple[tuple[Part, str, str], ...]:
        parts = (
            (
                Part.TRAINING,
                self.tr("training"),
                self.tr("Images that networks trained on this data have learned from"),
            ),
            (
                Part.VALIDATION,
                self.tr("validation"),
                self.tr("Images kept back for watching the training and choosing settings"),
            ),
            (
                Part.TEST,
                self.tr("test"),
                self.tr("Images for the final evaluation of a network: base no choice on them"),
            ),
        )
        if self._set.source in BUILT_IN:
            return parts
        return (*parts, (Part.ALL, self.tr("all"), self.tr("Every image of the file")))
