"""Whether the network's probabilities can be trusted."""

import html
from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from digitpad.core.evaluation.confidence import Calibration, Reliability, calibrate_task, reliability
from digitpad.core.evaluation.evaluation import Evaluation, covered
from digitpad.core.files import Table
from digitpad.core.readers.catalogue import learned_from
from digitpad.ui.evaluate.evaluation_view import EvaluationView
from digitpad.ui.evaluate.trust_plots import CoveragePlot, ReliabilityPlot
from digitpad.ui.style.type import NAME, rounded
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import caption, check_box, label_of, text_label
from digitpad.ui.widgets.layouts import ColumnGrid, Stretched, horizontal, vertical
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "trust_view")

_STEPS = 1000  # of the threshold
_LEAST_WIDTH = 320  # pixels of a plot at 100 %


class TrustView(EvaluationView):
    """Reliability, accuracy against coverage, and temperature scaling."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, tr("Trust"), _explanation())
        self._evaluation: Evaluation | None = None
        self._calibration: Calibration | None = None
        self._calibration_key: Hashable = None  # of the model and the images it belongs to
        self._reliability: Reliability | None = None
        self._fitting = self.new_task()
        self._fitting.finished.connect(self._on_fitted)
        self._fitting.changed.connect(self._show_error)
        self.temperature = check_box(
            self.tr("Te&mperature scaling"),
            self.tr(
                "Divide the logits by one number, the temperature that makes validation images the most probable. The "
                "answers stay the same, only how sure they are changes. Not for a model that learned from those images."
            ),
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
        self.threshold.setMinimumHeight(rounded(24))  # for the whole of its knob
        self.threshold.setValue(9 * _STEPS // 10)
        self.threshold.setAccessibleName(self.tr("Threshold"))
        self.threshold.setToolTip(self.tr("How sure the network must be to answer. The arrow keys move it as well."))
        self.threshold.valueChanged.connect(self._show_threshold)
        label = label_of(self.threshold, self.tr("T&hreshold"))
        moving = horizontal(None, label, Stretched(self.threshold), gap=SPACE)
        parts = []
        titles = self.tr("Is it right as often as it is sure?"), self.tr("What if it answers only when it is sure?")
        for title, readout, plot, below in (
            (titles[0], self.error, self.reliability, None),
            (titles[1], self.answered, self.coverage, moving),
        ):
            part = QWidget()
            column = vertical(part, gap=SPACE // 2)
            column.addWidget(text_label(title, NAME))
            column.addWidget(readout)
            column.addWidget(caption(self.tr("correct answers, %")))
            column.addWidget(plot, 1)
            if below:
                column.addLayout(below)
            parts.append(part)
        self.content.addWidget(ColumnGrid(parts, _LEAST_WIDTH, len(parts)), 1)

    def show_result(self, result: Evaluation) -> None:
        self._evaluation = evaluation = result
        datasets = self.workspace.evaluation_set.datasets
        validation = datasets.validation if datasets else None
        self.temperature.setEnabled(validation is None or not learned_from(evaluation.model, validation))
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

    def _after(self) -> Calibration | None:
        """What temperature makes of the evaluation, if it is wanted and has been found, if for weights just before."""
        return self._calibration if self._wants_temperature and self._calibration_key == self._key() else None

    def _key(self) -> Hashable:
        return self.workspace.evaluator.latest_key, self._evaluation and self._evaluation.dataset

    def _calibrate(self, evaluation: Evaluation) -> None:
        datasets = self.workspace.evaluation_set.datasets
        validation = datasets.validation if datasets else None
        if not self._wants_temperature or validation is None:
            self._fitting.request(None)
            return
        network, predictions, dataset = evaluation.model.network, evaluation.predictions, evaluation.dataset
        self._fitting.request(
            Request(self._key(), evaluation, lambda: calibrate_task(network, predictions, dataset, validation))
        )

    def _on_fitted(self, calibration: Calibration) -> None:
        self._calibration, self._calibration_key = calibration, self._key()
        self.invalidate()

    def _show_error(self) -> None:
        """The calibration error, or how much of the images to fit a temperature on has been evaluated."""
        if self._reliability is None:
            return
        after = self._after()
        error = f"{100 * self._reliability.error:.2f}"
        self.headline.say(
            self.tr("Its probabilities are off by {error} percentage points on average").format(error=error),
            self.tr("Its probabilities are off by {error} points").format(error=error),
        )
        text = self.tr("calibration error {dot} {error} %").format(dot=_mark("●", colours().training), error=error)
        if after:
            text += self.tr(", {diamond} {error} % with temperature {T}, fitted on {images}").format(
                diamond=_mark("◆", colours().third),
                error=f"{100 * after.reliability.error:.2f}",
                T=f"{after.temperature:.2f}",
                images=html.escape(after.fitted_on.name),
            )
        elif self._fitting.status is Status.RUNNING:
            text += self.tr(", fitting: {done} %").format(done=round(100 * self._fitting.progress.done))
        self.error.setText(text)

    def _show_threshold(self) -> None:
        if self._evaluation is None:
            return
        after = self._after()
        threshold = self.threshold.value() / _STEPS
        point = covered(after.predictions if after else self._evaluation.predictions, threshold)
        self.coverage.set_threshold(point)
        text = self.tr("at least {threshold} % sure: {coverage} % answered").format(
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
        label = caption()
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return label


def _mark(symbol: str, colour: str) -> str:
    return f'<span style="color: {colour}">{symbol}</span>'


def _explanation() -> str:
    return tr(
        "<p>A network can be trusted if 90 % of the answers that it considers 90 % probable are right. Left: answers "
        "in 15 bins by their probability; each dot shows how many of them were right, with a 95 % interval. The "
        "<b>expected calibration error</b> is the mean distance from the diagonal, weighted by the answers: "
        "Σ<sub>b</sub> n<sub>b</sub>/n · |accuracy<sub>b</sub> − confidence<sub>b</sub>|.</p>"
        "<p>Right: let the network answer only if the probability of its answer reaches a <b>threshold</b>. The "
        "higher it is, the fewer images are answered, and the more of the answers are right.</p>"
        "<p><b>Temperature scaling</b> (Guo and others, 2017): P = softmax(Z / T), with the T that gives validation "
        "images the lowest cost; T &gt; 1 makes an overconfident network less sure. Other images are not used to find "
        "it. On the validation images themselves it looks a little better than it is.</p>"
    )
