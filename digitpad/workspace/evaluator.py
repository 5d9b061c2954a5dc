"""How well the model in use reads the chosen images."""

from collections.abc import Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.coverage import CoverageCurve, coverage_curve
from digitpad.core.evaluation.metrics import Metrics, metrics
from digitpad.core.evaluation.misreads import Indices, SuspectLabels, misreads, suspect_labels
from digitpad.core.evaluation.predictions import Predictions, predicting
from digitpad.workspace.evaluation_set import EvaluationSet, Part
from digitpad.workspace.following import Following
from digitpad.workspace.model_shelf import ModelShelf, ShelvedModel
from digitpad.workspace.training_session import TrainingSession


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Which model was evaluated on what, its answers, and what takes too long to compute from them while painting."""

    item: ShelvedModel
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
    outdated = Signal()

    def __init__(
        self, models: ModelShelf, training: TrainingSession, evaluation_set: EvaluationSet, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._training = training
        self._set = evaluation_set
        self._latest: Evaluation | None = None
        self.following = Following(self)
        self.following.answered.connect(self._hold)
        self.following.failed.connect(evaluation_set.failed)
        for signal in (models.in_use, training.state_changed, evaluation_set.changed, self.following.outdated):
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

    def withholds(self, *items: ShelvedModel) -> bool:
        """Whether one of the models trains, and the images are those to evaluate it on when it is done."""
        return self._set.part in (Part.TEST, Part.ALL) and self._training.trains(*(item.key for item in items))

    def want(self) -> None:
        """Bring the evaluation up to date; nothing happens if it is, or if that is under way."""
        self._set.want()
        item, dataset = self._models.current, self._set.dataset
        if item is None or dataset is None or self.withheld:
            return
        self.following.want((item.key, dataset), item.model.network, lambda: _evaluating(item, dataset))

    @Slot()
    def _outdate(self) -> None:
        self.outdated.emit()

    @Slot(object)
    def _hold(self, evaluation: Evaluation) -> None:
        self._latest = evaluation
        self.evaluated.emit(evaluation)


def _evaluating(item: ShelvedModel, dataset: Dataset) -> Generator[float, None, Evaluation]:
    found = yield from predicting(item.model.network, dataset.X, dataset.y)
    return Evaluation(
        item, dataset, found, metrics(found), misreads(found), suspect_labels(found), coverage_curve(found)
    )
