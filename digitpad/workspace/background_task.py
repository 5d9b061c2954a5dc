"""Work in the background of which only the answer to the latest request is wanted."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from digitpad.core.tasks import Progress, Task
from digitpad.workspace.worker import Delivery, Worker


class Status(Enum):
    IDLE = auto()  # answered, failed, or nothing was requested
    RUNNING = auto()
    STOPPED = auto()  # by the user; `resume` begins again


@dataclass(frozen=True, eq=False)
class Request:
    """`key` is what the user chose, `version` what changes by itself, such as the weights of a network that trains.

    Two keys or versions are the same if they are equal. `work` is called when the work begins.
    """

    key: Hashable
    version: Hashable
    work: Callable[[], Task[Any]]


class BackgroundTask(QObject):
    """Does the latest request, one at a time, in a thread.

    A request with another key replaces the work under way as soon as that yields. One with another version waits until
    that is done: if each change replaced it, a network that trains would never get an answer. What was answered, or has
    failed, is not done again.
    """

    changed = Signal()  # status or progress
    finished = Signal(object)  # the result

    def __init__(self, parent: QObject, report: Callable[[Exception], None], min_interval_ms: int = 300) -> None:
        """`report` is told of failures; `min_interval_ms` is the pause after an answer, which leaves the processor to
        a training. Another key does not wait for it."""
        super().__init__(parent)
        self._report = report
        self._request: Request | None = None
        self._under_way: Request | None = None
        self._done: Request | None = None
        self._worker: Worker | None = None
        self.status = Status.IDLE
        self.progress = Progress()  # of the work under way, or of what was done last
        self.failure: Exception | None = None  # why there is no answer to the latest request, if it failed
        self._pause = QTimer(self, singleShot=True, interval=min_interval_ms)
        self._pause.timeout.connect(self._begin_if_due)

    def request(self, request: Request | None) -> None:
        """Have this done, unless it is done or stopped already; None: nothing is wanted."""
        before, self._request = self._request, request
        if request is None:
            self._cancel()
            self._set_status(Status.IDLE)
        elif before is None or before.key != request.key:
            self._cancel()
            self._begin()
        else:
            self._begin_if_due()

    def begin(self, work: Callable[[], Task[Any]]) -> None:
        """Have this done, whatever was requested, or done, before."""
        self.request(Request(object(), None, work))

    def stop(self) -> None:
        """Give up the work under way, until another key is requested or `resume` is called."""
        if self.status is Status.RUNNING:
            self._cancel()
            self._set_status(Status.STOPPED)

    def resume(self) -> None:
        """Do what was requested last after all."""
        if self.status is Status.STOPPED:
            self._begin()

    def shutdown(self) -> None:
        """Give up the work under way and wait for its thread; neither a result nor a failure is reported."""
        worker, self._worker = self._worker, None
        if worker:
            worker.shutdown()
        self.request(None)

    def _cancel(self) -> None:
        if self._worker:
            self._worker.stop()
        self._pause.stop()
        self._done = self.failure = None

    def _set_status(self, status: Status) -> None:
        if status is not self.status:
            self.status = status
            self.changed.emit()

    @Slot()
    def _begin_if_due(self) -> None:
        request, done = self._request, self._done
        free = self.status is Status.IDLE and not self._pause.isActive()
        if free and request and (done is None or done.version != request.version):
            self._begin()

    def _begin(self) -> None:
        self.status, self.progress, self.failure = Status.RUNNING, Progress(), None
        if self._worker is None:  # otherwise as soon as that has ended
            self._start()
        self.changed.emit()

    def _start(self) -> None:
        assert self._request
        self._under_way = self._request
        self._worker = Worker(self._request.work(), self._receive, self)
        self._worker.start()

    def _receive(self, delivery: Delivery) -> None:
        worker = self._worker
        if worker is None:
            return
        if delivery.ended:
            self._worker = None
        if worker.is_stopping:
            if delivery.ended and self.status is Status.RUNNING:
                self._start()
            return
        if delivery.events:
            self.progress = delivery.events[-1]
        if delivery.ended:
            self._end(worker.result, worker.failure)
        else:
            self.changed.emit()

    def _end(self, result: Any, failure: Exception | None) -> None:
        self.status, self._done, self.failure = Status.IDLE, self._under_way, failure
        self._pause.start()
        if failure is None:
            self.finished.emit(result)
        self.changed.emit()
        if failure:
            self._report(failure)
