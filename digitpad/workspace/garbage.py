"""Python's cyclic garbage collector, kept to the thread that may destroy Qt's objects."""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000
_FULL_EVERY = 60
_LOADED_MS = 30_000  # until then the window makes its views, and compiled kernels are loaded


class GarbageCollector(QObject):
    """Collects on the GUI thread only, from `start` to `stop`.

    Left alone, Python collects in whichever thread happens to allocate, and a widget destroyed by a worker thread ends
    the program. A full collection looks at every object, at each point of a long history too, and takes as long as two
    frames; so it waits while the program is `busy`.
    """

    def __init__(self, parent: QObject, busy: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._busy = busy
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._collections = 0  # since the last full one
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        gc.disable()
        gc.freeze()  # what start-up made stays for good, and need not be searched every time
        QTimer.singleShot(_LOADED_MS, self, gc.freeze)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        self._collections += 1
        full = self._collections >= _FULL_EVERY and not self._busy()
        gc.collect(2 if full else 1)
        if full:
            self._collections = 0
