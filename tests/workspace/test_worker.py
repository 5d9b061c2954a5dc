"""A worker drives a generator in a thread and hands over what it yields."""

import threading
import time
from collections.abc import Callable, Generator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from digitpad.workspace.worker import Delivery, Worker

MakeWorker = Callable[..., tuple[Worker, list[Delivery]]]


class Receiver(QObject):
    delivered = Signal(Delivery)


@pytest.fixture
def make_worker(owner: QObject) -> MakeWorker:
    """Makes a worker, with the list its deliveries go to."""

    def make(
        work: Generator[Any], snapshot: Callable[[], Any] = lambda: None, **more: Any
    ) -> tuple[Worker, list[Delivery]]:
        receiver, deliveries = Receiver(), []
        receiver.delivered.connect(deliveries.append)
        worker = Worker(work, receiver.delivered.emit, owner, snapshot, **more)
        receiver.setParent(worker)
        return worker, deliveries

    return make


class Counting:
    """Endless work that counts, and the snapshot of it."""

    def __init__(self) -> None:
        self.count = 0
        self.counting = threading.Event()

    def work(self) -> Generator[int | str]:
        while True:
            self.count += 1
            self.counting.set()
            time.sleep(0)  # let the other thread have its turn
            yield self.count if self.count % 10 else f"ten {self.count}"


def everything(deliveries: list[Delivery]) -> list[Any]:
    return [event for delivery in deliveries for event in delivery.events]


def ended(qtbot: QtBot, worker: Worker) -> Exception | None:
    with until_end(qtbot, worker):
        worker.start()
    return worker.failure


def until_end(qtbot: QtBot, worker: Worker) -> Any:
    return qtbot.waitSignal(worker.findChild(Receiver).delivered, check_params_cb=lambda delivery: delivery.ended)


def until_pause(qtbot: QtBot, worker: Worker) -> Any:
    return qtbot.waitSignal(worker.findChild(Receiver).delivered, check_params_cb=lambda delivery: delivery.paused)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.integers() | st.text()))
def test_everything_arrives_in_order_and_once(qtbot: QtBot, make_worker: MakeWorker, events: list[int | str]) -> None:
    worker, deliveries = make_worker(each for each in events)
    assert ended(qtbot, worker) is None
    assert everything(deliveries) == events


def test_everything_arrives_of_work_that_lasts_for_many_deliveries(qtbot: QtBot, make_worker: MakeWorker) -> None:
    def work() -> Generator[int]:
        number = 0
        while len(deliveries) < 5:
            number += 1
            yield number

    worker, deliveries = make_worker(work())
    began = time.monotonic()
    assert ended(qtbot, worker) is None
    seconds = time.monotonic() - began
    assert 6 <= len(deliveries) <= 1 + 34 * seconds  # 33 a second, and the rest at the end
    assert everything(deliveries) == list(range(1, len(everything(deliveries)) + 1))


def test_nothing_is_handed_over_while_the_last_delivery_is_unread(qtbot: QtBot, make_worker: MakeWorker) -> None:
    def work() -> Generator[int]:
        for number in range(5):
            time.sleep(0.04)  # longer than from one delivery to the next
            yield number

    worker, deliveries = make_worker(work())
    worker.start()
    assert worker.wait(5000)  # without a turn of the event loop: nobody reads
    with until_end(qtbot, worker):
        pass
    assert [delivery.events for delivery in deliveries] == [(0,), (1, 2, 3, 4)]


def test_a_pause_holds_the_work_and_resuming_loses_nothing(qtbot: QtBot, make_worker: MakeWorker) -> None:
    counting = Counting()
    worker, deliveries = make_worker(counting.work(), lambda: counting.count)
    worker.start()
    counting.counting.wait(5)
    with until_pause(qtbot, worker):
        worker.pause()
    at_pause = counting.count
    assert len(everything(deliveries)) == at_pause
    assert deliveries[-1].snapshot == at_pause
    counting.counting.clear()
    assert not counting.counting.wait(0.1)
    worker.resume()
    assert counting.counting.wait(5)
    with until_end(qtbot, worker):
        worker.stop()
    assert len(everything(deliveries)) == counting.count > at_pause


def test_a_step_goes_on_until_one_object_of_its_type(qtbot: QtBot, make_worker: MakeWorker) -> None:
    counting = Counting()
    worker, deliveries = make_worker(counting.work())
    worker.pause()
    with until_pause(qtbot, worker):
        worker.start()
    assert counting.count == 0
    for kind, expected in ((int, 1), (int, 2), (str, 10), (str, 20), (int, 21)):
        with until_pause(qtbot, worker):
            worker.step(kind)
        assert counting.count == expected
        assert len(everything(deliveries)) == expected
    with until_end(qtbot, worker):
        worker.stop()
    assert counting.count == 21


def test_resuming_forgets_the_step(qtbot: QtBot, make_worker: MakeWorker) -> None:
    counting = Counting()
    worker, deliveries = make_worker(counting.work())
    worker.step(int)
    with until_pause(qtbot, worker):
        worker.start()
    worker.resume()
    qtbot.waitUntil(lambda: len(everything(deliveries)) > 100)
    with until_end(qtbot, worker):
        worker.stop()


def test_paused_work_can_be_stopped(qtbot: QtBot, make_worker: MakeWorker) -> None:
    counting = Counting()
    worker, _ = make_worker(counting.work())
    worker.pause()
    with until_pause(qtbot, worker):
        worker.start()
    with until_end(qtbot, worker):
        worker.stop()
    assert worker.failure is None
    assert counting.count == 0


def test_the_works_exception_is_reported_after_what_came_before_it(qtbot: QtBot, make_worker: MakeWorker) -> None:
    failure = ValueError("broken")

    def work() -> Generator[int]:
        yield 1
        yield 2
        raise failure

    worker, deliveries = make_worker(work(), lambda: "as it was")
    assert ended(qtbot, worker) is failure
    assert everything(deliveries) == [1, 2]
    assert deliveries[-1].snapshot == "as it was"


def test_snapshots_are_taken_in_the_works_thread_between_two_pieces(qtbot: QtBot, make_worker: MakeWorker) -> None:
    pieces: list[str] = []
    threads: list[int] = []

    def work() -> Generator[int]:
        for number in range(40):
            pieces.append("open")
            threads.append(threading.get_ident())
            time.sleep(0.005)
            pieces.append("done")
            yield number

    def snapshot() -> str:
        threads.append(threading.get_ident())
        return pieces[-1]

    worker, deliveries = make_worker(work(), snapshot)
    assert ended(qtbot, worker) is None
    assert len(deliveries) > 2
    assert {delivery.snapshot for delivery in deliveries} == {"done"}
    assert len(set(threads)) == 1
    assert threading.get_ident() not in threads


def test_stopping_closes_the_work_in_its_thread(qtbot: QtBot, make_worker: MakeWorker) -> None:
    threads: list[int] = []
    begun = threading.Event()

    def work() -> Generator[int]:
        try:
            while True:
                begun.set()
                yield 1
        finally:
            threads.append(threading.get_ident())

    worker, _ = make_worker(work())
    worker.start()
    assert begun.wait(5)
    with until_end(qtbot, worker):
        worker.stop()
    assert len(threads) == 1
    assert threads != [threading.get_ident()]


def test_a_pause_is_told_in_the_works_thread(qtbot: QtBot, make_worker: MakeWorker) -> None:
    told = threading.Event()
    counting = Counting()
    worker, _ = make_worker(counting.work(), on_pause=told.set)
    worker.start()
    assert counting.counting.wait(5)
    assert not told.is_set()
    worker.pause()
    assert told.wait(5)
    with until_end(qtbot, worker):
        worker.stop()


def test_the_works_result_is_there_at_its_end(qtbot: QtBot, make_worker: MakeWorker) -> None:
    def work() -> Generator[int, None, str]:
        yield 1
        return "done"

    worker, _ = make_worker(work())
    assert ended(qtbot, worker) is None
    assert worker.result == "done"


def test_nothing_is_delivered_after_a_shutdown(qtbot: QtBot, make_worker: MakeWorker) -> None:
    counting = Counting()
    worker, deliveries = make_worker(counting.work())
    worker.start()
    assert counting.counting.wait(5)
    worker.shutdown()
    before = len(deliveries)
    qtbot.wait(0)
    assert len(deliveries) == before
