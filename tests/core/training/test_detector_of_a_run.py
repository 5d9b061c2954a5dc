"""A training gives its model a detector of what is not a digit, the same one whenever it is repeated."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.calibration import detector_examples, trained_detector
from digitpad.core.calibration.detector_examples import examples_task
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.recognition.rejection import Detector
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import FittingDetector, RunFinished
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.synthetic.non_digits import HELD_OUT
from digitpad.core.tasks import Progress, run_to_completion
from digitpad.core.training.events import EpochDone
from digitpad.core.training.settings import TrainingSettings

SETTINGS = TrainingSettings(hidden_units=8, epochs=2, keep="best")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"_STEPS": 3, "_IMAGES": 100, "_FEWEST_IMAGES": 20}.items():
        monkeypatch.setattr(trained_detector, name, value)


@pytest.fixture
def begun(course_file: Callable[..., Path], tmp_path: Path) -> Callable[..., TrainingRun]:
    def begin(settings: TrainingSettings = SETTINGS, n: int = 400) -> TrainingRun:
        return TrainingRun.begin(RunSpec(DataSources(str(course_file(n=n))), settings), tmp_path / "runs")

    return begin


def model_of(run: TrainingRun) -> Model:
    *_, finished = run.events()
    run.close(discard=False)
    assert isinstance(finished, RunFinished)
    return finished.model


def same(one: Detector | None, other: Detector | None) -> bool:
    assert one
    assert other
    pairs = ((one.V1, other.V1), (one.c1, other.c1), (one.V2, other.V2), (one.levels, other.levels))
    return all(np.array_equal(a, b) for a, b in pairs) and one.c2 == other.c2


def test_a_model_has_a_detector_which_is_kept_and_comes_out_the_same_again(begun: Callable[..., TrainingRun]) -> None:
    run = begun()
    detector = model_of(run).detector
    assert run.folder
    assert same(detector, read_model(run.folder.final).detector)
    assert same(detector, model_of(begun()).detector)
    assert detector
    assert detector.levels[detector.level].digits_refused < 0.2
    if run.folder.best.exists():
        assert read_model(run.folder.best).detector is None  # it has another hidden layer


def test_a_resumed_run_gets_the_detector_that_it_would_have_got(
    begun: Callable[..., TrainingRun], tmp_path: Path
) -> None:
    whole = model_of(begun()).detector
    left = begun()
    events = left.events()
    next(event for event in events if isinstance(event, EpochDone))
    events.close()
    left.close(discard=False)
    resumed = TrainingRun.resume(next(RunFolder.unfinished(tmp_path / "runs")))
    assert same(whole, model_of(resumed).detector)


def test_a_run_left_while_its_detector_is_fitted_is_resumed_to_the_end(
    begun: Callable[..., TrainingRun], tmp_path: Path
) -> None:
    left = begun()
    events = left.events()
    next(event for event in events if isinstance(event, FittingDetector) and event.done > 0.5)
    events.close()
    left.close(discard=False)
    resumed = model_of(TrainingRun.resume(next(RunFolder.unfinished(tmp_path / "runs"))))
    assert same(model_of(begun()).detector, resumed.detector)


def test_a_run_that_is_finished_while_its_detector_is_fitted_ends_without_one(
    begun: Callable[..., TrainingRun],
) -> None:
    run = begun()
    events = run.events()
    next(event for event in events if isinstance(event, FittingDetector) and event.done > 0.5)
    run.finish()
    (finished,) = events
    assert isinstance(finished, RunFinished)
    assert finished.reason is RunStatus.COMPLETE
    assert finished.model.detector is None
    assert run.folder
    assert read_model(run.folder.final).test_accuracy == finished.test_accuracy
    run.close(discard=False)


def test_examples_are_made_again_where_their_file_is_damaged_and_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"_DRAWINGS": 4, "_DIGITS": 3, "OTHERS": 2}.items():
        monkeypatch.setattr(detector_examples, name, value)
    path = tmp_path / "kernels" / "examples.npz"
    made = run_to_completion(examples_task(path, compiled=False))
    whole = path.read_bytes()
    assert len(made.digits) == len(made.others) == 8
    assert len(made.unmet_others) == 2 * (len(HELD_OUT) + 1)
    told: list[Progress] = []
    read = run_to_completion(examples_task(path, compiled=False), told.append)
    assert not told
    path.write_bytes(whole[:-100])
    again = [run_to_completion(examples_task(path, compiled=False))]
    for change in {"digits": made.digits[:0]}, {"others": made.others[:, 1:]}, {"unmet_digits_by_rule": made.digits}:
        np.savez(path, **(made._asdict() | change))
        again.append(run_to_completion(examples_task(path, compiled=False)))
    for each in read, *again:
        for one, other in zip(made, each, strict=True):
            np.testing.assert_array_equal(one, other)
    (tmp_path / "file").touch()  # no folder can be made there
    unkept = run_to_completion(examples_task(tmp_path / "file" / "examples.npz", compiled=False))
    np.testing.assert_array_equal(made.pictures, unkept.pictures)


@pytest.mark.parametrize(("settings", "n"), [(replace(SETTINGS, detector="none"), 400), (SETTINGS, 60)])
def test_there_is_none_when_it_is_not_wanted_or_images_are_too_few(
    begun: Callable[..., TrainingRun], settings: TrainingSettings, n: int
) -> None:
    assert model_of(begun(settings, n)).detector is None
