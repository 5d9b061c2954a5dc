"""The sweep on the page Runs: a line with how far it is, and what it has come to: a sentence, a picture, a table."""

from collections.abc import Sequence
from html import escape

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget

from digitpad.core.numerals import round_above
from digitpad.core.runs.groups import Spread
from digitpad.core.runs.record import shown_value
from digitpad.core.sweeps.results import SweepResults
from digitpad.core.sweeps.sweep import in_words
from digitpad.ui.plots.plot import Plot
from digitpad.ui.runs.run_model import COLOURS
from digitpad.ui.style.type import CAPTION, px, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.labels import Headline, PartsLabel, caption, named, push_button
from digitpad.ui.widgets.layouts import Stretched, horizontal, resize_dialog, vertical
from digitpad.ui.widgets.progress_bar import WorkBar
from digitpad.ui.widgets.titles import time_left
from digitpad.workspace.background_task import Status
from digitpad.workspace.run_library import RunLibrary
from digitpad.workspace.sweep_session import SweepSession

_APART = 0.06  # of the room of a value, from one line to the next
_HEIGHT = 200
_DOT = 8  # pixels
_BAR = 192


class SweepPlot(Plot):
    """Validation filled and joined by a line, test hollow beside it; a deviation to each side."""

    def __init__(self) -> None:
        super().__init__(" %", zoomable=False)
        self._results: SweepResults | None = None
        self._items: list[pg.GraphicsObject] = []
        hint = self.tr(
            "Filled: the mean accuracy on the validation images, by which to choose. Hollow: on the test images. "
            "The lines above and below are a standard deviation over the seeds."
        )
        named(self, self.tr("Accuracies over the values"), hint)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.apply_colours()

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(_HEIGHT // 2))

    def set_results(self, results: SweepResults) -> None:
        self._results = results
        self.apply_colours()
        self._follow()

    def apply_colours(self) -> None:
        super().apply_colours()
        for item in self._items:
            self.removeItem(item)
        self._items = []
        if self._results is None:
            return
        lines, across = self._results.lines, self._results.settings[0]
        rows = next(iter(lines.values()))
        self.axes["bottom"].names = [shown_value(across, row.values[0]) for row in rows]
        colour = [getattr(colours(), COLOURS[number % len(COLOURS)]) for number in range(len(lines))]
        legend = [f'<span style="color:{c}">━━</span> {escape(label)}' for c, label in zip(colour, lines, strict=True)]
        self.set_axis_labels(across.title.lower(), " &nbsp; ".join(legend) if len(lines) > 1 else "")
        for number, line in enumerate(lines.values()):
            apart = _APART * number
            joined = bool(self._results.sweep.varied)
            self._add_line([row.group.validation for row in line], apart, colour[number], colour[number], joined)
            self._add_line([row.group.test for row in line], apart + 2 * _APART, colour[number], colours().surface)

    def _add_line(
        self, spreads: Sequence[Spread], apart: float, colour: str, filled: str, joined: bool = False
    ) -> None:
        """Dots with their deviations, each so far right of its value, and perhaps a line through them."""
        known = [(at, each.mean, each.deviation or 0) for at, each in enumerate(spreads) if each.mean is not None]
        if known:
            x, y, beyond = np.array(known).T * [[1], [100], [100]] + [[apart], [0], [0]]
            pen = self.line_pen(colour)
            bars = pg.ErrorBarItem(x=x, y=y, top=beyond, bottom=beyond, beam=_APART, pen=pen)
            items = [bars, pg.ScatterPlotItem(x, y, size=_DOT, pen=pen, brush=filled)]
            items += [pg.PlotCurveItem(x, y, pen=pen, antialias=True)] if joined else []
            for item in items:
                self.addItem(item)
            self._items += items

    def _ranges(self) -> tuple[float, float, float, float]:
        """Down to a round number below all that is shown."""
        if self._results is None:
            return 0.0, 1.0, 0.0, 100.0
        spreads = [each for row in self._results.rows for each in (row.group.validation, row.group.test)]
        worst = [1 - each.mean + (each.deviation or 0) for each in spreads if each.mean is not None]
        span = min(round_above(max(0.5, *(100 * each for each in worst))), 100.0) if worst else 0.5
        return -0.5, len(self.axes["bottom"].names) - 0.5, 100 - span, 100 + 0.04 * span


class SweepTableDialog(QDialog):
    """A row for each combination of values, or each seed; it follows the sweep while that is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Results of the sweep"))
        self.headline = Headline()
        self.picture = SweepPlot()
        self.table = FigureTable(scrolls=True)
        self.table.setSelectionBehavior(FigureTable.SelectionBehavior.SelectRows)
        hint = self.tr("Mean ± standard deviation over the seeds; the best by validation in bold")
        named(self.table, self.tr("Results of the sweep"), hint)
        self.note = caption()
        layout = vertical(self, gap=2 * SPACE, margins=(3 * SPACE, 3 * SPACE))
        for widget, stretch in ((self.headline, 0), (self.picture, 4), (self.table, 5), (self.note, 0)):
            layout.addWidget(widget, stretch)
        resize_dialog(self, 760, 560)

    def show_results(self, results: SweepResults) -> None:
        """Show this, which may be the beginning of more."""
        self.picture.set_results(results)
        self.headline.say(*self._sentences(results))
        dots = self.tr("Filled dots are validation, hollow ones test.")
        why = self.tr("Chosen by the validation images alone: a choice by the test images would flatter itself.")
        self.note.setText(f"{dots} {why}" if results.sweep.varied else dots)
        heads = [*(each.title.lower() for each in results.settings), self.tr("runs")]
        heads += [self.tr("validation"), self.tr("test"), self.tr("diverged")]
        texts = []
        for row in results.rows:
            values = [shown_value(each, value) for each, value in zip(results.settings, row.values, strict=True)]
            group = row.group
            figures = [str(len(group.runs)), str(group.validation), str(group.test), str(row.diverged or "")]
            texts.append([*values, *figures])
        strong = np.zeros((len(texts), len(heads)), np.bool_)
        if results.best is not None:
            strong[results.best] = True
        self.table.set_heads(heads)
        self.table.set_rows([""] * len(texts), texts, strong=strong)
        self.table.setColumnHidden(len(heads) - 1, not any(row.diverged for row in results.rows))

    def _sentences(self, results: SweepResults) -> tuple[str, ...]:
        """What it came to, and perhaps a shorter sentence."""
        if not results.runs:
            return (self.tr("No run has ended yet"),)
        if not results.sweep.varied:
            said = self.tr("{share} of the test images read right, over {count} seeds")
            return (said.format(share=results.whole.test, count=len(results.runs)),)
        if results.best is None:
            return (self.tr("Without validation images there is nothing to choose by"),)
        best = results.rows[results.best]
        values = in_words(results.sweep.varied, best.values)
        said = self.tr("Best on validation: {values}, which reads {share} of the test images right")
        short = self.tr("Best on validation: {values}")
        return said.format(values=values, share=best.group.test), short.format(values=values)


class SweepBar(QWidget):
    """There while a sweep is under way, was stopped, or has ended in this session."""

    def __init__(self, sweeps: SweepSession, library: RunLibrary) -> None:
        super().__init__()
        self._sweeps = sweeps
        self._table: SweepTableDialog | None = None
        self.words = PartsLabel()
        set_role(self.words, CAPTION)
        self.work = WorkBar(self.tr("Sweep"), delay_ms=0)
        self.work.setFixedWidth(_BAR)
        self.work.button.clicked.connect(self._stop_or_resume)
        self.table = push_button(
            self.tr("Results…"), self.tr("What the sweep has come to so far, as a table and a picture"), flat=True
        )
        self.table.clicked.connect(self._show_table)
        horizontal(self, Stretched(self.words), self.work, self.table, gap=2 * SPACE)
        for signal in (sweeps.task.changed, library.changed):
            signal.connect(self._show)
        self._show()

    def _show(self) -> None:
        news, running = self._sweeps.news, self._sweeps.is_running
        stopped = self._sweeps.can_resume
        self.work.set_state(running, stopped, self._sweeps.task.progress.done)
        self.work.setVisible(running or stopped)
        self.table.setVisible(news is not None)
        self.words.say(self._parts())
        self.setVisible(running or stopped or news is not None)
        if self._table and news:
            self._table.show_results(news.results)

    def _parts(self) -> list[str]:
        news = self._sweeps.news
        if news is None:
            if self._sweeps.is_running:
                return [self.tr("The sweep begins…")]
            return [self.tr("A sweep was interrupted.")]
        parts = [self.tr("{ended} of {total} runs").format(ended=news.state.ended, total=news.state.total)]
        if self._sweeps.is_running and news.state.seconds_left is not None:
            parts.append(self.tr("{time} left").format(time=time_left(news.state.seconds_left)))
        elif self._sweeps.task.status is Status.STOPPED:
            parts.append(self.tr("stopped"))
        return [*parts, self.tr("sweep {number}: {what}").format(number=news.number, what=news.results.sweep.title)]

    def _stop_or_resume(self) -> None:
        if self._sweeps.is_running:
            self._sweeps.stop()
        else:
            self._sweeps.resume()

    def _show_table(self) -> None:
        news = self._sweeps.news
        if news:
            if self._table is None:
                self._table = SweepTableDialog(self)
            self._table.show_results(news.results)
            self._table.show()
            self._table.raise_()
