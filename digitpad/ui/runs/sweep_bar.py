"""The sweep on the page Runs: a line with how far it is, and what it has come to: a sentence, a picture, a table."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QDialog, QWidget

from digitpad.core.rounding import round_above
from digitpad.core.runs.record import shown_value
from digitpad.core.sweeps.results import SweepResults, SweepRow
from digitpad.core.sweeps.sweep import in_words
from digitpad.ui.runs.run_model import COLOURS
from digitpad.ui.style.type import CAPTION, font_of, px, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.labels import Headline, PartsLabel, caption, named, push_button
from digitpad.ui.widgets.layouts import Stretched, horizontal, vertical
from digitpad.ui.widgets.progress_bar import WorkBar
from digitpad.ui.widgets.titles import time_left
from digitpad.workspace.background_task import Status
from digitpad.workspace.run_library import RunLibrary
from digitpad.workspace.sweep_session import SweepSession

_DOT, _CAP = 4.0, 4.0  # pixels, half of each
_APART = 0.06  # of the room of a value, from one line to the next
_HEIGHT = 200


class SweepPicture(QWidget):
    """Validation filled and joined by a line, test hollow beside it; a deviation to each side."""

    def __init__(self) -> None:
        super().__init__()
        self._results: SweepResults | None = None
        hint = self.tr(
            "Filled: the mean accuracy on the validation images, by which to choose. Hollow: on the test images. "
            "The lines above and below are a standard deviation over the seeds."
        )
        named(self, self.tr("Accuracies over the values"), hint)

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(_HEIGHT // 2))

    def set_results(self, results: SweepResults) -> None:
        self._results = results
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._results is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_of(CAPTION))
        theme, metrics = colours(), QFontMetrics(font_of(CAPTION))
        left, below = metrics.horizontalAdvance("100.0 %") + SPACE, metrics.height() + SPACE
        low, lines = self._lowest(), self._results.lines
        above = metrics.height() * (2.0 if len(lines) > 1 else 0.5)
        area = QRectF(self.rect()).adjusted(left, above, -SPACE, -below - metrics.height())
        rows = next(iter(lines.values()))
        for step in range(5):
            share = low + step * (100 - low) / 4
            y = area.bottom() - step * area.height() / 4
            painter.setPen(QColor(theme.grid))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.second))
            place = QRectF(0, y - metrics.height() / 2, left - SPACE, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, f"{share:.4g} %")
        width = area.width() / len(rows)
        first = self._results.settings[0]
        for at, row in enumerate(rows):
            place = QRectF(area.left() + at * width, area.bottom() + SPACE / 2, width, metrics.height())
            text = metrics.elidedText(shown_value(first, row.values[0]), Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, text)
        foot = QRectF(area.left(), area.bottom() + SPACE / 2 + metrics.height(), area.width(), metrics.height())
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter, first.title.lower())

        across = area.left()
        for number, (label, line) in enumerate(lines.items()):
            if label:
                painter.setPen(QPen(_colour(number), 2))
                painter.drawLine(QPointF(across, metrics.height() / 2), QPointF(across + px(16), metrics.height() / 2))
                painter.setPen(QColor(theme.second))
                painter.drawText(QPointF(across + px(16) + SPACE / 2, metrics.ascent()), label)
                across += px(16) + metrics.horizontalAdvance(label) + 2 * SPACE
            self._paint_line(painter, area, low, number, line)
        painter.end()

    def _paint_line(self, painter: QPainter, area: QRectF, low: float, number: int, rows: Sequence[SweepRow]) -> None:
        """The line of this `number`, beside those before it; `low` is the foot of the axis, in per cent."""
        pen = QPen(_colour(number), 2)

        def place(row: float, share: float) -> QPointF:
            across = (row + 0.5 + _APART * number) / len(rows)
            up = (100 * share - low) / (100 - low)
            return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

        means = [(at, row.group.validation.mean) for at, row in enumerate(rows)]
        if self._results and self._results.sweep.varied:
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([place(at, mean) for at, mean in means if mean is not None]))
        for at, row in enumerate(rows):
            for shift, spread, brush in (
                (0.0, row.group.validation, pen.color()),
                (2 * _APART, row.group.test, QColor(colours().surface)),
            ):
                if spread.mean is None:
                    continue
                painter.setPen(pen)
                if spread.deviation:
                    ends = [place(at + shift, spread.mean + sign * spread.deviation) for sign in (-1, 1)]
                    painter.drawLine(*ends)
                    for end in ends:
                        painter.drawLine(end - QPointF(_CAP, 0), end + QPointF(_CAP, 0))
                painter.setBrush(brush)
                painter.drawEllipse(place(at + shift, spread.mean), _DOT, _DOT)

    def _lowest(self) -> float:
        """The foot of the axis: a round number below all that is shown."""
        assert self._results
        worst = 0.5
        for row in self._results.rows:
            for spread in (row.group.validation, row.group.test):
                if spread.mean is not None:
                    worst = max(worst, 100 * (1 - spread.mean + (spread.deviation or 0)))
        return max(100 - round_above(worst), 0.0)


def _colour(number: int) -> QColor:
    return QColor(getattr(colours(), COLOURS[number % len(COLOURS)]))


_BAR = 192  # pixels


class SweepTableDialog(QDialog):
    """A row for each combination of values, or each seed; it follows the sweep while that is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Results of the sweep"))
        self.headline = Headline()
        self.picture = SweepPicture()
        self.table = FigureTable(scrolls=True)
        self.table.setSelectionBehavior(FigureTable.SelectionBehavior.SelectRows)
        hint = self.tr("Mean ± standard deviation over the seeds; the best by validation in bold")
        named(self.table, self.tr("Results of the sweep"), hint)
        self.note = caption()
        layout = vertical(self, gap=2 * SPACE, margins=(3 * SPACE, 3 * SPACE))
        for widget, stretch in ((self.headline, 0), (self.picture, 1), (self.table, 1), (self.note, 0)):
            layout.addWidget(widget, stretch)

    def sizeHint(self) -> QSize:
        return QSize(px(760), px(560))

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
                return [self.tr("The sweep begins …")]
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
