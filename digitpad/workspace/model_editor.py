"""Changes of the model in use, each in a model of its own: operations to try, measure and undo, and steps by hand."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Dataset
from digitpad.core.inspection.edits import EditOutcome, Operation, compare_edits_task
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.model_library import ModelEntry, ModelLibrary


class ModelEditor(QObject):
    """Begins with the model in use, as long as there is no operation; that original never changes.

    The changed network can be previewed: it is then a model of its own, and in use; it leaves when the preview ends, or
    when another model is taken into use. `changed` tells of all but the progress of `task`, which measures.
    """

    changed = Signal()

    def __init__(self, models: ModelLibrary, report: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self.base = models.current  # the original
        self.operations: tuple[Operation, ...] = ()
        self.outcome: EditOutcome | None = None  # as measured last, perhaps of operations before the last ones
        self._preview: int | None = None
        self.task = BackgroundTask(self, report)
        self.task.finished.connect(self._store)
        models.in_use.connect(self._follow)

    @property
    def up_to_date(self) -> bool:
        """Whether that is the outcome of the operations as they are now."""
        outcome, base = self.outcome, self.base
        return bool(
            outcome and base and outcome.original is base.model.network and outcome.operations == self.operations
        )

    @property
    def previewing(self) -> bool:
        return self._preview is not None

    def apply(self, operation: Operation) -> None:
        """Do one more operation."""
        if self.base:
            self._set_operations((*self.operations, operation))

    def undo(self) -> None:
        """Take the last operation back."""
        self._set_operations(self.operations[:-1])

    def reset(self) -> None:
        """Take all back, and follow the model in use again."""
        self.end_preview()
        self.base = self._models.current
        self._set_operations(())

    def request(self, dataset: Dataset) -> None:
        """Bring the outcome on this data set up to date, unless it already is or is being measured."""
        base = self.base
        if base is None:
            return
        network, operations, outcome = base.model.network, self.operations, self.outcome
        known = outcome.before if outcome and outcome.original is network and outcome.dataset is dataset else None
        key = base.key, operations, dataset
        self.task.request(Request(key, network, lambda: compare_edits_task(network, operations, dataset, known)))

    def begin_preview(self) -> None:
        """Have the drawing read by the changed network."""
        if self._preview is None and self.base and self.outcome:
            self._preview = -1  # so that the signals of adding the model are known to be the trial's own
            self._preview = self._models.add(self._model(self.tr("{name}, on trial")), saved=True)
            self.changed.emit()

    def end_preview(self) -> None:
        """Have the drawing read by the original again, or by the newest model there is, if the original is gone."""
        if self._preview is None or self.base is None:
            return
        others = [item.key for item in self._models.items if item.key != self._preview]
        self._models.use(self.base.key if self.base.key in others else others[-1])

    def keep(self) -> None:
        """Add the changed network to the library as another model, and go on with that."""
        if self.base and self.up_to_date:
            model = self._model(self.tr("{name}, modified"))
            self.operations = ()
            self._models.add(model, saved=False)

    def _set_operations(self, operations: tuple[Operation, ...]) -> None:
        self.operations = operations
        self.changed.emit()

    def _model(self, name: str) -> Model:
        """The original with the changed network, and without a detector, since that fits only the old hidden layer."""
        assert self.base
        assert self.outcome
        model = self.base.model
        return replace(
            model, network=self.outcome.network, name=name.format(name=model.name), test_accuracy=None, detector=None
        )

    @Slot(ModelEntry)
    def _follow(self, item: ModelEntry) -> None:
        if self._preview is not None:
            if self._preview in (-1, item.key):
                return
            trial, self._preview = self._preview, None
            if trial in self._models:  # it may be just for its removal that another comes into use
                self._models.remove(trial)
        if not self.operations:
            self.base = item
        self.changed.emit()

    @Slot(object)
    def _store(self, outcome: EditOutcome) -> None:
        self.outcome = outcome
        if self._preview is not None and self.up_to_date:
            self._models.update(self._preview, self._model(self.tr("{name}, on trial")), saved=True)
        self.changed.emit()


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
