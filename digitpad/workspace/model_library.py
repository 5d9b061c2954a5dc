"""The models of this session: the bundled ones, opened ones, and one for each training run."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from digitpad.core.dataset import class_names
from digitpad.core.models.formats import model_name, open_model, save_model
from digitpad.core.models.model import Model


@dataclass(frozen=True, eq=False)
class ModelEntry:
    """A model, whether it is safely in a file or in its run, and whether it is bundled with the program."""

    key: int
    model: Model
    saved: bool = True
    bundled: bool = False


class ModelLibrary(QObject):
    """Holds the models and knows which one is in use. `changed` tells of list and choice, `in_use` of weights."""

    changed = Signal()
    in_use = Signal(ModelEntry)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._items: dict[int, ModelEntry] = {}
        self._current: int | None = None
        self._next_key = 0

    @property
    def items(self) -> tuple[ModelEntry, ...]:
        return tuple(self._items.values())

    @property
    def current(self) -> ModelEntry | None:
        return None if self._current is None else self._items[self._current]

    def get(self, key: int | None) -> ModelEntry | None:
        """The entry with this key, if it is still there."""
        return None if key is None else self._items.get(key)

    @property
    def classes(self) -> tuple[str, ...]:
        """What the ten classes are called that the model in use tells apart: the digits, or names."""
        return class_names(self.current.model.classes if self.current else ())

    @property
    def unsaved(self) -> tuple[ModelEntry, ...]:
        return tuple(item for item in self.items if not item.saved)

    def __contains__(self, key: int) -> bool:
        """Whether the model of this key is in the library."""
        return key in self._items

    def new_name(self, name: str) -> str:
        """This name, or with a number if there is a model of that name already."""
        names = {item.model.name for item in self.items}
        more = (f"{name} ({number})" for number in count(2))
        return next(each for each in chain([name], more) if each not in names)

    def add(self, model: Model, *, saved: bool = True, bundled: bool = False, use: bool = True) -> int:
        """Put a model in the library and `use` it; returns its key."""
        key = self._next_key
        self._next_key += 1
        self._items[key] = ModelEntry(key, model, saved, bundled)
        if use:
            self.use(key)
        return key

    def use(self, key: int) -> None:
        item = self._items[key]
        self._current = key
        self.changed.emit()
        self.in_use.emit(item)

    def remove(self, key: int) -> Callable[[], None]:
        """Remove a model. If it is in use, the one before it on the list, or else the first, comes into use.

        What is returned puts it back to its place, and in use if it was. Raises ValueError for the only model.
        """
        if len(self._items) == 1:
            raise ValueError("the only model stays")
        keys = list(self._items)
        at, in_use = keys.index(key), key == self._current
        removed = self._items.pop(key)
        del keys[at]
        if key == self._current:
            self.use(keys[max(at - 1, 0)])
        else:
            self.changed.emit()
        return lambda: self._put_back(removed, at, in_use)

    def _put_back(self, item: ModelEntry, at: int, in_use: bool) -> None:
        if item.key in self._items:
            return
        items = list(self._items.values())
        items.insert(at, item)
        self._items = {each.key: each for each in items}
        if in_use:
            self.use(item.key)
        else:
            self.changed.emit()

    def update(self, key: int, model: Model, *, saved: bool = False) -> None:
        """Replace a model by one with other weights, as while it trains."""
        before = self._items[key]
        self._items[key] = ModelEntry(key, model, saved)
        told = before.model.test_accuracy, before.model.name
        if before.saved is not saved or told != (model.test_accuracy, model.name):
            self.changed.emit()
        if key == self._current:
            self.in_use.emit(self._items[key])

    def rename(self, key: int, name: str) -> None:
        """Give a model another name, with a number if there is one of that name already."""
        item = self._items[key]
        if item.model.name != name:
            self._items[key] = replace(item, model=replace(item.model, name=self.new_name(name)))
            self.changed.emit()

    def open(self, path: Path, *, bundled: bool = False, use: bool = True) -> None:
        """Read a model file and `use` it. Raises ModelError; nothing is added then."""
        self.add(open_model(path), bundled=bundled, use=use)

    def export(self, key: int, path: Path) -> None:
        """Write a model for another program, in the format of the name's ending; it stays as unsaved as it was.

        Raises ModelError.
        """
        save_model(path, self._items[key].model)

    def save(self, key: int, path: Path) -> None:
        """Write a model to a file and name it after that. Raises ModelError."""
        item = self._items[key]
        model = replace(item.model, name=model_name(path))
        save_model(path, model)
        self._items[key] = replace(item, model=model, saved=True, bundled=False)
        self.changed.emit()
