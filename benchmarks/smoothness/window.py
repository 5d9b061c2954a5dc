"""The window of one platform, measured at idle and while it trains in turn with a training without a window.

python -m benchmarks.smoothness.window RUNS SECONDS TURNS
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEventLoop, QSettings, QTimer

from benchmarks.smoothness.meters import Frames, Heartbeat, OtherPrograms, Pen
from digitpad.app import make_application, make_window
from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.jit import kernels
from digitpad.core.runs.run_events import RunProgress
from digitpad.ui.main_window import MainWindow
from digitpad.ui.ready import GettingReady
from digitpad.workspace.garbage import GarbageCollector
from digitpad.workspace.preferences import Preferences
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


class Turn(NamedTuple):
    """What was measured in one go: seconds late and seconds to answers, frames a second of each plot in view."""

    delays: list[float]
    answers: list[float]
    frames: list[float]
    others: float


class Measurement:
    """Measures a window, turn by turn."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        self._heartbeat = Heartbeat(window)
        self._pen = Pen(window, workspace)
        self._train = window.train
        self._reports: list[tuple[float, int]] = []
        workspace.training.progressed.connect(self._note)

    def take(self, seconds: float, drawing: bool) -> Turn:
        """Measure for so long, with the pen moving or not."""
        self._reports.clear()
        self._heartbeat.delays, self._pen.answers = [], []
        plots = [each.viewport() for each in self._train.findChildren(pg.PlotWidget) if each.isVisible()]
        frames, others, began = Frames(plots), OtherPrograms(), time.perf_counter()
        self._heartbeat.start()
        if drawing:
            self._pen.start()
        turn_the_loop(seconds)
        self._heartbeat.stop()
        self._pen.stop()
        rates = [count / (time.perf_counter() - began) for count in frames.counts.values()]
        # Copies: what is painted later on is no part of it.
        return Turn(list(self._heartbeat.delays), list(self._pen.answers), rates, others.share())

    def steps_per_second(self) -> float:
        """Of the training, in the last turn."""
        (first, begin), (last, end) = self._reports[0], self._reports[-1]
        return (end - begin) / (last - first)

    def _note(self, progress: RunProgress) -> None:
        self._reports.append((time.perf_counter(), progress.steps))


def turn_the_loop(seconds: float) -> None:
    """As in the program: the event loop runs and waits by itself."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def make_ready(window: MainWindow) -> None:
    """As in the program: all pages and views are made soon after the window is there."""
    ready, loop = GettingReady(window), QEventLoop()
    ready.finished.connect(loop.quit)
    ready.begin()
    loop.exec()


def wait_for(workspace: Workspace, state: TrainingState) -> None:
    while workspace.training.state is not state:
        turn_the_loop(0.05)


def measure(headless_runs: Path, seconds: float, turns: int) -> dict[str, object]:
    """Delays and answers in milliseconds (see `spread`), frames a second, speeds, and the platform's name."""
    limit_blas_threads()
    kernels.load(warm_up.Drawing())
    kernels.load(warm_up.Training())
    application = make_application()
    preferences = Preferences(QSettings(str(headless_runs / "settings.ini"), QSettings.Format.IniFormat))
    window = make_window(application, preferences)
    (workspace,) = application.findChildren(Workspace)
    window.resize(1366, 740)
    window.show()
    garbage = GarbageCollector(application, window.is_training)
    garbage.start()
    make_ready(window)
    training = workspace.training
    training.run_library.look_for_interrupted()
    training.resume_interrupted()
    wait_for(workspace, TrainingState.RUNNING)
    turn_the_loop(2 * _SETTLE)
    headless = Headless(headless_runs)
    measurement = Measurement(window, workspace)
    each = seconds / turns / 2
    watched, drawn, idle, idle_drawn, speeds = [], [], [], [], []
    kinds = window.train.plots.kinds
    for turn in range(turns):
        kinds.setCurrentIndex(turn % kinds.count())
        training.resume()
        turn_the_loop(_SETTLE)
        watched.append(measurement.take(each, drawing=False))
        speed = measurement.steps_per_second()
        drawn.append(measurement.take(each, drawing=True))
        drawn_speed = measurement.steps_per_second()
        training.pause()
        wait_for(workspace, TrainingState.PAUSED)
        turn_the_loop(0.5)  # the checkpoint of the pause
        idle.append(measurement.take(each, drawing=False))
        idle_drawn.append(measurement.take(each, drawing=True))
        speeds.append((speed, drawn_speed, headless.steps_per_second(each)))
    headless.end()
    training.shutdown()
    return {
        "platform": application.platformName(),
        "points": len(training.history.batches),
        "idle": spread([turn.delays for turn in idle]),
        "idle answer": spread([turn.answers for turn in idle_drawn]),
        "delay": spread([turn.delays for turn in watched + drawn]),
        "answer": spread([turn.answers for turn in drawn]),
        "frames": [rate for turn in watched + drawn for rate in turn.frames],
        "speeds": speeds,
        "others": [turn.others for turn in watched + drawn],
    }


def spread(turns: list[list[float]]) -> list[float]:
    """Milliseconds: the median, the value that 99 % do not exceed, those of single turns (least, most), the longest."""
    everything = np.concatenate(turns)
    most = [np.percentile(turn, 99) for turn in turns]
    figures = np.median(everything), np.percentile(everything, 99), min(most), max(most), everything.max()
    return [float(each) * 1000 for each in figures]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))), flush=True)
    os._exit(0)  # all that could go wrong while Qt ends is not measured
