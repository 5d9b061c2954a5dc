"""How well the model in use reads the chosen images."""

from collections.abc import Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.coverage import CoverageCurve, coverage_curve
from digitpad.core.evaluation.judgement import Judgement, judging
from digitpad.core.evaluation.metrics import Metrics, metrics
from digitpad.core.evaluation.misreads import Indices, SuspectLabels, misreads, suspect_labels
from digitpad.workspace.judged_set import JudgedSet, Part
from digitpad.workspace.latest import Latest
from digitpad.workspace.model_shelf import ModelShelf, ShelvedModel
from digitpad.workspace.training_session import TrainingSession, TrainingState

_REST = 300  # milliseconds from one judgement of a model to the next, so that its training gets on


@dataclass(frozen=True, eq=False)
class Judged:
    """Which model was judged on what, its answers, and what takes too long to compute from them while painting."""

    item: ShelvedModel
    dataset: Dataset
    judgement: Judgement
    metrics: Metrics
    misreads: Indices
    suspects: SuspectLabels
    coverage: CoverageCurve


class Judging(QObject):
    """Judges in the background, and again as model or images change, as long as somebody wants it each time.

    `judged` brings a new judgement, `outdated` tells that it may be time to want another. Test images are withheld from
    a network that trains: who watches them meanwhile ends up choosing by them.
    """

    judged = Signal(Judged)
    outdated = Signal()

    def __init__(self, models: ModelShelf, training: TrainingSession, judged_set: JudgedSet, parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self._training = training
        self._set = judged_set
        self._latest: Judged | None = None
        self._at_hand: tuple[ShelvedModel, Dataset] | None = None
        self._stopped = False
        self.work = Latest(self)
        self.work.answered.connect(self._hold)
        self.work.failed.connect(judged_set.failed)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        for signal in (models.in_use, training.state_changed, judged_set.changed, self._rest.timeout):
            signal.connect(self._outdate)

    @property
    def latest(self) -> Judged | None:
        """The last judgement, which may be of what was chosen before."""
        return self._latest

    @property
    def stopped(self) -> bool:
        """Whether what is chosen was given up."""
        return self._stopped and self._same_choice()

    @property
    def withheld(self) -> bool:
        """Whether the chosen images wait for the end of the training."""
        item, trains = self._models.current, self._training.state is not TrainingState.IDLE
        of_test = self._set.part in (Part.TEST, Part.ALL)
        # The network that trains has no key yet when it is first put on the shelf.
        return trains and of_test and item is not None and self._training.model_key in (item.key, None)

    def want(self) -> None:
        """Bring the judgement up to date; nothing happens if it is, or if that is under way."""
        self._set.want()
        item, dataset = self._models.current, self._set.dataset
        if item is None or dataset is None or self.withheld:
            return
        if self._same_choice() and (self._stopped or self.work.busy or self._rest.isActive() or self._up_to_date(item)):
            return
        self._stopped = False
        self._at_hand = item, dataset
        self.work.start(_judging(item, dataset))

    def stop(self) -> None:
        """Give up the judgement under way, until another model or set is chosen or `go_on` is called."""
        if self.work.busy:
            self.work.stop()
            self._stopped = True
            self.outdated.emit()

    def go_on(self) -> None:
        """Judge what was given up after all."""
        self._stopped = False
        self.want()

    def _same_choice(self) -> bool:
        """Whether what was last judged, or is being judged, is that which is chosen now, if with other weights."""
        item = self._models.current
        if item is None or self._at_hand is None:
            return False
        return item.key == self._at_hand[0].key and self._set.dataset is self._at_hand[1]

    def _up_to_date(self, item: ShelvedModel) -> bool:
        latest = self._latest
        if latest is None or latest.dataset is not self._set.dataset:
            return False
        return latest.item.model.network is item.model.network

    @Slot()
    def _outdate(self) -> None:
        self.outdated.emit()

    @Slot(object)
    def _hold(self, judged: Judged) -> None:
        self._latest = judged
        self._rest.start()
        self.judged.emit(judged)


def _judging(item: ShelvedModel, dataset: Dataset) -> Generator[float, None, Judged]:
    found = yield from judging(item.model.network, dataset.X, dataset.y)
    return Judged(item, dataset, found, metrics(found), misreads(found), suspect_labels(found), coverage_curve(found))
