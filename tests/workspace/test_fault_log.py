"""Exceptions that nothing caught go to a file, and the first one to the user."""

import faulthandler
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from pytestqt.qtbot import QtBot

from digitpad.workspace.fault_log import FaultLog


class Button(QObject):
    """Something with a signal."""

    clicked = Signal()


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "digitpad.log"


@pytest.fixture
def faults(log_file: Path, owner: QObject, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultLog]:
    """A started log. The hooks that pytest sets are back after the test, whatever happens in it."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    log = FaultLog(log_file, owner)
    log.start()
    yield log
    log.stop()
    faulthandler.enable(sys.__stderr__)  # as pytest has it


def raising(text: str) -> None:
    raise RuntimeError(text)


def test_an_exception_in_a_slot_is_written_and_told(
    qtbot: QtBot, faults: FaultLog, owner: QObject, log_file: Path
) -> None:
    button = Button(owner)
    button.clicked.connect(lambda: raising("in a slot"))
    with qtbot.waitSignal(faults.caught) as told:
        QTimer.singleShot(0, button.clicked)
    assert "in a slot" in told.args[0]
    assert str(log_file) in told.args[0]
    assert "\n" not in told.args[0]
    written = log_file.read_text()
    assert "Traceback" in written
    assert "RuntimeError: in a slot" in written


def test_an_exception_in_a_thread_is_written_and_told(qtbot: QtBot, faults: FaultLog, log_file: Path) -> None:
    thread = threading.Thread(target=raising, args=("in a thread",))
    with qtbot.waitSignal(faults.caught) as told:
        thread.start()
    thread.join(5)
    assert "in a thread" in told.args[0]
    assert "RuntimeError: in a thread" in log_file.read_text()


def test_only_the_first_is_told_and_all_are_written(faults: FaultLog, log_file: Path) -> None:
    told: list[str] = []
    faults.caught.connect(told.append)
    for text in ("one", "two", "three"):
        try:
            raising(text)
        except RuntimeError as fault:
            sys.excepthook(type(fault), fault, fault.__traceback__)
    assert len(told) == 1
    assert "one" in told[0]
    assert [text in log_file.read_text() for text in ("one", "two", "three")] == [True, True, True]


@pytest.mark.qt_log_ignore("a warning of Qt")
def test_qts_warnings_are_written_and_not_told(qtbot: QtBot, faults: FaultLog, log_file: Path) -> None:
    with qtbot.assertNotEmitted(faults.caught):
        qWarning("a warning of Qt")
    assert "a warning of Qt" in log_file.read_text()


def test_ctrl_c_is_no_fault(qtbot: QtBot, faults: FaultLog, log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with qtbot.assertNotEmitted(faults.caught):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not log_file.exists()
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_after_the_end_python_handles_exceptions_itself(
    faults: FaultLog, log_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faults.stop()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__
    try:
        raising("too late")
    except RuntimeError as fault:
        sys.excepthook(type(fault), fault, fault.__traceback__)
    assert "too late" in capsys.readouterr().err
    assert not log_file.exists()


CRASH = """
import ctypes, sys
from pathlib import Path
from digitpad.workspace.fault_log import FaultLog

def read_nowhere():
    ctypes.string_at(0)

log = FaultLog(Path(sys.argv[1]))
log.start()
read_nowhere()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_crash_leaves_a_trace(log_file: Path) -> None:
    for count in (1, 2):
        done = subprocess.run([sys.executable, "-c", CRASH, str(log_file)], capture_output=True, timeout=60)
        assert done.returncode < 0
        trace = log_file.with_name("digitpad-crash.log").read_text()
        assert trace.count("Segmentation fault") == count
        assert trace.count("in read_nowhere") == count


def test_a_crash_log_that_has_grown_large_begins_anew(faults: FaultLog, log_file: Path) -> None:
    faults.stop()
    crashes = log_file.with_name("digitpad-crash.log")
    crashes.write_text("x" * 600_000)
    faults.start()
    assert crashes.read_text() == ""


@pytest.mark.parametrize("place", ["file/digitpad.log", "x" * 300 + "/digitpad.log"])
def test_without_a_place_for_the_log_the_program_starts(tmp_path: Path, owner: QObject, place: str) -> None:
    (tmp_path / "file").touch()
    log = FaultLog(tmp_path / place, owner)
    log.start()
    log.stop()
