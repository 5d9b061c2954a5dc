"""The window of one platform, measured at idle and while it trains in turn with a training without a window.

python -m benchmarks.smoothness.window RUNS SECONDS TURNS
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEventLoop, QSettings, QTimer

from benchmarks.smoothness.meters import Frames, Heartbeat, OtherPrograms, Pen
from digitpad.app import make_application, make_window
from digitpad.core.blas import limit_blas_threads
from digitpad.core.engine import kernels
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.garbage import GarbageCollector
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.progress import Progress
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

_SETTLE = 3.0  # seconds after something new has begun


class Headless:
    """The same training in a process of its own."""

    def __init__(self, runs: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.smoothness.long_run", str(runs)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def steps_per_second(self, seconds: float) -> float:
        assert self._process.stdin
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


class Measurement:
    """What is measured at a window that trains; each measuring adds to it."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        self.heartbeat = Heartbeat(window)
        self.pen = Pen(window, workspace)
        self.frames: list[float] = []  # a second, of each plot in view
        self.others: list[float] = []
        self._train = window.train
        self._reports: list[tuple[float, int]] = []
        workspace.training.progressed.connect(self._note)

    def take(self, seconds: float, drawing: bool) -> float:
        """Measure for so long, with the pen moving or not; returns the steps a second."""
        self._reports.clear()
        plots = [each.viewport() for each in self._train.findChildren(pg.PlotWidget) if each.isVisible()]
        frames, others, began = Frames(plots), OtherPrograms(), time.perf_counter()
        self.heartbeat.start()
        if drawing:
            self.pen.start()
        turn_the_loop(seconds)
        self.heartbeat.stop()
        self.pen.stop()
        self.frames += [count / (time.perf_counter() - began) for count in frames.counts.values()]
        self.others.append(others.share())
        (first, begin), (last, end) = self._reports[0], self._reports[-1]
        return (end - begin) / (last - first)

    def _note(self, progress: Progress) -> None:
        self._reports.append((time.perf_counter(), progress.steps))


def turn_the_loop(seconds: float) -> None:
    """As in the program: the event loop runs and waits by itself."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_for(workspace: Workspace, state: TrainingState) -> None:
    while workspace.training.state is not state:
        turn_the_loop(0.05)


def measure(headless_runs: Path, seconds: float, turns: int) -> dict[str, object]:
    """Delays and answers in milliseconds (median, 99 %, longest), frames a second, speeds, and the platform's name."""
    limit_blas_threads()
    kernels.load("float32")
    application = make_application()
    preferences = Preferences(QSettings(str(headless_runs / "settings.ini"), QSettings.Format.IniFormat))
    window = make_window(application, preferences)
    (workspace,) = application.findChildren(Workspace)
    window.resize(1366, 740)
    window.show()
    garbage = GarbageCollector(application, window.is_training)
    garbage.start()
    turn_the_loop(_SETTLE)
    idle, idle_pen = Heartbeat(window), Pen(window, workspace)
    idle.start()
    turn_the_loop(seconds / turns)
    idle.stop()
    idle_pen.start()
    turn_the_loop(seconds / turns)
    idle_pen.end()
    training = workspace.training
    training.look_for_interrupted()
    training.resume_interrupted()
    wait_for(workspace, TrainingState.RUNNING)
    turn_the_loop(2 * _SETTLE)
    headless = Headless(headless_runs)
    measurement = Measurement(window, workspace)
    speeds = []
    kinds = window.train.plots.kinds
    for turn in range(turns):
        kinds.setCurrentIndex(turn % kinds.count())
        training.resume()
        turn_the_loop(_SETTLE)
        watched, drawn = (measurement.take(seconds / turns / 2, drawing) for drawing in (False, True))
        training.pause()
        wait_for(workspace, TrainingState.PAUSED)
        turn_the_loop(0.5)  # the checkpoint of the pause
        speeds.append((watched, drawn, headless.steps_per_second(seconds / turns / 2)))
    headless.end()
    training.abandon()
    return {
        "platform": application.platformName(),
        "points": len(training.history.recent),
        "idle": spread(idle.delays),
        "idle answer": spread(idle_pen.answers),
        "delay": spread(measurement.heartbeat.delays),
        "answer": spread(measurement.pen.answers),
        "frames": measurement.frames,
        "speeds": speeds,
        "others": measurement.others,
    }


def spread(seconds: list[float]) -> list[float]:
    """Median, the value that 99 % do not exceed, and the longest, in milliseconds."""
    return [float(each) * 1000 for each in np.percentile(seconds, [50, 99, 100])]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))), flush=True)
    os._exit(0)  # all that could go wrong while Qt ends is not measured
