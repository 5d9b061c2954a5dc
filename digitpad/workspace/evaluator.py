"""How well the model in use reads the chosen images."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Dataset, Datasets, joined
from digitpad.core.evaluation.confidence import CoverageCurve, coverage_curve
from digitpad.core.evaluation.evaluation import Metrics, metrics
from digitpad.core.evaluation.predictions import (
    Indices,
    Predictions,
    SuspectLabels,
    misreads,
    predict_task,
    suspect_labels,
)
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets
from digitpad.core.tasks import Progress, Task
from digitpad.workspace.dataset_loader import DatasetLoader
from digitpad.workspace.following import Following
from digitpad.workspace.latest import Latest
from digitpad.workspace.model_library import ModelEntry, ModelLibrary
from digitpad.workspace.training_session import TrainingSession


class Split(StrEnum):
    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"
    ALL = "all"  # for files with images that no network has learned from


class EvaluationSet(QObject):
    """A part of a data set, read in the background once a view wants it.

    `changed` tells of choice and images, `failed` why these cannot be used. It goes with the data of the training until
    other data is chosen by hand.
    """

    changed = Signal()
    failed = Signal(Exception)

    def __init__(self, data: DatasetLoader, training: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._data = data
        self._training = training
        self._source = training.plan.source
        self._sources = list(BUILT_IN)
        self._part = Split.VALIDATION
        self._by_hand = False
        self._datasets: Datasets | None = None
        self._dataset: Dataset | None = None
        self._asked = self._unusable = False
        self._preparing = Latest(self)
        self._preparing.answered.connect(self._hold)
        self._preparing.failed.connect(self._fail)
        data.opened.connect(self._take_over)
        training.plan_changed.connect(self._follow)
        self._follow()

    @property
    def sources(self) -> tuple[str, ...]:
        """All there is to choose from: the bundled data sets, and the files opened so far."""
        return tuple(self._sources)

    @property
    def source(self) -> str:
        return self._source

    @property
    def part(self) -> Split:
        return self._part

    @property
    def dataset(self) -> Dataset | None:
        """The images, if they have been read."""
        return self._dataset

    @property
    def is_unusable(self) -> bool:
        """Whether they could not be read."""
        return self._unusable

    @property
    def datasets(self) -> Datasets | None:
        """The whole data set they are a part of, if it has been read."""
        return self._datasets

    def choose(self, source: str, part: Split) -> None:
        """Evaluate on this part of this data set; a built-in one has no part ALL and gives its test set."""
        self._by_hand = self._by_hand or source != self._source
        self._set(source, Split.TEST if part is Split.ALL and source in BUILT_IN else part)

    def want(self) -> None:
        """Have the images read, if they are not; `changed` comes then. What cannot be read is not tried again."""
        abandoned = self._dataset is None and not self._unusable and not self._preparing.busy
        if not self._asked or abandoned:
            self._asked, self._unusable = True, False
            held = self._datasets or (self._data.datasets if self._data.source == self._source else None)
            self._preparing.start(_preparing(self._source, self._part, held))

    def _set(self, source: str, part: Split) -> None:
        if (source, part) != (self._source, self._part):
            if source != self._source:
                self._datasets = None
            self._source, self._part = source, part
            self._dataset = None
            self._asked = self._unusable = False
            self._preparing.stop()
            self.changed.emit()

    @Slot()
    def _follow(self) -> None:
        source = self._training.plan.source
        if source not in self._sources:
            self._sources.append(source)
            self.changed.emit()
        if not self._by_hand:
            self._set(source, Split.TEST if self._part is Split.ALL and source in BUILT_IN else self._part)

    @Slot(str, object)
    def _take_over(self, source: str, datasets: Datasets) -> None:
        """The same data was read elsewhere: use that, so that there is only one copy in memory."""
        if source == self._source and self._asked and datasets is not self._datasets:
            self._datasets = datasets
            self._asked = False
            self.want()

    @Slot(object)
    def _hold(self, answer: tuple[Datasets, Dataset]) -> None:
        self._datasets, self._dataset = answer
        self._data.hold(self._source, self._datasets)
        self.changed.emit()

    @Slot(Exception)
    def _fail(self, failure: Exception) -> None:
        self._unusable = True
        self.failed.emit(failure)
        self.changed.emit()


def _preparing(source: str, part: Split, datasets: Datasets | None) -> Task[tuple[Datasets, Dataset]]:
    yield Progress()
    datasets = datasets or open_datasets(source)
    yield Progress(0.5)
    if part is Split.ALL:
        return datasets, joined(datasets.name, tuple(datasets))
    return datasets, getattr(datasets, part)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Which model was evaluated on what, its answers, and what takes too long to compute from them while painting."""

    item: ModelEntry
    dataset: Dataset
    predictions: Predictions
    metrics: Metrics
    misreads: Indices
    suspects: SuspectLabels
    coverage: CoverageCurve


class Evaluator(QObject):
    """Evaluates in the background, and again as model or images change, as long as somebody wants it each time.

    `evaluated` brings a new evaluation, `outdated` tells that it may be time to want another. Test images are withheld
    from a network that trains: whoever watches their results ends up choosing settings by them.
    """

    evaluated = Signal(Evaluation)
    invalidated = Signal()

    def __init__(
        self, models: ModelLibrary, training: TrainingSession, evaluation_set: EvaluationSet, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._training = training
        self._set = evaluation_set
        self._latest: Evaluation | None = None
        self.following = Following(self)
        self.following.answered.connect(self._hold)
        self.following.failed.connect(evaluation_set.failed)
        for signal in (models.in_use, training.state_changed, evaluation_set.changed, self.following.invalidated):
            signal.connect(self._outdate)

    @property
    def latest(self) -> Evaluation | None:
        """The last evaluation, which may be of what was chosen before."""
        return self._latest

    @property
    def withheld(self) -> bool:
        """Whether the chosen images wait for the end of the training of the model in use, to evaluate it on them."""
        item = self._models.current
        return item is not None and self.withholds(item)

    def withholds(self, *items: ModelEntry) -> bool:
        """Whether one of the models trains, and the images are those to evaluate it on when it is done."""
        return self._set.part in (Split.TEST, Split.ALL) and self._training.trains(*(item.key for item in items))

    def want(self) -> None:
        """Bring the evaluation up to date; nothing happens if it is, or if that is under way."""
        self._set.want()
        item, dataset = self._models.current, self._set.dataset
        if item is None or dataset is None or self.withheld:
            return
        self.following.want((item.key, dataset), item.model.network, lambda: _evaluating(item, dataset))

    @Slot()
    def _outdate(self) -> None:
        self.invalidated.emit()

    @Slot(object)
    def _hold(self, evaluation: Evaluation) -> None:
        self._latest = evaluation
        self.evaluated.emit(evaluation)


def _evaluating(item: ModelEntry, dataset: Dataset) -> Task[Evaluation]:
    found = yield from predict_task(item.model.network, dataset.X, dataset.y)
    return Evaluation(
        item, dataset, found, metrics(found), misreads(found), suspect_labels(found), coverage_curve(found)
    )
