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
    """What the work yielded since the last delivery, in order, and a snapshot taken after it.

    `paused`: the work now waits for `resume` or `step`. `ended`: nothing more comes; see `Worker.failure` and `result`.
    """

    events: tuple[Any, ...]
    snapshot: Any
    paused: bool = False
    ended: bool = False


class Worker(QThread):
    """Drives a generator and delivers what it yields, at most 33 times a second and never faster than it is read.

    `receive` gets the deliveries, in the thread that the worker was made in. `snapshot` is called in the worker's own,
    between two pieces of work, so it may copy what the work changes; so is `on_pause`, when the work pauses. The
    generator is closed in that thread too, when it is stopped.
    Pausing, stepping and stopping take effect when the piece of work at hand is done. The last delivery says so,
    whatever ended the work; after it the worker deletes itself.
    """

    _handed_over = Signal(Delivery)  # from the thread, to that of whoever made it

    def __init__(
        self,
        work: Generator[Any, None, Any],
        receive: Callable[[Delivery], object],
        parent: QObject,
        snapshot: Callable[[], Any] = lambda: None,
        on_pause: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._receive = receive
        self._snapshot = snapshot
        self._on_pause = on_pause
        self._lock = threading.Lock()  # for when to pause: what is asked for and what was just done must not cross
        self._may_run = threading.Event()
        self._may_run.set()
        self._read = threading.Event()
        self._read.set()
        # Whether the work was stopped; what it still delivers is no longer wanted. Not QThread's own flag, since that
        # forgets an interruption that is requested before the thread runs.
        self.is_stopping = False
        self._pause_after: type | None = None
        self.result: Any = None
        self.failure: Exception | None = None
        self._handed_over.connect(self._deliver)

    @property
    def is_paused(self) -> bool:
        """Whether no further piece of work begins until `resume` or `step`."""
        return not self._may_run.is_set()

    def pause(self) -> None:
        with self._lock:
            self._may_run.clear()

    def resume(self) -> None:
        self._run_until(None)

    def step(self, until: type) -> None:
        """Continue until the work has yielded one object of the type `until`, then pause."""
        self._run_until(until)

    def stop(self) -> None:
        """End the work after the piece at hand."""
        self.is_stopping = True
        self._may_run.set()
        self._read.set()

    def shutdown(self) -> None:
        """Stop, wait for the thread and deliver nothing more."""
        self.blockSignals(True)
        self.stop()
        self.wait()
        self.deleteLater()

    def run(self) -> None:
        events: list[Any] = []
        last = time.monotonic()
        try:
            while not self.is_stopping:
                if not self._may_run.is_set():
                    self._hand_over(events, paused=True)
                    self._on_pause()
                    self._may_run.wait()
                    continue
                event = next(self._work)
                events.append(event)
                with self._lock:
                    if self._pause_after is not None and isinstance(event, self._pause_after):
                        self._may_run.clear()
                if time.monotonic() - last >= _INTERVAL and self._read.is_set():
                    self._hand_over(events)
                    last = time.monotonic()
            self._work.close()
        except StopIteration as end:
            self.result = end.value
        except Exception as failure:  # Qt would print and swallow it
            self.failure = failure
        # Even without events: after a failure the work may have gone back to an earlier state.
        self._hand_over(events, ended=True)

    def _run_until(self, until: type | None) -> None:
        with self._lock:
            self._pause_after = until
            self._may_run.set()

    def _hand_over(self, events: list[Any], *, paused: bool = False, ended: bool = False) -> None:
        self._read.clear()
        self._handed_over.emit(Delivery(tuple(events), self._snapshot(), paused, ended))
        events.clear()

    @Slot(Delivery)
    def _deliver(self, delivery: Delivery) -> None:
        self._read.set()
        if delivery.ended:
            self.wait()
            self.deleteLater()
        if not self.signalsBlocked():
            self._receive(delivery)
