"""Choosing which images and which models the page Evaluate looks at."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QComboBox, QSizePolicy

from digitpad.core.dataset import Split
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.ui.style.type import px
from digitpad.ui.widgets.fields import ChoiceBox, NameBox
from digitpad.ui.widgets.forms import refill
from digitpad.ui.widgets.labels import named
from digitpad.ui.widgets.titles import data_title
from digitpad.workspace.evaluator import EvaluationSet
from digitpad.workspace.model_library import ModelEntry, ModelLibrary

_MOST_LETTERS = 28  # of a file's name
_AROUND = 48  # pixels at 100 % about the text: padding and the arrow
_LETTERS = 12  # of a model's name, at the least


class SetChooser(ChoiceBox):
    """A list of all splits of all data sets."""

    def __init__(self, evaluation_set: EvaluationSet) -> None:
        super().__init__()
        self._set = evaluation_set
        self._known = 0
        hint = self.tr(
            "The images that networks are evaluated on: those of the data that is built in, and of each file "
            "opened as training data"
        )
        named(self, self.tr("Images to evaluate on"), hint)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(self.updateGeometry)
        self.activated.connect(self._choose)
        evaluation_set.changed.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """As wide as what is chosen: the longest entry would push the names of the views aside."""
        text = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(text + px(_AROUND), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _choose(self) -> None:
        source, split = self.currentData()
        self._set.choose(source, Split(split))

    def _show(self) -> None:
        with QSignalBlocker(self):
            for source in self._set.sources[self._known :]:
                self._known += 1
                if self.count():
                    self.insertSeparator(self.count())
                self._add(source)
            # Qt does not compare what is in tuples.
            here = self._set.source, self._set.split
            self.setCurrentIndex(next(at for at in range(self.count()) if self.itemData(at) == here))
        self.updateGeometry()

    def _add(self, source: str) -> None:
        name = data_title(source).text if source in BUILT_IN else Path(source).name
        shown = name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS // 2]}…{name[-_MOST_LETTERS // 2 :]}"
        for split, text, hint in self._splits(source):
            self.addItem(self.tr("{data}, {split}").format(data=shown, split=text), (source, split))
            self.setItemData(self.count() - 1, f"{name}: {hint}", Qt.ItemDataRole.ToolTipRole)

    def _splits(self, source: str) -> tuple[tuple[Split, str, str], ...]:
        splits = (
            (
                Split.TEST,
                self.tr("test"),
                self.tr("images for the final evaluation of a network: base no choice on them"),
            ),
            (
                Split.VALIDATION,
                self.tr("validation"),
                self.tr("images kept back for watching the training and choosing settings"),
            ),
            (
                Split.TRAINING,
                self.tr("training"),
                self.tr("images that networks trained on this data have learned from"),
            ),
        )
        if source in BUILT_IN:
            return splits
        return (*splits, (Split.ALL, self.tr("all"), self.tr("every image of the file")))


class ModelChoice(NameBox):
    """A list of the session's models, under a first entry that stands for a usual one."""

    def __init__(self, library: ModelLibrary, first: str, usual: Callable[[], ModelEntry | None]) -> None:
        """`first` is the text of the first entry, and `usual` gives the model it stands for, if any."""
        super().__init__()
        self._library = library
        self._first = first
        self._usual = usual
        metrics = self.fontMetrics()  # Qt counts in letters of the width of an X
        letters = -(-metrics.horizontalAdvance(first) // metrics.horizontalAdvance("X"))
        self.setMinimumContentsLength(max(_LETTERS, letters))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        library.changed.connect(self._fill)
        self._fill()

    @property
    def item(self) -> ModelEntry | None:
        """The model that is chosen, as it is now."""
        key = self.currentData()
        return self._usual() if key is None else self._library.get(key)

    def choose(self, key: int | None) -> None:
        """Choose a model by its key, or the first entry."""
        self.setCurrentIndex(max(self.findData(key), 0))

    def _fill(self) -> None:
        models = [(item.model.name, item.key) for item in self._library.items]
        refill(self, [(self._first, None), *models], self.currentData())
