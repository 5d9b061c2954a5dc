"""Work on something that keeps changing."""

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.core.tasks import Progress, Task
from digitpad.workspace.following import Following


class Subject:
    """Keeps count of the work that was begun, which waits until it may end."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.may_end = threading.Event()

    def work(self, name: str) -> Task[str]:
        self.begun.append(name)
        yield Progress(0.0)
        while not self.may_end.wait(0.01):
            yield Progress(0.5)
        return name


@pytest.fixture
def following(owner: QObject) -> Following:
    return Following(owner)


@pytest.fixture
def subject() -> Subject:
    return Subject()


def test_what_is_answered_is_not_done_again(qtbot: QtBot, following: Following, subject: Subject) -> None:
    subject.may_end.set()
    with qtbot.waitSignal(following.answered) as answered:
        following.want("a", 1, lambda: subject.work("a1"))
    assert answered.args == ["a1"]
    with qtbot.waitSignal(following.invalidated):  # it has rested
        pass
    following.want("a", 1, lambda: subject.work("again"))
    assert not following.work.busy
    with qtbot.waitSignal(following.answered) as answered:
        following.want("a", 2, lambda: subject.work("a2"))
    assert answered.args == ["a2"]


def test_what_changes_by_itself_waits_for_the_work_under_way(
    qtbot: QtBot, following: Following, subject: Subject
) -> None:
    following.want("a", 1, lambda: subject.work("a1"))
    following.want("a", 2, lambda: subject.work("a2"))
    with qtbot.waitSignal(following.answered) as answered:
        subject.may_end.set()
    assert answered.args == ["a1"]
    following.want("a", 2, lambda: subject.work("a2"))
    assert not following.work.busy  # it rests
    with qtbot.waitSignal(following.invalidated):
        pass
    with qtbot.waitSignal(following.answered) as answered:
        following.want("a", 2, lambda: subject.work("a2"))
    assert answered.args == ["a2"]


def test_another_choice_replaces_the_work_under_way(qtbot: QtBot, following: Following, subject: Subject) -> None:
    answers: list[str] = []
    following.answered.connect(answers.append)
    following.want("a", 1, lambda: subject.work("a1"))
    following.want("b", 1, lambda: subject.work("b1"))
    subject.may_end.set()
    qtbot.waitUntil(lambda: not following.work.busy)
    assert answers == ["b1"]


def test_what_is_stopped_waits_to_go_on(qtbot: QtBot, following: Following, subject: Subject) -> None:
    following.want("a", 1, lambda: subject.work("a1"))
    following.stop()
    assert following.stopped
    qtbot.waitUntil(lambda: not following.work.busy)
    following.want("a", 2, lambda: subject.work("a2"))
    assert "a2" not in subject.begun
    subject.may_end.set()
    with qtbot.waitSignal(following.invalidated):
        following.go_on()
    with qtbot.waitSignal(following.answered) as answered:
        following.want("a", 2, lambda: subject.work("a2"))
    assert answered.args == ["a2"]


def test_another_choice_is_begun_though_one_was_stopped(qtbot: QtBot, following: Following, subject: Subject) -> None:
    following.want("a", 1, lambda: subject.work("a1"))
    following.stop()
    subject.may_end.set()
    with qtbot.waitSignal(following.answered) as answered:
        following.want("b", 1, lambda: subject.work("b1"))
    assert answered.args == ["b1"]
    assert not following.stopped


def test_a_failure_is_told_once(qtbot: QtBot, following: Following) -> None:
    def failing() -> Task[None]:
        yield Progress(0.0)
        raise ValueError("no")

    with qtbot.waitSignal(following.failed) as failed:
        following.want("a", 1, failing)
    assert str(failed.args[0]) == "no"
    following.want("a", 1, failing)
    assert not following.work.busy


def test_when_nothing_is_wanted_nothing_is_answered(qtbot: QtBot, following: Following, subject: Subject) -> None:
    answers: list[str] = []
    following.answered.connect(answers.append)
    following.want("a", 1, lambda: subject.work("a1"))
    following.rest()
    subject.may_end.set()
    qtbot.waitUntil(lambda: not following.work.busy)
    assert answers == []
    with qtbot.waitSignal(following.answered):
        following.want("a", 1, lambda: subject.work("a1"))


def test_it_goes_on_though_what_was_stopped_has_not_ended_yet(
    qtbot: QtBot, following: Following, subject: Subject
) -> None:
    following.want("a", 1, lambda: subject.work("a1"))
    with qtbot.waitSignal(following.stopped_changed) as changed:
        following.stop()
    assert changed.args == [True]
    with qtbot.waitSignal(following.stopped_changed) as changed:
        following.go_on()
    assert changed.args == [False]
    assert following.work.busy
    with qtbot.waitSignal(following.answered) as answered:
        following.want("a", 1, lambda: subject.work("again"))
        subject.may_end.set()
    assert answered.args == ["again"]
