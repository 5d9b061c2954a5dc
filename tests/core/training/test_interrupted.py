"""A run that was interrupted ends with the very bytes of one that was not."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Datasets
from digitpad.core.errors import CheckpointError, TrainingDiverged
from digitpad.core.jit import kernels
from digitpad.core.runs.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.events import EpochDone, StepsDone
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import learned_arrays

MakeDatasets = Callable[..., Datasets]

CHOICES = {name: [choice.value for choice in each.choices] for name, each in SETTINGS.items() if each.choices}
SOME_SETTINGS = st.builds(
    TrainingSettings,
    hidden_units=st.sampled_from([0, 3, 17]),
    epochs=st.sampled_from([3, 6]),
    batch_size=st.sampled_from([7, 20, 100]),
    learning_rate=st.sampled_from([1e-4, 1e-3]),
    weight_decay=st.sampled_from([0.0, 1e-3]),
    warm_up=st.sampled_from([0.0, 0.2]),
    dropout_inputs=st.sampled_from([0.0, 0.1]),
    dropout_hidden=st.sampled_from([0.0, 0.3]),
    label_smoothing=st.sampled_from([0.0, 0.1]),
    clip=st.sampled_from([0.0, 1.0]),
    averaging=st.sampled_from([0.0, 0.9]),
    patience=st.sampled_from([0, 1, 2]),
    augmentation=st.sampled_from([Augmentation(), Augmentation(shift=1), Augmentation(rotation=10, noise=0.1)]),
    seed=st.integers(0, 5),
    **{name: st.sampled_from(values) for name, values in CHOICES.items()},
)

INK = st.sampled_from([0.3, 1.0])  # with a background, and without one


def left_in_memory(trainer: Trainer) -> list[bytes]:
    """All that decides how the run goes on, and the network it is to end with."""
    state = trainer.state()
    arrays = [array for _, array in (*learned_arrays(state.learning), *trainer.selected_network()[0].parameters())]
    place = (state.epoch, state.steps_in_epoch, state.rate_factor, state.stopped_early, state.learning.step)
    return [array.tobytes() for array in (*arrays, state.costs, state.hits)] + [repr(place).encode()]


def record(trainer: Trainer) -> Any:
    """The history without the seconds."""
    history = trainer.state().history
    epochs = [replace(each, seconds=0.0) for each in history.epochs]
    return epochs, history.batches, history.health, history.changes


def run(trainer: Trainer, steps: int | None = None, portion: int | None = None) -> None:
    """Train for so many events of steps, or to the end."""
    trainer.steps_at_once = portion
    for _ in islice((event for event in trainer.run() if isinstance(event, StepsDone)), steps):
        pass


def restored(trainer: Trainer, datasets: Datasets, path: Path) -> Trainer:
    checkpoint = Checkpoint(trainer.state(), trainer.settings, DataSources("small"), trainer.fingerprint)
    write_checkpoint(path, checkpoint)
    return read_checkpoint(path).trainer(datasets)


@given(some=SOME_SETTINGS, stops=st.lists(st.integers(1, 15), min_size=1, max_size=3), compiled=st.booleans(), ink=INK)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_interrupted_anywhere_it_ends_with_the_same_bytes(
    small_datasets: MakeDatasets,
    tmp_path: Path,
    some: TrainingSettings,
    stops: list[int],
    compiled: bool,
    ink: float,
) -> None:
    compiled = compiled and kernels.available()
    datasets = small_datasets(60, ink=ink)
    changed = replace(some, learning_rate=some.learning_rate / 2, dropout_hidden=0.1)
    straight = Trainer(datasets.training, datasets.validation, some, compiled=compiled)
    try:
        run(straight, 2, portion=1)
        straight.change(changed)
        run(straight)
    except TrainingDiverged:
        reject()  # there is nothing to compare with
    broken = Trainer(datasets.training, datasets.validation, some, compiled=compiled)
    run(broken, 2, portion=1)
    broken.change(changed)
    for steps in stops:
        run(broken, steps, portion=1)
        broken = restored(broken, datasets, tmp_path / "run.npz")
    run(broken, portion=3)
    assert straight.finished
    assert left_in_memory(broken) == left_in_memory(straight)
    assert record(broken) == record(straight)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("inputs", ["ink", "pixels"])
@pytest.mark.parametrize("shift", [0, 1])
def test_the_bytes_do_not_depend_on_the_portions(
    small_datasets: MakeDatasets, compiled: bool, inputs: Any, shift: int
) -> None:
    datasets = small_datasets(100, ink=0.3)
    some = TrainingSettings(
        hidden_units=9,
        epochs=3,
        batch_size=7,
        learning_rate=1e-3,
        inputs=inputs,
        augmentation=Augmentation(shift=shift),
        dropout_hidden=0.2,
    )
    compiled = compiled and kernels.available()
    left = []
    for portion in (1, 3, 1_000, None):
        trainer = Trainer(datasets.training, datasets.validation, some, compiled=compiled)
        run(trainer, portion=portion)
        left.append(left_in_memory(trainer))
    assert left[1:] == left[:1] * 3


def test_between_an_epochs_last_step_and_its_end_it_can_be_interrupted_too(
    small_datasets: MakeDatasets, tmp_path: Path
) -> None:
    datasets = small_datasets(60)
    trainer = Trainer(datasets.training, datasets.validation, TrainingSettings(hidden_units=3, batch_size=20, epochs=2))
    run(trainer, 3, portion=1)
    assert (trainer.epoch, trainer.step) == (0, 3)
    later = restored(trainer, datasets, tmp_path / "run.npz")
    assert isinstance(next(later.run()), EpochDone)


def test_other_data_is_refused(small_datasets: MakeDatasets, tmp_path: Path) -> None:
    datasets, others = small_datasets(60), small_datasets(60, seed=1)
    trainer = Trainer(datasets.training, datasets.validation, TrainingSettings(hidden_units=3))
    checkpoint = Checkpoint(trainer.state(), trainer.settings, DataSources("here"), trainer.fingerprint)
    write_checkpoint(tmp_path / "run.npz", checkpoint)
    with pytest.raises(CheckpointError, match="here is not the data"):
        read_checkpoint(tmp_path / "run.npz").trainer(others)
