"""A line on the page Runs about the sweep: how far it is, how long it will take, and what it has come to."""

from PySide6.QtWidgets import QWidget

from digitpad.ui.runs.sweep_table import SweepTableDialog
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import time_left
from digitpad.ui.widgets.labels import PartsLabel, push_button
from digitpad.ui.widgets.layouts import horizontal
from digitpad.ui.widgets.progress_bar import WorkBar
from digitpad.workspace.background_task import Status
from digitpad.workspace.sweep_session import SweepSession

_BAR = 192  # pixels


class SweepBar(QWidget):
    """There while a sweep is under way, was stopped, or has ended in this session."""

    def __init__(self, sweeps: SweepSession) -> None:
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
        row = horizontal(self, gap=2 * SPACE)
        row.addWidget(self.words, 1)
        row.addWidget(self.work)
        row.addWidget(self.table)
        sweeps.changed.connect(self._show)
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
