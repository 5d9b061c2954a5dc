"""Trying learning rates for the planned training, in the background."""

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.dataset import Datasets
from digitpad.core.runs.prepare import prepare
from digitpad.core.runs.run_events import DataLoaded, RunEvent
from digitpad.core.runs.spec import RunSpec
from digitpad.core.training.rate_finder import RateTried, suggested_rate, try_rates
from digitpad.workspace.training_session import TrainingSession, TrainingState
from digitpad.workspace.worker import Delivery, Worker


class RateSearch(QObject):
    """Finds a learning rate, one search at a time and not while a network trains; see core/training/rate_finder.py.

    `tried` brings all steps so far; `ended` the suggested rate, or None, when the search is over or was stopped.
    """

    begun = Signal()
    tried = Signal(tuple)
    ended = Signal(object)
    failed = Signal(Exception)

    def __init__(self, training: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._training = training
        self._worker: Worker | None = None
        self._tried: tuple[RateTried, ...] = ()

    @property
    def running(self) -> bool:
        return self._worker is not None

    def start(self) -> None:
        """Try rates for the training that is planned."""
        if self._worker or self._training.state is not TrainingState.IDLE:
            return
        self._tried = ()
        self._worker = Worker(_trying(*self._training.planned_run()), self)
        self._worker.delivered.connect(self._take)
        self._worker.start()
        self.begun.emit()

    def stop(self) -> None:
        """End after the step at hand; what was tried counts."""
        if self._worker:
            self._worker.stop()

    def discard(self) -> None:
        """End after the step at hand; nothing more is reported."""
        if self._worker:
            self._worker.delivered.disconnect(self._take)
            self._worker.stop()
            self._worker = None

    def shutdown(self) -> None:
        """The same, and wait for its thread."""
        self.discard()
        for worker in self.findChildren(Worker):
            worker.wait()

    @Slot(Delivery)
    def _take(self, delivery: Delivery) -> None:
        for event in delivery.events:
            if isinstance(event, DataLoaded):
                self._training.store_data(event)
            elif isinstance(event, RateTried):
                self._tried = (*self._tried, event)
        if self._tried:
            self.tried.emit(self._tried)
        if delivery.ended and self._worker:
            self._end(self._worker.failure)

    def _end(self, failure: Exception | None) -> None:
        self._worker = None
        self.ended.emit(None if failure else suggested_rate(self._tried))
        if failure:
            self.failed.emit(failure)


def _trying(spec: RunSpec, datasets: Datasets | None) -> Generator[RunEvent | RateTried]:
    """Raises DataError when the data cannot be used."""
    prepared = yield from prepare(spec, datasets)
    base = spec.base.network if spec.base else None
    yield from try_rates(prepared.datasets, spec.settings, base, prepared.compiled, prepared.drawn)
