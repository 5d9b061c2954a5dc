"""Runs repeat bit for bit, go on from a network, and come back whole from divergence."""

from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Datasets
from digitpad.core.errors import TrainingDiverged
from digitpad.core.network import Network
from digitpad.core.training.events import EpochDone, Event
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import run_to_end

MakeDatasets = Callable[..., Datasets]

SHORT = TrainingSettings(hidden_units=8, epochs=3, batch_size=30)


def trainer_of(datasets: Datasets, settings: TrainingSettings = SHORT, **how: object) -> Trainer:
    """A trainer that reports every step."""
    trainer = Trainer(datasets.training, datasets.validation, settings, **how)
    trainer.steps_at_once = 1
    return trainer


def weights(network: Network) -> bytes:
    return b"".join(array.tobytes() for _, array in network.parameters())


def trained(datasets: Datasets, settings: TrainingSettings = SHORT) -> Trainer:
    return run_to_end(trainer_of(datasets, settings))


def without_times(events: list[Event]) -> list[Event]:
    return [replace(event, seconds=0.0) for event in events]


@pytest.mark.parametrize("shift", [0, 1])
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_the_same_seed_gives_the_same_bits(small_datasets: MakeDatasets, shift: int, precision: str) -> None:
    settings = replace(SHORT, augmentation=Augmentation(shift=shift), precision=precision)
    one, other = trainer_of(small_datasets(), settings), trainer_of(small_datasets(), settings)
    assert without_times(list(one.run())) == without_times(list(other.run()))
    assert weights(one.network()) == weights(other.network())


def test_another_seed_gives_another_network_and_another_order(small_datasets: MakeDatasets) -> None:
    datasets, other = small_datasets(), replace(SHORT, seed=1)
    assert weights(trainer_of(datasets).network()) != weights(trainer_of(datasets, other).network())
    network = trainer_of(datasets).network()
    one = trainer_of(datasets, network=network.copy())
    two = trainer_of(datasets, other, network=network.copy())
    assert next(one.run()).cost != next(two.run()).cost


def test_the_seed_does_not_touch_the_random_numbers_of_others(small_datasets: MakeDatasets) -> None:
    np.random.seed(3)
    state = np.random.get_state()[1].tolist()
    trained(small_datasets())
    assert np.random.get_state()[1].tolist() == state


def test_a_run_taken_event_by_event_gives_the_same_bits(small_datasets: MakeDatasets) -> None:
    """Every event is asked of a new generator, as after a pause."""
    datasets = small_datasets()
    straight, paused = trained(datasets), trainer_of(datasets)
    while not paused.finished:
        next(paused.run())
        trainer_of(datasets, replace(SHORT, seed=9))  # something else happens in between
    assert weights(paused.network()) == weights(straight.network())
    assert (paused.epoch, paused.step) == (straight.epoch, straight.step)


def test_interleaved_runs_do_not_disturb_each_other(small_datasets: MakeDatasets) -> None:
    datasets, other = small_datasets(), replace(SHORT, seed=1, batch_size=17)
    one, two = trainer_of(datasets), trainer_of(datasets, other)
    for _ in zip_longest(one.run(), two.run()):
        pass
    assert weights(one.network()) == weights(trained(datasets).network())
    assert weights(two.network()) == weights(trained(datasets, other).network())


def test_reading_a_network_between_steps_does_not_disturb_its_run(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets()
    watched = trainer_of(datasets)
    for _ in watched.run():
        watched.network().predict_proba(datasets.test.X[:1])
        watched.network().copy().W1[...] = 0
    assert weights(watched.network()) == weights(trained(datasets).network())


def test_training_goes_on_from_a_network(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets()
    first = trained(datasets)
    kept = weights(first.network())
    settings = replace(SHORT, hidden_units=99, epochs=2)
    further = trainer_of(datasets, settings, network=first.network().copy(), epochs_before=3)
    assert further.network().hidden_units == further.settings.hidden_units == 8
    np.testing.assert_allclose(further.network().b1, first.network().b1, atol=1e-6)  # counted from ink and back
    np.testing.assert_array_equal(further.network().W1, first.network().W1)
    assert further.epoch == 3
    assert not further.finished
    events = list(further.run())
    assert [event.epoch for event in events if isinstance(event, EpochDone)] == [4, 5]
    assert 3 < events[0].at < events[-2].at == 5
    assert len(events) == further.total_steps + 2
    assert weights(first.network()) == kept
    assert weights(further.network()) != kept


def test_later_epochs_see_the_images_in_another_order(small_datasets: MakeDatasets) -> None:
    datasets = small_datasets()
    network = trainer_of(datasets).network()
    first = trainer_of(datasets, network=network.copy())
    later = trainer_of(datasets, network=network.copy(), epochs_before=3)
    assert next(first.run()).cost != next(later.run()).cost


# Each with what its message has to name.
DIVERGING = [
    ({"learning_rate": 100.0, "reduction": "sum", "weight_decay": 0.0}, "learning rate (100)"),
    ({"learning_rate": 100.0, "reduction": "sum", "precision": "float64"}, "learning rate (100)"),
    ({"learning_rate": 100.0, "reduction": "mean", "weight_decay": 0.005}, "learning rate (100)"),
    ({"learning_rate": 0.5, "weight_decay": 10.0}, "weight decay (10)"),
    ({"learning_rate": 1.0, "weight_decay": 10.0}, "weight decay (10)"),
    ({"learning_rate": 100.0, "weight_decay": 0.1}, "learning rate (100)"),
    ({"learning_rate": 100.0, "weight_decay": 1.0, "reduction": "sum"}, "learning rate (100)"),
]


@pytest.mark.parametrize(("changes", "named"), DIVERGING)
def test_divergence_names_the_setting_and_leaves_the_weights_of_the_epochs_start(
    small_datasets: MakeDatasets, changes: dict[str, object], named: str
) -> None:
    settings = replace(
        SHORT, epochs=500, inputs="pixels", optimiser="sgd", schedule="constant", augmentation=Augmentation(), **changes
    )
    trainer = trainer_of(small_datasets(), settings)
    good = trainer.network().copy()
    with pytest.raises(TrainingDiverged) as caught:  # noqa: PT012
        for event in trainer.run():
            if isinstance(event, EpochDone):
                good = trainer.network().copy()
    message = str(caught.value)
    assert f"lower the {named}" in message
    assert f"epoch {trainer.epoch + 1} " in message
    assert "\n" not in message
    assert weights(trainer.network()) == weights(good)
    assert all(np.isfinite(array).all() for _, array in trainer.network().parameters())


def test_a_run_that_learned_before_it_diverged_keeps_what_it_learned(small_datasets: MakeDatasets) -> None:
    trainer = trainer_of(small_datasets(), replace(SHORT, batch_size=5, epochs=50, augmentation=Augmentation()))
    events = trainer.run()
    while trainer.epoch < 5:
        next(events)
    learned = weights(trainer.network())
    trainer.change(replace(trainer.settings, learning_rate=10.0, weight_decay=10.0))
    with pytest.raises(TrainingDiverged, match="epoch 6"):
        list(events)
    assert weights(trainer.network()) == learned


def test_divergence_after_a_change_of_engine_leads_back_to_the_epochs_start(small_datasets: MakeDatasets) -> None:
    trainer = trainer_of(small_datasets(), replace(SHORT, batch_size=5, epochs=50, augmentation=Augmentation()))
    trainer.steps_at_once = 1
    events = trainer.run()
    while trainer.epoch < 2:
        next(events)
    learned = weights(trainer.network())
    while trainer.step % trainer.steps_per_epoch < 3:
        next(events)
    trainer.use_kernels()
    trainer.change(replace(trainer.settings, learning_rate=100.0))
    with pytest.raises(TrainingDiverged, match="epoch 3"):
        list(events)
    assert weights(trainer.network()) == learned


def test_divergence_in_the_very_last_step_is_noticed(small_datasets: MakeDatasets) -> None:
    """The hidden units are silent, so only the validation set after the step shows that W2 has overflowed."""
    network = trainer_of(small_datasets()).network()
    network.W1[...] = 0
    network.W2[...] = 1e36
    settings = replace(SHORT, epochs=1, batch_size=1_000, learning_rate=1.0, weight_decay=10.0)
    before = weights(network)
    with pytest.raises(TrainingDiverged, match=r"epoch 1 .*weight decay \(10\)"):
        list(trainer_of(small_datasets(), settings, network=network).run())
    assert weights(network) == before
