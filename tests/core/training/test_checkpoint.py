"""A checkpoint is sound or refused in one sentence, and the newest sound one of a run is found."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.core.dataset import Datasets
from digitpad.core.errors import CheckpointError
from digitpad.core.runs.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from digitpad.core.runs.checkpoint_writer import CheckpointWriter
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.spec import DataSources
from digitpad.core.synthetic.drawn_digits import drawn_digits
from digitpad.core.training.history import RECORDS
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import learned_arrays, run_to_end

MakeDatasets = Callable[..., Datasets]
Arrays = dict[str, npt.NDArray[Any]]


WITH_TMP_PATH = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
SMALL = TrainingSettings(hidden_units=2, batch_size=10, epochs=3)


def trainer_of(datasets: Datasets) -> Trainer:
    """A trainer in the middle of its second epoch."""
    trainer = Trainer(datasets.training, datasets.validation, SMALL)
    trainer.steps_at_once = 1
    events = trainer.run()
    while trainer.step < 8:
        next(events)
    return trainer


@pytest.fixture(scope="module")
def written(small_datasets: MakeDatasets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    datasets = small_datasets(50)
    trainer = trainer_of(datasets)
    path = tmp_path_factory.mktemp("checkpoint") / "run.npz"
    write_checkpoint(path, Checkpoint(trainer.state(), trainer.settings, DataSources("small"), trainer.fingerprint))
    return path


def arrays_of(path: Path) -> Arrays:
    with np.load(path) as arrays:
        return dict(arrays)


def assert_refused(path: Path) -> None:
    with pytest.raises(CheckpointError) as caught:
        read_checkpoint(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


@given(data=st.data())
@WITH_TMP_PATH
def test_a_file_cut_short_is_refused(written: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = written.read_bytes()
    path = tmp_path / "cut.npz"
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert_refused(path)


@given(data=st.data(), value=st.integers(0, 255))
@WITH_TMP_PATH
def test_an_altered_byte_is_refused_or_harmless(written: Path, tmp_path: Path, data: st.DataObject, value: int) -> None:
    content = bytearray(written.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] = value
    path = tmp_path / "altered.npz"
    path.write_bytes(content)
    try:
        checkpoint = read_checkpoint(path)
    except CheckpointError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:  # zip files have bytes that nobody needs, such as dates
        good = read_checkpoint(written).state.learning
        for (_, one), (_, other) in zip(learned_arrays(checkpoint.state.learning), learned_arrays(good), strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "name", ["network.W1", "m.b1", "v.W2", "average.b2", "best.W1", "carried", "costs", "hits", "batches"]
)
def test_arrays_of_another_form_are_refused(written: Path, tmp_path: Path, name: str) -> None:
    good = arrays_of(written)
    path = tmp_path / "bad.npz"
    left_out = {each: array for each, array in good.items() if each != name}
    np.savez(path, **left_out)
    assert_refused(path)
    shorter = good[name][:-1] if name in RECORDS else good[name][..., :-1]
    for bad in (shorter, good[name].astype("f2"), good[name].astype(str), good[name][None, None]):
        np.savez(path, **{**left_out, name: bad})
        if bad.shape != good[name].shape or bad.dtype != good[name].dtype:
            if name in ("costs", "hits") and bad.ndim == 1 and bad.dtype == good[name].dtype:
                continue  # shorter alike; see the place in the run
            assert_refused(path)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_refused(written: Path, tmp_path: Path, value: float) -> None:
    arrays = arrays_of(written)
    arrays["m.W2"][0, 0] = value
    np.savez(tmp_path / "bad.npz", **arrays)
    assert_refused(tmp_path / "bad.npz")


@pytest.mark.parametrize("value", [np.nan, np.inf, -1, 2])
def test_a_scale_that_weights_cannot_have_is_refused(written: Path, tmp_path: Path, value: float) -> None:
    arrays = arrays_of(written)
    arrays["carried"][0] = value
    np.savez(tmp_path / "bad.npz", **arrays)
    assert_refused(tmp_path / "bad.npz")


JUNK = [None, "junk", -1, 10**400, float("nan"), [], {}]
TEXTS_AND_SWITCHES = ("source", "fingerprint", "out", "compiled", "stopped_early")
HARMLESS = [("best", None), ("settings.augmentation", {})]


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: repr(junk)[:8])
def test_junk_in_the_description_is_refused(written: Path, tmp_path: Path, junk: object) -> None:
    arrays = arrays_of(written)
    about = json.loads(str(arrays["about"]))
    changes = {name: {name: junk} for name in about}
    changes |= {f"settings.{name}": {"settings": {**about["settings"], name: junk}} for name in about["settings"]}
    for name, change in changes.items():
        path = tmp_path / f"{name}.npz"
        np.savez(path, **{**arrays, "about": np.array(json.dumps({**about, **change}))})
        if name in TEXTS_AND_SWITCHES or (name, junk) in HARMLESS:
            read_checkpoint(path)
        else:
            assert_refused(path)


@pytest.mark.parametrize(
    ("name", "value"), [("batch_size", 3), ("batch_size", 50), ("drawings", 0.5), ("epochs", 1), ("inputs", "pixels")]
)
def test_settings_of_another_run_go_on_or_are_refused(
    written: Path, tmp_path: Path, small_datasets: MakeDatasets, name: str, value: object
) -> None:
    arrays = arrays_of(written)
    about = json.loads(str(arrays["about"]))
    about["settings"][name] = value
    np.savez(tmp_path / "other.npz", **{**arrays, "about": np.array(json.dumps(about))})
    checkpoint = read_checkpoint(tmp_path / "other.npz")
    if name == "batch_size":
        with pytest.raises(CheckpointError, match=r"its epochs had 5 steps and not \d+; start it again"):
            checkpoint.trainer(small_datasets(50))
        return
    assert run_to_end(checkpoint.trainer(small_datasets(50))).finished


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_history_with_no_epoch_is_refused(written: Path, tmp_path: Path, value: float) -> None:
    arrays = arrays_of(written)
    arrays["epochs"][0, 0] = value
    np.savez(tmp_path / "bad.npz", **arrays)
    assert_refused(tmp_path / "bad.npz")


def test_a_change_that_no_event_has_told_yet_is_kept(small_datasets: MakeDatasets, tmp_path: Path) -> None:
    datasets = small_datasets(50)
    trainer = trainer_of(datasets)
    trainer.change(trainer.settings.with_value("learning_rate", 1e-3))
    path = tmp_path / "run.npz"
    write_checkpoint(path, Checkpoint(trainer.state(), trainer.settings, DataSources("small"), trainer.fingerprint))
    later = read_checkpoint(path).trainer(datasets)
    changes = [run_to_end(each).state().history.changes for each in (later, trainer)]
    assert [change.after for change in changes[0]] == ["0.001"]
    assert changes[0] == changes[1]


def test_with_other_drawings_it_does_not_go_on(small_datasets: MakeDatasets, tmp_path: Path) -> None:
    datasets, some = small_datasets(50), replace(SMALL, drawings=0.2)
    path = tmp_path / "run.npz"
    drawn, same, others = drawn_digits((), 20, 1), drawn_digits((), 20, 1), drawn_digits((), 20, 2)
    trainer = Trainer(datasets.training, datasets.validation, some, drawn=drawn)
    write_checkpoint(path, Checkpoint(trainer.state(), some, DataSources("small"), trainer.fingerprint))
    assert read_checkpoint(path).trainer(datasets, same).step == 0
    for pool in (others, drawn_digits((), 30, 1)):
        with pytest.raises(CheckpointError, match="small, or the drawings beside it"):
            read_checkpoint(path).trainer(datasets, pool)


def test_the_last_three_are_kept_and_a_damaged_one_is_passed_over(small_datasets: MakeDatasets, tmp_path: Path) -> None:
    datasets = small_datasets(50)
    trainer = Trainer(datasets.training, datasets.validation, SMALL)
    trainer.steps_at_once = 1
    folder = RunFolder.begin(tmp_path)
    keeper = CheckpointWriter(folder, trainer, DataSources("small"), every=0.0)
    steps = []
    for _ in trainer.run():
        keeper.keep(now=True)
        steps.append(trainer.step)
    keeper.keep(now=True)
    keeper.finish()
    assert keeper.failure is None
    kept = sorted(folder.path.glob("step-*"))
    assert kept == [folder.file(step) for step in sorted(set(steps))[-3:]]
    assert folder.latest().trainer(datasets).step == 15
    kept[2].write_bytes(kept[2].read_bytes()[:1_000])
    assert folder.latest().trainer(datasets).step == 14
    kept[1].write_bytes(b"")
    assert folder.latest().trainer(datasets).step == 13
    kept[0].write_bytes(b"")
    with pytest.raises(CheckpointError, match=kept[2].name):
        folder.latest()
    folder.remove()
    assert not folder.path.exists()


def test_a_run_outlives_a_folder_that_is_gone(small_datasets: MakeDatasets, tmp_path: Path) -> None:
    datasets = small_datasets(50)
    trainer = Trainer(datasets.training, datasets.validation, SMALL)
    folder = RunFolder.begin(tmp_path)
    keeper = CheckpointWriter(folder, trainer, DataSources("small"), every=0.0)
    folder.remove()
    for _ in trainer.run():
        keeper.keep(now=True)
    keeper.finish()
    assert trainer.finished
    assert isinstance(keeper.failure, CheckpointError)


def test_what_went_wrong_once_is_forgotten_when_it_goes_well(small_datasets: MakeDatasets, tmp_path: Path) -> None:
    datasets = small_datasets(50)
    trainer = Trainer(datasets.training, datasets.validation, SMALL)
    folder = RunFolder.begin(tmp_path)
    keeper = CheckpointWriter(folder, trainer, DataSources("small"), every=0.0)
    events = trainer.run()
    next(events)
    away = folder.path.rename(tmp_path / "away")
    keeper.keep(now=True)
    next(events)
    keeper.keep(now=True)  # which waits for the one before
    assert isinstance(keeper.failure, CheckpointError)
    away.rename(folder.path)
    keeper.keep(now=True)
    keeper.finish()
    assert keeper.failure is None
    assert folder.latest().trainer(datasets).step == trainer.step


def test_a_damaged_checkpoint_is_described_as_one(written: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.npz"
    path.write_bytes(written.read_bytes()[:1_000])
    with pytest.raises(CheckpointError, match="the checkpoint is damaged"):
        read_checkpoint(path)
