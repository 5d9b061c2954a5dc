"""Work of which only the answer to the latest request is wanted."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from digitpad.core.tasks import Progress, Task
from digitpad.workspace.background_task import BackgroundTask, Request, Status


class Subject:
    """Keeps count of the work that was begun, which waits until it may end."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.may_end = threading.Event()
        self.has_begun = threading.Event()

    def request(self, key: str, version: int, name: str = "") -> Request:
        return Request(key, version, lambda: self._work(name or f"{key}{version}"))

    def _work(self, name: str) -> Task[str]:
        self.begun.append(name)
        self.has_begun.set()
        while not self.may_end.wait(0.01):
            yield Progress(0.5, "partial")
        return name


@pytest.fixture(autouse=True)
def background_work() -> None:
    """The task itself is tested here: its work goes as each test says, whatever `--background` wants elsewhere."""


@pytest.fixture
def reported() -> list[Exception]:
    return []


@pytest.fixture
def results() -> list[str]:
    return []


@pytest.fixture
def task(owner: QObject, reported: list[Exception], results: list[str]) -> BackgroundTask:
    task = BackgroundTask(owner, reported.append, min_interval_ms=30)
    task.finished.connect(results.append)
    return task


@pytest.fixture
def subject() -> Subject:
    return Subject()


def is_idle(task: BackgroundTask) -> bool:
    return task.status is Status.IDLE


def failing() -> Task[None]:
    yield Progress()
    raise ValueError("no")


def test_a_request_is_answered(qtbot: QtBot, task: BackgroundTask, subject: Subject) -> None:
    statuses: list[Status] = []
    task.changed.connect(lambda: statuses.append(task.status))
    subject.may_end.set()
    with qtbot.waitSignal(task.finished) as finished:
        task.request(subject.request("a", 1))
    assert finished.args == ["a1"]
    assert statuses[0] is Status.RUNNING
    assert statuses[-1] is task.status is Status.IDLE


def test_progress_carries_partial_results(qtbot: QtBot, task: BackgroundTask, subject: Subject) -> None:
    task.request(subject.request("a", 1))
    qtbot.waitUntil(lambda: task.progress == Progress(0.5, "partial"))
    assert task.status is Status.RUNNING
    with qtbot.waitSignal(task.finished):
        subject.may_end.set()


def test_what_is_answered_is_not_done_again(qtbot: QtBot, task: BackgroundTask, subject: Subject) -> None:
    subject.may_end.set()
    with qtbot.waitSignal(task.finished):
        task.request(subject.request("a", 1))
    task.request(subject.request("a", 1, "again"))
    assert is_idle(task)
    with qtbot.waitSignal(task.finished) as finished:
        task.request(subject.request("a", 2))
    assert finished.args == ["a2"]
    assert subject.begun == ["a1", "a2"]


def test_what_changes_by_itself_waits_for_the_work_under_way(
    qtbot: QtBot, task: BackgroundTask, subject: Subject
) -> None:
    for version in (1, 2, 3):
        task.request(subject.request("a", version))
    with qtbot.waitSignal(task.finished) as finished:
        subject.may_end.set()
    assert finished.args == ["a1"]
    assert is_idle(task)  # for the pause
    with qtbot.waitSignal(task.finished) as finished:
        pass
    assert finished.args == ["a3"]
    assert subject.begun == ["a1", "a3"]


def test_another_key_replaces_the_work_under_way(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, results: list[str]
) -> None:
    for key in "abc":
        task.request(subject.request(key, 1))
    subject.may_end.set()
    qtbot.waitUntil(lambda: is_idle(task))
    assert results == ["c1"]


def test_another_key_does_not_wait_for_the_pause(qtbot: QtBot, owner: QObject, subject: Subject) -> None:
    task = BackgroundTask(owner, pytest.fail, min_interval_ms=1_000_000)
    subject.may_end.set()
    for key in "ab":
        with qtbot.waitSignal(task.finished) as finished:
            task.request(subject.request(key, 1))
        assert finished.args == [f"{key}1"]


def test_what_is_stopped_waits_to_be_resumed(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, results: list[str]
) -> None:
    task.request(subject.request("a", 1))
    assert subject.has_begun.wait(5)
    task.stop()
    assert task.status is Status.STOPPED
    qtbot.waitUntil(lambda: not task.findChildren(QThread))
    task.request(subject.request("a", 2))
    assert task.status is Status.STOPPED
    assert subject.begun == ["a1"]
    subject.may_end.set()
    with qtbot.waitSignal(task.finished):
        task.resume()
    assert results == ["a2"]


def test_it_is_resumed_though_what_was_stopped_has_not_ended_yet(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, results: list[str]
) -> None:
    task.request(subject.request("a", 1))
    assert subject.has_begun.wait(5)
    task.stop()
    task.resume()
    assert task.status is Status.RUNNING
    with qtbot.waitSignal(task.finished):
        subject.may_end.set()
    assert results == ["a1"]
    assert subject.begun == ["a1", "a1"]


def test_another_key_is_begun_though_one_was_stopped(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, results: list[str]
) -> None:
    task.request(subject.request("a", 1))
    assert subject.has_begun.wait(5)
    task.stop()
    subject.may_end.set()
    with qtbot.waitSignal(task.finished):
        task.request(subject.request("b", 1))
    assert results == ["b1"]


def test_a_failure_is_reported_once_and_the_next_work_is_done(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, reported: list[Exception], results: list[str]
) -> None:
    task.request(Request("a", 1, failing))
    qtbot.waitUntil(lambda: is_idle(task))
    (failure,) = reported
    assert str(failure) == "no"
    assert task.failure is failure
    task.request(Request("a", 1, failing))
    assert is_idle(task)
    subject.may_end.set()
    with qtbot.waitSignal(task.finished):
        task.request(subject.request("b", 1))
    assert task.failure is None
    assert results == ["b1"]
    assert len(reported) == 1


def test_when_nothing_is_wanted_nothing_is_answered(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, results: list[str]
) -> None:
    task.request(subject.request("a", 1))
    task.request(None)
    assert is_idle(task)
    subject.may_end.set()
    qtbot.waitUntil(lambda: not task.findChildren(QThread))
    assert results == []
    with qtbot.waitSignal(task.finished):
        task.request(subject.request("a", 1))


def test_a_shutdown_waits_for_the_thread(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, results: list[str]
) -> None:
    task.request(subject.request("a", 1))
    (thread,) = task.findChildren(QThread)
    subject.may_end.set()
    task.shutdown()
    assert thread.isFinished()
    assert is_idle(task)
    qtbot.wait(0)
    assert results == []


def test_work_after_a_shutdown_is_answered(
    qtbot: QtBot, task: BackgroundTask, subject: Subject, results: list[str]
) -> None:
    def ending(ended: threading.Event) -> Task[Any]:
        yield Progress()
        ended.set()
        return "first"

    ended = threading.Event()
    task.request(Request("a", 1, lambda: ending(ended)))
    assert ended.wait(5)
    (thread,) = task.findChildren(QThread)
    assert thread.wait(5000)  # that it ended is not told yet
    task.shutdown()
    task.request(subject.request("a", 1, "second"))
    qtbot.wait(0)
    assert task.status is Status.RUNNING
    subject.may_end.set()
    qtbot.waitUntil(lambda: is_idle(task))
    assert results == ["second"]
