"""Python's cyclic garbage collector, kept to the thread that may destroy Qt's objects."""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000
_FULL_EVERY = 60


class GarbageCollector(QObject):
    """Collects on the GUI thread only, from `start` to `stop`.

    Left alone, Python collects in whichever thread happens to allocate, and a widget destroyed by a worker thread ends
    the program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._collections = 0
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        gc.collect()
        gc.freeze()  # what start-up made stays for good, and need not be searched every time
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        self._collections += 1
        gc.collect(2 if self._collections % _FULL_EVERY == 0 else 1)
