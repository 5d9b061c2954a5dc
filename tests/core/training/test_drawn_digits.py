"""Drawings that a training learns from: fresh ones each time, and yet the same whenever they are made again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.counter_random import derived, key_of
from digitpad.core.dataset import Dataset
from digitpad.core.drawing.normalise import normalise, to_input
from digitpad.core.runs.prepare import prepare
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.synthetic.drawn_digits import DrawnDigits, drawn_digits, drawn_digits_task
from digitpad.core.tasks import run_to_completion
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import assert_same, run_to_end


@pytest.fixture(scope="module")
def drawn() -> DrawnDigits:
    stem, roof = np.array([[9.0, 2], [9, 8]]), np.array([[3.0, 2], [9, 2], [6, 9]])
    return drawn_digits([(1, [stem]), (7, [roof])], 40, seed=1)


def keys(which: np.ndarray, epoch: int = 0) -> np.ndarray:
    return derived(key_of(0, epoch), which)


def test_every_other_drawing_is_one_of_the_samples_in_turn(drawn: DrawnDigits) -> None:
    assert len(drawn) == len(drawn.drawings) == 40
    assert drawn.y[::2].tolist() == [1, 7] * 10
    assert len(set(drawn.y[1::2].tolist())) > 4


def test_without_samples_all_are_made_up_and_as_many_are_told_of_as_are_made() -> None:
    told = [progress.done for progress in drawn_digits_task((), 1200, 3)]
    made = drawn_digits((), 1200, 3)
    assert len(made) == 1200
    assert len(told) > 1
    assert 0.5 < told[-1] <= 1
    assert np.bincount(made.y, minlength=10).min() > 60


def test_the_pictures_are_fresh_each_time_and_the_same_for_the_same_keys(drawn: DrawnDigits) -> None:
    which = np.arange(40)
    once, again = drawn.images(which, keys(which)), drawn.images(which, keys(which))
    later = drawn.images(which, keys(which, epoch=1))
    assert (once.shape, once.dtype) == ((40, 784), np.float32)
    assert -1 <= once.min() < once.max() <= 1
    np.testing.assert_array_equal(once, again)
    assert not (once == later).all(axis=1).any()
    np.testing.assert_array_equal(drawn.images(which[7:9], keys(which)[7:9]), once[7:9])


def test_kernels_draw_the_same_pictures(drawn: DrawnDigits) -> None:
    pytest.importorskip("numba")
    which = np.arange(40)
    plain, fast = (drawn.images(which, keys(which), compiled) for compiled in (False, True))
    np.testing.assert_allclose(fast, plain, atol=1e-4)


def test_the_pictures_still_look_like_the_drawing(drawn: DrawnDigits) -> None:
    which = np.zeros(200, int)
    average = drawn.images(which, keys(np.arange(200))).mean(axis=0)
    plain = to_input(normalise(drawn.drawings.paths(0)))[0]
    assert np.corrcoef(average, plain)[0, 1] > 0.7


def test_a_training_with_drawings_goes_on_to_the_same_bits(drawn: DrawnDigits) -> None:
    rng = np.random.default_rng(0)
    images = Dataset("noise", rng.uniform(-1, 1, (60, 784)).astype(np.float32), np.arange(60) % 10)
    settings = TrainingSettings(hidden_units=8, epochs=3, batch_size=10, drawings=0.4)

    def trainer(state: object = None) -> Trainer:
        return Trainer(images, images, settings, state=state, drawn=drawn)  # type: ignore[arg-type]

    whole = run_to_end(trainer())
    first = trainer()
    first.steps_at_once = 1
    for _, _ in zip(range(13), first.run(), strict=False):
        pass
    second = run_to_end(trainer(first.state()))
    assert 0 < first.step < second.step == whole.step == 30
    assert_same(whole.network(), second.network())


def test_as_many_are_made_as_a_training_meets_but_a_window_waits_for_fewer(course_file: Callable[..., Path]) -> None:
    settings = TrainingSettings(hidden_units=0, epochs=8, drawings=0.9, detector="none")

    def made(epochs: int, waits: bool) -> int:
        spec = RunSpec(DataSources(str(course_file(n=200))), replace(settings, epochs=epochs), wait_for_kernels=waits)
        prepared = run_to_completion(prepare(spec))
        assert prepared.drawn
        assert prepared.sources.drawings == len(prepared.drawn)  # as a run that is resumed has them again
        return len(prepared.drawn)

    assert made(1, waits=True) == made(1, waits=False) == 9 * 160
    assert (made(8, waits=True), made(8, waits=False)) == (8 * 9 * 160, 10_000)
