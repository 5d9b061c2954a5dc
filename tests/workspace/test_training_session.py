"""A training from start to end, and what stops it on the way."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digitpad.core import warm_up
from digitpad.core.errors import TrainingDiverged
from digitpad.core.jit import kernels
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.data_file import read_data_file
from digitpad.core.runs.run_events import RunFinished
from digitpad.core.scoring import score
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from digitpad.workspace.training_session import TrainingState
from tests.events import of_kind
from tests.networks import assert_same, run_to_end
from tests.workspace.session import LONG, Session

IDLE, OPENING, RUNNING, PAUSED, FINISHING, FITTING_DETECTOR = TrainingState


def test_a_training_from_start_to_end(session: Session, qtbot: QtBot, course_file: Path) -> None:
    states: list[TrainingState] = []
    steps: list[int] = []
    session.training.state_changed.connect(states.append)
    session.training.progressed.connect(lambda progress: steps.append(progress.steps))
    with qtbot.waitSignals(
        [session.training.happened, session.training.progressed], check_params_cbs=[of_kind(RunFinished), None]
    ):
        session.train(epochs=3, seed=4)
    assert states == [RUNNING, FINISHING, IDLE]
    assert [each.epoch for each in session.training.history.epochs] == [1, 2, 3]
    assert session.training.history.epochs[-1].train_accuracy > 0.9
    assert session.training.history.batches
    assert steps == sorted(steps)
    assert steps[-1] == 3 * 15  # 480 images in batches of 32
    (item,) = session.models.items
    assert (item.model.epochs, item.saved) == (3, True)
    assert item.model.name == "SGD, rate 0.05, 16 hidden units, 4 more"
    datasets = read_data_file(course_file)
    assert item.model.trained_on == datasets.training.name_and_size
    assert item.model.test_accuracy == score(item.model.network, datasets.test).accuracy


def test_the_window_trains_the_network_that_the_command_line_trains(session: Session, course_file: Path) -> None:
    settings = TrainingSettings(epochs=2, seed=3, hidden_units=12)
    # Whichever of both the images need: they are measured.
    compiled = all(kernels.load(warm_up.Training.of(settings, sparse)) for sparse in (True, False))
    session.train(**vars(settings))
    datasets = read_data_file(course_file)
    trainer = Trainer(datasets.training, datasets.validation, settings, compiled=compiled)
    assert_same(session.in_use.model.network, run_to_end(trainer).network())


def test_both_accuracies_are_reported_at_the_end(session: Session, course_file: Path) -> None:
    session.plan(epochs=2)
    with session.told(RunFinished) as told:
        session.training.start()
    session.wait_for(IDLE)
    datasets = read_data_file(course_file)
    network = session.in_use.model.network
    assert told.args[0].in_sample_accuracy == score(network, datasets.training).accuracy
    assert told.args[0].test_accuracy == score(network, datasets.test).accuracy


def test_the_network_in_use_changes_while_it_trains(session: Session, qtbot: QtBot) -> None:
    session.plan(**LONG)
    session.training.start()
    seen: list[float] = []
    session.models.in_use.connect(lambda item: seen.append(float(np.abs(item.model.network.W1).sum())))
    qtbot.waitUntil(lambda: len(set(seen)) > 3)
    session.training.shutdown()


def test_a_pause_stops_the_steps_until_resumed(session: Session, qtbot: QtBot) -> None:
    session.start_long_training()
    session.training.pause()
    session.training.pause()  # again does nothing
    session.wait_for(PAUSED)
    with qtbot.assertNotEmitted(session.training.progressed, wait=100):
        pass
    with qtbot.waitSignal(session.training.progressed):
        session.training.resume()
        assert session.training.state is RUNNING
    session.training.shutdown()


def test_a_pause_noticed_late_does_not_undo_resuming(session: Session, qtbot: QtBot) -> None:
    session.start_long_training()
    session.training.pause()
    # The window is busy for a moment, so that what the thread reports meanwhile arrives after the next command.
    threading.Event().wait(0.2)
    session.training.resume()
    with qtbot.waitSignals([session.training.progressed] * 3):
        pass
    state = session.training.state
    session.training.shutdown()
    assert state is RUNNING


def test_a_step_learns_from_exactly_one_batch(session: Session) -> None:
    session.plan()
    steps: list[int] = []
    session.training.progressed.connect(lambda progress: steps.append(progress.steps))
    for expected in (1, 2, 3):
        session.training.step_batch()
        assert session.training.state is RUNNING
        session.wait_for(PAUSED)
        assert steps[-1] == expected
    assert len(session.models.items) == 1
    session.training.shutdown()


def test_a_step_after_a_pause_is_one_more(session: Session) -> None:
    session.plan(**LONG)
    steps: list[int] = []
    session.training.progressed.connect(lambda progress: steps.append(progress.steps))
    session.training.start()
    session.wait_for_epochs(1)
    session.training.pause()
    session.wait_for(PAUSED)
    before = steps[-1]
    session.step(session.training.step_batch)
    assert steps[-1] == before + 1
    session.training.shutdown()


def test_an_epochs_step_learns_to_the_end_of_the_epoch(session: Session) -> None:
    session.plan(epochs=5)
    session.step(session.training.step_batch)
    for expected in (1, 2):
        session.step(session.training.step_epoch)
        assert len(session.training.history.epochs) == expected
    session.training.resume()
    session.wait_for(IDLE)
    assert len(session.training.history.epochs) == 5


@pytest.mark.parametrize("pausing", [False, True], ids=["running", "paused"])
def test_stopping_keeps_and_evaluates_what_was_learned(session: Session, course_file: Path, pausing: bool) -> None:
    session.start_long_training(2)
    if pausing:
        session.training.pause()
    with session.told(RunFinished) as told:
        session.training.stop()
        assert session.training.state is FINISHING
    session.wait_for(IDLE)
    assert session.in_use.model.epochs == len(session.training.history.epochs) < 10_000
    kept = score(session.in_use.model.network, read_data_file(course_file).test).accuracy
    assert told.args[0].test_accuracy == session.in_use.model.test_accuracy == kept


def test_of_a_training_that_is_stopped_the_best_network_is_kept_too(session: Session) -> None:
    session.plan(**LONG, keep="best", learning_rate=1e-3)
    for _ in range(4):
        session.step(session.training.step_epoch)
    with session.told(RunFinished) as told:
        session.training.stop()
    session.wait_for(IDLE)
    epochs = session.training.history.epochs
    best = max(epochs, key=lambda each: (each.validation_accuracy, -each.validation_cost)).epoch
    assert session.in_use.model.epochs == told.args[0].model.epochs == best


def test_abandoning_ends_all_work_in_silence(session: Session, qtbot: QtBot, course_file: Path) -> None:
    session.start_long_training()
    session.training.shutdown()
    assert session.training.state is IDLE
    with (
        qtbot.assertNotEmitted(session.training.progressed, wait=100),
        qtbot.assertNotEmitted(session.training.happened),
    ):
        pass
    session.training.open_data(course_file)
    session.training.shutdown()
    with qtbot.assertNotEmitted(session.training.happened, wait=100):
        pass


def test_starting_twice_does_nothing(session: Session, qtbot: QtBot) -> None:
    session.start_long_training()
    epochs = len(session.training.history.epochs)
    with qtbot.assertNotEmitted(session.training.state_changed):
        session.training.start()
        session.training.step_batch()  # nor does a step, while it runs
    session.wait_for_epochs(epochs + 1)
    qtbot.waitUntil(lambda: len(session.models.items) == 1)  # the history grows before the window hears of it
    session.training.shutdown()


def test_verbs_without_a_training_do_nothing(session: Session, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.training.state_changed):
        for verb in (session.training.pause, session.training.resume, session.training.stop, session.training.shutdown):
            verb()


def test_divergence_is_told_and_leaves_finite_weights(session: Session) -> None:
    plan = session.plan(**LONG)
    session.step(session.training.step_epoch)
    with session.told(Exception) as told:
        session.training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=100.0)))
        session.training.resume()
    assert session.training.state is IDLE
    assert isinstance(told.args[0], TrainingDiverged)
    assert "learning rate (100)" in str(told.args[0])
    for name, parameter in session.in_use.model.network.parameters():
        assert np.isfinite(parameter).all(), name


def test_a_failed_training_can_be_followed_by_another(session: Session) -> None:
    session.plan(learning_rate=100.0)
    with session.told(Exception):
        session.training.start()
    session.train(epochs=1)
    assert [each.epoch for each in session.training.history.epochs] == [1]


def test_the_epochs_behind_an_opened_network_are_kept(session: Session) -> None:
    session.models.add(Model(Network.initial(8, np.random.default_rng(0)), "opened", epochs=5))
    session.plan(fine_tune=True)
    session.step(session.training.step_batch)
    session.training.shutdown()
    assert session.in_use.model.epochs == 5
