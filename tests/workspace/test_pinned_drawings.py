"""Drawings that are read again while a network learns."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.drawing.normalise import to_input
from digitpad.core.network import Floats, Network
from digitpad.core.runs.run_events import RunStarted
from digitpad.workspace.drawing.pinned_drawings import MAX_PINS, PinnedDrawings, PredictionFlip, ProbabilityTrace
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.workspace import Workspace
from tests.workspace.session import Session

SEEN = np.random.default_rng(0).random((28, 28)).astype(np.float32)


def sure_of(digit: int) -> Floats:
    P = np.full(10, 0.01)
    P[digit] = 0.91
    return P


@given(digits=st.lists(st.integers(0, 9), min_size=1, max_size=5_000))
def test_a_course_keeps_its_form_and_every_change(digits: list[int]) -> None:
    trace = ProbabilityTrace(1, "run")
    for time, digit in enumerate(digits):
        trace.record(float(time), sure_of(digit))
    assert len(trace.times) == len(trace.probabilities) <= 1_000
    assert trace.times == sorted(trace.times)
    assert trace.times[0] == 0
    assert all(int(P.argmax()) == digits[int(at)] for at, P in zip(trace.times, trace.probabilities, strict=True))
    changes = [PredictionFlip(float(at), *pair) for at, pair in enumerate(pairwise(digits), 1) if pair[0] != pair[1]]
    assert trace.changes == changes
    assert trace.answer == digits[-1]


def test_a_long_course_is_even() -> None:
    trace = ProbabilityTrace(1, "run")
    for time in range(30_000):
        trace.record(float(time), sure_of(3))
    assert 500 <= len(trace.times) <= 1_000
    assert len(set(np.diff(trace.times))) == 1


@pytest.fixture
def pinned(bare: Workspace) -> PinnedDrawings:
    return PinnedDrawings(bare.models, bare.training, bare)


def test_pins_come_and_go(pinned: PinnedDrawings) -> None:
    for _ in range(MAX_PINS + 2):
        pinned.pin(SEEN)
    assert len(pinned.pins) == MAX_PINS
    first, second, *_ = pinned.pins
    pin_again = pinned.unpin(0)
    assert pinned.pins[0] is second
    assert first not in pinned.pins
    pin_again()
    pin_again()
    assert pinned.pins[:2] == (first, second)
    pin_again = pinned.unpin(0)
    pinned.pin(SEEN)
    pin_again()  # but there is no room
    assert first not in pinned.pins


def test_each_run_is_a_course_from_its_start_to_its_end(
    pinned: PinnedDrawings, models: ModelLibrary, session: Session
) -> None:
    pinned.pin(SEEN)
    session.train(epochs=2, seed=3)
    session.train(epochs=1, seed=4)
    session.train(epochs=1, fine_tune=True)
    first, second, third = pinned.pins[0].traces
    assert [first.name, second.name, third.name] == [each.model.name for each in models.items]
    assert len({first.name, second.name, third.name}) == 3
    assert (first.times[0], first.times[-1]) == (0, 2)
    assert (second.times[0], second.times[-1]) == (0, 1)
    assert (third.times[0], third.times[-1]) == (1, 2)
    network = models.items[0].model.network
    expected = network.predict_proba(to_input(SEEN).astype(network.dtype))[0]
    np.testing.assert_allclose(first.probabilities[-1], expected, atol=1e-6)
    start = Network.initial(16, np.random.default_rng([3, 0]))
    np.testing.assert_allclose(first.probabilities[0], start.predict_proba(to_input(SEEN))[0], atol=1e-4)
    assert np.abs(first.probabilities[0] - first.probabilities[-1]).max() > 0.01


def test_a_drawing_pinned_later_begins_then(pinned: PinnedDrawings, models: ModelLibrary, session: Session) -> None:
    session.train(epochs=1)
    pinned.pin(SEEN)
    assert pinned.pins[0].traces == []
    session.train(epochs=1)
    assert [each.name for each in pinned.pins[0].traces] == [models.items[-1].model.name]


def test_the_newest_answer_is_known_though_its_point_was_dropped() -> None:
    trace = ProbabilityTrace(1, "run")
    for time in range(3_000):
        trace.record(float(time), sure_of(3))
    newest = np.full(10, 0.05)
    newest[7] = 0.55
    trace.record(3_000.5, sure_of(4))
    trace.record(3_001.5, newest)
    assert trace.latest is newest
    assert trace.answer == 7


def test_a_run_does_not_begin_with_the_name_of_the_last_one(
    pinned: PinnedDrawings, bare: Workspace, session: Session
) -> None:
    pinned.pin(SEEN)
    session.train(epochs=1)
    names: list[str] = []
    bare.training.happened.connect(
        lambda event: (
            names.extend(each.name for each in pinned.pins[0].traces) if isinstance(event, RunStarted) else None
        )
    )
    session.train(epochs=1)
    first, second = (each.model.name for each in bare.models.items[-2:])
    assert names == [first, ""]
    assert pinned.pins[0].traces[-1].name == second != first
