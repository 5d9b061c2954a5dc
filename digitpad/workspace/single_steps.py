"""Learning by hand, a step at a time, on a model of its own."""

from dataclasses import replace

from PySide6.QtCore import QObject

from digitpad.core.network import Network
from digitpad.workspace.model_library import ModelLibrary


class SingleSteps(QObject):
    """The first step from the model in use makes a new model, so that nothing is lost; others continue from there."""

    def __init__(self, models: ModelLibrary, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self._base: int | None = None
        self._key: int | None = None
        self._before: list[Network] = []

    @property
    def before(self) -> Network | None:
        """The network before the last step; None if the model in use was not made by one."""
        return self._before[-1] if self.can_undo else None

    @property
    def can_undo(self) -> bool:
        """Whether the model in use was made by a step taken here."""
        return self._key is not None and self._models.current is not None and self._models.current.key == self._key

    def make(self, after: Network) -> None:
        """Take a step from the model in use to this network."""
        current = self._models.current
        if current is None:
            return
        if self.can_undo:
            self._before.append(current.model.network)
            self._models.update(current.key, replace(current.model, network=after))
            return
        name = self.tr("{name}, stepped").format(name=current.model.name)
        self._base, self._before = current.key, [current.model.network]
        self._key = self._models.add(replace(current.model, network=after, name=name, test_accuracy=None), saved=False)

    def undo(self) -> None:
        """Take the last step back; with the first, its model goes, unless the one it was made from is gone."""
        current = self._models.current
        if not self.can_undo or current is None or self._base is None:
            return
        before = self._before.pop()
        first = not self._before
        if first:
            self._key = None
        if first and self._base in self._models:
            self._models.use(self._base)
            self._models.remove(current.key)
        else:
            self._models.update(current.key, replace(current.model, network=before))
