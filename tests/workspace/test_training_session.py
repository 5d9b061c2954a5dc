"""A training from start to end, and what stops it on the way."""

import threading
from collections.abc import Callable
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
from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.scoring import score
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingSession, TrainingState
from tests.events import of_kind
from tests.networks import assert_same, run_to_end

IDLE, OPENING, RUNNING, PAUSED, FINISHING, FITTING_DETECTOR = TrainingState
Planned = Callable[..., TrainingPlan]
Trained = Callable[..., None]
LONG = {"epochs": 10_000, "batch_size": 10}


def run_until(qtbot: QtBot, training: TrainingSession, state: TrainingState) -> None:
    qtbot.waitUntil(lambda: training.state is state)


def wait_for_epochs(qtbot: QtBot, training: TrainingSession, epochs: int) -> None:
    qtbot.waitUntil(lambda: len(training.history.epochs) >= epochs)


def test_a_training_from_start_to_end(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, trained: Trained, course_file: Path
) -> None:
    states: list[TrainingState] = []
    steps: list[int] = []
    training.state_changed.connect(states.append)
    training.progressed.connect(lambda progress: steps.append(progress.steps))
    with qtbot.waitSignals([training.happened, training.progressed], check_params_cbs=[of_kind(RunFinished), None]):
        trained(epochs=3, seed=4)
    assert states == [RUNNING, FINISHING, IDLE]
    assert [each.epoch for each in training.history.epochs] == [1, 2, 3]
    assert training.history.epochs[-1].train_accuracy > 0.9
    assert training.history.batches
    assert steps == sorted(steps)
    assert steps[-1] == 3 * 15  # 480 images in batches of 32
    (item,) = models.items
    assert (item.model.epochs, item.saved) == (3, True)
    assert item.model.name == "SGD, rate 0.05, 16 hidden units, 4 more"
    datasets = read_data_file(course_file)
    assert item.model.trained_on == datasets.training.name_and_size
    assert item.model.test_accuracy == score(item.model.network, datasets.test).accuracy


def test_the_window_trains_the_network_that_the_command_line_trains(
    models: ModelLibrary, trained: Trained, course_file: Path
) -> None:
    settings = TrainingSettings(epochs=2, seed=3, hidden_units=12)
    # Whichever of both the images need: they are measured.
    compiled = all(kernels.load(warm_up.Training.of(settings, sparse)) for sparse in (True, False))
    trained(**vars(settings))
    datasets = read_data_file(course_file)
    trainer = Trainer(datasets.training, datasets.validation, settings, compiled=compiled)
    assert models.current is not None
    assert_same(models.current.model.network, run_to_end(trainer).network())


def test_both_accuracies_are_reported_at_the_end(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned, course_file: Path
) -> None:
    planned(epochs=2)
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(RunFinished)) as told:
        training.start()
    run_until(qtbot, training, IDLE)
    datasets = read_data_file(course_file)
    assert models.current is not None
    network = models.current.model.network
    assert told.args[0].in_sample_accuracy == score(network, datasets.training).accuracy
    assert told.args[0].test_accuracy == score(network, datasets.test).accuracy


def test_the_network_in_use_changes_while_it_trains(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    planned(**LONG)
    training.start()
    seen: list[float] = []
    models.in_use.connect(lambda item: seen.append(float(np.abs(item.model.network.W1).sum())))
    qtbot.waitUntil(lambda: len(set(seen)) > 3)
    training.shutdown()


def test_a_pause_stops_the_steps_until_resumed(qtbot: QtBot, training: TrainingSession, planned: Planned) -> None:
    planned(**LONG)
    training.start()
    wait_for_epochs(qtbot, training, 1)
    training.pause()
    training.pause()  # again does nothing
    run_until(qtbot, training, PAUSED)
    with qtbot.assertNotEmitted(training.progressed, wait=100):
        pass
    with qtbot.waitSignal(training.progressed):
        training.resume()
        assert training.state is RUNNING
    training.shutdown()


def test_a_pause_noticed_late_does_not_undo_resuming(qtbot: QtBot, training: TrainingSession, planned: Planned) -> None:
    planned(**LONG)
    training.start()
    wait_for_epochs(qtbot, training, 1)
    training.pause()
    # The window is busy for a moment, so that what the thread reports meanwhile arrives after the next command.
    threading.Event().wait(0.2)
    training.resume()
    with qtbot.waitSignals([training.progressed] * 3):
        pass
    state = training.state
    training.shutdown()
    assert state is RUNNING


def test_a_step_learns_from_exactly_one_batch(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    planned()
    steps: list[int] = []
    training.progressed.connect(lambda progress: steps.append(progress.steps))
    for expected in (1, 2, 3):
        training.step_batch()
        assert training.state is RUNNING
        run_until(qtbot, training, PAUSED)
        assert steps[-1] == expected
    assert len(models.items) == 1
    training.shutdown()


def test_a_step_after_a_pause_is_one_more(qtbot: QtBot, training: TrainingSession, planned: Planned) -> None:
    planned(**LONG)
    steps: list[int] = []
    training.progressed.connect(lambda progress: steps.append(progress.steps))
    training.start()
    wait_for_epochs(qtbot, training, 1)
    training.pause()
    run_until(qtbot, training, PAUSED)
    before = steps[-1]
    training.step_batch()
    run_until(qtbot, training, PAUSED)
    assert steps[-1] == before + 1
    training.shutdown()


def test_an_epochs_step_learns_to_the_end_of_the_epoch(
    qtbot: QtBot, training: TrainingSession, planned: Planned
) -> None:
    planned(epochs=5)
    training.step_batch()
    run_until(qtbot, training, PAUSED)
    for expected in (1, 2):
        training.step_epoch()
        run_until(qtbot, training, PAUSED)
        assert len(training.history.epochs) == expected
    training.resume()
    run_until(qtbot, training, IDLE)
    assert len(training.history.epochs) == 5


@pytest.mark.parametrize("pausing", [False, True], ids=["running", "paused"])
def test_stopping_keeps_and_evaluates_what_was_learned(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned, course_file: Path, pausing: bool
) -> None:
    planned(**LONG)
    training.start()
    wait_for_epochs(qtbot, training, 2)
    if pausing:
        training.pause()
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(RunFinished)) as told:
        training.stop()
        assert training.state is FINISHING
    run_until(qtbot, training, IDLE)
    assert models.current is not None
    assert models.current.model.epochs == len(training.history.epochs) < 10_000
    kept = score(models.current.model.network, read_data_file(course_file).test).accuracy
    assert told.args[0].test_accuracy == models.current.model.test_accuracy == kept


def test_of_a_training_that_is_stopped_the_best_network_is_kept_too(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    planned(**LONG, keep="best", learning_rate=1e-3)
    for _ in range(4):
        training.step_epoch()
        run_until(qtbot, training, PAUSED)
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(RunFinished)) as told:
        training.stop()
    run_until(qtbot, training, IDLE)
    epochs = training.history.epochs
    best = max(epochs, key=lambda each: (each.validation_accuracy, -each.validation_cost)).epoch
    assert models.current is not None
    assert models.current.model.epochs == told.args[0].model.epochs == best


def test_abandoning_ends_all_work_in_silence(
    qtbot: QtBot, training: TrainingSession, planned: Planned, course_file: Path
) -> None:
    planned(**LONG)
    training.start()
    wait_for_epochs(qtbot, training, 1)
    training.shutdown()
    assert training.state is IDLE
    with qtbot.assertNotEmitted(training.progressed, wait=100), qtbot.assertNotEmitted(training.happened):
        pass
    training.open_data(course_file)
    training.shutdown()
    with qtbot.assertNotEmitted(training.happened, wait=100):
        pass


def test_starting_twice_does_nothing(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    planned(**LONG)
    training.start()
    wait_for_epochs(qtbot, training, 1)
    epochs = len(training.history.epochs)
    with qtbot.assertNotEmitted(training.state_changed):
        training.start()
        training.step_batch()  # nor does a step, while it runs
    wait_for_epochs(qtbot, training, epochs + 1)
    qtbot.waitUntil(lambda: len(models.items) == 1)  # the history grows before the window hears of it
    training.shutdown()


def test_verbs_without_a_training_do_nothing(qtbot: QtBot, training: TrainingSession) -> None:
    with qtbot.assertNotEmitted(training.state_changed):
        for verb in (training.pause, training.resume, training.stop, training.shutdown):
            verb()


def test_divergence_is_told_and_leaves_finite_weights(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    plan = planned(**LONG)
    training.step_epoch()
    run_until(qtbot, training, PAUSED)
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(Exception)) as told:
        training.set_plan(replace(plan, settings=replace(plan.settings, learning_rate=100.0)))
        training.resume()
    assert training.state is IDLE
    assert isinstance(told.args[0], TrainingDiverged)
    assert "learning rate (100)" in str(told.args[0])
    assert models.current is not None
    for name, parameter in models.current.model.network.parameters():
        assert np.isfinite(parameter).all(), name


def test_a_failed_training_can_be_followed_by_another(
    qtbot: QtBot, training: TrainingSession, planned: Planned, trained: Trained
) -> None:
    planned(learning_rate=100.0)
    with qtbot.waitSignal(training.happened, check_params_cb=of_kind(Exception)):
        training.start()
    trained(epochs=1)
    assert [each.epoch for each in training.history.epochs] == [1]


def test_the_epochs_behind_an_opened_network_are_kept(
    qtbot: QtBot, training: TrainingSession, models: ModelLibrary, planned: Planned
) -> None:
    models.add(Model(Network.initial(8, np.random.default_rng(0)), "opened", epochs=5))
    planned(fine_tune=True)
    training.step_batch()
    run_until(qtbot, training, PAUSED)
    training.shutdown()
    assert models.current is not None
    assert models.current.model.epochs == 5
