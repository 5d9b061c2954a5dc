"""What one training hands on to the next: networks, histories, data and changed settings."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.errors import DataError
from digitpad.core.runs.run_events import DataLoaded, RunFinished
from digitpad.workspace.training_session import TrainingState
from tests.events import of_kind
from tests.workspace.session import LONG, Session


def test_going_on_continues_the_history_and_leaves_the_old_model_alone(session: Session) -> None:
    session.train(epochs=2, hidden_units=12)
    old = session.in_use
    weights = old.model.network.W1.copy()
    cost = session.training.history.epochs[-1].train_cost
    session.train(epochs=3, hidden_units=64, fine_tune=True)
    assert session.epochs == [1, 2, 3, 4, 5]
    assert session.training.history.epochs[2].train_cost < cost
    new = session.in_use
    assert new.key != old.key
    assert new.model.name.startswith(f"From {old.model.name}, ")
    assert new.model.epochs == 5
    assert new.model.network.hidden_units == 12
    assert np.abs(new.model.network.W1 - weights).max() > 0
    assert session.models.items[0] is old
    np.testing.assert_array_equal(old.model.network.W1, weights)


def test_a_new_network_begins_a_new_history(session: Session) -> None:
    session.train(epochs=2)
    session.train(epochs=1, hidden_units=24)
    assert session.epochs == [1]
    assert session.in_use.model.network.hidden_units == 24
    assert len(session.models.items) == 2


def test_going_on_with_an_earlier_model_begins_a_history_after_its_epochs(session: Session) -> None:
    session.train(epochs=2)
    session.train(epochs=1)
    session.models.use(0)
    session.train(epochs=2, fine_tune=True)
    assert session.epochs == [3, 4]


def test_the_same_seed_gives_the_same_network_and_another_does_not(session: Session) -> None:
    for seed in (1, 1, 2):
        session.train(seed=seed)
    first, again, other = (item.model.network.W1 for item in session.models.items)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0


def test_a_changed_learning_rate_is_used_from_the_next_step(session: Session) -> None:
    plan = session.plan()

    def step() -> np.ndarray:
        session.step(session.training.step_batch)
        return session.in_use.model.network.W1.copy()

    step()
    before, after = step(), step()
    usual = np.abs(after - before).max()
    session.training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=1e-8)))
    assert np.abs(step() - after).max() < usual / 1000
    session.training.shutdown()


def test_a_learning_rate_changed_while_it_runs_is_taken_over(session: Session, qtbot: QtBot) -> None:
    plan = session.plan(**LONG)
    session.training.start()
    qtbot.waitUntil(lambda: bool(session.training.history.epochs))
    with session.told(Exception) as told:
        session.training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=100.0)))
    assert "learning rate (100)" in str(told.args[0])


def test_a_learning_rate_changed_while_the_data_is_read_is_taken_over(session: Session) -> None:
    plan = session.plan(epochs=2)
    session.training.start()
    session.training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=1e-8)))
    session.wait_for(TrainingState.IDLE)
    assert session.training.history.epochs[-1].train_accuracy < 0.5  # it learned next to nothing


def test_a_plan_that_is_the_same_is_not_told(session: Session, qtbot: QtBot) -> None:
    plan = session.plan()
    with qtbot.assertNotEmitted(session.training.plan_changed):
        session.training.set_plan(replace(plan))
    with qtbot.waitSignal(session.training.plan_changed) as told:
        session.training.set_plan(replace(plan, fine_tune=True))
    assert told.args[0].fine_tune


def test_opened_data_becomes_the_plan_and_is_not_read_again(
    session: Session, qtbot: QtBot, course_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.npz"
    copy.write_bytes(course_file.read_bytes())
    with qtbot.waitSignals(
        [session.training.happened, session.training.plan_changed], check_params_cbs=[of_kind(DataLoaded), None]
    ):
        session.training.open_data(copy)
    session.wait_for(TrainingState.IDLE)
    assert session.training.plan.source == str(copy)
    copy.unlink()
    settings = replace(session.training.plan.settings, epochs=1, hidden_units=8)
    session.training.set_plan(replace(session.training.plan, settings=settings))
    session.training.start()
    session.wait_for(TrainingState.IDLE)
    assert session.epochs == [1]


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_data_that_cannot_be_read_is_told_and_the_plan_stays(
    session: Session, tmp_path: Path, content: bytes | None
) -> None:
    plan = session.plan()
    if content is not None:
        (tmp_path / "wrong.npz").write_bytes(content)
    with session.told(Exception) as told:
        session.training.open_data(tmp_path / "wrong.npz")
    assert isinstance(told.args[0], DataError)
    assert "wrong.npz" in str(told.args[0])
    assert session.training.plan == plan
    assert session.training.state is TrainingState.IDLE


def test_training_on_data_that_is_gone_fails_and_leaves_the_library(session: Session) -> None:
    session.training.set_plan(replace(session.plan(), source="/no/such/course.npz"))
    with session.told(Exception) as told:
        session.training.start()
    assert isinstance(told.args[0], DataError)
    assert session.models.items == ()
    assert session.training.state is TrainingState.IDLE


def test_no_training_begins_while_a_file_is_read(session: Session, course_file: Path) -> None:
    session.training.set_plan(replace(session.plan(epochs=1), source="mnist-hand-in"))
    session.training.open_data(course_file)
    session.training.start()
    assert session.training.state is TrainingState.OPENING
    session.wait_for(TrainingState.IDLE)
    assert session.training.plan.source == str(course_file)
    assert session.training.history.epochs == []


def test_opening_data_after_a_training_changes_no_model(session: Session, qtbot: QtBot, course_file: Path) -> None:
    session.train(epochs=1)
    before = session.models.items
    told: list[object] = []
    session.training.happened.connect(told.append)
    with qtbot.assertNotEmitted(session.training.progressed):
        session.training.open_data(course_file)
        session.wait_for(TrainingState.IDLE)
    assert list(map(type, told)) == [DataLoaded]
    assert session.models.items == before


def test_closing_just_after_the_evaluation_keeps_it(session: Session) -> None:
    session.plan(epochs=1)
    session.training.happened.connect(
        lambda event: session.training.shutdown() if isinstance(event, RunFinished) else None
    )
    session.training.start()
    session.wait_for(TrainingState.IDLE)
    assert session.in_use.model.test_accuracy is not None
