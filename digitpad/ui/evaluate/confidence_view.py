"""Whether the network's probabilities can be trusted."""

import html
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.confidence import (
    CoverageCurve,
    Reliability,
    coverage_curve,
    covered,
    fit_temperature,
    reliability,
)
from digitpad.core.evaluation.predictions import Predictions, predict_task
from digitpad.core.files import Table
from digitpad.core.readers.catalogue import learned_from
from digitpad.core.tasks import Progress, Task
from digitpad.ui.evaluate.confidence_plots import CoveragePlot, ReliabilityPlot
from digitpad.ui.evaluate.evaluation_view import EvaluationView
from digitpad.ui.theme import SPACE, colours, scaled
from digitpad.workspace.evaluator import Evaluation
from digitpad.workspace.latest import Latest
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate

_STEPS = 1000  # of the threshold


@dataclass(frozen=True, eq=False)
class _Calibrated:
    """The answers of an evaluation with the temperature that fits images kept for validation."""

    evaluation: Evaluation
    temperature: float
    fitted_on: Dataset
    predictions: Predictions
    reliability: Reliability
    coverage: CoverageCurve


class TrustView(EvaluationView):
    """Reliability, accuracy against coverage, and temperature scaling."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, translate("trust_view", "Trust"), _explanation(), parent)
        self._evaluation: Evaluation | None = None
        self._calibrated: _Calibrated | None = None
        self._reliability: Reliability | None = None
        self._fitting = Latest(workspace)
        self._fitting.answered.connect(self._hold)
        self._fitting.failed.connect(workspace.report)
        self._fitting.progressed.connect(self._show_error)
        self.temperature = QCheckBox(self.tr("Te&mperature scaling"))
        self.temperature.setToolTip(
            self.tr(
                "Divide the logits by one number, the temperature that makes validation images the most probable. The "
                "answers stay the same, only how sure they are changes. Not for a model that learned from those images."
            )
        )
        self.temperature.toggled.connect(self.invalidate)
        self.controls.addWidget(self.temperature)
        self.reliability = ReliabilityPlot()
        self.reliability.setAccessibleName(self.tr("Reliability diagram"))
        self.reliability.setToolTip(
            self.tr("Below the diagonal the network is surer than it should be. The larger a dot, the more answers.")
        )
        self.coverage = CoveragePlot()
        self.coverage.setAccessibleName(self.tr("Accuracy against coverage"))
        self.coverage.setToolTip(self.tr("The fewer images it has to answer, the more of its answers are right."))
        self.error, self.answered = self._readout(), self._readout()
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setRange(0, _STEPS)
        self.threshold.setPageStep(_STEPS // 20)
        self.threshold.setValue(9 * _STEPS // 10)
        self.threshold.setAccessibleName(self.tr("Threshold"))
        self.threshold.setToolTip(self.tr("How sure the network must be to answer. The arrow keys move it as well."))
        self.threshold.valueChanged.connect(self._show_threshold)
        label = QLabel(self.tr("T&hreshold"))
        label.setBuddy(self.threshold)
        moving = QHBoxLayout()
        moving.setSpacing(SPACE)
        moving.addWidget(label)
        moving.addWidget(self.threshold, 1)
        columns = QHBoxLayout()
        columns.setSpacing(2 * SPACE)
        for readout, plot in ((self.error, self.reliability), (self.answered, self.coverage)):
            column = QVBoxLayout()
            column.setSpacing(SPACE // 2)
            column.addWidget(readout)
            column.addWidget(plot, 1)
            columns.addLayout(column, 1)
        self.content.addLayout(columns, 1)
        self.content.addLayout(moving)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self.reliability.apply_colours()
            self.coverage.apply_colours()
        super().changeEvent(event)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        datasets = self.workspace.evaluation_set.datasets
        self.temperature.setEnabled(datasets is None or not learned_from(evaluation.item.model, datasets.validation))
        self._calibrate(evaluation)
        after = self._after()
        self._reliability = reliability(evaluation.predictions.confidence, evaluation.predictions.hits)
        self.reliability.set_reliability(self._reliability, after.reliability if after else None)
        self._show_error()
        self.coverage.set_curve(after.coverage if after else evaluation.coverage)
        self._show_threshold()

    def table(self) -> Table:
        found = self._reliability
        if found is None:
            return {}
        return {
            "answers": found.counts.tolist(),
            "mean probability": found.confidence.tolist(),
            "accuracy": found.accuracy.tolist(),
        }

    @property
    def _wants_temperature(self) -> bool:
        return self.temperature.isEnabled() and self.temperature.isChecked()

    def _after(self) -> _Calibrated | None:
        """What temperature makes of the evaluation, if it is wanted and has been found, if for weights just before."""
        found, evaluation = self._calibrated, self._evaluation
        if not self._wants_temperature or found is None or evaluation is None:
            return None
        same = found.evaluation.item.key == evaluation.item.key and found.evaluation.dataset is evaluation.dataset
        return found if same else None

    def _calibrate(self, evaluation: Evaluation) -> None:
        datasets = self.workspace.evaluation_set.datasets
        if not self._wants_temperature:
            self._fitting.stop()
        elif datasets is None or self._fitting.busy:
            return
        elif self._calibrated is None or self._calibrated.evaluation is not evaluation:
            self._fitting.start(_calibrating(evaluation, datasets.validation))

    def _hold(self, calibrated: _Calibrated) -> None:
        self._calibrated = calibrated
        self.invalidate()

    def _show_error(self, fitted: float | None = None) -> None:
        """The calibration error; `fitted` is how much of the images to fit a temperature on has been evaluated."""
        if self._reliability is None:
            return
        after = self._after()
        text = self.tr("<b>Reliability</b>: calibration error {dot} {error} %").format(
            dot=_mark("●", colours().accent), error=f"{100 * self._reliability.error:.2f}"
        )
        if after:
            text += self.tr(", {diamond} {error} % with temperature {T}, fitted on {images}").format(
                diamond=_mark("◆", colours().validation),
                error=f"{100 * after.reliability.error:.2f}",
                T=f"{after.temperature:.2f}",
                images=html.escape(after.fitted_on.name),
            )
        elif fitted is not None:
            text += self.tr(", fitting: {done} %").format(done=round(100 * fitted))
        self.error.setText(text)

    def _show_threshold(self) -> None:
        if self._evaluation is None:
            return
        after = self._after()
        threshold = self.threshold.value() / _STEPS
        point = covered(after.predictions if after else self._evaluation.predictions, threshold)
        self.coverage.set_threshold(point)
        text = self.tr("<b>At least {threshold} % sure</b>: {coverage} % answered").format(
            threshold=f"{100 * threshold:.1f}", coverage=f"{100 * point.coverage:.1f}"
        )
        if point.accuracy is not None:
            text += self.tr(", of these {accuracy} % right ({low} to {high})").format(
                accuracy=f"{100 * point.accuracy:.2f}",
                low=f"{100 * point.interval.low:.2f}",
                high=f"{100 * point.interval.high:.2f}",
            )
        self.answered.setText(text)

    def _readout(self) -> QLabel:
        label = QLabel()
        label.setFont(scaled(self.font(), 1.0))
        label.setMinimumWidth(1)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        label.setFixedHeight(2 * label.fontMetrics().lineSpacing())
        return label


def _mark(symbol: str, colour: str) -> str:
    return f'<span style="color: {colour}">{symbol}</span>'


def _calibrating(evaluation: Evaluation, validation: Dataset) -> Task[_Calibrated]:
    if evaluation.dataset is validation:
        fitted_on = evaluation.predictions
    else:
        fitted_on = yield from predict_task(evaluation.item.model.network, validation.X, validation.y)
    T = fit_temperature(fitted_on.Z, fitted_on.y)
    yield Progress(1.0)
    after = Predictions.of(evaluation.predictions.Z, evaluation.predictions.y, T)
    found = reliability(after.confidence, after.hits)
    return _Calibrated(evaluation, T, validation, after, found, coverage_curve(after))


def _explanation() -> str:
    return translate(
        "trust_view",
        "<p>A network can be trusted if 90 % of the answers that it considers 90 % probable are right. Left: answers "
        "in 15 bins by their probability; each dot shows how many of them were right, with a 95 % interval. The "
        "<b>expected calibration error</b> is the mean distance from the diagonal, weighted by the answers: "
        "Σ<sub>b</sub> n<sub>b</sub>/n · |accuracy<sub>b</sub> − confidence<sub>b</sub>|.</p>"
        "<p>Right: let the network answer only if the probability of its answer reaches a <b>threshold</b>. The "
        "higher it is, the fewer images are answered, and the more of the answers are right.</p>"
        "<p><b>Temperature scaling</b> (Guo and others, 2017): P = softmax(Z / T), with the T that gives validation "
        "images the lowest cost; T &gt; 1 makes an overconfident network less sure. Other images are not used to find "
        "it. On the validation images themselves it looks a little better than it is.</p>",
    )
