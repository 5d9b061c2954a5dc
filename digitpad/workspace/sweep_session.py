"""Sweeps in the window: begun by the plan, stopped and resumed, with what they have come to so far."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMetaObject, QObject, Qt, Slot

from digitpad.core.runs.store import RunStore
from digitpad.core.sweeps.results import SweepResults, sweep_results
from digitpad.core.sweeps.run_sweep import SweepState, run_sweep
from digitpad.core.sweeps.sweep import Sweep, SweepFile
from digitpad.core.tasks import Progress, Task
from digitpad.workspace.background_task import BackgroundTask, Status
from digitpad.workspace.training_session import TrainingSession


@dataclass(frozen=True, eq=False)
class SweepNews:
    """How far a sweep is, and what it has come to."""

    number: int
    state: SweepState
    results: SweepResults


class SweepSession(QObject):
    """Drives one sweep at a time, in processes beside the window; `task` tells of all that changes, and stops it."""

    def __init__(self, training: TrainingSession, report: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._training = training
        self._file: SweepFile | None = None  # known once the sweep has begun
        self.news: SweepNews | None = None  # of the sweep under way, or of the latest of this session
        self.task = BackgroundTask(self, report)
        self.task.changed.connect(self._take_news)

    @property
    def is_running(self) -> bool:
        return self.task.status is Status.RUNNING

    @property
    def can_resume(self) -> bool:
        """Whether there is a sweep that was stopped or interrupted."""
        return not self.is_running and self._training.run_library.listing.sweep is not None

    def start(self, varied: tuple[tuple[str, tuple[Any, ...]], ...], seeds: tuple[int, ...]) -> None:
        """Train by the plan, but with these values of some settings, and these seeds.

        Raises SettingsError for values that cannot be swept. Nothing happens while a sweep is under way.
        """
        spec, _ = self._training.planned_run()
        sweep = Sweep(spec.settings, spec.sources, varied, seeds)
        if not self.is_running:
            self._file = self.news = None
            self.task.begin(lambda: self._work(sweep))

    def resume(self) -> None:
        """Go on with the sweep that was stopped last."""
        if self.can_resume:
            self._file = self._training.run_library.listing.sweep
            self.task.begin(lambda: self._work(None))

    def stop(self) -> None:
        """Let every run keep a checkpoint; `resume` goes on."""
        self.task.stop()

    def _work(self, sweep: Sweep | None) -> Task[None]:
        """In the thread of the task. The file is remembered, so that stopped work goes on with the same sweep."""
        runs = self._training.run_library.folder
        if self._file is None:
            assert sweep
            self._file = SweepFile.begin(runs, sweep)
        else:
            self._file.claim()
        file, ended = self._file, -1
        work = run_sweep(file, _jobs(), limit=self._training.run_library.limit)
        try:
            for progress in work:
                state: SweepState = progress.partial
                if state.ended != ended:
                    ended, results = state.ended, _results(file, runs)
                yield Progress(progress.done, SweepNews(file.number, state, results))
        finally:
            work.close()
            QMetaObject.invokeMethod(self, "_refresh", Qt.ConnectionType.QueuedConnection)  # in the window's thread
        results = _results(file, runs)
        yield Progress(1.0, SweepNews(file.number, SweepState(results.sweep.count, results.sweep.count), results))

    def _take_news(self) -> None:
        before, news = self.news, self.task.progress.partial
        self.news = news or before
        another = news and (before is None or before.state.ended != news.state.ended)
        if another or self.task.failure:  # which can be resumed
            self._training.run_library.refresh()

    @Slot()
    def _refresh(self) -> None:
        if self.task.status is Status.STOPPED:  # and not at the program's end
            self._training.run_library.refresh()


def _results(file: SweepFile, runs: Path) -> SweepResults:
    return sweep_results(file, RunStore(runs).runs())


def _jobs() -> int:
    """One processor stays for the window, where there are several."""
    from joblib import cpu_count  # a tenth of a second, in the thread

    return max(int(cpu_count()) - 1, 1)
