"""What measures a window: a heartbeat, a pen, and counters of what is painted."""

import math
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from digitpad.ui.main_window import MainWindow
from digitpad.ui.widgets.images import square_in
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace

_STAT = Path("/proc/stat")
_BEAT = 0.004  # seconds
_MOVES = 0.008  # seconds between two reports of an ordinary mouse
_LONG, _PAUSE = 120, 20  # reports for a digit, and before and after it is wiped away


class Beat(QObject):
    """Beats at equal distances while it is on; `beaten` is called for each, also for those that the event loop missed.

    So a pause of 50 ms counts as often as it would have been felt, not once.
    """

    def __init__(self, seconds: float, parent: QObject) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._due = 0.0
        # Begun anew for each beat: when it comes late, a repeating timer puts off all later beats.
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._catch_up)

    def start(self) -> None:
        self._due = time.perf_counter() + self._seconds
        self._catch_up()

    def stop(self) -> None:
        self._timer.stop()

    def beaten(self, due: float) -> None:
        """A beat that was due at that time."""

    def _catch_up(self) -> None:
        while self._due <= time.perf_counter():
            self.beaten(self._due)
            self._due += self._seconds
        self._timer.start(max(0, math.ceil(1000 * (self._due - time.perf_counter()))))


class Heartbeat(Beat):
    """How much later than due the event loop comes to a timer, in seconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_BEAT, parent)
        self.delays: list[float] = []

    def beaten(self, due: float) -> None:
        self.delays.append(time.perf_counter() - due)


class Pen(Beat):
    """Draws an 8 again and again; `answers` are the seconds from each move until its answer is painted."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        super().__init__(_MOVES, window)
        self.answers: list[float] = []
        self._window = window
        self._canvas = window.drawing.canvas
        self._document = workspace.document
        self._turn = 0
        self._waiting: list[float] = []  # when the moves of this drawing were due
        self._read = self._painted = 0  # how many of them
        workspace.classifier.predicted.connect(self._note_reading)
        window.installEventFilter(self)

    def start(self) -> None:
        self._begin_anew()
        self._turn = 0
        super().start()

    def beaten(self, due: float) -> None:
        """The pointer moves at the time it is due, however late the event loop comes to hear of it."""
        turn = self._turn
        self._turn = (turn + 1) % (_LONG + 2 * _PAUSE)
        if turn < _LONG:
            self._waiting.append(due)
            self._move(turn)
        elif turn == _LONG + _PAUSE:
            self._begin_anew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Everything in the window that has changed is painted at one event."""
        if event.type() is not QEvent.Type.UpdateRequest:
            return False
        watched.event(event)
        now = time.perf_counter()
        self.answers += [now - due for due in self._waiting[self._painted : self._read]]
        self._painted = self._read
        return True

    def _begin_anew(self) -> None:
        self._document.end_stroke()
        self._document.clear()
        self._waiting.clear()
        self._read = self._painted = 0

    def _move(self, number: int) -> None:
        kinds = {0: QEvent.Type.MouseButtonPress, _LONG - 1: QEvent.Type.MouseButtonRelease}
        kind = kinds.get(number, QEvent.Type.MouseMove)
        turn = 2 * np.pi * number / _LONG
        square = square_in(self._canvas)
        way = QPointF(0.5 + 0.2 * np.sin(2 * turn), 0.5 - 0.3 * np.cos(turn)) * square.width()
        place = QPointF(square.topLeft()) + way
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        button = none if kind is QEvent.Type.MouseMove else left
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        where = self._canvas.mapToGlobal(place)
        event = QMouseEvent(kind, place, where, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.postEvent(self._canvas, event)

    def _note_reading(self, reading: DrawingPrediction) -> None:
        self._read = min(sum(len(stroke.samples) for stroke in reading.drawing), len(self._waiting))


class Frames(QObject):
    """How often each of some widgets has been painted since it was made."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        self.counts = {id(widget): 0 for widget in widgets}
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.counts[id(watched)] += 1
        return False


class OtherPrograms:
    """The share of all processors that other programs used since it was made; nan where Linux does not tell.

    Those of low priority, which give way, do not count; other virtual machines on the same host do.
    """

    def __init__(self) -> None:
        self._before = self._times()

    def share(self) -> float:
        (busy, own, total), (busy_then, own_then, total_then) = self._times(), self._before
        return (busy - busy_then - (own - own_then)) / (total - total_then) if total > total_then else math.nan

    @staticmethod
    def _times() -> tuple[float, float, float]:
        """Seconds of work by all programs and by this one, and all there were."""
        if not _STAT.exists():
            return 0.0, 0.0, 0.0
        user, nice, system, idle, waiting, *rest = (int(each) for each in _STAT.read_text().split("\n")[0].split()[1:9])
        busy, tick = user + system + sum(rest), os.sysconf("SC_CLK_TCK")
        return busy / tick, sum(os.times()[:2]), (busy + nice + idle + waiting) / tick
