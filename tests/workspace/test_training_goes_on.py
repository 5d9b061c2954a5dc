"""What one training hands on to the next: networks, histories, data and changed settings."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.errors import DataError
from digitpad.core.runs.run_events import DataLoaded, RunFinished
from digitpad.core.runs.spec import TrainingPlan
from digitpad.workspace.model_library import ModelEntry, ModelLibrary
from digitpad.workspace.training_session import TrainingSession, TrainingState
from tests.events import of_kind

Planned = Callable[..., TrainingPlan]
Trained = Callable[..., None]
LONG = {"epochs": 10_000, "batch_size": 10}


def in_use(models: ModelLibrary) -> ModelEntry:
    assert models.current is not None
    return models.current


def wait_until_idle(qtbot: QtBot, training: TrainingSession) -> None:
    qtbot.waitUntil(lambda: training.state is TrainingState.IDLE)


def epochs(training: TrainingSession) -> list[int]:
    return [each.epoch for each in training.history.epochs]


def test_going_on_continues_the_history_and_leaves_the_old_model_alone(
    training: TrainingSession, models: ModelLibrary, trained: Trained
) -> None:
    trained(epochs=2, hidden_units=12)
    old = in_use(models)
    weights = old.model.network.W1.copy()
    cost = training.history.epochs[-1].train_cost
    trained(epochs=3, hidden_units=64, fine_tune=True)
    assert epochs(training) == [1, 2, 3, 4, 5]
    assert training.history.epochs[2].train_cost < cost
    new = in_use(models)
    assert new.key != old.key
    assert new.model.name.startswith(f"From {old.model.name}, ")
    assert new.model.epochs == 5
    assert new.model.network.hidden_units == 12
    assert np.abs(new.model.network.W1 - weights).max() > 0
    assert models.items[0] is old
    np.testing.assert_array_equal(old.model.network.W1, weights)


def test_a_new_network_begins_a_new_history(training: TrainingSession, models: ModelLibrary, trained: Trained) -> None:
    trained(epochs=2)
    trained(epochs=1, hidden_units=24)
    assert epochs(training) == [1]
    assert in_use(models).model.network.hidden_units == 24
    assert len(models.items) == 2


def test_going_on_with_an_earlier_model_begins_a_history_after_its_epochs(
    training: TrainingSession, models: ModelLibrary, trained: Trained
) -> None:
    trained(epochs=2)
    trained(epochs=1)
    models.use(0)
    trained(epochs=2, fine_tune=True)
    assert epochs(training) == [3, 4]


def test_the_same_seed_gives_the_same_network_and_another_does_not(models: ModelLibrary, trained: Trained) -> None:
    for seed in (1, 1, 2):
        trained(seed=seed)
    first, again, other = (item.model.network.W1 for item in models.items)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0


def test_a_changed_learning_rate_is_used_from_the_next_step(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    plan = planned()

    def step() -> np.ndarray:
        training.step_batch()
        qtbot.waitUntil(lambda: training.state is TrainingState.PAUSED)
        return in_use(models).model.network.W1.copy()

    step()
    before, after = step(), step()
    usual = np.abs(after - before).max()
    training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=1e-8)))
    assert np.abs(step() - after).max() < usual / 1000
    training.shutdown()


def test_a_learning_rate_changed_while_it_runs_is_taken_over(
    qtbot: QtBot, training: TrainingSession, planned: Planned
) -> None:
    plan = planned(**LONG)
    training.start()
    qtbot.waitUntil(lambda: bool(training.history.epochs))
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(Exception)) as told:
        training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=100.0)))
    assert "learning rate (100)" in str(told.args[0])


def test_a_learning_rate_changed_while_the_data_is_read_is_taken_over(
    qtbot: QtBot, training: TrainingSession, planned: Planned
) -> None:
    plan = planned(epochs=2)
    training.start()
    training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=1e-8)))
    wait_until_idle(qtbot, training)
    assert training.history.epochs[-1].train_accuracy < 0.5  # it learned next to nothing


def test_a_plan_that_is_the_same_is_not_told(qtbot: QtBot, training: TrainingSession, planned: Planned) -> None:
    plan = planned()
    with qtbot.assertNotEmitted(training.plan_changed):
        training.set_plan(replace(plan))
    with qtbot.waitSignal(training.plan_changed) as told:
        training.set_plan(replace(plan, fine_tune=True))
    assert told.args[0].fine_tune


def test_opened_data_becomes_the_plan_and_is_not_read_again(
    qtbot: QtBot, training: TrainingSession, course_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.npz"
    copy.write_bytes(course_file.read_bytes())
    with qtbot.waitSignals([training.happened, training.plan_changed], check_params_cbs=[of_kind(DataLoaded), None]):
        training.open_data(copy)
    wait_until_idle(qtbot, training)
    assert training.plan.source == str(copy)
    copy.unlink()
    settings = replace(training.plan.settings, epochs=1, hidden_units=8)
    training.set_plan(replace(training.plan, settings=settings))
    training.start()
    wait_until_idle(qtbot, training)
    assert epochs(training) == [1]


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_data_that_cannot_be_read_is_told_and_the_plan_stays(
    qtbot: QtBot, training: TrainingSession, tmp_path: Path, planned: Planned, content: bytes | None
) -> None:
    plan = planned()
    if content is not None:
        (tmp_path / "wrong.npz").write_bytes(content)
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(Exception)) as told:
        training.open_data(tmp_path / "wrong.npz")
    assert isinstance(told.args[0], DataError)
    assert "wrong.npz" in str(told.args[0])
    assert training.plan == plan
    assert training.state is TrainingState.IDLE


def test_training_on_data_that_is_gone_fails_and_leaves_the_library(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    training.set_plan(replace(planned(), source="/no/such/course.npz"))
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(Exception)) as told:
        training.start()
    assert isinstance(told.args[0], DataError)
    assert models.items == ()
    assert training.state is TrainingState.IDLE


def test_no_training_begins_while_a_file_is_read(
    qtbot: QtBot, training: TrainingSession, course_file: Path, planned: Planned
) -> None:
    training.set_plan(replace(planned(epochs=1), source="mnist-hand-in"))
    training.open_data(course_file)
    training.start()
    assert training.state is TrainingState.OPENING
    wait_until_idle(qtbot, training)
    assert training.plan.source == str(course_file)
    assert training.history.epochs == []


def test_opening_data_after_a_training_changes_no_model(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, course_file: Path, trained: Trained
) -> None:
    trained(epochs=1)
    before = models.items
    told: list[object] = []
    training.happened.connect(told.append)
    with qtbot.assertNotEmitted(training.progressed):
        training.open_data(course_file)
        wait_until_idle(qtbot, training)
    assert list(map(type, told)) == [DataLoaded]
    assert models.items == before


def test_closing_just_after_the_evaluation_keeps_it(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    planned(epochs=1)
    training.happened.connect(lambda event: training.shutdown() if isinstance(event, RunFinished) else None)
    training.start()
    wait_until_idle(qtbot, training)
    assert in_use(models).model.test_accuracy is not None
