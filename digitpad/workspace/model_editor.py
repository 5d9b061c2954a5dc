"""Operations on the model in use: tried, measured, undone, and kept as another model."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.evaluation import Metrics
from digitpad.core.inspection.edits import Operation, edit_task
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.tasks import Task
from digitpad.workspace.following import Following
from digitpad.workspace.model_library import ModelEntry, ModelLibrary


@dataclass(frozen=True, eq=False)
class Outcome:
    """The network after operations on an original, and the figures of both on a data set."""

    original: Network
    operations: tuple[Operation, ...]
    dataset: Dataset
    network: Network
    before: Metrics
    after: Metrics


class ModelEditor(QObject):
    """Follows the model in use until there is an operation; the original never changes.

    A network on trial lies on the shelf as a model of its own and is in use; it leaves when the trial ends, or when
    another model is taken into use. `changed` tells of all but progress, which `following` reports.
    """

    changed = Signal()

    def __init__(self, models: ModelLibrary, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self._patient = models.current
        self._operations: tuple[Operation, ...] = ()
        self._outcome: Outcome | None = None
        self._trial: int | None = None
        self.following = Following(self)
        self.following.answered.connect(self._hold)
        self.following.invalidated.connect(self.changed)
        models.in_use.connect(self._follow)

    @property
    def patient(self) -> ModelEntry | None:
        """The original."""
        return self._patient

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self._operations

    @property
    def outcome(self) -> Outcome | None:
        """What was measured last; it may be of operations before the last ones."""
        return self._outcome

    @property
    def up_to_date(self) -> bool:
        """Whether that is the outcome of the operations as they are now."""
        outcome, patient = self._outcome, self._patient
        return bool(
            outcome and patient and outcome.original is patient.model.network and outcome.operations == self._operations
        )

    @property
    def on_trial(self) -> bool:
        return self._trial is not None

    def apply_edits(self, operation: Operation) -> None:
        """Do one more operation."""
        if self._patient:
            self._set_operations((*self._operations, operation))

    def undo(self) -> None:
        """Take the last operation back."""
        self._set_operations(self._operations[:-1])

    def reset(self) -> None:
        """Take all back, and follow the model in use again."""
        self.end_trial()
        self._patient = self._models.current
        self._set_operations(())

    def want(self, dataset: Dataset) -> None:
        """Bring the outcome on this data set up to date, unless it already is or is being measured."""
        patient = self._patient
        if patient is None:
            return
        network, operations, outcome = patient.model.network, self._operations, self._outcome
        known = outcome.before if outcome and outcome.original is network and outcome.dataset is dataset else None
        choice = patient.key, operations, dataset
        self.following.want(choice, network, lambda: _operating(network, operations, dataset, known))

    def begin_trial(self) -> None:
        """Have the drawing read by the changed network."""
        if self._trial is None and self._patient and self._outcome:
            self._trial = -1  # so that the signals of adding the model are known to be the trial's own
            self._trial = self._models.add(self._model(self.tr("{name}, on trial")), saved=True)
            self.changed.emit()

    def end_trial(self) -> None:
        """Have the drawing read by the original again, or by the newest model there is, if the original is gone."""
        if self._trial is None or self._patient is None:
            return
        others = [item.key for item in self._models.items if item.key != self._trial]
        self._models.use(self._patient.key if self._patient.key in others else others[-1])

    def keep(self) -> None:
        """Put the changed network on the shelf as another model, and go on with that."""
        if self._patient and self.up_to_date:
            model = self._model(self.tr("{name}, modified"))
            self._operations = ()
            self._models.add(model, saved=False)

    def _set_operations(self, operations: tuple[Operation, ...]) -> None:
        self._operations = operations
        self.changed.emit()

    def _model(self, name: str) -> Model:
        """The original with the changed network, and without a detector, since that fits only the old hidden layer."""
        assert self._patient
        assert self._outcome
        model = self._patient.model
        return replace(
            model, network=self._outcome.network, name=name.format(name=model.name), test_accuracy=None, detector=None
        )

    @Slot(ModelEntry)
    def _follow(self, item: ModelEntry) -> None:
        if self._trial is not None:
            if self._trial in (-1, item.key):
                return
            trial, self._trial = self._trial, None
            if trial in self._models:  # it may be just for its removal that another comes into use
                self._models.remove(trial)
        if not self._operations:
            self._patient = item
        self.changed.emit()

    @Slot(object)
    def _hold(self, outcome: Outcome) -> None:
        self._outcome = outcome
        if self._trial is not None and self.up_to_date:
            self._models.update(self._trial, self._model(self.tr("{name}, on trial")), saved=True)
        self.changed.emit()


def _operating(
    network: Network, operations: tuple[Operation, ...], dataset: Dataset, before: Metrics | None
) -> Task[Outcome]:
    if before is None:
        _, before = yield from edit_task(network, (), dataset)
    changed, after = (network, before) if not operations else (yield from edit_task(network, operations, dataset))
    return Outcome(network, operations, dataset, changed, before, after)
