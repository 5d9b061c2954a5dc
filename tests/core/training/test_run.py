"""A run from data to model, as the window and the command line pump it."""

from collections.abc import Callable, Generator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitpad.core.errors import TrainingDiverged
from digitpad.core.models.arrays import read_model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import learned_from, open_datasets
from digitpad.core.runs.folder import RunFolder, run_folders
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import CheckpointFailed, DataLoaded, Evaluating, RunEvent, RunFinished, RunStarted
from digitpad.core.runs.run_files import kept_moments, read_moment
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.settings import TrainingSettings

CourseFile = Callable[..., Path]

SMALL = TrainingSettings(hidden_units=3, epochs=2)


def begun(data: Path, runs: Path, settings: TrainingSettings = SMALL) -> TrainingRun:
    return TrainingRun.begin(RunSpec(DataSources(str(data)), settings), runs, checkpoint_every=0.0)


def until(events: Generator[RunEvent, None, None], kind: type) -> Any:
    return next(event for event in events if isinstance(event, kind))


def same_weights(one: Network, other: Network) -> bool:
    pairs = zip(one.parameters(), other.parameters(), strict=True)
    return all(np.array_equal(a, b) for (_, a), (_, b) in pairs)


def finished_of(run: TrainingRun) -> RunFinished:
    finished = list(run.events())[-1]
    assert isinstance(finished, RunFinished)
    return finished


@pytest.mark.parametrize("pausing", [False, True])
def test_a_run_left_before_its_first_step_is_not_kept(course_file: CourseFile, tmp_path: Path, pausing: bool) -> None:
    run = begun(course_file(), tmp_path / "runs")
    events = run.events()
    until(events, RunStarted)
    if pausing:
        run.checkpoint()
    events.close()
    run.close(discard=False)
    assert not run_folders(tmp_path / "runs")


def test_everything_happens_in_order_and_the_history_grows_with_it(course_file: CourseFile, tmp_path: Path) -> None:
    run = begun(course_file(), tmp_path / "runs")
    kinds: list[type] = []
    started = None
    for event in run.events():
        if not kinds or type(event) is not kinds[-1]:
            kinds.append(type(event))
        if isinstance(event, RunStarted):
            started = event
        elif isinstance(event, EpochDone):
            assert started
            assert started.history.epochs[-1] == event
    assert kinds == [DataLoaded, RunStarted, *[StepsDone, EpochDone] * 2, Evaluating, RunFinished]
    run.close(discard=True)
    assert not run_folders(tmp_path / "runs")


def test_it_trains_where_no_checkpoints_can_be_kept_and_says_so(course_file: CourseFile, tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    run = begun(course_file(), tmp_path / "runs")
    first, *_, last = run.events()
    assert isinstance(first, CheckpointFailed)
    assert str(tmp_path / "runs") in str(first.error)
    assert isinstance(last, RunFinished)
    run.close(discard=False)


def test_that_checkpoints_can_no_longer_be_written_is_told_when_it_happens(
    course_file: CourseFile, tmp_path: Path
) -> None:
    run = begun(course_file(), tmp_path / "runs", replace(SMALL, epochs=10_000))
    run.steps_at_once = 1
    events = run.events()
    until(events, EpochDone)
    assert run.folder
    run.checkpoint()
    away = run.folder.path.rename(tmp_path / "away")
    told = until(events, CheckpointFailed)
    assert str(run.folder.path) in str(told.error)
    assert not any(isinstance(event, CheckpointFailed) for event in islice(events, 20))  # it is told once
    away.rename(run.folder.path)
    until(events, EpochDone)
    run.finish()
    assert isinstance(list(events)[-1], RunFinished)
    assert run.folder.latest().state.epoch > 1
    run.close(discard=True)


def test_a_run_that_fine_tunes_remembers_all_that_was_learned_from(course_file: CourseFile, tmp_path: Path) -> None:
    first = finished_of(begun(course_file(), tmp_path / "first")).model
    other = course_file("other.npz", labels=np.arange(60)[::-1] % 10)
    run = TrainingRun.begin(RunSpec(DataSources(str(other)), SMALL, base=first), tmp_path / "runs")
    run.steps_at_once = 1
    events = run.events()
    until(events, StepsDone)
    events.close()
    run.close(discard=False)
    model = finished_of(TrainingRun.resume(next(RunFolder.unfinished(tmp_path / "runs")))).model
    assert model.trained_on == "course.npz training, 48 images; other.npz training, 48 images"
    assert model.epochs == 4
    for data in (course_file(), other):
        assert learned_from(model, open_datasets(str(data)).training)
        assert not learned_from(model, open_datasets(str(data)).test)


def test_a_run_that_came_to_its_end_is_kept_with_all_there_is_to_know_of_it(
    course_file: CourseFile, tmp_path: Path
) -> None:
    run = begun(course_file(), tmp_path / "runs", replace(SMALL, hidden_units=4))
    events = list(run.events())
    finished = events[-1]
    assert isinstance(finished, RunFinished)
    run.close(discard=False)
    assert next(RunFolder.unfinished(tmp_path / "runs"), None) is None
    (path,) = run_folders(tmp_path / "runs")
    folder = RunFolder(path)
    record = folder.read_record()
    assert record.status is RunStatus.COMPLETE
    assert record.title == "4 hidden units, 2 epochs, course"
    assert (record.test_accuracy, record.in_sample_accuracy) == (finished.test_accuracy, finished.in_sample_accuracy)
    assert (record.epochs, record.settings.seed, record.sources.data) == (2, 0, str(course_file()))
    assert record.versions["numpy"] == np.__version__
    (started,) = (event for event in events if isinstance(event, RunStarted))
    assert folder.history() == started.history
    model = read_model(folder.final)
    assert (model.name, model.epochs, model.test_accuracy) == (record.title, 2, finished.test_accuracy)
    assert same_weights(model.network, finished.model.network)
    steps = kept_moments(folder.moments)
    assert (steps[0], steps[-1]) == (0, 2 * record.steps_per_epoch)
    assert same_weights(read_moment(folder.moments, 0).network, started.model.network)
    assert same_weights(read_moment(folder.moments, steps[-1]).network, finished.model.network)
    epochs = [read_moment(folder.moments, step).epochs for step in steps]
    assert epochs == [step // record.steps_per_epoch for step in steps]


def test_a_run_that_was_stopped_is_kept_and_can_go_on(course_file: CourseFile, tmp_path: Path) -> None:
    run = begun(course_file(), tmp_path / "runs")
    run.steps_at_once = 1
    events = run.events()
    until(events, EpochDone)
    run.finish()
    list(events)
    run.close(discard=False)
    (path,) = run_folders(tmp_path / "runs")
    assert RunFolder(path).read_record().status is RunStatus.STOPPED
    assert read_model(RunFolder(path).final).epochs == 1
    again = TrainingRun.resume(next(RunFolder.unfinished(tmp_path / "runs")))
    assert finished_of(again).reason is RunStatus.COMPLETE
    again.close(discard=False)
    assert RunFolder(path).read_record().status is RunStatus.COMPLETE
    assert read_model(RunFolder(path).final).epochs == 2
    assert RunFolder(path).is_complete


def test_a_run_that_diverged_is_kept_as_one_and_not_to_be_resumed(course_file: CourseFile, tmp_path: Path) -> None:
    run = begun(course_file(), tmp_path / "runs", replace(SMALL, epochs=50))
    for event in run.events():
        if isinstance(event, EpochDone) and event.epoch == 1:
            run.change(replace(SMALL, learning_rate=100.0))
    run.close(discard=False)
    (path,) = run_folders(tmp_path / "runs")
    assert RunFolder(path).read_record().status is RunStatus.DIVERGED
    assert next(RunFolder.unfinished(tmp_path / "runs"), None) is None


def test_a_run_under_way_is_listed_as_such_from_its_first_step_on(course_file: CourseFile, tmp_path: Path) -> None:
    run = TrainingRun.begin(RunSpec(DataSources(str(course_file())), SMALL), tmp_path / "runs")
    run.steps_at_once = 1
    events = run.events()
    until(events, StepsDone)
    run.checkpoint()
    until(events, EpochDone)
    events.close()
    run.close(discard=False)
    (path,) = run_folders(tmp_path / "runs")
    assert RunFolder(path).read_record().status is RunStatus.UNDER_WAY
    assert len(RunFolder(path).history().epochs) == 1


def test_its_time_counts_what_was_before_it_was_resumed(course_file: CourseFile, tmp_path: Path) -> None:
    run = begun(course_file(), tmp_path / "runs")
    run.steps_at_once = 1
    events = run.events()
    until(events, EpochDone)
    until(events, StepsDone)
    events.close()
    run.close(discard=False)
    again = TrainingRun.resume(next(RunFolder.unfinished(tmp_path / "runs")))
    told = list(again.events())
    again.close(discard=True)
    (started,) = (event for event in told if isinstance(event, RunStarted))
    assert isinstance(told[-1], RunFinished)
    assert told[-1].seconds == pytest.approx(sum(each.seconds for each in started.history.epochs))
    assert len(started.history.epochs) == 2


def test_it_can_be_left_in_the_midst_of_the_evaluation(course_file: CourseFile, tmp_path: Path) -> None:
    run = begun(course_file(), tmp_path / "runs")
    events = run.events()
    until(events, Evaluating)
    events.close()
    run.close(discard=False)
    assert finished_of(TrainingRun.resume(next(RunFolder.unfinished(tmp_path / "runs")))).model.epochs == 2


def test_images_that_are_all_the_same_are_to_blame_and_not_the_settings(tmp_path: Path) -> None:
    data = tmp_path / "constant.npz"
    np.savez(data, digits=np.zeros((150, 784)), labels=np.arange(150) % 10)
    run = begun(data, tmp_path / "runs", replace(SMALL, inputs="ink"))
    with pytest.raises(TrainingDiverged, match="all training images are the same") as caught:
        list(run.events())
    assert "learning rate" not in str(caught.value)
    run.close(discard=True)
