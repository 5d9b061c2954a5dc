"""The history keeps every epoch, and of the batches about a hundred averages an epoch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.training.events import EpochDone, Event, StepDone
from digitpad.core.training.history import History


def step_of(number: int, at: float, images: int, cost: float, accuracy: float) -> StepDone:
    return StepDone(step=number, at=at, images=images, cost=cost, accuracy=accuracy, seconds=0.01)


def events_of(epochs: int, steps: int, images: int = 10, last: int = 3) -> list[Event]:
    """A run of epochs whose last batch is short; each step's cost and accuracy are its own."""
    events: list[Event] = []
    for epoch in range(epochs):
        for step in range(1, steps + 1):
            number = epoch * steps + step
            size = last if step == steps else images
            events.append(step_of(number, epoch + step / steps, size, 1 / number, 1 - 1 / number))
        events.append(EpochDone(epoch + 1, 1 / (epoch + 1), 0.5, 2 / (epoch + 1), 0.4, 0.1))
    return events


def history_of(events: list[Event]) -> History:
    history = History()
    history.extend(events)
    return history


def test_every_epoch_is_kept_in_order() -> None:
    events = events_of(4, 7)
    assert history_of(events).epochs == [event for event in events if isinstance(event, EpochDone)]


def test_a_new_history_is_empty() -> None:
    assert (History().epochs, History().recent) == ([], [])


def test_the_first_step_shows_at_once() -> None:
    first = history_of(events_of(1, 1_000)[:1]).recent
    assert [(each.cost, each.accuracy) for each in first] == [(1.0, 0.0)]


@pytest.mark.parametrize(("steps", "most"), [(7, 7), (99, 99), (1_000, 101), (4_321, 101)])
def test_an_epoch_leaves_about_a_hundred_points(steps: int, most: int) -> None:
    for epochs in (1, 3):
        recent = history_of(events_of(epochs, steps)).recent
        assert epochs * min(steps, 98) <= len(recent) <= epochs * most
        times = [each.at for each in recent]
        assert times == sorted(set(times))


def test_few_steps_are_kept_one_by_one() -> None:
    events = [event for event in events_of(2, 20) if isinstance(event, StepDone)]
    recent = history_of(list(events)).recent
    assert [(each.at, each.cost, each.accuracy) for each in recent] == [
        (each.at, pytest.approx(each.cost), pytest.approx(each.accuracy)) for each in events
    ]


def test_a_point_is_the_average_over_its_images() -> None:
    steps = [step_of(1, 0.001, 4, 9.0, 0.0), step_of(2, 0.002, 30, 1.0, 0.5), step_of(3, 0.015, 10, 3.0, 0.9)]
    _, point = history_of(list(steps)).recent
    assert point.at == 0.015
    assert point.cost == pytest.approx((30 * 1.0 + 10 * 3.0) / 40)
    assert point.accuracy == pytest.approx((30 * 0.5 + 10 * 0.9) / 40)


@given(st.lists(st.integers(1, 50), max_size=8))
@settings(deadline=None, max_examples=25)
def test_events_may_come_in_portions_of_any_size(portions: list[int]) -> None:
    events = events_of(2, 150)
    history, start = History(), 0
    for portion in [*portions, len(events)]:
        history.extend(events[start : start + portion])
        start += portion
    whole = history_of(events)
    assert history.epochs == whole.epochs
    assert history.recent == whole.recent


def test_what_lies_after_an_epoch_can_be_left_out() -> None:
    events = events_of(3, 10)
    whole, earlier = history_of(events), history_of(events).up_to(2)
    assert [each.epoch for each in earlier.epochs] == [1, 2]
    assert earlier.recent == [each for each in whole.recent if each.at <= 2]
    earlier.extend(events[-11:])
    assert earlier.epochs == whole.epochs
    assert len(whole.epochs) == 3
