"""Work in the background of which only the newest answer is wanted."""

from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from digitpad.core.tasks import Task

Work = Task[Any]


class Latest(QObject):
    """Does one piece of work at a time in a thread; a new piece replaces the current one as soon as that yields.

    `answered` brings the answer, `failed` the exception instead. Nothing comes of work that was replaced or stopped.
    `busy_changed` tells when work begins and when all has ended.
    """

    progressed = Signal(float)
    answered = Signal(object)
    failed = Signal(Exception)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._next: Work | None = None

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def start(self, work: Work) -> None:
        """Do this instead of whatever is being done."""
        self._next = work
        if self._thread:
            self._thread.give_up()
        else:
            self._begin()
            self.busy_changed.emit(True)

    def stop(self) -> None:
        """Give up the current work."""
        self._next = None
        if self._thread:
            self._thread.give_up()

    def shutdown(self) -> None:
        """Give up the current work and wait for its thread; neither an answer nor a failure is reported."""
        self.stop()
        if self._thread:
            self._thread.blockSignals(True)
            self._thread.wait()
            self._thread.deleteLater()
            self._thread = None
            self.busy_changed.emit(False)

    def _begin(self) -> None:
        assert self._next
        self._thread = _Thread(self._next, self)
        self._next = None
        self._thread.progressed.connect(self._progress)
        self._thread.finished.connect(self._end)
        self._thread.start()

    @Slot(float)
    def _progress(self, done: float) -> None:
        if self._thread and not self._thread.given_up:
            self.progressed.emit(done)

    @Slot()
    def _end(self) -> None:
        thread = self._thread
        if thread is None or not thread.isFinished():
            return  # the thread that ended was abandoned meanwhile
        thread.deleteLater()
        if self._next:
            self._begin()
        else:
            self._thread = None
            self.busy_changed.emit(False)
        if thread.given_up:
            return
        if thread.failure:
            self.failed.emit(thread.failure)
        else:
            self.answered.emit(thread.answer)


class _Thread(QThread):
    progressed = Signal(float)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.answer: Any = None
        self.failure: Exception | None = None
        self.given_up = False

    def give_up(self) -> None:
        self.given_up = True

    def run(self) -> None:
        try:
            while not self.given_up:
                self.progressed.emit(next(self._work).done)
            self._work.close()
        except StopIteration as end:
            self.answer = end.value
        except Exception as failure:  # Qt would print and swallow it
            self.failure = failure
