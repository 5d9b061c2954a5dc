"""The history keeps every epoch and every batch, and of very long runs averages over a few."""

from collections.abc import Callable, Iterator
from itertools import takewhile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Datasets
from digitpad.core.engine.steps import GradientStats
from digitpad.core.training.events import Batches, Changed, EpochDone, Event, StepsDone
from digitpad.core.training.history import RECORDS, History
from digitpad.core.training.schedules import lr_factor
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

MakeDatasets = Callable[..., Datasets]


def epoch_of(number: int) -> EpochDone:
    return EpochDone(number, 1 / number, 0.5, 2 / number, 0.4, 0.1, 0.01, 0.0)


def events_of(epochs: int, steps: int) -> list[Event]:
    """A run that reports every step, and changes a setting in the middle of the second epoch."""
    return list(_events_of(epochs, steps))


def _events_of(epochs: int, steps: int) -> Iterator[Event]:
    for epoch in range(epochs):
        for step in range(1, steps + 1):
            number, at = epoch * steps + step, epoch + step / steps
            if number == steps + steps // 2:
                yield Changed(at, "momentum", "0.9", "0.5")
            batches = (Batches(at, 1 / number, 1 - 1 / number, 0.1 / number),)
            health = ((at, GradientStats(1.0, number, 3.0, 4.0)),) if number % 3 == 1 else ()
            yield StepsDone(number, at, 10, 0.01, 1 / number, 1 - 1 / number, batches, health)
        yield epoch_of(epoch + 1)


def trained(datasets: Datasets, steps_at_once: int | None = None, **changes: object) -> tuple[History, list[StepsDone]]:
    usual = {"hidden_units": 2, "batch_size": 1, "epochs": 2, "learning_rate": 1e-3, "augmentation": Augmentation()}
    values = {**usual, **changes}
    trainer = Trainer(datasets.training, datasets.validation, TrainingSettings(**values))
    trainer.steps_at_once = steps_at_once
    events = list(trainer.run())
    return History(events), [each for each in events if isinstance(each, StepsDone)]


def test_every_kind_of_event_is_kept_in_order() -> None:
    events = events_of(4, 7)
    history = History(events)
    assert history.epochs == [event for event in events if isinstance(event, EpochDone)]
    assert history.changes == [event for event in events if isinstance(event, Changed)]
    steps = [event for event in events if isinstance(event, StepsDone)]
    assert history.batches == [each for step in steps for each in step.batches]
    assert history.health == [each for step in steps for each in step.health]


def test_a_new_history_is_empty() -> None:
    assert (History().epochs, History().batches, History().health, History().changes) == ([], [], [], [])


def test_every_batch_is_kept(small_datasets: MakeDatasets) -> None:
    history, steps = trained(small_datasets(25), steps_at_once=1, batch_size=10)
    assert [each.at for each in steps] == pytest.approx([0.4, 0.8, 1.0, 1.4, 1.8, 2.0])
    assert [(each.at, each.cost, each.accuracy) for each in history.batches] == [
        (each.at, pytest.approx(each.cost), pytest.approx(each.accuracy)) for each in steps
    ]


def test_a_run_of_half_a_million_steps_keeps_averages_of_a_few(small_datasets: MakeDatasets) -> None:
    some = TrainingSettings(hidden_units=2, batch_size=3, epochs=5_000, augmentation=Augmentation())
    datasets = small_datasets(350)  # 117 steps, by three; the last of them has 2 images

    def first_epoch(steps_at_once: int | None) -> list[Event]:
        trainer = Trainer(datasets.training, datasets.validation, some)
        trainer.steps_at_once = steps_at_once
        return list(takewhile(lambda event: not isinstance(event, EpochDone), trainer.run()))

    steps = [event for event in first_epoch(1) if isinstance(event, StepsDone)]
    points = History(first_epoch(None)).batches
    assert len(points) == 39
    for number, point in enumerate(points):
        three = steps[3 * number : 3 * number + 3]
        images = sum(each.images for each in three)
        assert point.at == three[-1].at
        assert point.cost == pytest.approx(sum(each.cost * each.images for each in three) / images)
        assert point.accuracy == pytest.approx(sum(each.accuracy * each.images for each in three) / images)
    for portion in (1, 2, 50):
        assert History(first_epoch(portion)).batches == points


def test_the_points_do_not_depend_on_the_portions_steps_are_taken_in(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets(500)
    one, _ = trained(datasets, steps_at_once=1)
    for portion in (7, 1_000, None):
        other, _ = trained(datasets, steps_at_once=portion)
        assert (other.batches, other.health) == (one.batches, one.health)


def test_every_hundredth_step_reports_its_health(small_datasets: MakeDatasets) -> None:
    history, _ = trained(small_datasets(250))
    assert [at for at, _ in history.health] == pytest.approx([1 / 250, 101 / 250, 201 / 250, 301 / 250, 401 / 250])
    assert all(min(health) > 0 for _, health in history.health)


def test_with_few_batches_every_epoch_reports_its_health(small_datasets: MakeDatasets) -> None:
    history, _ = trained(small_datasets(30), batch_size=10, epochs=3)
    assert [at for at, _ in history.health] == pytest.approx([1 / 3, 4 / 3, 7 / 3])


@given(st.lists(st.integers(1, 50), max_size=8))
@settings(max_examples=25)
def test_events_may_come_in_portions_of_any_size(portions: list[int]) -> None:
    events = events_of(2, 150)
    history, start = History(), 0
    for portion in [*portions, len(events)]:
        history.extend(events[start : start + portion])
        start += portion
    assert history == History(events)


def test_what_lies_after_an_epoch_can_be_left_out() -> None:
    events = events_of(3, 10)
    whole, earlier = History(events), History(events).up_to(2)
    assert [each.epoch for each in earlier.epochs] == [1, 2]
    assert earlier.batches == [each for each in whole.batches if each.at <= 2]
    assert whole.up_to(1).changes == []
    earlier.extend(events[-11:])
    # What was counted towards the next pace is left out, too.
    assert (earlier.epochs, earlier.batches, earlier.health) == (whole.epochs, whole.batches, whole.health)
    assert earlier.changes == whole.changes
    assert len(whole.epochs) == 3


def test_a_copy_goes_its_own_way() -> None:
    history = History(events_of(2, 10))
    copy = history.copy()
    assert copy == history
    copy.extend(events_of(2, 10))
    assert history == History(events_of(2, 10))


@pytest.mark.parametrize("epochs", [0, 1, 3])
def test_a_history_comes_back_from_its_arrays(epochs: int) -> None:
    history = History(events_of(epochs, 10))
    assert History.from_arrays(history.to_arrays()) == history


@given(st.lists(st.integers(0, 60), max_size=5))
@settings(max_examples=25)
def test_what_a_reader_has_taken_never_changes_as_the_history_grows(portions: list[int]) -> None:
    events, start = events_of(4, 40), 0
    history = History()
    taken: list[tuple[np.ndarray, list[Batches]]] = []
    for portion in portions:
        history.extend(events[start : start + portion])
        start += portion
        taken.append((history.batches.array(), list(history.batches)))
    for array, rows in taken:
        assert [Batches(*row) for row in array.T.tolist()] == rows


def test_a_copy_shares_what_was_recorded_before() -> None:
    history = History(events_of(4, 40))
    for other in (history.copy(), history.up_to(4)):
        assert np.shares_memory(other.batches.array(), history.batches.array())


@pytest.mark.parametrize("name", [*RECORDS, "change_times"])
def test_arrays_of_another_form_are_refused(name: str) -> None:
    good = History(events_of(3, 10)).to_arrays()
    for bad in (good[name][:-1], good[name].astype("f4"), good[name].astype(str)):
        with pytest.raises(ValueError, match="no table" if name in RECORDS else "changes"):
            History.from_arrays({**good, name: bad})


def test_images_are_counted_over_quarters_of_a_second_of_training() -> None:
    history = History()
    for number in range(1, 21):
        history.extend([StepsDone(number, number / 20, 30, 0.06, 1.0, 0.5, (), ())])
    assert history.pace == [(at / 20, pytest.approx(500)) for at in (5, 10, 15, 20)]
    copy = history.copy()
    copy.extend([StepsDone(21, 1.05, 60, 0.5, 1.0, 0.5, (), ())])
    assert len(copy.pace) == 5
    assert len(history.pace) == 4


@pytest.mark.parametrize("steps_at_once", [1, 7, None])
def test_each_batch_knows_its_learning_rate(small_datasets: MakeDatasets, steps_at_once: int | None) -> None:
    history, _ = trained(small_datasets(300), steps_at_once, learning_rate=1e-3, schedule="cosine")
    rates = [each.learning_rate for each in history.batches]
    steps = [round(each.at * 300) for each in history.batches]
    np.testing.assert_allclose(rates, [1e-3 * lr_factor("cosine", 0.0, (step - 1) / 600) for step in steps])
