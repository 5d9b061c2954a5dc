"""Work of which only the newest answer is wanted."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from digitpad.core.tasks import Progress, Task
from digitpad.workspace.latest import Latest


@pytest.fixture
def latest(owner: QObject) -> Latest:
    return Latest(owner)


def counting(to: int) -> Task[int]:
    for number in range(to):
        yield Progress(number / to)
    return to


def waiting(for_it: threading.Event, answer: str) -> Task[str]:
    yield Progress(0.0)
    for_it.wait(5)
    yield Progress(0.5)
    return answer


def telling_its_end(ended: threading.Event) -> Task[str]:
    yield Progress(0.0)
    ended.set()
    return "first"


def failing() -> Task[None]:
    yield Progress(0.0)
    raise ValueError("no")


def test_work_is_answered(qtbot: QtBot, latest: Latest) -> None:
    progress: list[float] = []
    busy: list[bool] = []
    latest.progressed.connect(progress.append)
    latest.busy_changed.connect(busy.append)
    with qtbot.waitSignal(latest.answered) as answered:
        latest.start(counting(4))
    assert answered.args == [4]
    assert progress == [0, 0.25, 0.5, 0.75]
    assert busy == [True, False]
    assert not latest.busy


def test_only_the_newest_is_answered(qtbot: QtBot, latest: Latest) -> None:
    answers: list[str] = []
    latest.answered.connect(answers.append)
    go_on = threading.Event()
    for answer in ("first", "second", "third"):
        latest.start(waiting(go_on, answer))
    go_on.set()
    qtbot.waitUntil(lambda: not latest.busy)
    assert answers == ["third"]


def test_what_is_stopped_is_not_answered(qtbot: QtBot, latest: Latest) -> None:
    answers: list[str] = []
    latest.answered.connect(answers.append)
    go_on = threading.Event()
    latest.start(waiting(go_on, "first"))
    latest.start(waiting(go_on, "second"))
    latest.stop()
    go_on.set()
    qtbot.waitUntil(lambda: not latest.busy)
    assert answers == []


def test_a_failure_is_told_and_the_next_work_is_done(qtbot: QtBot, latest: Latest) -> None:
    with qtbot.waitSignal(latest.failed) as failed:
        latest.start(failing())
    assert str(failed.args[0]) == "no"
    with qtbot.waitSignal(latest.answered):
        latest.start(counting(1))


def test_abandoning_waits_for_the_thread(latest: Latest) -> None:
    answers: list[str] = []
    busy: list[bool] = []
    latest.answered.connect(answers.append)
    latest.busy_changed.connect(busy.append)
    go_on = threading.Event()
    latest.start(waiting(go_on, "first"))
    go_on.set()
    latest.shutdown()
    assert not latest.busy
    assert busy == [True, False]
    assert answers == []


def test_work_after_abandoned_work_is_answered(qtbot: QtBot, latest: Latest) -> None:
    answers: list[str] = []
    latest.answered.connect(answers.append)
    go_on, ended = threading.Event(), threading.Event()
    latest.start(telling_its_end(ended))
    assert ended.wait(5)
    (thread,) = latest.findChildren(QThread)
    assert thread.wait(5000)  # that it ended is not told yet
    latest.shutdown()
    latest.start(waiting(go_on, "second"))
    qtbot.wait(0)
    assert latest.busy
    go_on.set()
    qtbot.waitUntil(lambda: not latest.busy)
    assert answers == ["second"]
