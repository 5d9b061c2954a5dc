"""Choosing which models to evaluate."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from digitpad.workspace.model_shelf import ModelShelf, ShelvedModel

_LETTERS = 12  # of a model's name, at the least


class ModelChoice(QComboBox):
    """A list of the session's models, under a first entry that stands for a usual one. `chosen` tells of a choice."""

    chosen = Signal()

    def __init__(
        self, shelf: ModelShelf, first: str, usual: Callable[[], ShelvedModel | None], parent: QWidget | None = None
    ) -> None:
        """`first` is the text of the first entry, and `usual` gives the model it stands for, if any."""
        super().__init__(parent)
        self._shelf = shelf
        self._first = first
        self._usual = usual
        self.setMinimumContentsLength(_LETTERS)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.currentIndexChanged.connect(lambda: self.chosen.emit())
        shelf.changed.connect(self._fill)
        self._fill()

    @property
    def item(self) -> ShelvedModel | None:
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
