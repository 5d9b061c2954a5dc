"""A training that was interrupted is offered again, and goes on as if it had never stopped."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.dataset import Split
from digitpad.core.errors import CheckpointError
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.runs.folder import run_folders
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import RunFinished
from digitpad.core.runs.spec import DataSources, RunSpec, TrainingPlan
from digitpad.core.runs.store import RunStore
from digitpad.core.training.events import EpochDone
from digitpad.core.training.settings import SETTINGS as TABLE
from digitpad.core.training.settings import TrainingSettings
from digitpad.workspace.model_library import ModelLibrary
from digitpad.workspace.training_session import TrainingSession, TrainingState
from digitpad.workspace.workspace import Workspace
from tests.events import of_kind

SETTINGS = TrainingSettings(hidden_units=16, epochs=4, optimiser="adam", learning_rate=0.001, dropout_hidden=0.1)

Session = Callable[[], tuple[TrainingSession, ModelLibrary]]


@pytest.fixture
def new_session(owner: QObject, tmp_path: Path, course_file: Path) -> Iterator[Session]:
    """A session as it is after a start of the program, with the same folder of runs each time."""
    sessions: list[TrainingSession] = []

    def make() -> tuple[TrainingSession, ModelLibrary]:
        models = ModelLibrary(owner)
        session = TrainingSession(models, owner, tmp_path / "runs")
        session.set_plan(TrainingPlan(SETTINGS, str(course_file)))
        sessions.append(session)
        return session, models

    yield make
    for session in sessions:
        session.shutdown()


def wait_for(qtbot: QtBot, session: TrainingSession, state: TrainingState) -> None:
    qtbot.waitUntil(lambda: session.state is state)


def weights(models: ModelLibrary) -> bytes:
    assert models.current is not None
    return b"".join(array.tobytes() for _, array in models.current.model.network.parameters())


@pytest.fixture
def interrupted(qtbot: QtBot, new_session: Session) -> Callable[[], None]:
    """A training of one epoch and two steps, abandoned."""

    def interrupt() -> None:
        session, _ = new_session()
        for step in (session.step_epoch, session.step_batch, session.step_batch):
            step()
            wait_for(qtbot, session, TrainingState.PAUSED)
        session.shutdown()

    return interrupt


def test_it_goes_on_to_the_same_weights(qtbot: QtBot, new_session: Session, interrupted: Callable[[], None]) -> None:
    whole, expected = new_session()
    whole.start()
    wait_for(qtbot, whole, TrainingState.IDLE)
    interrupted()
    session, models = new_session()
    session.set_plan(replace(session.plan, settings=TrainingSettings(epochs=1)))  # what is planned now does not matter
    with qtbot.waitSignal(session.run_library.changed):
        session.run_library.look_for_interrupted()
    assert session.run_library.interrupted
    with qtbot.waitSignal(session.happened, check_params_cb=of_kind(RunFinished)):
        session.resume_interrupted()
    wait_for(qtbot, session, TrainingState.IDLE)
    assert weights(models) == weights(expected)
    assert session.plan.settings == SETTINGS
    timeless = [[replace(each, seconds=0) for each in one.history.epochs] for one in (session, whole)]
    assert timeless[0] == timeless[1]
    assert session.history.batches == whole.history.batches
    with qtbot.assertNotEmitted(session.run_library.changed):
        session.run_library.look_for_interrupted()


def test_a_network_that_went_on_keeps_what_it_had_learned_from(
    qtbot: QtBot, new_session: Session, course_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.npz"
    shutil.copy(course_file, other)
    first, models = new_session()
    first.start()
    wait_for(qtbot, first, TrainingState.IDLE)
    assert models.current is not None
    assert models.current.model.trained_on == "course.npz training, 480 images"
    first.set_plan(TrainingPlan(SETTINGS, str(other), fine_tune=True))
    for _ in range(2):
        first.step_batch()
        wait_for(qtbot, first, TrainingState.PAUSED)
    both = "course.npz training, 480 images; other.npz training, 480 images"
    assert models.current.model.trained_on == both
    first.shutdown()
    session, models = new_session()
    session.run_library.look_for_interrupted()
    with qtbot.waitSignal(session.happened, check_params_cb=of_kind(RunFinished)):
        session.resume_interrupted()
    wait_for(qtbot, session, TrainingState.IDLE)
    assert models.current is not None
    assert models.current.model.trained_on == both


def test_discarding_removes_it(
    qtbot: QtBot, new_session: Session, interrupted: Callable[[], None], tmp_path: Path
) -> None:
    interrupted()
    session, _ = new_session()
    session.run_library.look_for_interrupted()
    with qtbot.waitSignal(session.run_library.changed):
        session.run_library.discard_interrupted()
    assert session.run_library.interrupted is None
    assert not run_folders(tmp_path / "runs")
    with qtbot.assertNotEmitted(session.run_library.changed):
        new_session()[0].run_library.look_for_interrupted()


def test_a_training_that_came_to_its_end_is_not_offered(qtbot: QtBot, new_session: Session) -> None:
    session, _ = new_session()
    session.start()
    wait_for(qtbot, session, TrainingState.IDLE)
    with qtbot.assertNotEmitted(session.run_library.changed):
        session.run_library.look_for_interrupted()


def test_the_model_of_a_training_that_came_to_its_end_is_kept_whatever_happens(
    qtbot: QtBot, new_session: Session, tmp_path: Path
) -> None:
    session, models = new_session()
    models.add(Model(Network.initial(2, np.random.default_rng(0)), "another"))
    session.start()
    wait_for(qtbot, session, TrainingState.IDLE)
    expected = weights(models)
    assert models.unsaved == ()
    assert session.model_key is not None
    models.remove(session.model_key)
    session.shutdown()
    (run,) = RunStore(tmp_path / "runs").runs()
    assert run.record.status is RunStatus.COMPLETE
    assert b"".join(array.tobytes() for _, array in read_model(run.folder.final).network.parameters()) == expected


def test_a_damaged_run_can_be_discarded_after_it_could_not_be_resumed(
    qtbot: QtBot, new_session: Session, interrupted: Callable[[], None], tmp_path: Path
) -> None:
    interrupted()
    for path in (tmp_path / "runs").rglob("step-*.npz"):
        path.write_bytes(path.read_bytes()[:500])
    session, _ = new_session()
    session.run_library.look_for_interrupted()
    with qtbot.waitSignal(session.happened, check_params_cb=of_kind(Exception)) as told:
        session.resume_interrupted()
    assert "the checkpoint is damaged" in str(told.args[0])
    wait_for(qtbot, session, TrainingState.IDLE)
    session.run_library.discard_interrupted()
    assert not run_folders(tmp_path / "runs")


def test_its_own_test_set_is_not_taken_for_that_of_its_data(
    qtbot: QtBot, bare: Workspace, course_file: Path, tmp_path: Path
) -> None:
    with np.load(course_file) as arrays:
        np.savez(tmp_path / "test.npz", digits=arrays["digits"][:40], labels=arrays["labels"][:40])
    run = TrainingRun.begin(RunSpec(DataSources(str(course_file), str(tmp_path / "test.npz")), SETTINGS), paths.RUNS)
    events = run.events()
    next(event for event in events if isinstance(event, EpochDone))
    events.close()
    run.close(discard=False)
    bare.training.run_library.look_for_interrupted()
    with qtbot.waitSignal(bare.training.happened, check_params_cb=of_kind(RunFinished)):
        bare.training.resume_interrupted()
    wait_for(qtbot, bare.training, TrainingState.IDLE)
    bare.evaluation_set.choose(str(course_file), Split.TEST)
    bare.evaluation_set.request()
    qtbot.waitUntil(lambda: bare.evaluation_set.dataset is not None)
    assert bare.evaluation_set.dataset is not None
    assert bare.evaluation_set.dataset.name == "course.npz test"


def test_a_training_that_diverged_is_not_offered(qtbot: QtBot, new_session: Session) -> None:
    session, _ = new_session()
    hopeless = replace(SETTINGS, learning_rate=100.0, optimiser="sgd", inputs="pixels")
    session.set_plan(replace(session.plan, settings=hopeless))
    with qtbot.waitSignal(session.happened, check_params_cb=of_kind(Exception)):
        session.start()
    wait_for(qtbot, session, TrainingState.IDLE)
    with qtbot.assertNotEmitted(session.run_library.changed):
        session.run_library.look_for_interrupted()


def test_it_goes_on_with_its_own_data(
    qtbot: QtBot, new_session: Session, interrupted: Callable[[], None], course_file: Path
) -> None:
    interrupted()
    session, _ = new_session()
    session.set_plan(replace(session.plan, source="mnist-hand-in"))
    session.run_library.look_for_interrupted()
    with qtbot.waitSignal(session.happened, check_params_cb=of_kind(RunFinished)):
        session.resume_interrupted()
    wait_for(qtbot, session, TrainingState.IDLE)
    assert session.plan.source == str(course_file)


def test_that_there_are_no_checkpoints_is_told_once(qtbot: QtBot, new_session: Session, tmp_path: Path) -> None:
    session, _ = new_session()
    told: list[object] = []
    session.happened.connect(lambda event: told.append(event) if isinstance(event, Exception) else None)
    session.step_batch()
    wait_for(qtbot, session, TrainingState.PAUSED)
    # The pause keeps one, in a thread of its own; a folder that something is written to cannot be removed.
    qtbot.waitUntil(lambda: any((tmp_path / "runs").rglob("*.npz")))

    def is_gone() -> bool:
        shutil.rmtree(tmp_path / "runs", ignore_errors=True)
        return not run_folders(tmp_path / "runs")

    qtbot.waitUntil(is_gone)
    for step in (session.step_batch, session.step_batch, session.step_batch, session.step_epoch):
        step()
        wait_for(qtbot, session, TrainingState.PAUSED)
    assert len(told) == 1
    assert isinstance(told[0], CheckpointError)
    session.shutdown()


def test_a_training_goes_on_without_checkpoints_where_no_folder_can_be_made(
    qtbot: QtBot, owner: QObject, course_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "runs").touch()
    models = ModelLibrary(owner)
    session = TrainingSession(models, owner, tmp_path / "runs")
    session.set_plan(TrainingPlan(SETTINGS, str(course_file)))
    told: list[object] = []
    session.happened.connect(lambda event: told.append(event) if isinstance(event, Exception) else None)
    with qtbot.waitSignal(session.happened, check_params_cb=of_kind(RunFinished)):
        session.start()
    wait_for(qtbot, session, TrainingState.IDLE)
    assert [type(each) for each in told] == [CheckpointError]
    assert str(tmp_path / "runs") in str(told[0])
    assert [each.key for each in models.unsaved] == [session.model_key]


def test_when_going_on_fails_it_can_be_tried_again(
    qtbot: QtBot, new_session: Session, interrupted: Callable[[], None], course_file: Path
) -> None:
    interrupted()
    away = course_file.rename(course_file.with_suffix(".away"))
    session, _ = new_session()
    session.run_library.look_for_interrupted()
    try:
        with qtbot.waitSignal(session.happened, check_params_cb=of_kind(Exception)):
            session.resume_interrupted()
        wait_for(qtbot, session, TrainingState.IDLE)
    finally:
        away.rename(course_file)
    with qtbot.waitSignal(session.happened, check_params_cb=of_kind(RunFinished)):
        session.resume_interrupted()
    wait_for(qtbot, session, TrainingState.IDLE)


def test_all_that_may_be_changed_can_be_changed_while_it_trains_and_is_recorded(
    qtbot: QtBot, new_session: Session
) -> None:
    session, _ = new_session()
    session.step_batch()
    wait_for(qtbot, session, TrainingState.PAUSED)
    expected: list[tuple[str, str, str]] = []
    for name, setting in {name: each for name, each in TABLE.items() if each.changeable}.items():
        before: Any = session.plan.settings.value(name)
        after = 1 if setting.limits.whole else min(before + 0.001, setting.limits.high)
        session.set_plan(replace(session.plan, settings=session.plan.settings.with_value(name, after)))
        expected.append((name, f"{before}", f"{after}"))
    session.step_batch()
    wait_for(qtbot, session, TrainingState.PAUSED)
    assert [(each.name, each.before, each.after) for each in session.history.changes] == expected
    session.shutdown()
