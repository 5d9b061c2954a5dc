"""A word on a network with more units than one can look at, and a way to a smaller one."""

from PySide6.QtWidgets import QPushButton, QWidget

from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import caption
from digitpad.ui.widgets.layouts import Stretched, horizontal
from digitpad.ui.widgets.titles import model_title
from digitpad.workspace.model_library import ModelEntry, ModelLibrary

_MANY = 512


class SmallerModel(QWidget):
    """Seen while the model in use has many units, and there is one with few."""

    def __init__(self, models: ModelLibrary) -> None:
        super().__init__()
        self._models = models
        self._other: ModelEntry | None = None
        self.words = caption()
        self.use = QPushButton()
        self.use.setAccessibleName(self.tr("Look into a smaller model"))
        self.use.setProperty("link", True)
        set_role(self.use, CAPTION)
        self.use.setToolTip(self.tr("Have the smaller model read your drawing; you can go back at the top left"))
        self.use.clicked.connect(self._use)
        horizontal(self, Stretched(self.words), self.use, gap=SPACE)
        models.changed.connect(self._follow)
        models.in_use.connect(self._follow)
        if not self._find():
            self.hide()  # shown before it has a parent, it would be a window

    def _follow(self) -> None:
        self.setVisible(self._find())

    def _find(self) -> bool:
        """Name a smaller model, if the one in use is large and there is one."""
        current = self._models.current
        few = [each for each in self._models.items if each.model.network.hidden_units <= _MANY]
        bundled = [each for each in few if each.bundled]
        self._other = next(iter(bundled or few), None)
        many = current is not None and current.model.network.hidden_units > _MANY
        if current and many and self._other:
            name = self._other.model.name
            title = model_title(name).text if self._other.bundled else name
            self.words.setText(
                self.tr("This model has {count} units, too many to look at one by one.").format(
                    count=f"{current.model.network.hidden_units:,}"
                )
            )
            self.use.setText(self.tr("Look into “{name}”").format(name=title))
        return many and self._other is not None

    def _use(self) -> None:
        if self._other:
            self._models.use(self._other.key)
