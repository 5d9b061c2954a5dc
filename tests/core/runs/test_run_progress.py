"""How far a training has come."""

import pytest

from digitpad.core.runs.run_events import RunProgress
from digitpad.core.training.events import Changed, EpochDone, StepsDone


def step(number: int, seconds: float, steps: int = 1) -> StepsDone:
    """The last of so many steps in a row, each of ten images, which took so many seconds in all."""
    return StepsDone(number, number / 4, 10 * steps, seconds, 1.0, 0.5, (), ())


def epoch(number: int, seconds: float) -> EpochDone:
    return EpochDone(number, 1.0, 0.5, 1.0, 0.5, seconds, 0.05, 0.0)


def test_at_the_beginning_no_time_is_known() -> None:
    progress = RunProgress(0, 12, 4)
    assert (progress.epoch, progress.epochs) == (1, 3)
    assert progress.seconds_per_epoch is None
    assert progress.seconds_left is None


def test_in_the_first_epoch_the_time_is_estimated_from_its_steps() -> None:
    progress = RunProgress(0, 12, 4).after(step(1, 0.5))
    assert progress.seconds_per_epoch == pytest.approx(2)
    assert progress.seconds_left == pytest.approx(5.5)
    progress = progress.after(step(2, 1.5))
    assert progress.seconds_per_epoch == pytest.approx(4)
    assert progress.seconds_left == pytest.approx(10)


def test_a_whole_epoch_is_measured_with_its_validation() -> None:
    progress = RunProgress(0, 12, 4)
    for number in range(1, 5):
        progress = progress.after(step(number, 1.0))
    progress = progress.after(epoch(1, 6.0))
    assert progress.seconds_per_epoch == 6
    assert progress.seconds_left == pytest.approx(12)
    assert (progress.epoch, progress.epochs_done) == (1, 1)
    assert progress.after(step(5, 1.0)).epoch == 2
    assert progress.after(step(5, 100.0)).seconds_per_epoch == 6


def test_at_the_end_nothing_is_left() -> None:
    progress = RunProgress(12, 12, 4).after(epoch(3, 5.0))
    assert (progress.epoch, progress.epochs) == (3, 3)
    assert progress.seconds_left == 0


def test_a_run_that_goes_on_counts_from_the_epochs_behind_it() -> None:
    progress = RunProgress(0, 12, 4, epochs_before=5)
    assert (progress.epoch, progress.epochs) == (6, 8)
    assert progress.after(step(5, 1.0)).epoch == 7


def test_several_steps_at_once_are_evaluated_together() -> None:
    progress = RunProgress(0, 12, 4).after(step(2, 3.0, steps=2))
    assert progress.seconds_per_epoch == pytest.approx(6)
    assert progress.images_per_second == pytest.approx(20 / 3)


def test_a_changed_setting_is_no_progress() -> None:
    progress = RunProgress(0, 12, 4).after(step(1, 1.0))
    assert progress.after(Changed(0.25, "momentum", "0.9", "0.5")) == progress


def test_a_run_that_was_interrupted_estimates_its_time_from_the_steps_since() -> None:
    progress = RunProgress(6, 12, 4).after(step(7, 0.5))
    assert progress.seconds_per_epoch == pytest.approx(2)
    assert progress.seconds_left == pytest.approx(2.5)
