"""Which images networks are evaluated on, and how well the model in use reads them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Dataset, Datasets, Split
from digitpad.core.evaluation.evaluation import Evaluation, evaluate_task
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import BUILT_IN, learned_from, open_datasets
from digitpad.core.readers.options import DataOptions
from digitpad.core.tasks import Progress, Task
from digitpad.workspace.background_task import BackgroundTask, Request, Status
from digitpad.workspace.dataset_loader import DatasetLoader
from digitpad.workspace.model_library import ModelEntry, ModelLibrary
from digitpad.workspace.training_session import TrainingSession, TrainingState


class EvaluationSet(QObject):
    """A split of a data set, read in the background once a view requests it. `changed` tells of choice and images.

    It goes with the data of the training until other data is chosen by hand. Until a split is chosen by hand, it is
    the one that misleads least: test images, but validation images as long as the model in use trains.
    """

    changed = Signal()

    def __init__(
        self,
        models: ModelLibrary,
        data: DatasetLoader,
        training: TrainingSession,
        report: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._data = data
        self._training = training
        self.source = training.plan.source
        self._sources = list(BUILT_IN)
        self.split = Split.TEST
        self._by_hand = self._split_by_hand = False
        self._reading = data.reading_of(self.source)
        self.datasets: Datasets | None = None  # the whole that they are a split of, once it has been read
        self.dataset: Dataset | None = None  # the images, if they have been read
        self._task = BackgroundTask(self, report)
        self._task.finished.connect(self._on_read)
        self._task.changed.connect(self._on_failed)
        data.changed.connect(self._on_data_changed)
        for signal in (models.changed, training.state_changed):
            signal.connect(self._on_model_changed)
        self._on_data_changed()

    @property
    def sources(self) -> tuple[str, ...]:
        """All there is to choose from: the bundled data sets, and the files opened so far."""
        return tuple(self._sources)

    @property
    def is_unusable(self) -> bool:
        """Whether they could not be read."""
        return self._task.failure is not None

    def choose(self, source: str, split: Split) -> None:
        """Evaluate on this split of this data set; a built-in one has no split ALL and gives its test set."""
        self._by_hand = self._by_hand or source != self.source
        self._split_by_hand = True
        self._select(source, split)

    def unseen_splits(self, *models: Model) -> tuple[Split, ...]:
        """The other splits of the data set of which none of the models has learned, those for judging first."""
        found = self.datasets
        if found is None:
            return ()
        parts = (Split.TEST, found.test), (Split.VALIDATION, found.validation), (Split.TRAINING, found.training)
        return tuple(
            split
            for split, part in parts
            if part is not None and split is not self.split and not any(learned_from(model, part) for model in models)
        )

    def _select(self, source: str, split: Split) -> None:
        split = Split.TEST if split is Split.ALL and source in BUILT_IN else split
        if source not in self._sources:
            self._sources.append(source)
        if (source, split) != (self.source, self.split):
            if source != self.source:
                self.datasets = None
            self.source, self.split, self.dataset = source, split, None
            self._task.request(None)
            self.changed.emit()

    def request(self) -> None:
        """Have the images read, if they are not; `changed` comes then. What cannot be read is not tried again."""
        source, split = self.source, self.split
        known = self._data.datasets if self._data.source == source else self.datasets
        if self.dataset is None or known is not self.datasets:
            reading = self._reading = self._data.reading_of(source)
            key = source, split, known, reading
            self._task.request(Request(key, None, lambda: _select_task(source, split, known, reading)))

    @Slot()
    def _on_data_changed(self) -> None:
        """Go with the plan, and use what was read elsewhere, so that there is only one copy in memory."""
        source = self._training.plan.source
        if source not in self._sources:
            self._sources.append(source)
            self.changed.emit()
        if not self._by_hand and source != self.source:
            self._select(source, self.split)
        if self.dataset and self._reading != self._data.reading_of(self.source):
            self.datasets = self.dataset = None
            self.changed.emit()
        if self.dataset or self._task.status is Status.RUNNING:
            self.request()

    @Slot()
    def _on_model_changed(self) -> None:
        item, training = self._models.current, self._training
        if item is None or self._split_by_hand or training.state is TrainingState.OPENING:
            return
        known = self._data.datasets if self._data.source == self.source else self.datasets
        has_validation = known is None or known.validation is not None
        self._select(self.source, Split.VALIDATION if training.trains(item.key) and has_validation else Split.TEST)

    @Slot(object)
    def _on_read(self, result: tuple[Datasets, Dataset]) -> None:
        self.datasets, self.dataset = result
        self._data.store(self.source, self.datasets)
        self.changed.emit()

    @Slot()
    def _on_failed(self) -> None:
        if self._task.status is Status.IDLE and self._task.failure:
            self.changed.emit()


class Evaluator(QObject):
    """Evaluates the model in use on the chosen images, as long as a view requests it.

    Test images are withheld from a network that trains: whoever watches their results ends up choosing settings by
    them.
    """

    def __init__(
        self,
        models: ModelLibrary,
        training: TrainingSession,
        evaluation_set: EvaluationSet,
        report: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._training = training
        self._set = evaluation_set
        self.latest: Evaluation | None = None  # perhaps of what was chosen before
        self.latest_key: int | None = None  # of the model that was evaluated last
        self.task = BackgroundTask(self, report)
        self.task.finished.connect(self._store)

    @property
    def withheld(self) -> bool:
        """Whether the chosen images wait for the end of the training of the model in use, to evaluate it on them."""
        item = self._models.current
        return item is not None and self.withholds(item)

    def withholds(self, *items: ModelEntry) -> bool:
        """Whether one of the models trains, and the images are those to evaluate it on when it is done."""
        return self._set.split in (Split.TEST, Split.ALL) and self._training.trains(*(item.key for item in items))

    def remedy(self, *items: ModelEntry) -> Split | None:
        """Another split to evaluate the models on, of which none of them has learned and that they may see."""
        hidden = (Split.TEST,) if self._training.trains(*(item.key for item in items)) else ()
        unseen = self._set.unseen_splits(*(item.model for item in items))
        return next((split for split in unseen if split not in hidden), None)

    def request(self) -> None:
        """Bring the evaluation up to date; nothing happens if it is, or if that is under way."""
        self._set.request()
        item, dataset = self._models.current, self._set.dataset
        if item is None or dataset is None or self.withheld:
            self.task.request(None)
            return
        self.task.request(Request((item.key, dataset), item.model.network, lambda: _keyed_task(item, dataset)))

    @Slot(object)
    def _store(self, result: tuple[int, Evaluation]) -> None:
        self.latest_key, self.latest = result


def _keyed_task(item: ModelEntry, dataset: Dataset) -> Task[tuple[int, Evaluation]]:
    return item.key, (yield from evaluate_task(item.model, dataset))


def _select_task(
    source: str, split: Split, datasets: Datasets | None, reading: DataOptions
) -> Task[tuple[Datasets, Dataset]]:
    yield Progress()
    datasets = datasets or open_datasets(source, reading)
    yield Progress(0.5)
    return datasets, datasets.select(split)
