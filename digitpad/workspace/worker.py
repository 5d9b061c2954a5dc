"""Long work in a thread of its own, handed over at display rate."""

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

_INTERVAL = 0.03  # seconds between two deliveries


@dataclass(frozen=True)
class Delivery:
    """What the work yielded since the last delivery, in order, and a snapshot taken after it."""

    events: tuple[Any, ...]
    snapshot: Any


class Job(QThread):
    """Drives a generator and delivers what it yields, at most 33 times a second and never faster than it is read.

    `snapshot` is called in the thread, between two pieces of work, so it may copy what the work changes; so is `rest`,
    when the work pauses. The generator is closed in the thread too, when it is stopped.
    Pausing, stepping and stopping take effect when the piece of work at hand is done. `ended` comes last, whatever
    happened, with the exception that ended the work or None.
    """

    delivered = Signal(Delivery)
    paused = Signal()
    ended = Signal(object)

    _handed_over = Signal(Delivery)

    def __init__(
        self,
        work: Generator[Any],
        snapshot: Callable[[], Any],
        parent: QObject,
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._snapshot = snapshot
        self._rest = rest
        self._lock = threading.Lock()  # for when to pause: what is asked for and what was just done must not cross
        self._may_run = threading.Event()
        self._may_run.set()
        self._read = threading.Event()
        self._read.set()
        self._pause_after: type | None = None
        self._failure: Exception | None = None
        self._handed_over.connect(self._deliver)
        self.finished.connect(self._end)

    @property
    def holding(self) -> bool:
        """Whether no further piece of work begins until `resume` or `step`."""
        return not self._may_run.is_set()

    def pause(self) -> None:
        with self._lock:
            self._may_run.clear()

    def resume(self) -> None:
        self._go_on(None)

    def step(self, until: type) -> None:
        """Go on until the work has yielded one object of the type `until`, then pause."""
        self._go_on(until)

    def stop(self) -> None:
        """End the work after the piece at hand."""
        self.requestInterruption()
        self._may_run.set()
        self._read.set()

    def run(self) -> None:
        events: list[Any] = []
        last = time.monotonic()
        try:
            while not self.isInterruptionRequested():
                if not self._may_run.is_set():
                    self._hand_over(events)
                    self.paused.emit()
                    self._rest()
                    self._may_run.wait()
                    continue
                event = next(self._work, None)
                if event is None:
                    break
                events.append(event)
                with self._lock:
                    if self._pause_after is not None and isinstance(event, self._pause_after):
                        self._may_run.clear()
                if time.monotonic() - last >= _INTERVAL and self._read.is_set():
                    self._hand_over(events)
                    last = time.monotonic()
            self._work.close()
        except Exception as failure:  # Qt would print and swallow it
            self._failure = failure
        # Even without events: after a failure the work may have gone back to an earlier state.
        self._hand_over(events)

    def _go_on(self, until: type | None) -> None:
        with self._lock:
            self._pause_after = until
            self._may_run.set()

    def _hand_over(self, events: list[Any]) -> None:
        self._read.clear()
        self._handed_over.emit(Delivery(tuple(events), self._snapshot()))
        events.clear()

    @Slot(Delivery)
    def _deliver(self, delivery: Delivery) -> None:
        self._read.set()
        self.delivered.emit(delivery)

    @Slot()
    def _end(self) -> None:
        self.ended.emit(self._failure)
