"""Trying learning rates for the planned training, in the background."""

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal, Slot

from digitpad.core.jit import kernels
from digitpad.core.runs.run import DataOpened, Start, opened_data, sources_of
from digitpad.core.training.rate_finder import RateTried, range_test, suggested_rate
from digitpad.workspace.training_session import TrainingSession, TrainingState
from digitpad.workspace.worker import Delivery, Worker


class RateSearch(QObject):
    """A range test of the learning rate, one at a time and not while a network trains; see core/training/range_test.py.

    `tried` brings all steps so far; `ended` the suggested rate, or None, when the test is over or was stopped.
    """

    begun = Signal()
    data_opened = Signal(DataOpened)
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
        self._worker = Worker(_trying(self._training.planned_start()), self)
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
            if isinstance(event, DataOpened):
                self.data_opened.emit(event)
            else:
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


def _trying(start: Start) -> Generator[DataOpened | RateTried]:
    """Raises DataError when the data cannot be used."""
    datasets, sources = start.datasets, sources_of(start)
    if datasets is None:
        opened = opened_data(sources)
        datasets = opened.datasets
        yield opened
    compiled = kernels.ready(start.network.dtype if start.network else start.settings.precision)
    yield from range_test(datasets, start.settings, start.network, compiled, sources.drawn([], start.settings))
