"""What tests with Qt share: settings, data learned in a moment, windows, and a check for what is left behind."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Runs of the tests stay away from the user's.
os.environ["XDG_DATA_HOME"] = os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="digitpad-tests-")

import hypothesis
import numpy as np
import pytest
from filelock import FileLock
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitpad.app import make_window
from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.jit import kernels
from digitpad.core.jit.kernels import kernel_cache
from digitpad.core.runs.prepare import EXAMPLES
from digitpad.core.tasks import Progress, Task
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.workspace import Workspace

# No test is about time; the first example may compile a kernel. A change is tested with the same examples on every
# machine; `--hypothesis-profile=search` looks for others.
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.load_profile("same")

_SLOW = 0.01  # seconds after each yield of slow work
_GRACE = 2.0  # seconds for a thread that was told to end
_PATIENCE = 60_000  # milliseconds that a test waits for what must come, on however busy a machine
for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
    wait.__kwdefaults__["timeout"] = _PATIENCE


class BackgroundWork:
    """How background work goes in a test: as usual, done at once, slowed down between its yields, or held.

    Stands between each request and its work. Held work goes on yielding, so that it can be stopped."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._after = 0

    def hold(self, after: int = 0) -> None:
        """From now on, let no work that begins come to its end; it stops short after so many yields of its own."""
        self._after = after
        self._may_go_on.clear()

    def release(self) -> None:
        """Let it."""
        self._may_go_on.set()

    def request_of(self, request: Request | None) -> Request | None:
        """The request with its work as it is to go."""
        return request and replace(request, work=lambda: self._begin(request.work()))

    def _begin(self, work: Task[Any]) -> Task[Any]:
        if not self._may_go_on.is_set():
            return self._held(work, self._after)
        if self._mode == "instant":
            return _done(work)
        return _slowed(work) if self._mode == "slow" else work

    def _held(self, work: Task[Any], after: int) -> Task[Any]:
        progress = Progress(0.5)
        for _ in range(after):
            progress = next(work)
            yield progress
        while not self._may_go_on.wait(0.01):
            yield progress
        return (yield from work)


def _done(work: Task[Any]) -> Task[Any]:
    """Does the work at once, and delivers afterwards what it has yielded, and its result or its failure."""
    yielded: list[Progress] = []
    try:
        while True:
            yielded.append(next(work))
    except StopIteration as end:
        return _replayed(yielded, end.value, None)
    except Exception as failure:
        return _replayed(yielded, None, failure)


def _replayed(yielded: list[Progress], result: Any, failure: Exception | None) -> Task[Any]:
    yield from yielded
    if failure:
        raise failure
    return result


def _slowed(work: Task[Any]) -> Task[Any]:
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            return end.value
        yield progress
        time.sleep(_SLOW)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--background",
        choices=("usual", "instant", "slow"),
        default="usual",
        help="how background work goes: see docs/testing.md",
    )
    parser.addoption("--kills", type=int, default=3, help="how often tests that kill a program do so, at least")


@pytest.fixture(autouse=True)
def background_work(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> BackgroundWork:
    """How the work of every BackgroundTask goes; a test can hold it."""
    work = BackgroundWork(request.config.getoption("--background"))
    original = BackgroundTask.request

    def request_work(task: BackgroundTask, wanted: Request | None) -> None:
        original(task, work.request_of(wanted))

    monkeypatch.setattr(BackgroundTask, "request", request_work)
    return work


@pytest.fixture(scope="session", autouse=True)
def _one_blas_thread() -> None:
    limit_blas_threads()


@pytest.fixture(scope="session", autouse=True)
def _compiled_kernels() -> None:
    """Compile kernels before a test has to wait for them, in processes of their own: they are not loaded here.

    No thread prepares others for a run in a window, which would be left behind by most tests.
    """
    lots: list[list[kernels.Needed]] = [
        [make(each) for make in (warm_up.Drawing, warm_up.Training, warm_up.Scoring)]
        + [warm_up.Training(each, augmentation="none")]
        for each in ("float32", "float64")
    ]
    lots[0].append(EXAMPLES)
    kernel_cache().mkdir(parents=True, exist_ok=True)
    with FileLock(kernel_cache() / "tests.lock"):  # of several processes that run tests, one compiles
        if not all(kernels.compiled_before(each) for lot in lots for each in lot):
            program = "from digitpad.core.runs.prepare import *; from digitpad.core.warm_up import *; "
            program += "from digitpad.core.jit.kernels import load; "
            program += "[load(each) for each in {}]"
            compiling = [subprocess.Popen([sys.executable, "-c", program.format(lot)]) for lot in lots]
            assert [each.wait() for each in compiling] == [0, 0]
    kernels.prepare_in_background = lambda *_: None


@pytest.fixture(scope="session")
def course_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """600 noisy copies of ten smooth random images: an epoch teaches most of them."""
    rng = np.random.default_rng(0)
    coarse = rng.normal(size=(10, 9, 9)).astype(np.float32)
    smooth = [np.asarray(Image.fromarray(each).resize((28, 28), Image.Resampling.BICUBIC)) for each in coarse]
    prototypes = 1 / (1 + np.exp(-3 * np.stack(smooth).reshape(10, 784)))
    labels = np.arange(600) % 10
    digits = np.clip(prototypes[labels] + 0.35 * rng.normal(size=(600, 784)), 0, 1)
    path = tmp_path_factory.mktemp("data") / "course.npz"
    np.savez(path, digits=digits.astype(np.float32), labels=labels)
    return path


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test with Qt that leaves a thread, a window, an active timer or a half-written file behind."""
    if "qapp" not in request.fixturenames:
        yield
        return
    application = request.getfixturevalue("qapp")
    folder = request.getfixturevalue("tmp_path")
    threads = set(sys._current_frames())  # Python's threads and Qt's alike
    yield
    _destroy_what_waits()
    deadline = time.monotonic() + _GRACE
    while set(sys._current_frames()) - threads and time.monotonic() < deadline:
        application.processEvents()
    timers = [each for each in application.findChildren(QTimer) if each.isActive()]
    left = [f"the thread {each}" for each in set(sys._current_frames()) - threads]
    left += [f"the window {each}" for each in QApplication.topLevelWidgets() if each.isVisible()]
    left += [f"the timer {each}" for each in timers]
    left += [str(each) for each in application.findChildren(Workspace)]
    left += [str(each) for each in folder.rglob("*.part")]
    for timer in timers:
        timer.stop()  # one test is to blame, not all that follow it
    assert not left, f"the test leaves behind: {', '.join(left)}"


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    """The parent of the objects of a test; they are destroyed with it."""
    parent = QObject(qapp)
    yield parent
    running = [each for each in parent.findChildren(QThread) if each.isRunning()]
    for workspace in parent.findChildren(Workspace):
        workspace.shutdown()
    for thread in running:
        thread.requestInterruption()
        thread.wait(2000)
    parent.deleteLater()
    _destroy_what_waits()
    assert not running, "the test leaves a running thread behind"


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """A settings file of this test alone."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def preferences(settings: QSettings) -> Preferences:
    return Preferences(settings)


@pytest.fixture
def new_window(qtbot: QtBot, qapp: QApplication, preferences: Preferences) -> Iterator[Callable[[], MainWindow]]:
    """Opens the real window, again with the same settings file if asked again; all are gone after the test."""
    style, palette = qapp.style().name(), QGuiApplication.palette()
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        window = make_window(qapp, preferences)
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    for workspace in qapp.findChildren(Workspace):
        workspace.shutdown()
        workspace.deleteLater()
    for window in windows:
        window.hide()
        window.deleteLater()
    _destroy_what_waits()
    qapp.setStyle(style)
    qapp.setPalette(palette)


@pytest.fixture
def window(new_window: Callable[[], MainWindow]) -> MainWindow:
    """The window as it first opens."""
    return new_window()


@pytest.fixture
def workspace(window: MainWindow, qapp: QApplication) -> Workspace:
    """What is behind the window."""
    assert window
    (only,) = qapp.findChildren(Workspace)
    return only


def _destroy_what_waits() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def kept_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workspace: Workspace) -> None:
    """Runs cannot be kept, as on a full disk."""
    (tmp_path / "full").touch()
    monkeypatch.setattr(workspace.training.run_library, "folder", tmp_path / "full" / "runs")
