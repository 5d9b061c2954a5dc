"""Whether the network's probabilities can be trusted."""

import html
from collections.abc import Hashable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsItem, QLabel, QWidget

from digitpad.core.evaluation.confidence import Calibration, Reliability, calibrate_task, reliability
from digitpad.core.evaluation.evaluation import CoverageCurve, Covered, Evaluation, covered
from digitpad.core.files import Table
from digitpad.core.readers.catalogue import learned_from
from digitpad.core.scoring import wilson
from digitpad.ui.evaluate.evaluation_view import EvaluationView
from digitpad.ui.plots.plot import Plot
from digitpad.ui.style.type import NAME, px, rounded, text_scale
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.fields import Slider
from digitpad.ui.widgets.labels import caption, check_box, explanation, label_of, named, text_label
from digitpad.ui.widgets.layouts import ColumnGrid, Stretched, horizontal, vertical
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.workspace import Workspace

_STEPS = 1000  # of the threshold
_LEAST_WIDTH = 320  # pixels of a plot at 100 %
_POINTS = 400  # as many as one can see
_FLOORS = (99.5, 99.0, 98.0, 95.0, 90.0, 80.0, 50.0, 0.0)

_LEAST_HEIGHT = 240  # pixels at 100 %
_THIN, _DOT = 1.5, 10  # pixels at 100 %, of lines and of a dot


class SharePlot(Plot):
    """A plot of shares in per cent, which always shows all of them; subclasses add what is drawn.

    What its axis up shows is said above it.
    """

    def __init__(self) -> None:
        super().__init__(zoomable=False)
        self._floor = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(px(_LEAST_HEIGHT))
        self._follow()

    def _ranges(self) -> tuple[float, float, float, float]:
        above = 0.06 * (100 - self._floor)
        return -1.0, 105.0, self._floor, 100 + above  # what lies at an end is seen in full


class ReliabilityPlot(SharePlot):
    """Dots with their 95 % intervals, on the diagonal where the network is as right as it is sure.

    A dot's area goes with its share of the answers. A second series, with temperature, has diamonds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.set_axis_labels(self.tr("mean probability of the answers, %"), "")
        self.getViewBox().setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape, False)  # a dot at 0
        self._diagonal = self.plot([0, 100], [0, 100])
        self._series = tuple((pg.ErrorBarItem(), pg.ScatterPlotItem(symbol=symbol)) for symbol in ("o", "d"))
        for bars, dots in self._series:
            self.addItem(bars)
            self.addItem(dots)
        self._answers: tuple[Reliability | None, Reliability | None] = None, None
        self.apply_colours()

    def set_reliability(self, before: Reliability, after: Reliability | None) -> None:
        """Show the answers as they are, and with temperature if that is to be compared."""
        self._answers = before, after
        for (bars, dots), found in zip(self._series, self._answers, strict=True):
            for item in (bars, dots):
                item.setVisible(found is not None)
            if found is None:
                continue
            filled = np.flatnonzero(found.counts)
            x, y = 100 * found.confidence[filled], 100 * found.accuracy[filled]
            intervals = [wilson(int(found.hits[each]), int(found.counts[each])) for each in filled]
            low, high = (100 * np.array(intervals)).T
            bars.setData(x=x, y=y, top=high - y, bottom=y - low)
            share = found.counts[filled] / found.counts.sum()
            dots.setData(x, y, size=text_scale() * (6 + 14 * np.sqrt(share)))

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        self._diagonal.setPen(self.line_pen(theme.second, _THIN, dashed=True))
        for (bars, dots), colour in zip(self._series, (theme.training, theme.third), strict=True):
            bars.setData(pen=self.line_pen(colour, _THIN))
            dots.setBrush(colour)
            dots.setPen(None)
        before, after = self._answers
        if before:
            self.set_reliability(before, after)  # dots grow with the text


class CoveragePlot(SharePlot):
    """A curve over the share of images answered, and a dot on it where a threshold lies."""

    def __init__(self) -> None:
        super().__init__()
        self.set_axis_labels(self.tr("images answered, %"), "")
        self._curve = self.plot()
        self._line = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem()
        self.addItem(self._line, ignoreBounds=True)
        self.addItem(self._dot)
        self.apply_colours()

    def set_curve(self, curve: CoverageCurve) -> None:
        shown = np.unique(np.linspace(0, len(curve.coverage) - 1, _POINTS).astype(int))
        x, y = 100 * curve.coverage[shown], 100 * curve.accuracy[shown]
        self._curve.setData(x, y)
        # The first few answers jump about; round floors change seldom.
        lowest = float(y[x > 5].min(initial=y[-1]))
        floor = next(each for each in _FLOORS if each <= lowest)
        if floor != self._floor:
            self._floor = floor
            self._follow()

    def set_threshold(self, point: Covered) -> None:
        """Mark what a threshold leads to."""
        self._line.setValue(100 * point.coverage)
        self._dot.setVisible(point.accuracy is not None)
        if point.accuracy is not None:
            self._dot.setData([100 * point.coverage], [100 * point.accuracy])

    def apply_colours(self) -> None:
        super().apply_colours()
        theme = colours()
        self._curve.setPen(self.line_pen(theme.training))
        self._line.setPen(self.line_pen(theme.second, _THIN, dashed=True))
        self._dot.setBrush(theme.training)
        self._dot.setSize(px(_DOT))
        self._dot.setPen(None)


class TrustView(EvaluationView):
    """Reliability, accuracy against coverage, and temperature scaling."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Trust"), explanation("trust"))
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
        hint = self.tr("Below the diagonal the network is surer than it should be. The larger a dot, the more answers.")
        self.reliability = named(ReliabilityPlot(), self.tr("Reliability diagram"), hint)
        hint = self.tr("The fewer images it has to answer, the more of its answers are right.")
        self.coverage = named(CoveragePlot(), self.tr("Accuracy against coverage"), hint)
        self.error, self.answered = self._readout(), self._readout()
        hint = self.tr("How sure the network must be to answer. The arrow keys move it as well.")
        self.threshold = named(Slider(), self.tr("Threshold"), hint)
        self.threshold.setRange(0, _STEPS)
        self.threshold.setPageStep(_STEPS // 20)
        self.threshold.setMinimumHeight(rounded(24))  # for the whole of its knob
        self.threshold.setValue(9 * _STEPS // 10)
        self.threshold.valueChanged.connect(self._show_threshold)
        label = label_of(self.threshold, self.tr("T&hreshold"))
        moving = horizontal(None, label, Stretched(self.threshold), gap=SPACE)
        parts = []
        titles = self.tr("Is it right as often as it is sure?"), self.tr("What if it answers only when it is sure?")
        for title, readout, plot, *below in (
            (titles[0], self.error, self.reliability),
            (titles[1], self.answered, self.coverage, moving),
        ):
            part, unit = QWidget(), caption(self.tr("correct answers, %"))
            vertical(part, text_label(title, NAME), readout, unit, Stretched(plot), *below, gap=SPACE // 2)
            parts.append(part)
        self.content.addWidget(ColumnGrid(parts, _LEAST_WIDTH, len(parts)), 1)

    def show_result(self, result: Evaluation) -> None:
        datasets = self.workspace.evaluation_set.datasets
        validation = datasets.validation if datasets else None
        self.temperature.setEnabled(validation is None or not learned_from(result.model, validation))
        self._calibrate(result)
        after = self._after()
        self._reliability = reliability(result.predictions.confidence, result.predictions.correct)
        self.reliability.set_reliability(self._reliability, after.reliability if after else None)
        self._show_error()
        self.coverage.set_curve(after.coverage if after else result.coverage)
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
        return self.workspace.evaluator.latest_key, self.result and self.result.dataset

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
        if self.result is None:
            return
        after = self._after()
        threshold = self.threshold.value() / _STEPS
        point = covered(after.predictions if after else self.result.predictions, threshold)
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
