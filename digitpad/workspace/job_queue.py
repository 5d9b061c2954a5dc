"""Small jobs in the background, in order."""

from collections import deque
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from digitpad.core.errors import DigitpadError
from digitpad.workspace.worker import Delivery, Worker

Resource = TypeVar("Resource")
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Job:
    call: Callable[[Any], Any]
    then: Callable[[Any], object]
    otherwise: Callable[[], object]


class JobQueue(QObject, Generic[Resource]):
    """Does jobs in a thread, one after the other; each may say what follows in the thread of the window.

    Unlike a BackgroundTask, it does everything that is asked for. Its thread ends when there is nothing to do. What the
    jobs work with is opened in the thread, and closed there.
    """

    def __init__(
        self,
        open_resource: Callable[[], AbstractContextManager[Resource]],
        report: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        """`report` gets the errors that users can act on, in the thread of the window."""
        super().__init__(parent)
        self._report = report
        self._open = open_resource
        self._jobs: deque[_Job] = deque()
        self._worker: Worker | None = None

    def do(
        self,
        call: Callable[[Resource], Result],
        then: Callable[[Result], object] = lambda _result: None,
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        """Do this job after those that wait; `then` its result is handed over, or `otherwise` told that it failed."""
        self._jobs.append(_Job(call, then, otherwise))
        if self._worker is None:
            self._start()

    def drop(self) -> None:
        """Do none of the jobs that wait."""
        self._jobs.clear()

    def shutdown(self) -> None:
        """Do at once what waits, and hand nothing over."""
        if self._worker:
            self._worker.shutdown()
            self._worker = None
        for _ in self._work():
            pass

    def _start(self) -> None:
        self._worker = Worker(self._work(), self._receive, self)
        self._worker.start()

    def _work(self) -> Generator[tuple[_Job, Any], None, None]:
        """Every job that waits; if there is nothing to work with, each has failed."""
        while self._jobs:
            try:
                with self._open() as resource:
                    yield from self._do_jobs(resource)
            except DigitpadError as error:
                if self._jobs:
                    yield self._jobs.popleft(), error

    def _do_jobs(self, resource: Resource) -> Generator[tuple[_Job, Any], None, None]:
        while self._jobs:
            job = self._jobs.popleft()
            try:
                result = job.call(resource)
            except DigitpadError as error:
                result = error
            yield job, result

    def _receive(self, delivery: Delivery) -> None:
        failure = None
        if delivery.ended and self._worker:
            failure, self._worker = self._worker.failure, None
        for job, result in delivery.events:
            if isinstance(result, DigitpadError):
                job.otherwise()
                self._report(result)
            else:
                job.then(result)
        if self._worker is None and self._jobs:
            self._start()
        if failure:
            raise failure
