"""Choosing which model reads the drawing."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from digitpad.ui.theme import SPACE
from digitpad.ui.titles import Title, model_title
from digitpad.workspace.model_shelf import ModelShelf


class ModelPicker(QWidget):
    """A list of the session's models; a dot marks those that are not saved."""

    def __init__(self, shelf: ModelShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Model in use"))
        self.choice.setToolTip(
            self.tr("The model that reads your drawing: built in, opened from a file, or trained here (• not saved)")
        )
        self.choice.setMinimumContentsLength(14)
        self.choice.activated.connect(lambda: shelf.use(self.choice.currentData()))
        label = QLabel(self.tr("Model"))
        label.setBuddy(self.choice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, SPACE, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(label)
        layout.addWidget(self.choice)
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
